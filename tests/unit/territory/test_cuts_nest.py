"""Whether cells are nested in areas, and what is said when they are not."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import nest
from kreisblick.territory.cuts.nest import nest_list


def cells(*boxes, key="c"):
    return Cut(
        key=key,
        areas=[f"{key}{n}" for n in range(1, len(boxes) + 1)],
        polygons=np.array([shapely.box(*box) for box in boxes]),
    )


AREAS = cells((0, 0, 1000, 1000), (1000, 0, 2000, 1000), key="A")


def codes(found):
    return [(f.code, f.where, f.hard) for f in found.faults]


def test_nested_cells_give_a_hierarchy_without_faults():
    small = cells((0, 0, 500, 1000), (500, 0, 1000, 1000), (1000, 0, 2000, 1000))

    found = nest(small, AREAS)

    assert found.nested
    assert found.faults == ()
    assert found.hierarchy.rows() == [("c1", "A1"), ("c2", "A1"), ("c3", "A2")]


def test_a_cell_across_a_border_is_told_with_its_square_metres():
    small = cells((0, 0, 900, 1000), (900, 0, 1300, 1000), (1300, 0, 2000, 1000))

    found = nest(small, AREAS)

    assert not found.nested
    assert codes(found) == [("cell_crosses", "c2", True)]
    assert "100.000 m² von 400.000 m²" in found.faults[0].message
    assert "A1" in found.faults[0].message


def test_a_border_drawn_twice_does_not_unnest_a_cell():
    small = cells((0, 0, 1000.7, 1000), (1000.7, 0, 2000, 1000))

    assert nest(small, AREAS).faults == ()


def test_cells_outside_and_areas_that_are_not_filled_are_told():
    small = cells((0, 0, 400, 1000), (5000, 0, 6000, 1000))

    found = nest(small, AREAS)

    assert codes(found) == [
        ("cell_outside", "c2", True),
        ("area_not_filled", "A1", False),
        ("area_without_cells", "A2", False),
    ]
    assert found.hierarchy.rows() == [("c1", "A1")]


def test_a_list_of_addresses_nests_by_addresses():
    good = pl.DataFrame({"c": ["1", "1", "2"], "a": ["A", "A", "B"]})
    bad = pl.DataFrame({"c": ["1", "1", "2"], "a": ["A", "B", "B"]})

    assert nest_list(good, cells="c", areas="a").hierarchy.rows() == [("1", "A"), ("2", "B")]
    assert codes(nest_list(bad, cells="c", areas="a")) == [("cell_crosses", "1", True)]
