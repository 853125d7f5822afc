"""Facilities become cubes, and it is known who stands behind each figure."""

import numpy as np
import polars as pl
import pytest
import shapely
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.register import UncountableError, count_facilities, nothing_where_none_can_be
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


def care(sign):
    return DeliveryDefinition.model_validate(
        {
            "title": {"de": "Pflege"},
            "grain": "facility",
            "format": {"type": "csv"},
            "service": "care",
            "columns": {"places": {"from": "Plätze", "as": "integer"}},
            "address": {"street": "Straße"},
            "values": [{"column": "places", "cube": "care_places"}],
            "signs": {"x": {"means": sign}},
        }
    )


def test_a_service_that_cannot_have_places_counts_as_none():
    records = facilities(places=[30, None, 50, 10])

    filled = nothing_where_none_can_be(records, care("cannot_exist"))
    unknown = nothing_where_none_can_be(records, care("not_delivered"))

    assert filled["places"].to_list() == [30, 0, 50, 10]
    assert unknown["places"].to_list() == [30, None, 50, 10]
