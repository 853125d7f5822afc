"""Drawing areas on ground small enough to know what is right."""

import numpy as np
import pytest
import shapely
from tests.unit.zoning.ground import SIDE, chessboard

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.zoning import (
    ZoningError,
    caution,
    draw,
    find_neighbours,
    measure,
    quotas_of,
    share_out,
    shipped_zoning_rules,
)


def test_squares_are_neighbours_along_edges_and_not_at_corners():
    blocks = chessboard(3, 2)

    near = find_neighbours(blocks)

    assert near.pairs.tolist() == [[0, 1], [0, 3], [1, 2], [1, 4], [2, 5], [3, 4], [4, 5]]
    assert near.border_m.tolist() == [SIDE] * 7


def test_a_border_that_each_side_digitised_for_itself_is_found():
    """The right block has a corner in the middle of the common edge, the left one has not."""
    left = shapely.box(0, 0, 100, 100)
    right = shapely.Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (100, 50)])
    blocks = chessboard(2, 1, polygons=np.array([left, right]))

    near = find_neighbours(blocks)

    assert near.border_m.tolist() == pytest.approx([100.0])


def test_a_river_parts_the_blocks_on_its_banks_only():
    blocks = chessboard(4, 2)
    river = np.array([shapely.LineString([(2 * SIDE + 1, -10), (2 * SIDE + 1, 2 * SIDE + 10)])])

    near = find_neighbours(blocks, river)

    assert near.pairs[near.barrier].tolist() == [[1, 2], [5, 6]]


def test_sixteen_squares_become_four_whole_quarters():
    blocks = chessboard(4, 4)
    near = find_neighbours(blocks)

    cut = draw(blocks, near, areas=4)
    figures = measure(blocks, near, cut)

    assert np.bincount(cut).tolist() == [4, 4, 4, 4]
    assert figures.parts_not_contiguous == 0
    assert figures.polsby_popper == pytest.approx(np.pi / 4)  # four squares


def test_the_same_seed_gives_the_same_cut_and_another_may_differ():
    blocks = chessboard(12, 12)
    near = find_neighbours(blocks)

    first, again, other = (draw(blocks, near, areas=7, seed=s) for s in (3, 3, 4))

    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_no_area_crosses_a_municipality_and_each_gets_its_quota():
    towns = np.array(["A"] * 30 + ["B"] * 70, dtype=object)
    blocks = chessboard(10, 10, municipality=towns)
    near = find_neighbours(blocks)

    cut = draw(blocks, near, areas=10)
    figures = measure(blocks, near, cut)

    assert figures.areas_across_municipalities == 0
    assert len(set(cut[:30])) == 3
    assert figures.cv_own_target == 0


def test_what_a_small_municipality_makes_unavoidable_is_told():
    towns = np.array(["A"] * 10 + ["B"] * 90, dtype=object)
    blocks = chessboard(10, 10, municipality=towns)
    near = find_neighbours(blocks)

    figures = measure(blocks, near, draw(blocks, near, areas=4))

    # 10 people in one area, 30 in three others; the mean is 25
    assert figures.cv_floor == pytest.approx(np.sqrt((0.6**2 + 3 * 0.2**2) / 4))
    assert figures.max_floor == pytest.approx(0.6)


def test_a_fixed_area_stays_exactly_as_it_is():
    fixed = np.full(100, "", dtype=object)
    fixed[[0, 1, 10, 11, 20]] = "old town"
    blocks = chessboard(10, 10, fixed=fixed)
    near = find_neighbours(blocks)

    cut = draw(blocks, near, areas=6)
    figures = measure(blocks, near, cut)

    assert figures.fixed_kept == 1.0
    assert figures.areas == 6
    assert figures.parts_not_contiguous == 0


def test_a_hard_barrier_is_never_inside_an_area():
    blocks = chessboard(10, 10)
    river = np.array([shapely.LineString([(4 * SIDE, -10), (4 * SIDE, 10 * SIDE + 10)])])
    near = find_neighbours(blocks, river)
    rules = shipped_zoning_rules().model_copy(update={"hard_barriers": True})

    figures = measure(blocks, near, draw(blocks, near, areas=5, rules=rules))

    assert near.barrier.sum() == 10
    assert figures.barrier_crossings == 0


def test_an_island_is_joined_to_the_nearest_ground_and_told():
    squares = chessboard(4, 4).polygons.copy()
    squares[15] = shapely.transform(squares[15], lambda xy: xy + 500)
    blocks = chessboard(4, 4, polygons=squares)
    near = find_neighbours(blocks)

    cut = draw(blocks, near, areas=4)

    assert cut[15] in (cut[11], cut[14])
    assert measure(blocks, near, cut).parts_not_contiguous == 1


def test_likeness_draws_the_border_where_the_quarters_differ():
    """Left and right halves differ; two areas of equal size could as well be above and below."""
    trait = np.array([[column < 5] for row in range(10) for column in range(10)], dtype=float)
    blocks = chessboard(10, 10, traits=trait)
    near = find_neighbours(blocks)

    for seed in range(5):
        figures = measure(blocks, near, draw(blocks, near, areas=2, seed=seed))
        assert figures.homogeneity == pytest.approx(1.0)


def test_an_offices_cut_is_followed_where_balance_allows():
    rows = np.array([[f"r{number // 20}"] for number in range(100)], dtype=object)
    blocks = chessboard(10, 10, cuts=rows)
    near = find_neighbours(blocks)
    rules = shipped_zoning_rules()
    strong = rules.weights.model_copy(update={"agreement": 10.0})

    cut = draw(blocks, near, areas=5, rules=rules.model_copy(update={"weights": strong}))

    assert measure(blocks, near, cut, offices=("school",)).agreement == {"school": 1.0}


