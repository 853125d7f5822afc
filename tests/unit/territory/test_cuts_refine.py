"""The common refinement: pieces without gaps, slivers given to neighbours, readable keys."""

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import CutInputError, refine

CRS = 25832


def cut(key, *boxes):
    """A cut of boxes (west, south, east, north), numbered."""
    return Cut(
        key=key,
        areas=[f"{key}{n}" for n in range(1, len(boxes) + 1)],
        polygons=np.array([shapely.box(*box) for box in boxes]),
    )


YOUTH = cut("j", (0, 0, 1000, 2000), (1000, 0, 2000, 2000))
SCHOOL = cut("s", (0, 0, 2000, 1000), (0, 1000, 2000, 2000))


def test_every_piece_carries_its_key_in_every_cut():
    found = refine(YOUTH, SCHOOL, crs=CRS)

    assert found.cuts == ("j", "s")
    assert found.blocks.select("block", "j", "s").rows() == [
        ("j1/s1", "j1", "s1"), ("j1/s2", "j1", "s2"),
        ("j2/s1", "j2", "s1"), ("j2/s2", "j2", "s2"),
    ]  # fmt: skip
    assert found.blocks["area_m2"].to_list() == [1e6] * 4


def test_slivers_go_to_the_neighbour_with_the_longest_border():
    finer = cut("f", (0, 0, 2000, 1000.8), (0, 1000.8, 800, 2000), (800, 1000.8, 2000, 2000))

    found = refine(SCHOOL, finer, crs=CRS)

    size = dict(found.blocks.select("block", "area_m2").rows())
    assert set(size) == {"s1/f1", "s2/f2", "s2/f3"}
    assert size["s1/f1"] == pytest.approx(2000 * 1000.8)


def test_a_refinement_without_slivers_keeps_every_square_metre():
    crooked = cut("s", (0, 0, 2000, 1000.8), (0, 1000.8, 2000, 2000))

    found = refine(SCHOOL, crooked, crs=CRS)

    assert found.blocks["block"].to_list() == ["s1/s1", "s2/s2"]
    assert found.slivers == 1
    assert found.slivers_m2 == pytest.approx(1600)
    assert shapely.area(found.polygons).sum() == pytest.approx(4e6, abs=1e-6)
    assert shapely.coverage_is_valid(found.polygons)


def test_a_narrow_strip_that_is_much_of_an_area_is_no_sliver():
    ribbon = cut("r", (0, 0, 2000, 1.5), (0, 1.5, 2000, 2000))

    found = refine(SCHOOL, ribbon, crs=CRS)

    assert "s1/r1" in found.blocks["block"].to_list()


def test_a_hairline_gap_between_areas_is_closed():
    gap = shapely.Polygon([(1000, 500), (999.9, 1000), (1000, 1500)])
    polygons = YOUTH.polygons.copy()
    polygons[0] = shapely.difference(polygons[0], gap)
    torn = Cut(key="t", areas=["t1", "t2"], polygons=polygons)

    found = refine(torn, torn, crs=CRS)

    assert found.blocks.height == 2
    assert shapely.area(found.polygons).sum() == pytest.approx(4e6, abs=1e-6)


def test_parts_that_do_not_hang_together_are_blocks_of_their_own_the_largest_first():
    ring = Cut(
        key="r",
        areas=["inner", "outer"],
        polygons=np.array(
            [shapely.box(800, 0, 1000, 2000),
             shapely.union_all([shapely.box(0, 0, 800, 2000), shapely.box(1000, 0, 2000, 2000)])]
        ),
    )  # fmt: skip

    found = refine(ring, cut("k", (0, 0, 2000, 2000)), crs=CRS)

    assert found.blocks["block"].to_list() == ["inner/k1", "outer/k1", "outer/k1#2"]
    assert found.blocks["area_m2"].to_list() == [4e5, 2e6, 1.6e6]


def test_ground_that_a_cut_does_not_know_has_no_key_there():
    found = refine(YOUTH, cut("s", (0, 0, 1000, 2000)), crs=CRS)

    assert found.blocks.select("block", "j", "s").rows() == [
        ("j1/s1", "j1", "s1"), ("j2/outside", "j2", None),
    ]  # fmt: skip


def test_people_are_counted_in_their_piece_and_nobody_is_lost():
    people = pl.DataFrame(
        {"x": [10.0, 1500.0, 9000.0], "y": [10.0, 1500.0, 0.0], "weight": [2.0, 3.0, 5.0]}
    )

    found = refine(YOUTH, SCHOOL, crs=CRS, points=people)

    assert dict(found.blocks.select("block", "population").rows()) == {
        "j1/s1": 2.0, "j1/s2": 0.0, "j2/s1": 0.0, "j2/s2": 3.0,
    }  # fmt: skip
    assert found.nowhere == 5.0


def test_a_cut_with_a_taken_name_gets_a_number():
    found = refine(YOUTH, YOUTH, cut("block", (0, 0, 2000, 2000)), crs=CRS)

    assert found.cuts == ("j", "j_2", "block_2")


def test_the_order_of_areas_does_not_matter():
    turned = Cut(key="j", areas=YOUTH.areas[::-1], polygons=YOUTH.polygons[::-1])

    one, two = refine(YOUTH, SCHOOL, crs=CRS), refine(turned, SCHOOL, crs=CRS)

    assert one.blocks.equals(two.blocks)
    assert shapely.equals(one.polygons, two.polygons).all()


def test_one_cut_alone_is_refused():
    with pytest.raises(CutInputError, match="zwei oder mehr"):
        refine(YOUTH, crs=CRS)
