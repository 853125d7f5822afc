"""What every comparison and every refinement must hold, whatever the cuts."""

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import compare, compare_list, refine


@st.composite
def lists(draw):
    """Address lists with two keys, some empty."""
    keys = st.sampled_from(["a", "b", "c", "d", ""])
    rows = draw(st.lists(st.tuples(keys, keys), min_size=1, max_size=60))
    rows.append(("a", "a"))
    return pl.DataFrame(rows, schema=["l", "r"], orient="row")


def voronoi(key, rng, count, square):
    """A cut of Voronoi cells; borders of two such cuts have no point in common."""
    spots = shapely.multipoints(rng.uniform(0, 4000, (count, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(spots, extend_to=square))
    shapes = shapely.intersection(parts, square)
    return Cut(key=key, areas=[f"{key}{n:02}" for n in range(len(shapes))], polygons=shapes)


@st.composite
def grounds(draw):
    """Two or three cuts of one square, sometimes of a smaller one, and people on it."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    square = shapely.box(0, 0, 4000, 4000)
    cuts = [voronoi(key, rng, draw(st.integers(1, 9)), square) for key in "abc"[: draw(
        st.integers(2, 3))]]  # fmt: skip
    if draw(st.booleans()):
        part = shapely.box(300, 200, 3900, 4000)
        cuts[0] = Cut(
            key="a", areas=cuts[0].areas, polygons=shapely.intersection(cuts[0].polygons, part)
        )
    people = pl.DataFrame(
        {
            "x": rng.uniform(-100, 4100, 80),
            "y": rng.uniform(-100, 4100, 80),
            "weight": rng.integers(0, 9, 80).astype(float),
        }
    )
    return cuts, people


@settings(max_examples=60, deadline=None)
@given(lists())
def test_agreement_is_the_same_from_both_sides_and_within_its_bounds(rows):
    one = compare_list(rows, left="l", right="r")
    two = compare_list(rows, left="r", right="l")

    assert one.agreement.adjusted_mutual_information == pytest.approx(
        two.agreement.adjusted_mutual_information
    )
    assert one.agreement.adjusted_mutual_information <= 1 + 1e-9
    assert one.agreement.variation_of_information == pytest.approx(
        two.agreement.variation_of_information
    )
    assert 0 <= one.agreement.nested <= 1
    assert one.total + one.nowhere == rows.height


@settings(max_examples=30, deadline=None)
@given(lists(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(rows, random):
    order = list(range(rows.height))
    random.shuffle(order)

    one = compare_list(rows, left="l", right="r")
    two = compare_list(rows[order], left="l", right="r")

    assert one.pairs.equals(two.pairs)
    assert one.agreement == two.agreement


@settings(max_examples=40, deadline=None)
@given(lists())
def test_each_area_corresponds_to_at_most_one_other(rows):
    main = compare_list(rows, left="l", right="r").pairs.filter(~pl.col("difference"))

    assert main["left"].is_unique().all()
    assert main["right"].is_unique().all()


@settings(max_examples=25, deadline=None)
@given(grounds())
def test_nobody_is_lost_or_born_in_a_comparison(ground):
    (left, right, *_rest), people = ground

    found = compare(left, right, weights=people)

    assert found.total + found.nowhere == pytest.approx(people["weight"].sum())
    assert found.pairs.group_by("left").agg(pl.col("share_of_left").sum())[
        "share_of_left"
    ].to_list() == pytest.approx([1.0] * found.pairs["left"].n_unique())


@settings(max_examples=25, deadline=None)
@given(grounds())
def test_a_refinement_has_no_gaps_no_overlaps_and_keeps_the_ground(ground):
    cuts, people = ground

    found = refine(*cuts, crs=25832, points=people)

    whole = shapely.area(shapely.union_all(np.concatenate([cut.polygons for cut in cuts])))
    assert shapely.area(found.polygons).sum() == pytest.approx(whole, rel=1e-9)
    assert shapely.coverage_is_valid(found.polygons)
    assert shapely.is_valid(found.polygons).all()
    assert (shapely.get_num_geometries(found.polygons) == 1).all()
    assert found.blocks["block"].is_unique().all()
    assert found.blocks["population"].sum() + found.nowhere == pytest.approx(people["weight"].sum())


@settings(max_examples=25, deadline=None)
@given(grounds())
def test_every_block_lies_in_the_areas_it_names_beside_slivers(ground):
    cuts, _people = ground

    found = refine(*cuts, crs=25832)

    for cut, name in zip(cuts, found.cuts, strict=True):
        shapes = dict(zip(cut.areas, cut.polygons, strict=True))
        for key, block in zip(found.blocks[name], found.polygons, strict=True):
            inside = 0.0 if key is None else shapely.intersection(block, shapes[key]).area
            beyond = block.area - inside if key else shapely.intersection(
                block, shapely.union_all(cut.polygons)
            ).area  # fmt: skip
            assert beyond <= found.slivers_m2 + 1e-6
