"""Deliveries of aggregates become one cube on the areas of the report."""

import polars as pl
import pytest
from tests.unit.register.district import DAY, crosswalk, cube, dimension, territory

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.register import AggregateDelivery, UncountableError, assemble, undelivered
from kreisblick.statistics.cube import Slice

AGES = cube(dimensions=[dimension("age", "0-14", "15+", kind="age")], rules="published")
TOTAL = cube()
SPLIT = crosswalk(("old", "a1", 0.55), ("old", "a2", 0.45), ("b1", "b1", 1.0))


def rows(*cells, dimensions=()):
    """(level, area, codes..., value or (lower, upper) or an observation)."""
    made = []
    for level, area, *codes, value in cells:
        row = {"level": level, "area": area, **dict(zip(dimensions, codes, strict=True))}
        row |= {"value": None, "lower": None, "upper": None, "observation": "counted"}
        if isinstance(value, tuple):
            row |= {"lower": value[0], "upper": value[1], "observation": "withheld_by_source"}
        elif isinstance(value, str):
            row["observation"] = value
        else:
            row["value"] = value
        made.append(row)
    kinds = {"value": pl.Float64, "lower": pl.Int64, "upper": pl.Int64}
    return pl.DataFrame(made, schema_overrides=kinds)


def delivery(records, generation="2023", source="office/product/2024"):
    return AggregateDelivery(source=source, generation=generation, records=records)


def put_together(definition, *deliveries, **more):
    return assemble(
        definition,
        key="probe",
        deliveries=deliveries,
        territory=territory(),
        reference_date=DAY,
        **more,
    )


def value(made, area, where=None):
    cell = made.cube.take(Slice.of(where or {})).filter(pl.col("area") == area)
    return cell.select("value", "lower", "upper", "observation").row(0) if cell.height else None


AREA, TOWN, DISTRICT = "planning_area", "municipality", "district"


def state(made, area, where=None):
    found = value(made, area, where)
    return (found[0], found[3])


def test_numbers_of_the_reports_generation_stay_as_they_came():
    made = put_together(TOTAL, delivery(rows((AREA, "a1", 5), (AREA, "a2", 7), (AREA, "b1", 1))))

    assert value(made, "a1") == (5, None, None, "counted")
    assert made.cube.sources == ("office/product/2024",)
    assert made.faults == ()


def test_a_missing_area_is_not_delivered_and_an_unserved_town_not_covered():
    made = put_together(TOTAL, delivery(rows((AREA, "a1", 5))), covered=["m1"])

    assert state(made, "a2") == (None, "not_delivered")
    assert state(made, "b1") == (None, "not_covered")


def test_counts_of_a_divided_area_are_estimated_and_the_towns_total_holds():
    made = put_together(
        TOTAL,
        delivery(rows((AREA, "old", 11), (AREA, "b1", 4), (TOWN, "m1", 11)), "2019"),
        crosswalks={"2019": SPLIT},
    )

    assert value(made, "a1") == (6, None, None, "estimated")
    assert value(made, "a2") == (5, None, None, "estimated")
    assert value(made, "b1") == (4, None, None, "counted")
    assert value(made, "m1") == (11, None, None, "counted")


def test_whole_areas_put_together_stay_counted():
    merged = crosswalk(("x", "a1", 1.0), ("y", "a1", 1.0), ("z", "a2", 1.0), ("b", "b1", 1.0))
    cells = rows((AREA, "x", 2), (AREA, "y", 3), (AREA, "z", 1), (AREA, "b", 1))

    made = put_together(TOTAL, delivery(cells, "2019"), crosswalks={"2019": merged})

    assert value(made, "a1") == (5, None, None, "counted")


def test_estimates_by_age_add_up_to_the_town_and_to_the_area():
    names = ["age"]
    cells = rows(
        (AREA, "old", "0-14", 3),
        (AREA, "old", "15+", 8),
        (AREA, "old", "*", 11),
        (AREA, "b1", "0-14", 1),
        (AREA, "b1", "15+", 2),
        (AREA, "b1", "*", 3),
        (TOWN, "m1", "0-14", 3),
        (TOWN, "m1", "15+", 8),
        (TOWN, "m1", "*", 11),
        dimensions=names,
    )

    made = put_together(AGES, delivery(cells, "2019"), crosswalks={"2019": SPLIT})

    young = [value(made, area, {"age": ["0-14"]})[0] for area in ("a1", "a2")]
    old = [value(made, area, {"age": ["15+"]})[0] for area in ("a1", "a2")]
    assert sum(young) == 3
    assert sum(old) == 8
    assert [value(made, area)[0] for area in ("a1", "a2")] == [
        y + o for y, o in zip(young, old, strict=True)
    ]
    assert value(made, "m1") == (11, None, None, "counted")
    assert made.faults == ()


def test_two_margins_of_one_group_keep_one_total_per_area():
    pupils = cube(
        dimensions=[dimension("lunch", "yes", "no"), dimension("language", "german", "other")]
    )
    cells = rows(
        (AREA, "old", "yes", "*", 5),
        (AREA, "old", "no", "*", 6),
        (AREA, "old", "*", "german", 9),
        (AREA, "old", "*", "other", 2),
        dimensions=["lunch", "language"],
    )

    made = put_together(pupils, delivery(cells, "2019"), crosswalks={"2019": SPLIT}, covered=["m1"])

    for area in ("a1", "a2"):
        lunch = [value(made, area, {"lunch": [code]})[0] for code in ("yes", "no")]
        language = [value(made, area, {"language": [code]})[0] for code in ("german", "other")]
        assert sum(lunch) == sum(language)


