"""What every drawn cut must hold, whatever the ground."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.territory.zoning import Blocks, draw, find_neighbours, measure, quotas_of


@st.composite
def grounds(draw_):
    """Random Voronoi ground with towns, people, traits and sometimes a fixed area."""
    rng = np.random.default_rng(draw_(st.integers(0, 10_000)))
    count = draw_(st.integers(20, 120))
    square = shapely.box(0, 0, 1000, 1000)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(rng.uniform(0, 1000, (count, 2))), extend_to=square
        )
    )
    polygons = shapely.intersection(cells, square)
    middle = shapely.get_coordinates(shapely.centroid(polygons))
    towns = np.where(middle[:, 0] < draw_(st.sampled_from([0, 400, 600])), "A", "B").astype(object)
    fixed = np.full(count, "", dtype=object)
    if draw_(st.booleans()):
        fixed[(middle[:, 1] < 250) & (towns == "B")] = "kept"
    return Blocks(
        keys=[f"b{n:03}" for n in range(count)],
        polygons=polygons,
        population=rng.integers(0, 200, count).astype(float) + 1,
        municipality=towns,
        traits=rng.normal(0, 1, (count, draw_(st.integers(0, 2)))),
        fixed=fixed,
        cuts=np.empty((count, 0), dtype=object),
        crs=25832,
    )


@settings(max_examples=25, deadline=None)
@given(grounds(), st.integers(4, 8), st.integers(0, 3))
def test_areas_are_whole_inside_their_town_and_as_many_as_asked(blocks, areas, seed):
    near = find_neighbours(blocks)

    cut = draw(blocks, near, areas=areas, seed=seed)
    figures = measure(blocks, near, cut)

    assert sorted(set(cut.tolist())) == list(range(areas))
    assert figures.areas_across_municipalities == 0
    assert figures.fixed_kept in (None, 1.0)
    if _whole_ground(blocks, near):
        assert figures.parts_not_contiguous == 0
    towns = {t: len(set(cut[blocks.municipality == t])) for t in set(blocks.municipality)}
    assert towns == quotas_of(blocks, areas)


@settings(max_examples=15, deadline=None)
@given(grounds(), st.integers(0, 10_000))
def test_neighbours_are_found_as_by_measuring_every_pair(blocks, _seed):
    near = find_neighbours(blocks)

    expected = {}
    for left in range(len(blocks.keys)):
        edges = shapely.boundary(blocks.polygons)
        length = shapely.length(shapely.intersection(edges[left], edges[left + 1 :]))
        for offset in np.flatnonzero(length > 0.01):
            expected[(left, left + 1 + int(offset))] = length[offset]

    assert {tuple(pair) for pair in near.pairs.tolist()} == set(expected)
    assert np.allclose(near.border_m, [expected[tuple(p)] for p in near.pairs.tolist()], atol=1e-6)


def _whole_ground(blocks, near):
    """Whether the free ground of every town, and every fixed area, hangs together."""
    label = np.char.add(blocks.municipality.astype(str), blocks.fixed.astype(str))
    number = np.unique(label, return_inverse=True)[1]
    return measure(blocks, near, number).parts_not_contiguous == 0
