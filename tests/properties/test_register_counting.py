"""What must always hold when records are counted and deliveries converted."""

from collections import Counter, defaultdict

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.register.district import (
    DAY,
    crosswalk,
    cube,
    dimension,
    people,
    register,
    territory,
)

from kreisblick.sealed.register import AggregateDelivery, assemble, count_all
from kreisblick.sealed.register.whole import largest_remainder, round_table
from kreisblick.statistics.cube import Slice

AGES = {"0-2": (0, 2), "3-17": (3, 17), "18-64": (18, 64), "65+": (65, 130)}
FINE = {"0-5": (0, 5), "6-17": (6, 17), "18-24": (18, 24), "25+": (25, 130)}
SEXES = ("female", "male")
person = st.tuples(
    st.one_of(st.none(), st.integers(1880, 2030)),
    st.sampled_from([*SEXES, "unknown"]),
    st.one_of(st.none(), st.sampled_from("abcd")),
    st.one_of(st.none(), st.sampled_from(["a1", "a2", "b1", "elsewhere"])),
)
registers = st.lists(person, min_size=1, max_size=40)


def obvious_ages(rows, groups):
    """One row after the other."""
    found = Counter()
    for birth_year, sex, _household, area in rows:
        if birth_year is None or area not in {"a1", "a2", "b1"} or sex not in SEXES:
            continue
        for code, (first, last) in groups.items():
            if first <= 2024 - birth_year <= last:
                found[area, code, sex] += 1
    return found


def obvious_households(rows):
    members = defaultdict(list)
    for birth_year, _sex, household, area in rows:
        if household is not None:
            members[household].append((birth_year, area))
    found = Counter()
    for group in members.values():
        areas = [area for _year, area in group if area is not None]
        ages = [None if year is None else 2024 - year for year, _area in group]
        adults = sum(1 for age in ages if age is not None and 18 <= age <= 130)
        children = sum(1 for age in ages if age is not None and 0 <= age < 18)
        kind = "other"
        if adults + children == len(group) and adults in {1, 2}:
            alone = ("single", "couple_no_children")[adults - 1]
            kind = ("single_parent", "couple_with_children")[adults - 1] if children else alone
        if areas and min(areas) != "elsewhere":
            found[min(areas), kind, str(len(group)) if len(group) < 5 else "5+"] += 1
    return found


def as_counter(made, *names):
    cells = made.cube.cells.filter(pl.col("value") > 0)
    return Counter({row[:-1]: row[-1] for row in cells.select("area", *names, "value").iter_rows()})


@settings(max_examples=40, deadline=None)
@given(registers)
def test_the_fast_count_equals_the_slow_and_obvious_one(rows):
    sexes = dimension("sex", *SEXES)
    cubes = {
        "coarse": cube(dimensions=[dimension("age", *AGES, kind="age"), sexes]),
        "fine": cube(dimensions=[dimension("age", *FINE, kind="age"), sexes]),
    }

    made = count_all(
        cubes,
        register=register("residents"),
        records=people(*rows),
        reference_date=DAY,
        territory=territory(),
    )

    assert as_counter(made["coarse"], "age", "sex") == obvious_ages(rows, AGES)
    assert as_counter(made["fine"], "age", "sex") == obvious_ages(rows, FINE)


@settings(max_examples=40, deadline=None)
@given(registers)
def test_households_equal_those_put_together_one_by_one(rows):
    types = ["single", "single_parent", "couple_no_children", "couple_with_children", "other"]
    definition = cube(
        counts="households",
        dimensions=[dimension("type", *types), dimension("size", "1", "2", "3", "4", "5+")],
    )

    made = count_all(
        {"households": definition},
        register=register("households"),
        records=people(*rows),
        reference_date=DAY,
        territory=territory(),
    )

    assert as_counter(made["households"], "type", "size") == obvious_households(rows)


@settings(max_examples=20, deadline=None)
@given(registers, st.randoms())
def test_the_order_of_rows_never_matters(rows, random):
    turned = list(rows)
    random.shuffle(turned)
    definition = {"ages": cube(dimensions=[dimension("age", *AGES, kind="age")])}

    first, second = (
        count_all(
            definition,
            register=register("residents"),
            records=people(*some),
            reference_date=DAY,
            territory=territory(),
        )["ages"]
        for some in (rows, turned)
    )

    assert first.cube.cells.equals(second.cube.cells)
    assert first.quality == second.quality


tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.floats(0, 50, allow_nan=False), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_whole_tables_keep_their_totals_and_move_no_entry_by_one_or_more(rows):
    values = np.round(np.array(rows), 6)

    whole = round_table(values)

    assert np.abs(whole - values).max() < 1
    assert whole.sum(axis=0).tolist() == largest_remainder(values.sum(axis=0)).tolist()
    assert np.abs(whole.sum(axis=1) - values.sum(axis=1)).max() < 1 + 1e-6


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(1, 9))
def test_nobody_is_lost_or_born_in_a_conversion(young, old, other, tenths):
    share = tenths / 10
    cut = crosswalk(("x", "a1", share), ("x", "a2", 1 - share), ("b", "b1", 1.0))
    cells = [("x", "0-14", young), ("x", "15+", old), ("b", "0-14", other), ("b", "15+", 0)]
    names = ["area", "age", "value"]
    records = pl.DataFrame(cells, schema=names, orient="row").with_columns(
        level=pl.lit("planning_area"),
        lower=pl.lit(None, pl.Int64),
        upper=pl.lit(None, pl.Int64),
        observation=pl.lit("counted"),
    )

    made = assemble(
        cube(dimensions=[dimension("age", "0-14", "15+", kind="age")]),
        key="probe",
        deliveries=[AggregateDelivery(source="s", generation="2019", records=records)],
        territory=territory(),
        reference_date=DAY,
        crosswalks={"2019": cut},
    )

    for code, total in (("0-14", young + other), ("15+", old)):
        assert made.cube.take(Slice.of({"age": [code]}))["value"].sum() == total
    exact = made.cube.cells.filter(pl.col("area") == "b1")
    assert exact["observation"].unique().to_list() == ["counted"]
