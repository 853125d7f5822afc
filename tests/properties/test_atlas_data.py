"""What must always hold of the atlas' data: no number where there is none."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.states import any_states, with_states
from tests.unit.atlas.factory import make_bundle

from kreisblick.products.atlas.answer import answer_indicator
from kreisblick.products.atlas.places import span_words
from kreisblick.products.atlas.values import values_of
from kreisblick.products.figures import released_figures
from kreisblick.products.wording import gather_figures

BUNDLE = make_bundle()


def numbers_in(data: Any) -> list[float]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return [number for item in data for number in numbers_in(item)]
    return [data] if isinstance(data, int | float) and not isinstance(data, bool) else []


@settings(max_examples=25, deadline=None)
@given(*any_states(BUNDLE.indicators.height))
def test_every_number_is_a_released_one_and_a_hidden_figure_is_its_state_alone(
    observations: list[str], confidentiality: list[str], values: list[float | None]
) -> None:
    bundle = with_states(BUNDLE, observations, confidentiality, values)
    figures = gather_figures(bundle)
    released = {
        (row["indicator"], row["reference_date"].isoformat(), row["area"]): row
        for row in released_figures(bundle).rows(named=True)
    }

    for key, one in figures.described.items():
        rows = [row for row in figures.rows if row.indicator == key]
        answer = partial(answer_indicator, district="Kreis")
        told = json.loads(json.dumps(values_of(one, rows, answer, classes=5, ranking=True)))
        for day, by_area in told["dates"].items():
            for area, entry in by_area.items():
                row = released[key, day, area]
                if row["value"] is None:
                    assert entry == [row["state"]]
                    assert area not in told["places"][day]
                else:
                    assert entry[2] == round(row["value"], 4)
        assert numbers_in(told["told"]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 9), st.floats(0, 9)), min_size=1))
def test_a_place_lies_in_its_span_and_a_wider_interval_never_narrows_it(
    spans: list[tuple[float, float, float]],
) -> None:
    some = gather_figures(BUNDLE).rows
    base = next(row for row in some if row.level == "planning_area" and row.value is not None)
    figures = [
        replace(base, area=str(n), value=value, lower=value - below, upper=value + above)
        for n, (value, below, above) in enumerate(spans)
    ]
    wider = [replace(f, lower=(f.lower or 0) - 5, upper=(f.upper or 0) + 5) for f in figures]

    narrow, wide = (_spans(span_words(found)) for found in (figures, wider))

    for area, (place, first, last) in narrow.items():
        assert 1 <= first <= place <= last <= len(spans)
        assert wide[area][1] <= first
        assert wide[area][2] >= last


def _spans(words: dict[str, str]) -> dict[str, tuple[int, int, int]]:
    found = {}
    for area, text in words.items():
        numbers = [int(part) for part in "".join(c if c.isdigit() else " " for c in text).split()]
        found[area] = (numbers[0], numbers[1], numbers[2])
    return found
