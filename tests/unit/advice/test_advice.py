"""Advice: cheap estimates that agree with a slow count, and what is told is what is measured."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely
from tests.attacks.outsider import ledger

from kreisblick.protection.advice import (
    Kind,
    Setting,
    Variant,
    advise,
    figures_of,
    neighbouring_areas,
    show_together,
)
from kreisblick.protection.disclosure import SliceRef, protect
from kreisblick.protection.rules import Agreed, RuleSet
from kreisblick.statistics.cube import Cube, Slice, Unit, cell_frame
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)
TOWNS = {"M1": ["A1", "A2", "A3"], "M2": ["B1", "B2", "B3"]}
AREAS = [area for areas in TOWNS.values() for area in areas]
AGES = ("0-2", "3-5", "6+")
YOUNG, SMALL, REST = (Slice.of({"age": [age]}) for age in AGES)
BOTH = Slice.of({"age": ["0-2", "3-5"]})


def territory():
    rows = [
        (a, f"Ort {a}", "planning_area", town, None) for town, own in TOWNS.items() for a in own
    ]
    rows += [(town, town, "municipality", "D", None) for town in TOWNS]
    rows.append(("D", "D", "district", None, None))
    columns = ["area", "name", "level", "parent", "official_code"]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    squares = [
        shapely.box(x, y, x + 1, y + 1)
        for y, own in enumerate(TOWNS.values())
        for x in range(len(own))
    ]
    towns = [shapely.box(0, y, 3, y + 1) for y in range(2)]
    geometry = np.array([*squares, *towns, shapely.box(0, 0, 3, 2)], dtype=object)
    generation = Generation(key="2023", valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=areas, geometry=geometry)


def cube(values):
    rows = [("planning_area", area, age, n) for (area, age), n in values.items()]
    frame = pl.DataFrame(rows, schema=["level", "area", "age", "value"], orient="row")
    return Cube(
        key="people", unit=Unit.PERSONS, generation="2023", reference_date=DAY,
        dimensions=("age",), cells=cell_frame(frame, ["age"]), covered=frozenset(TOWNS),
    )  # fmt: skip


def setting(values):
    rules = RuleSet(
        title={"de": "Regel"}, minimum_count=5, reason={"de": "Beispiel"},
        agreed_with=Agreed(office="Statistikstelle", date=DAY),
    )  # fmt: skip
    return Setting(
        cubes=[cube(values)],
        publish=[SliceRef("people", one) for one in (Slice(), YOUNG, SMALL)],
        shares=[],
        territory=territory(),
        rules={"people": rules},
    )


def counts(seed=1, low=1, high=9):
    rng = np.random.default_rng(seed)
    few = {(a, age): int(rng.integers(low, high)) for a in AREAS for age in AGES[:2]}
    return few | {(a, "6+"): 80 for a in AREAS}


def cells_of(one):
    found = protect(one.cubes, one.publish, one.shares, one.territory, one.rules)
    return found.released["people"].cells


def by_hand(now, one):
    """Freed, lost, joined: every figure of today looked for among the shown ones of the change."""
    then = cells_of(one.make()).filter(pl.col("value").is_not_null())
    after = set(then.select("slice", "area").rows())
    freed = lost = joined = 0
    for name, area, value in cells_of(now).select("slice", "area", "value").iter_rows():
        place = {"0-2": "age=0-2|3-5", "3-5": "age=0-2|3-5"}.get(name.removeprefix("age="), name)
        if one.kind is not Kind.CODES:
            place = name
        where = "A1+A2" if one.kind is Kind.AREAS and area in {"A1", "A2"} else area
        if value is None:
            freed += (place, where) in after
        elif (place, where) not in after:
            lost += 1
        else:
            joined += (place, where) != (name, area)
    return freed, lost, joined


def small_by_hand(one):
    """Every published count between one and four, added up the slow way."""
    values = one.cubes[0].cells
    parents = one.territory.parents
    found = 0
    for ref in one.publish:
        wanted = dict(ref.slice.where).get("age", AGES)
        for place in one.territory.areas["area"]:
            total = 0
            for area, age, value in values.select("area", "age", "value").iter_rows():
                inside = place in {area, parents[area], "D"}
                total += value if inside and age in wanted else 0
            found += 0 < total < 5
    return found


def variants(now):
    """The three kinds, made by hand."""
    figures = figures_of(now)
    refs = [SliceRef("people", YOUNG), SliceRef("people", SMALL)]
    pair = ("A1", "A2")

    def joined():
        cubes, areas = show_together(now.cubes, now.territory, {"Ort A1 und A2": pair})
        return replace(now, cubes=cubes, territory=areas)

    merged = [SliceRef("people", one) for one in (Slice(), BOTH)]
    return [
        Variant(
            kind=Kind.CODES, names=("0-2", "3-5"), estimate=figures.freed_by_merging(*refs),
            make=lambda: replace(now, publish=merged), take="ages",
            slices={("people", ref.slice.key): BOTH.key for ref in refs},
        ),
        Variant(
            kind=Kind.AREAS, names=pair, estimate=figures.freed_by_joining(pair), make=joined,
            take="areas", areas=dict.fromkeys(pair, "A1+A2"),
        ),
        Variant(
            kind=Kind.SLICES, names=("0-2",), estimate=figures.freed_without(refs[:1]),
            make=lambda: replace(now, publish=[r for r in now.publish if r != refs[0]]),
            take="less",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_cheap_count_is_the_slow_one(seed):
    now = setting(counts(seed))

    assert figures_of(now).small == small_by_hand(now)
    for one in variants(now):
        assert one.estimate == small_by_hand(now) - small_by_hand(one.make()), one.kind


def test_what_is_told_is_what_another_protection_shows():
    now = setting(counts(low=3, high=5))
    told = advise(now, variants(now), best=3)

    assert Kind.CODES in {one.kind for one in told}
    made = {one.take: by_hand(now, one) for one in variants(now)}
    for one in told:
        assert (one.freed, one.lost, one.joined) == made[one.take]
    assert [one.net for one in told] == sorted((one.net for one in told), reverse=True)


def test_what_is_out_already_stands_in_the_way_of_a_change():
    """Figures that were released on single areas cannot be taken back by showing two together."""
    small = {(area, age): 3 for area in ("A1", "A2") for age in AGES}
    now = setting(counts(low=20, high=60) | small)
    out = protect(now.cubes, now.publish, now.shares, now.territory, now.rules)
    free = advise(now, variants(now), best=6)
    later = replace(now, earlier=ledger(out))
    bound = advise(later, variants(later), best=6)

    assert Kind.AREAS in {one.kind for one in free}
    assert Kind.AREAS not in {one.kind for one in bound}
    assert sum(one.freed for one in bound) <= sum(one.freed for one in free)


def test_nothing_is_advised_where_nothing_is_hidden():
    now = setting(counts(low=20, high=60))

    assert advise(now, variants(now)) == []


def test_a_change_that_shows_less_is_no_advice():
    values = counts(low=20, high=60) | {("A1", "0-2"): 3}
    now = setting(values)

    told = advise(now, variants(now), best=3)

    assert all(one.net > 0 for one in told)


def test_neighbours_share_a_border_and_a_municipality():
    assert neighbouring_areas(territory()) == [
        ("A1", "A2"), ("A2", "A3"), ("B1", "B2"), ("B2", "B3"),
    ]  # fmt: skip


def test_a_joined_area_counts_what_its_parts_count():
    now = setting(counts())

    (joined,), areas = show_together(now.cubes, now.territory, {"Beide": ("A2", "A1")})

    assert "A1+A2" in areas.areas["area"].to_list()
    assert "A1" not in areas.areas["area"].to_list()
    assert areas.areas["area"].to_list()[-1] == "D"
    place = areas.areas["area"].to_list().index("A1+A2")
    assert shapely.area(areas.geometry[place]) == 2
    of = {
        (area, age): value
        for area, age, value in joined.cells.select("area", "age", "value").rows()
    }
    parts = counts()
    for age in AGES:
        assert of["A1+A2", age] == parts["A1", age] + parts["A2", age]
        assert of["A3", age] == parts["A3", age]
    assert not {area for area, _age in of} & {"A1", "A2"}


def test_a_joined_area_with_a_missing_part_has_no_number():
    now = setting(counts())
    gap = pl.when((pl.col("area") == "A1") & (pl.col("age") == "0-2")).then(None).otherwise("value")
    cells = now.cubes[0].cells.with_columns(value=gap)
    broken = replace(now.cubes[0], cells=cells)

    (joined,), _areas = show_together([broken], now.territory, {"Beide": ("A1", "A2")})

    found = joined.cells.filter((pl.col("area") == "A1+A2") & (pl.col("age") == "0-2"))
    assert found["value"].to_list() == [None]
