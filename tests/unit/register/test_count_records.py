"""Counting records: who stands in which cell, and who in none."""

from datetime import date

import polars as pl
import pytest
from tests.unit.register.district import DAY, cube, dimension, people, register, territory

from kreisblick.sealed.register import (
    RegisterDefinition,
    UncountableError,
    count,
    count_all,
    counting_expression,
)
from kreisblick.statistics.cube import Slice

AGES = cube(dimensions=[dimension("age", "0-17", "18-64", "65+", kind="age")], register="residents")


def answer(made, where, area):
    cell = made.cube.take(Slice.of(where)).filter(pl.col("area") == area)
    return cell.select("value", "observation").row(0)


def test_people_are_counted_by_area_and_the_age_reached_in_the_year():
    records = people(
        (2024, "female", "1", "a1"),
        (2007, "male", "1", "a1"),
        (2006, "male", "2", "a1"),
        (1900, "male", "3", "b1"),
    )

    made = count(
        AGES,
        key="ages",
        register=register("residents"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    assert answer(made, {"age": ["0-17"]}, "a1") == (2, "counted")
    assert answer(made, {"age": ["18-64"]}, "a1") == (1, "counted")
    assert answer(made, {"age": ["65+"]}, "b1") == (1, "counted")
    assert answer(made, {}, "a2") == (0, "counted")


def test_a_cube_holds_planning_areas_only_and_every_combination_of_codes():
    made = count(
        AGES,
        key="ages",
        register=register("residents"),
        records=people((2000, "female", "1", "a1")),
        reference_date=DAY,
        territory=territory(),
    )

    assert made.cube.cells["level"].unique().to_list() == ["planning_area"]
    assert made.cube.cells.height == 3 * 3
    assert made.cube.generation == "2023"


def test_where_the_source_does_not_serve_there_is_no_number_not_even_zero():
    made = count(
        AGES,
        key="ages",
        register=register("residents"),
        records=people((2000, "female", "1", "a1"), (2000, "female", "1", "b1")),
        reference_date=DAY,
        territory=territory(),
        covered=["m1"],
    )

    assert answer(made, {}, "b1") == (None, "not_covered")
    assert made.cube.covered == {"m1"}


def test_second_homes_are_left_out_by_the_cubes_condition():
    records = people((2000, "female", "1", "a1"), (2000, "male", "2", "a1")).with_columns(
        main_home=pl.Series(["yes", "no"])
    )
    only_main = AGES.model_copy(update={"where": {"main_home": "yes"}})

    both = count_all(
        {"main": only_main, "all": AGES},
        register=register("residents"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    assert answer(both["main"], {}, "a1")[0] == 1
    assert answer(both["all"], {}, "a1")[0] == 2


def test_cubes_with_different_age_groups_are_rolled_up_from_one_pass():
    fine = cube(dimensions=[dimension("age", "0-2", "3-5", "6-17", "18+", kind="age")])
    sexes = cube(dimensions=[dimension("sex", "female", "male")])
    records = people(
        (2023, "female", "1", "a1"), (2020, "male", "1", "a1"), (1950, "male", "1", "a1")
    )

    made = count_all(
        {"coarse": AGES, "fine": fine, "sexes": sexes},
        register=register("residents"),
        records=records.to_arrow().to_reader(),  # a stream can be read only once
        reference_date=DAY,
        territory=territory(),
    )

    assert answer(made["coarse"], {"age": ["0-17"]}, "a1")[0] == 2
    assert answer(made["fine"], {"age": ["0-2"]}, "a1")[0] == 1
    assert answer(made["sexes"], {"sex": ["male"]}, "a1")[0] == 2


def test_the_quality_note_tells_who_found_no_cell_but_never_a_small_number():
    rows = [(2000, "female", "1", None)] * 7 + [(None, "female", "1", "a1")] * 2
    records = people(*rows, *[(2000, "male", "2", "a1")] * 9)

    quality = count(
        AGES,
        key="ages",
        register=register("residents"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    ).quality

    assert quality.records == 18
    assert quality.counted == 9
    assert quality.not_assigned == 7
    assert quality.without_code == {"age": None}
    assert quality.empty_municipalities == ("m2",)


def test_households_are_made_from_the_people_registered_together():
    records = people(
        (1980, "female", "single parent", "a1"),
        (2015, "male", "single parent", "a1"),
        (1950, "female", "alone", "a1"),
        (1980, "female", "couple", "a2"),
        (1981, "male", "couple", "a2"),
        *[(year, "male", "family", "b1") for year in (1980, 1981, 2010, 2012, 2014, 2016)],
        *[(1990, "male", "flat share", "b1")] * 3,
        (1990, "male", None, "b1"),
    )
    households = cube(
        counts="households",
        dimensions=[
            dimension(
                "type",
                "single",
                "single_parent",
                "couple_no_children",
                "couple_with_children",
                "other",
            ),
            dimension("size", "1", "2", "3", "4", "5+"),
        ],
    )

    made = count(
        households,
        key="households",
        register=register("households"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    assert answer(made, {"type": ["single_parent"], "size": ["2"]}, "a1")[0] == 1
    assert answer(made, {"type": ["single"]}, "a1")[0] == 1
    assert answer(made, {"type": ["couple_no_children"]}, "a2")[0] == 1
    assert answer(made, {"type": ["couple_with_children"], "size": ["5+"]}, "b1")[0] == 1
    assert answer(made, {"type": ["other"], "size": ["3"]}, "b1")[0] == 1
    assert answer(made, {}, "b1")[0] == 2


def test_the_same_household_number_in_two_deliveries_is_two_households():
    records = people((1980, "female", "7", "a1"), (1980, "male", "7", "a1")).with_columns(
        delivery=pl.Series([0, 1])
    )
    sizes = cube(counts="households", dimensions=[dimension("size", "1", "2", "3", "4", "5+")])

    made = count(
        sizes,
        key="sizes",
        register=register("households"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    assert answer(made, {"size": ["1"]}, "a1")[0] == 2


def test_distinct_values_count_once_even_across_areas():
    records = people(
        (1980, "f", "7", "a2"), (1980, "f", "7", "a1"), (1980, "f", "8", "a1"), (1, "f", None, "a1")
    )

    made = count(
        cube(distinct="household"),
        key="homes",
        register=register("residents"),
        records=records,
        reference_date=DAY,
        territory=territory(),
    )

    assert made.cube.cells.filter(pl.col("area") != "b1")["value"].to_list() == [2, 0]


def test_missing_fields_are_named_with_what_to_do():
    with pytest.raises(UncountableError, match="area_2023, birth_year"):
        count(
            AGES,
            key="ages",
            register=register("residents"),
            records=pl.DataFrame({"sex": ["female"]}),
            reference_date=DAY,
            territory=territory(),
        )


def test_a_dimension_the_register_cannot_read_is_refused():
    odd = cube(dimensions=[dimension("shoe_size", "42")])

    with pytest.raises(UncountableError, match="shoe_size"):
        count(
            odd,
            key="odd",
            register=register("residents"),
            records=people((2000, "f", "1", "a1")),
            reference_date=DAY,
            territory=territory(),
        )


def test_age_groups_that_share_a_year_are_refused():
    odd = cube(dimensions=[dimension("age", "0-18", "18+", kind="age")])

    with pytest.raises(UncountableError, match="age"):
        count(
            odd,
            key="odd",
            register=register("residents"),
            records=people((2000, "f", "1", "a1")),
            reference_date=DAY,
            territory=territory(),
        )


def test_a_condition_on_people_is_refused_for_a_cube_of_households():
    odd = cube(counts="households", where={"sex": "female"})

    with pytest.raises(UncountableError, match="catalogue/registers"):
        count(
            odd,
            key="odd",
            register=register("households"),
            records=people((2000, "f", "1", "a1")),
            reference_date=DAY,
            territory=territory(),
        )


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark"])
@pytest.mark.parametrize("key", ["residents", "households"])
def test_the_counting_expression_is_plain_sql_for_every_engine(dialect, key):
    import ibis  # noqa: PLC0415 - seconds to import, needed here only

    text = {"household", "sex", "main_home", "area_2023"}
    schema = dict.fromkeys(text, "string") | {"birth_year": "int64", "delivery": "int64"}
    names = {"residents": "age", "households": "size"}
    codes = {"residents": ("0-17", "18+"), "households": ("1", "2", "3", "4", "5+")}
    kind = "age" if key == "residents" else "code"
    expression = counting_expression(
        cube(dimensions=[dimension(names[key], *codes[key], kind=kind)]),
        key=key,
        register=register(key),
        records=ibis.table(schema, name="records"),
        reference_date=date(2024, 12, 31),
        area="area_2023",
    )

    sql = str(ibis.to_sql(expression, dialect=dialect)).upper()

    assert "GROUP BY" in sql
    assert "CASE" in sql
    assert expression.columns == ("area", names[key], "value")


def test_a_register_of_households_needs_the_household_rule():
    with pytest.raises(ValueError, match="household"):
        RegisterDefinition.model_validate(
            {
                "title": {"de": "x"},
                "records": "residents",
                "dimensions": {"size": {"read": "household_size"}},
                "smallest_note": 5,
            }
        )
