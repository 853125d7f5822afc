"""A standardised figure is recomputed from the recounted groups, by whichever standard."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from kreisblick.pipeline.explain import Explainer
from kreisblick.pipeline.explain_standard import standardised_again
from kreisblick.statistics.indicators.standard import shipped_populations

DAY = date(2024, 12, 31)
GROUPS = {"0-17": "age=0-17", "18-64": "age=18-64", "65+": "age=65+"}
COUNTS = {
    ("n", "all", "a"): 207, ("n", "age=0-17", "a"): 2, ("n", "age=18-64", "a"): 25,
    ("n", "age=65+", "a"): 180, ("m", "all", "a"): 1600, ("m", "age=0-17", "a"): 200,
    ("m", "age=18-64", "a"): 500, ("m", "age=65+", "a"): 900, ("m", "age=0-17", "d"): 1000,
    ("m", "age=18-64", "d"): 3000, ("m", "age=65+", "d"): 1000, ("n", "age=0-17", "d"): 9,
    ("n", "age=18-64", "d"): 9, ("n", "age=65+", "d"): 9,
}  # fmt: skip


@dataclass
class Recount:
    """Counts that were recounted before."""

    ground: Any = field(
        default_factory=lambda: SimpleNamespace(
            workspace=SimpleNamespace(definitions=lambda _kind, _model: shipped_populations()),
            report_territory=SimpleNamespace(parents={}),
        )
    )

    def common_towns(self, _cubes: list[str], _day: date) -> frozenset[str]:
        return frozenset({"t"})

    def count(self, cube: str, question: Any, _day: date, area: str, _towns: Any = None) -> Any:
        return COUNTS.get((cube, question.key, area))

    def rows(self, _cube: str, _day: date) -> dict[str, int]:
        return {}


def explainer(population: str, value: float) -> Explainer:
    def side(cube: str, slice_: str) -> dict[str, str]:
        return {"cube": cube, "slice": slice_}

    strata = [
        {"group": g, "numerator": side("n", s), "denominator": side("m", s)}
        for g, s in GROUPS.items()
    ]
    definition = {
        "unit": "percent", "numerator": side("n", "all"), "denominator": side("m", "all"),
        "standardise": {"population": population, "strata": strata},
    }  # fmt: skip
    rows = [
        {"indicator": "one", "reference_date": DAY, "level": level, "area": area,
         "numerator": n, "denominator": m, "value": v}
        for level, area, n, m, v in (
            ("municipality", "a", 207.0, 1600.0, value), ("district", "d", 27.0, 5000.0, 1.0),
        )
    ]  # fmt: skip
    bundle = SimpleNamespace(
        indicators=pl.DataFrame(rows),
        indicator_definitions={"one": definition},
        report={"dates": [DAY.isoformat()]},
    )
    lineage = SimpleNamespace(back_from=lambda _step: ())
    found = Explainer(bundle=bundle, recount=Recount(), lineage=lineage)  # type: ignore[arg-type]
    object.__setattr__(found, "_state", lambda *_: "counted")
    return found


@pytest.mark.parametrize(
    ("population", "value"),
    [("european_2013", 7.153), ("district", 100 * (1000 * 0.01 + 3000 * 0.05 + 1000 * 0.2) / 5000)],
)
def test_the_groups_are_recounted_and_weighed_once_more(population: str, value: float) -> None:
    answer = explainer(population, value).explain("a", "one", DAY)

    assert answer.recomputed == pytest.approx(value)
    assert answer.equal


def test_another_published_value_is_called_different() -> None:
    assert not explainer("european_2013", 12.9375).explain("a", "one", DAY).equal


def test_a_group_that_is_not_known_leaves_nothing_to_weigh() -> None:
    assert standardised_again([(2, 200), (None, 500)], [1, 1], 100) is None
    assert standardised_again([(2, 200), (3, 0)], [1, 1], 100) is None
    assert standardised_again([(2, 200), (3, 10)], [1, None], 100) is None
