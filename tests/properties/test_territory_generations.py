"""What must always hold when boundaries change and keys pass on."""

import itertools
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.areas import AreaLevel, Generation, Territory, check_generation
from kreisblick.territory.generations import KeyStep, compare, rekey

KEYS = [f"0533400{n}" for n in range(1, 8)]
borders = st.lists(st.integers(1, 19).map(lambda n: n * 500), max_size=6)


def stripes(edges: list[int], key: str) -> Territory:
    """A town cut into stripes between sorted borders, named by their western edge."""
    ends = [0, *sorted(set(edges)), 10_000]
    boxes = [shapely.box(a, 0, b, 2000) for a, b in itertools.pairwise(ends)]
    rows = [(f"{a:05}", f"ab {a}", "planning_area", "1", f"{a:05}") for a in ends[:-1]]
    rows += [("1", "Stadt", "municipality", "0", "1"), ("0", "Kreis", "district", None, "0")]
    names = ["area", "name", "level", "parent", "official_code"]
    whole = shapely.box(0, 0, 10_000, 2000)
    return Territory(
        generation=Generation(key=key, valid_from=date(2020, 1, 1)),
        areas=pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"),
        geometry=np.array([*boxes, whole, whole], dtype=object),
    )


@settings(deadline=None, max_examples=40)
@given(borders, borders)
def test_every_area_is_unchanged_or_told_by_a_change(old: list[int], new: list[int]) -> None:
    before, after = stripes(old, "old"), stripes(new, "new")

    found = compare(before, after)

    told = {key for change in found.changes for key in (*change.from_, *change.to)}
    old_areas, new_areas = (set(t.keys(AreaLevel.PLANNING_AREA)) for t in (before, after))
    assert set(found.unchanged) | told == old_areas | new_areas
    assert set(found.unchanged) & told == set()
    assert set(found.unchanged) <= old_areas & new_areas
    assert len(found.unchanged) + len(found.new) + len(found.rekeyed) <= len(new_areas)


@settings(deadline=None, max_examples=40)
@given(borders)
def test_a_generation_equals_itself_and_has_no_faults(edges: list[int]) -> None:
    territory = stripes(edges, "old")

    assert compare(territory, territory).changes == ()
    assert check_generation(territory) == []


@settings(deadline=None, max_examples=40)
@given(borders, borders)
def test_a_moved_border_is_the_common_ground_of_both(old: list[int], new: list[int]) -> None:
    before, after = stripes(old, "old"), stripes(new, "new")
    shapes = [dict(zip(t.areas["area"], t.geometry, strict=True)) for t in (before, after)]

    moved = [c for c in compare(before, after).changes if c.kind == "border"]

    for change in moved:
        common = shapes[0][change.from_[0]].intersection(shapes[1][change.to[0]])
        assert change.m2 == pytest.approx(common.area)


@st.composite
def histories(draw: st.DrawFn) -> list[KeyStep]:
    """Steps in one direction (so without circles): mergers, and divisions with shares."""
    steps = []
    for number, key in enumerate(KEYS[:-1]):
        day = date(2001 + draw(st.integers(0, 9)), 1, 1)
        targets = draw(st.lists(st.sampled_from(KEYS[number + 1 :]), max_size=3, unique=True))
        for target in targets:
            share = 1 / len(targets) if len(targets) > 1 else None
            steps.append(KeyStep(from_key=key, to_key=target, on=day, share=share))
    return steps


counts = st.lists(st.integers(0, 100_000), min_size=len(KEYS), max_size=len(KEYS))
days = st.integers(2000, 2012).map(lambda year: date(year, 1, 1))


def slowly(people: dict[str, float], history: list[KeyStep], on: date) -> dict[str, float]:
    """Day by day, everybody at once."""
    for day in sorted({step.on for step in history if step.on <= on}):
        moved = dict.fromkeys(people, 0.0)
        for key, number in people.items():
            steps = [step for step in history if step.on == day and step.from_key == key]
            if not steps:
                moved[key] = moved.get(key, 0.0) + number
            for step in steps:
                part = 1.0 if step.share is None else step.share
                moved[step.to_key] = moved.get(step.to_key, 0.0) + number * part
        people = moved
    return people


@settings(deadline=None, max_examples=40)
@given(histories(), counts, days)
def test_nobody_is_lost_when_keys_pass_on(
    history: list[KeyStep], people: list[int], on: date
) -> None:
    table = pl.DataFrame({"area": KEYS, "n": people})

    found = rekey(table, history, on)

    assert found["n"].sum() == sum(people)
    slow = slowly(dict(zip(KEYS, map(float, people), strict=True)), history, on)
    for key, number in found.select("area", "n").iter_rows():
        assert abs(number - slow[key]) < 1 + 1e-6
    left = set(slow) - set(found["area"])
    assert all(slow[key] == pytest.approx(0) for key in left)


@settings(deadline=None, max_examples=40)
@given(histories(), counts, days, st.randoms())
def test_the_order_of_lines_and_rows_never_matters(
    history: list[KeyStep], people: list[int], on: date, chance: object
) -> None:
    table = pl.DataFrame({"area": KEYS, "n": people})
    mixed = list(history)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert rekey(table, history, on).equals(rekey(table[::-1], mixed, on))
