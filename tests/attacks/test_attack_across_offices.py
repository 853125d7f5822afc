"""The adversary uses what another publisher shows to bound what we hide."""

from datetime import date

import numpy as np
import polars as pl

from kreisblick.protection.disclosure import Share, SliceRef, protect
from kreisblick.protection.rules import Agreed, PublishedAs, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
AGREED = Agreed(office="Statistikstelle", date=DAY)
YOUNG, OLD = Slice.of({"age": ["young"]}), Slice.of({"age": ["old"]})
PLACES = {"A1": "M", "A2": "M", "A3": "M", "M": "D", "D": None}
LEVELS = {"M": "municipality", "D": "district"}


def territory() -> Territory:
    rows = [(a, a, LEVELS.get(a, "planning_area"), parent, None) for a, parent in PLACES.items()]
    columns = ["area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    generation = Generation(key="g", valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=np.array([]))


def cube(key: str, rows: list[tuple[str, str, int]], *, published: bool = False) -> Cube:
    frame = pl.DataFrame(rows, schema=["area", "age", "value"], orient="row")
    return Cube(
        key=key,
        unit=Unit.PERSONS,
        generation="g",
        reference_date=DAY,
        dimensions=("age",),
        cells=cell_frame(frame.with_columns(level=pl.lit("planning_area")), ["age"]),
        covered=frozenset({"M"}),
        protected_by_source=published,
    )


def test_a_published_part_does_not_give_away_the_rest_of_its_whole() -> None:
    """3 young and 20 old live in A1, both hidden: 23 in all are shown, so at most 5 young must
    stay possible; the agency shows 19 old people in work, which leaves at most 4 young.
    """
    residents = cube(
        "residents",
        [(a, age, n) for a, young, old in (("A1", 3, 20), ("A2", 30, 40), ("A3", 35, 45))
         for age, n in (("young", young), ("old", old))],
    )  # fmt: skip
    in_work = cube(
        "in_work", [("A1", "old", 19), ("A2", "old", 9), ("A3", "old", 8)], published=True
    )
    share = Share(SliceRef("in_work", OLD), SliceRef("residents", OLD))
    rules = {
        "residents": RuleSet(
            title={"de": "R"}, minimum_count=5, agreed_with=AGREED, reason={"de": "Grund"}
        ),
        "in_work": RuleSet(
            title={"de": "P"}, source="publisher", agreed_with=AGREED, reason={"de": "Grund"}
        ),
    }
    asked = [SliceRef("residents", one) for one in (Slice(), YOUNG, OLD)]

    found = protect(
        [residents, in_work], [*asked, SliceRef("in_work", OLD)], [share], territory(), rules
    )

    cells = found.released["residents"].cells
    shown = dict(cells.filter(pl.col("area") == "A1").select("slice", "value").iter_rows())
    most = np.inf if shown["all"] is None else shown["all"] - 19
    assert shown[YOUNG.key] is None
    assert most >= 5


def test_a_rounded_part_gives_no_more_away_than_all_counts_it_may_come_from() -> None:
    """3 young and 18 old live in A1; 21 in all. The agency prints 20 old people in work, rounded to
    tens: 15 at least. So at most 6 are young, where 8 must stay possible.

    Taken for exact, 20 of 18 is no part of anything, and nothing is protected: the naive release.
    """
    residents = cube(
        "residents",
        [(a, age, n) for a, young, old in (("A1", 3, 18), ("A2", 30, 40), ("A3", 35, 45))
         for age, n in (("young", young), ("old", old))],
    )  # fmt: skip
    in_work = cube(
        "in_work", [("A1", "old", 20), ("A2", "old", 10), ("A3", "old", 10)], published=True
    )
    share = Share(SliceRef("in_work", OLD), SliceRef("residents", OLD))
    own = RuleSet(title={"de": "R"}, minimum_count=8, agreed_with=AGREED, reason={"de": "Grund"})

    def most_young(as_: PublishedAs) -> float:
        published = RuleSet(
            title={"de": "P"}, source="publisher", published_as=as_, agreed_with=AGREED,
            reason={"de": "Grund"},
        )  # fmt: skip
        asked = [SliceRef("residents", one) for one in (Slice(), YOUNG, OLD)]
        found = protect(
            [residents, in_work],
            [*asked, SliceRef("in_work", OLD)],
            [share],
            territory(),
            {"residents": own, "in_work": published},
        )
        cells = found.released["residents"].cells
        shown = dict(cells.filter(pl.col("area") == "A1").select("slice", "value").iter_rows())
        assert shown[YOUNG.key] is None
        return np.inf if shown["all"] is None else shown["all"] - 15

    assert most_young(PublishedAs(how="exact")) == 6
    assert most_young(PublishedAs(how="rounded", base=10)) >= 8
