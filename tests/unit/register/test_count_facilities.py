"""Facilities become cubes, and it is known who stands behind each figure."""

import numpy as np
import polars as pl
import pytest
import shapely
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.register import UncountableError, count_facilities
from kreisblick.statistics.cube import Slice
from kreisblick.territory.areas.model import Territory

PLACES = cube(counts="places", dimensions=[dimension("age", "0-2", "3-5", kind="age")])
VALUES = [
    ValueColumn(column=("places_u3",), set={"age": "0-2"}),
    ValueColumn(column=("places",), set={"age": "3-5"}, minus=("places_u3",)),
]


def facilities(**changed):
    rows = {
        "service": ["daycare"] * 4,
        "name": ["Kita 1", "Kita 2", "Kita 3", "Kita 4"],
        "provider": ["Stadt", "Stadt", "Kirche", None],
        "area": ["a1", "a1", "a1", None],
        "places": [30, 20, 50, 10],
        "places_u3": [10, 5, 20, 0],
        **changed,
    }
    return pl.DataFrame(rows)


def counted(records, values=VALUES, definition=PLACES, **more):
    return count_facilities(
        definition,
        key="places",
        values=values,
        records=records,
        territory=more.pop("areas", territory()),
        reference_date=DAY,
        **more,
    )


def value(made, area, where):
    cell = made.cube.take(Slice.of(where)).filter(pl.col("area") == area)
    return cell.select("value", "observation").row(0)


def test_places_are_added_up_by_area_and_zero_where_nothing_stands():
    made = counted(facilities())

    assert value(made, "a1", {"age": ["0-2"]}) == (35, "counted")
    assert value(made, "a1", {"age": ["3-5"]}) == (65, "counted")
    assert value(made, "a2", {}) == (0, "counted")


def test_contributions_tell_what_each_provider_stands_for():
    made = counted(facilities())

    assert made.cube.contributions.rows() == [
        ("planning_area", "a1", "Kirche", 50),
        ("planning_area", "a1", "Stadt", 50),
    ]


def test_two_margins_of_the_same_children_do_not_double_a_contribution():
    margins = cube(
        dimensions=[dimension("lunch", "yes", "no"), dimension("language", "german", "other")]
    )
    columns = {"lunch": ("yes", "no"), "language": ("german", "other")}
    values = [
        ValueColumn(column=("places",) if number else ("places_u3",), set={name: code})
        for name, codes in columns.items()
        for number, code in enumerate(codes)
    ]

    made = counted(facilities(), values=values, definition=margins)

    assert made.cube.contributions["value"].to_list() == [70, 65]
    assert value(made, "a1", {"lunch": ["yes"]}) == (35, "counted")
    assert value(made, "a1", {"language": ["other"]}) == (100, "counted")


def test_a_facility_without_an_area_is_told_and_counted_nowhere():
    made = counted(facilities())

    assert [fault.code for fault in made.faults] == ["facility_without_area"]
    assert made.cube.cells["value"].sum() == 100


def test_a_missing_figure_makes_the_sum_unknown_not_smaller():
    made = counted(facilities(places=[30, None, 50, 10]))

    assert value(made, "a1", {"age": ["3-5"]}) == (None, "not_delivered")
    assert value(made, "a1", {"age": ["0-2"]}) == (35, "counted")


def test_unserved_towns_are_not_covered():
    assert value(counted(facilities(), covered=["m1"]), "b1", {})[1] == "not_covered"


def test_without_value_columns_the_facilities_themselves_are_counted():
    made = counted(facilities(), values=[], definition=cube(counts="providers"))

    assert value(made, "a1", {}) == (3, "counted")


def test_a_facility_lies_where_its_point_lies_in_the_reports_generation():
    plain = territory()
    boxes = [shapely.box(i, 0, i + 1, 1) for i in range(3)]
    shapes = np.array([*boxes, boxes[0], boxes[2], boxes[0]])
    areas = Territory(generation=plain.generation, areas=plain.areas, geometry=shapes)
    records = facilities(area=["old"] * 4).with_columns(
        x=pl.Series([0.5, 1.5, 2.5, None]), y=pl.Series([0.5, 0.5, 0.5, None])
    )

    made = counted(records, areas=areas)

    assert [value(made, area, {})[0] for area in ("a1", "a2", "b1")] == [30, 20, 50]


def test_a_missing_field_is_named():
    with pytest.raises(UncountableError, match="beds"):
        counted(facilities(), values=[ValueColumn(column=("beds",), set={"age": "0-2"})])


def cell(made, area, where):
    found = made.cube.take(Slice.of(where)).filter(pl.col("area") == area)
    return found.select("value", "lower", "upper", "observation").row(0)


def test_a_service_that_cannot_have_places_adds_none():
    said = pl.Series([None, "cannot_exist", None, None])
    records = facilities(places_u3=[10, None, 20, 0]).with_columns(places_u3_observation=said)

    assert value(counted(records), "a1", {"age": ["0-2"]}) == (30, "counted")


def test_what_a_facility_withholds_bounds_the_sum_and_is_not_missing():
    records = facilities(places_u3=[10, None, 20, 0]).with_columns(
        places_u3_observation=pl.Series(["counted", "withheld_by_source", "counted", "counted"]),
        places_u3_lower=pl.Series([None, 1, None, None]),
        places_u3_upper=pl.Series([None, 9, None, None]),
    )
    made = counted(records)

    assert cell(made, "a1", {"age": ["0-2"]}) == (None, 31, 39, "withheld_by_source")
    # 30, 20 and 50 places, less those under three
    assert cell(made, "a1", {"age": ["3-5"]}) == (None, 61, 69, "withheld_by_source")
    assert cell(made, "a2", {"age": ["0-2"]}) == (0, None, None, "counted")


def test_one_missing_figure_weighs_more_than_a_withheld_one():
    records = facilities(places_u3=[None, None, 20, 0]).with_columns(
        places_u3_observation=pl.Series(["not_delivered", "withheld_by_source", None, None]),
        places_u3_upper=pl.Series([None, 9, None, None]),
    )

    assert cell(counted(records), "a1", {"age": ["0-2"]}) == (None, None, None, "not_delivered")


def test_without_an_upper_bound_nothing_bounds_the_sum():
    said = pl.Series([None, "withheld_by_source", None, None])
    records = facilities(places_u3=[10, None, 20, 0]).with_columns(places_u3_observation=said)

    assert cell(counted(records), "a1", {"age": ["0-2"]})[1:] == (None, None, "withheld_by_source")
