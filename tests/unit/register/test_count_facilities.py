"""Facilities become cubes, and it is known who stands behind each figure."""

import numpy as np
import polars as pl
import pytest
import shapely
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.sealed.intake.definition import ValueColumn
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

    parts = made.cube.contributions.filter(pl.col("age") == "3-5")
    assert parts.select("area", "contributor", "value").rows() == [
        ("a1", "Kirche", 30),
        ("a1", "Stadt", 35),
    ]
    assert made.cube.contributions["level"].unique().to_list() == ["planning_area"]


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
