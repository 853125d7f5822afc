"""Areas that share a border are neighbours; a corner is none; islands get the nearest."""

from datetime import date

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas import AreaLevel, Generation, Territory, area_neighbours


def territory(**boxes: tuple[float, float, float, float]) -> Territory:
    areas = pl.DataFrame({"area": list(boxes), "level": ["planning_area"] * len(boxes)})
    return Territory(
        generation=Generation(key="one", valid_from=date(2020, 1, 1)),
        areas=areas,
        geometry=np.array([shapely.box(*one) for one in boxes.values()]),
    )


def pairs(found: pl.DataFrame) -> set[tuple[str, str]]:
    return set(found.select("area", "neighbour").iter_rows())


def test_a_common_border_makes_neighbours_both_ways_and_a_corner_does_not():
    ground = territory(a=(0, 0, 100, 100), b=(100, 0, 200, 100), c=(100, 100, 200, 200))

    found = area_neighbours(ground, AreaLevel.PLANNING_AREA)

    assert pairs(found) == {("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")}


def test_borders_that_do_not_quite_meet_are_borders():
    ground = territory(a=(0, 0, 100, 100), b=(100.3, 0, 200, 100))

    assert pairs(area_neighbours(ground, AreaLevel.PLANNING_AREA)) == {("a", "b"), ("b", "a")}


def test_an_island_is_neighbour_of_the_nearest_area():
    ground = territory(a=(0, 0, 100, 100), b=(100, 0, 200, 100), island=(260, 0, 300, 40))

    found = pairs(area_neighbours(ground, AreaLevel.PLANNING_AREA))

    assert found == {("a", "b"), ("b", "a"), ("b", "island"), ("island", "b")}


def test_a_single_area_has_none():
    found = area_neighbours(territory(a=(0, 0, 1, 1)), AreaLevel.PLANNING_AREA)

    assert found.is_empty()
    assert found.columns == ["level", "area", "neighbour"]