def test_a_withheld_number_stays_withheld_and_its_bounds_are_converted():
    made = put_together(
        TOTAL,
        delivery(rows((AREA, "old", (1, 9)), (AREA, "b1", (1, 9))), "2019"),
        crosswalks={"2019": SPLIT},
    )

    assert value(made, "a1") == (None, 0, 9, "withheld_by_source")
    assert value(made, "b1") == (None, 1, 9, "withheld_by_source")


def test_a_source_without_a_row_leaves_its_targets_without_a_number():
    made = put_together(TOTAL, delivery(rows((AREA, "b1", 4)), "2019"), crosswalks={"2019": SPLIT})

    assert state(made, "a1") == (None, "not_delivered")


def test_rates_are_never_converted():
    rates = cube(counts="rate", rules="published")
    cells = rows((AREA, "old", 12.5), (AREA, "b1", 7.25))

    made = put_together(rates, delivery(cells, "2019"), crosswalks={"2019": SPLIT})

    assert state(made, "a1") == (None, "not_delivered")
    assert value(made, "b1")[0] == 7.25


def test_when_no_rate_can_be_kept_every_area_says_so():
    rates = cube(counts="ordinal", rules="published")

    made = put_together(rates, delivery(rows((AREA, "old", 3)), "2019"), crosswalks={"2019": SPLIT})

    assert [state(made, area) for area in ("a1", "a2", "b1")] == [(None, "not_delivered")] * 3


def test_a_rate_of_areas_put_together_is_not_kept():
    rates = cube(counts="rate", rules="published")
    merged = crosswalk(("x", "a1", 1.0), ("y", "a1", 1.0), ("z", "a2", 1.0), ("b", "b1", 1.0))
    cells = rows((AREA, "x", 2.5), (AREA, "y", 3.5), (AREA, "z", 4.5))

    made = put_together(rates, delivery(cells, "2019"), crosswalks={"2019": merged})

    assert state(made, "a1") == (None, "not_delivered")
    assert state(made, "a2") == (4.5, "counted")


def test_a_total_that_is_not_the_sum_of_its_parts_is_told_and_not_used():
    cells = rows((AREA, "a1", 5), (AREA, "a2", 7), (AREA, "b1", 1), (TOWN, "m1", 13))

    made = put_together(TOTAL, delivery(cells))

    assert [fault.code for fault in made.faults] == ["total_disagrees"]
    assert not made.faults[0].hard
    assert "13" not in made.faults[0].message
    assert value(made, "m1") is None


def test_a_total_within_the_bounds_of_withheld_parts_is_kept():
    cells = rows((AREA, "a1", 5), (AREA, "a2", (1, 9)), (AREA, "b1", 1), (TOWN, "m1", 8))

    made = put_together(TOTAL, delivery(cells))

    assert value(made, "m1") == (8, None, None, "counted")
    assert made.faults == ()


def test_a_margin_that_is_not_the_sum_of_its_codes_is_told_and_not_used():
    cells = rows(
        (AREA, "a1", "0-14", 2), (AREA, "a1", "15+", 2), (AREA, "a1", "*", 9), dimensions=["age"]
    )

    made = put_together(AGES, delivery(cells))

    assert [fault.where for fault in made.faults] == ["probe a1 all"]
    assert value(made, "a1")[0] == 4


def test_a_cell_in_two_deliveries_is_refused():
    one = delivery(rows((AREA, "a1", 5)))
    other = delivery(rows((AREA, "a1", 5)), source="office/product/copy")

    with pytest.raises(FaultsFoundError) as caught:
        put_together(TOTAL, one, other)

    assert [fault.code for fault in caught.value.faults] == ["cell_twice"]


def test_an_unknown_area_is_refused():
    with pytest.raises(FaultsFoundError) as caught:
        put_together(TOTAL, delivery(rows((AREA, "nowhere", 5))))

    assert [fault.code for fault in caught.value.faults] == ["unknown_area"]


def test_without_a_crosswalk_nothing_is_guessed():
    with pytest.raises(UncountableError, match="2019"):
        put_together(TOTAL, delivery(rows((AREA, "old", 5)), "2019"))


def test_counts_with_decimals_are_refused():
    with pytest.raises(UncountableError, match="rate"):
        put_together(TOTAL, delivery(rows((AREA, "a1", 5.5))))


def test_town_figures_stay_on_the_level_of_towns():
    made = put_together(TOTAL, delivery(rows((TOWN, "m1", 500), (DISTRICT, "d", 900)), "2019"))

    assert value(made, "m1") == (500, None, None, "counted")
    assert state(made, "m2") == (None, "not_delivered")
    assert value(made, "d") == (900, None, None, "counted")


def test_when_nothing_came_every_cell_says_so():
    made = undelivered(AGES, key="probe", territory=territory(), reference_date=DAY, covered=["m1"])

    states = made.cells.group_by("area").agg(pl.col("observation").unique()).sort("area")
    assert states["observation"].to_list() == [
        ["not_delivered"],
        ["not_delivered"],
        ["not_covered"],
    ]