def test_a_cut_goes_on_with_few_people_changing_area():
    blocks = chessboard(12, 12)
    near = find_neighbours(blocks)
    start = np.array([f"old{number}" for number in draw(blocks, near, areas=6)], dtype=object)
    people = np.ones(144)
    people[:36] = 1.3  # the south grows
    grown = chessboard(12, 12, population=people)

    kept = draw(grown, near, areas=6, start=start, seed=1)
    figures = measure(grown, near, kept, start=start)
    fresh = measure(grown, near, draw(grown, near, areas=6, seed=1), start=start)

    assert 0 < figures.residents_moved < 0.5 * fresh.residents_moved
    assert figures.cv_own_target < measure(grown, near, _numbers(start)).cv_own_target


def test_a_continued_cut_may_get_one_area_more():
    blocks = chessboard(12, 12)
    near = find_neighbours(blocks)
    start = np.array([f"old{number}" for number in draw(blocks, near, areas=5)], dtype=object)

    figures = measure(blocks, near, draw(blocks, near, areas=6, start=start), start=start)

    assert figures.areas == 6
    assert figures.parts_not_contiguous == 0
    assert figures.max_own_target < 0.25


def test_too_few_areas_and_too_few_blocks_are_told():
    towns = np.array(["A", "B", "C", "C"], dtype=object)
    blocks = chessboard(4, 1, municipality=towns, population=np.array([1.0, 1.0, 50.0, 50.0]))

    with pytest.raises(ZoningError, match="3"):
        quotas_of(blocks, 2)
    with pytest.raises(ZoningError, match="nur 4"):
        quotas_of(blocks, 5)


def test_quotas_follow_sainte_lague_with_at_least_one():
    assert share_out({"x": 53_000, "y": 24_000, "z": 23_000}, 7) == {"x": 3, "y": 2, "z": 2}
    assert share_out({"a": 99, "b": 1}, 5) == {"a": 4, "b": 1}


def _numbers(keys):
    return np.unique(keys.astype(str), return_inverse=True)[1]


def test_what_a_municipality_cannot_hold_goes_to_the_others():
    """Nearly everybody lives in B, but B has two blocks."""
    towns = np.array(["A", "A", "A", "B", "B"], dtype=object)
    blocks = chessboard(5, 1, municipality=towns, population=np.array([1.0, 1, 1, 90, 90]))

    assert quotas_of(blocks, 5) == {"A": 3, "B": 2}


def test_more_areas_than_fixed_ones_are_refused_where_nothing_is_free():
    blocks = chessboard(4, 1, fixed=np.array(["1", "1", "0", "0"], dtype=object))

    with pytest.raises(ZoningError, match="Zu viele"):
        draw(blocks, find_neighbours(blocks), areas=3)


def test_a_fixed_area_that_falls_apart_is_a_fault_unless_its_ground_does():
    fixed = np.array(["F", "", "F", "", "", ""], dtype=object)
    blocks = chessboard(6, 1, fixed=fixed)
    squares = blocks.polygons.copy()
    squares[2:] = shapely.transform(squares[2:], lambda xy: xy + 1000)
    island = chessboard(6, 1, fixed=fixed, polygons=squares)

    with pytest.raises(FaultsFoundError, match="hängt nicht zusammen"):
        draw(blocks, find_neighbours(blocks), areas=3)
    near = find_neighbours(island)
    assert measure(island, near, draw(island, near, areas=3)).fixed_kept == 1.0


def test_blocks_with_streets_between_them_need_a_gap():
    """Squares of 100 m whose rims lie 10 m apart."""
    apart = shapely.buffer(chessboard(4, 4).polygons, -5, join_style="mitre")
    blocks = chessboard(4, 4, polygons=apart)

    with pytest.raises(ZoningError, match="--gap"):
        draw(blocks, find_neighbours(blocks), areas=4)
    near = find_neighbours(blocks, gap_m=12)

    assert near.pairs.tolist() == find_neighbours(chessboard(4, 4)).pairs.tolist()
    assert measure(blocks, near, draw(blocks, near, areas=4)).parts_not_contiguous == 0


def test_borders_a_thousandth_apart_are_borders():
    left = shapely.box(0, 0, 100, 100)
    right = shapely.Polygon([(100.001, 0), (200, 0), (200, 100), (100.001, 100), (100.001, 40)])
    blocks = chessboard(2, 1, polygons=np.array([left, right]))

    assert find_neighbours(blocks).pairs.tolist() == [[0, 1]]


def test_nobody_in_a_municipality_is_no_deviation():
    towns = np.array(["A", "B"], dtype=object)
    blocks = chessboard(2, 1, municipality=towns, population=np.array([0.0, 5.0]))

    figures = measure(blocks, find_neighbours(blocks), np.array([0, 1]))

    assert figures.max_own_target == 0


def test_what_the_ground_does_not_allow_is_said():
    squares = chessboard(4, 4).polygons.copy()
    squares[15] = shapely.transform(squares[15], lambda xy: xy + 500)
    people = np.ones(16)
    people[0] = 50
    blocks = chessboard(4, 4, polygons=squares, population=people)
    river = np.array([shapely.LineString([(2 * SIDE, -10), (2 * SIDE, 4 * SIDE + 10)])])
    near = find_neighbours(blocks, river)

    said = caution(blocks, near, np.zeros(16, int), barriers=True, hard_barriers=True)
    fine = caution(chessboard(2, 1), find_neighbours(chessboard(2, 1)), np.array([0, 1]))

    assert [words.split()[0] for words in said] == ["1", "1"]
    assert "trotzdem" in said[1]
    assert "Inseln" in said[0]
    assert fine == []
    assert "b0000" in caution(blocks, near, np.arange(16))[0]
