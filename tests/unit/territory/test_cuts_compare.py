"""Two cuts beside each other: what they share, how alike they are, where they differ."""

import math
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
import shapely
from scipy.special import comb

from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts import (
    Basis,
    CutInputError,
    Relation,
    compare,
    compare_list,
    relation_words,
)
from kreisblick.territory.cuts.chance import expected_information


def strips(key, borders):
    """A cut of strips from west to east."""
    areas = [f"{key}{n}" for n in range(1, len(borders))]
    boxes = [shapely.box(w, 0, e, 1000) for w, e in pairwise(borders)]
    return Cut(key=key, areas=areas, polygons=np.array(boxes))


def points(*at, weight=None):
    """One point per pair x, y."""
    frame = pl.DataFrame({"x": [float(x) for x, _ in at], "y": [float(y) for _, y in at]})
    return frame if weight is None else frame.with_columns(weight=pl.Series(weight))


def rows_of(pairs):
    """Pairs as a lookup."""
    return {(r["left"], r["right"]): r for r in pairs.iter_rows(named=True)}


def test_without_points_square_metres_are_counted_and_the_result_says_so():
    found = compare(strips("a", [0, 1000, 2000]), strips("b", [0, 1200, 2000]))

    pairs = rows_of(found.pairs)
    assert found.basis is Basis.AREA
    assert pairs["a2", "b1"]["amount"] == pytest.approx(200_000)
    assert pairs["a2", "b1"]["share_of_left"] == pytest.approx(0.2)
    assert pairs["a2", "b1"]["share_of_right"] == pytest.approx(1 / 6)


def test_points_are_addresses_and_with_a_weight_residents():
    cuts = strips("a", [0, 1000, 2000]), strips("b", [0, 1200, 2000])
    at = [(100, 500), (1100, 500), (1900, 500)]

    addresses = compare(*cuts, weights=points(*at))
    residents = compare(*cuts, weights=points(*at, weight=[5, 2, 3]))

    assert (addresses.basis, addresses.total) == (Basis.ADDRESSES, 3)
    assert (residents.basis, residents.total) == (Basis.RESIDENTS, 10)
    assert rows_of(residents.pairs)["a2", "b1"]["amount"] == 2


def test_the_real_difference_is_the_moved_border_and_nothing_else():
    cuts = strips("a", [0, 1000, 2000]), strips("b", [0, 1200, 2000])
    at = [(x, y) for x in (500, 1100, 1600) for y in range(0, 900, 100)]

    found = compare(*cuts, weights=points(*at))

    assert found.differences.select("left", "right", "amount").rows() == [("a2", "b1", 9.0)]
    assert found.agreement.unchanged == pytest.approx(18 / 27)


def test_differences_come_largest_first_and_ties_by_key():
    rows = pl.DataFrame({"l": list("aaaaabbbbbcc"), "r": list("xxxxyyyyyxzx")})

    found = compare_list(rows, left="l", right="r")

    assert found.differences.select("left", "right", "amount").rows() == [
        ("a", "y", 1.0), ("b", "x", 1.0), ("c", "x", 1.0),
    ]  # fmt: skip


def test_a_small_rest_does_not_correspond_to_an_area_that_went_elsewhere():
    rows = pl.DataFrame({"l": list("aaaaabbbb"), "r": list("xxxxxxxxy")})

    found = compare_list(rows, left="l", right="r")

    assert found.differences.select("left", "right", "amount").rows() == [
        ("b", "x", 3.0), ("b", "y", 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "pair", "relation"),
    [
        ([("a", "x"), ("b", "y")], ("a", "x"), Relation.SAME),
        ([("a", "x"), ("a", "y")], ("a", "y"), Relation.RIGHT_INSIDE),
        ([("a", "x"), ("b", "x")], ("b", "x"), Relation.LEFT_INSIDE),
        ([("a", "x"), ("a", "y"), ("b", "y")], ("a", "y"), Relation.CROSSING),
        ([("a", "x"), ("b", None)], ("b", OUTSIDE), Relation.ONE_SIDED),
    ],
)
def test_each_pair_says_how_its_areas_lie_to_each_other(rows, pair, relation):
    frame = pl.DataFrame(rows, schema=["l", "r"], orient="row")

    found = rows_of(compare_list(frame, left="l", right="r").pairs)[pair]

    assert found["relation"] == relation.value
    assert relation_words(found)


def test_people_on_slivers_are_counted_with_their_neighbours():
    cuts = strips("a", [0, 1000, 2000]), strips("b", [0, 1000.5, 2000])
    at = [(500, 500), (1000.2, 500), (1500, 500)]

    found = compare(*cuts, weights=points(*at))

    assert found.on_slivers == 1
    assert found.differences.is_empty()
    assert rows_of(found.pairs)["a2", "b2"]["amount"] == 2
    assert found.agreement.adjusted_mutual_information == 1.0


def test_ground_that_only_one_cut_knows_is_told_on_both_sides():
    found = compare(strips("a", [0, 1000, 2000]), strips("b", [500, 1000, 3000]))

    pairs = rows_of(found.pairs)
    assert pairs["a1", OUTSIDE]["amount"] == pytest.approx(500_000)
    assert pairs[OUTSIDE, "b2"]["amount"] == pytest.approx(1_000_000)
    assert pairs[OUTSIDE, "b2"]["relation"] == Relation.ONE_SIDED.value
    assert found.total == pytest.approx(3_000_000)


def test_an_outer_border_drawn_twice_is_no_ground_of_its_own():
    found = compare(strips("a", [0.8, 1000, 2000]), strips("b", [0, 1000, 1999.5]))

    assert found.pairs["relation"].to_list() == [Relation.SAME.value] * 2


def test_nobody_is_lost_even_where_no_area_is():
    cuts = strips("a", [0, 1000]), strips("b", [500, 2000])

    found = compare(*cuts, weights=points((100, 1), (700, 1), (1500, 1), (9000, 1)))

    assert found.total + found.nowhere == 4
    assert found.nowhere == 1


def test_two_cuts_of_different_places_are_refused():
    with pytest.raises(CutInputError, match="haben nichts gemeinsam"):
        compare(strips("a", [0, 1000]), strips("b", [5000, 6000]))


def test_a_few_addresses_of_a_list_are_told_apart_as_strays():
    rows = pl.DataFrame(
        {"l": ["a"] * 1000 + ["b"] * 1001, "r": ["x"] * 1000 + ["x"] + ["y"] * 1000}
    )

    found = compare_list(rows, left="l", right="r")

    assert found.differences.select("left", "right", "stray").rows() == [("b", "x", True)]


def test_blank_keys_of_a_list_belong_to_no_area():
    rows = pl.DataFrame({"l": ["a", " a ", "", None], "r": ["x", "x", "x", " "]})

    found = compare_list(rows, left="l", right="r")

    assert found.pairs.select("left", "right", "amount").rows() == [
        ("a", "x", 2.0), (OUTSIDE, "x", 1.0),
    ]  # fmt: skip
    assert found.nowhere == 1


@pytest.mark.parametrize("seed", range(6))
def test_agreement_is_that_of_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    left, right = rng.integers(0, 5, 60), rng.integers(0, 4, 60)
    right[:30] = left[:30] % 4
    rows = pl.DataFrame({"l": left, "r": right})

    found = compare_list(rows, left="l", right="r").agreement

    assert found.adjusted_mutual_information == pytest.approx(
        metrics.adjusted_mutual_info_score(left, right), abs=1e-9
    )
    assert found.mutual_information * math.log(2) == pytest.approx(
        metrics.mutual_info_score(left, right), abs=1e-12
    )


def slow_expectation(left, right):
    """The same sum term by term, with binomials."""
    total = sum(left)
    found = 0.0
    for a, b in product(left, right):
        for n in range(max(1, a + b - total), min(a, b) + 1):
            chance = comb(b, n, exact=True) * comb(total - b, a - n, exact=True)
            chance /= comb(total, a, exact=True)
            found += chance * n / total * math.log(total * n / (a * b))
    return found


@pytest.mark.parametrize("left", [[3, 4, 5], [12], [1, 1, 10], [400, 300, 5], [50, 655]])
def test_chance_is_what_the_slow_sum_says(left):
    right = [sum(left) // 2, sum(left) - sum(left) // 2]

    fast = expected_information(np.array(left), np.array(right))

    assert fast == pytest.approx(slow_expectation(left, right), abs=1e-10)


def test_weights_are_people_as_if_each_stood_in_a_row_of_its_own():
    rows = pl.DataFrame({"l": list("aabb"), "r": list("xyyy"), "weight": [3.0, 2.0, 4.0, 1.0]})
    one_each = rows.select(pl.col("l", "r").repeat_by(pl.col("weight").cast(pl.Int64))).explode(
        "l", "r"
    )

    weighted = compare_list(rows, left="l", right="r", weight="weight").agreement
    unweighted = compare_list(one_each, left="l", right="r").agreement

    assert weighted.adjusted_mutual_information == pytest.approx(
        unweighted.adjusted_mutual_information
    )
    assert weighted.variation_of_information == pytest.approx(unweighted.variation_of_information)


def test_nested_cuts_are_told_as_nested_though_they_are_not_alike():
    rows = pl.DataFrame({"l": list("aaaabbbb"), "r": list("wwxxyyzz")})

    found = compare_list(rows, left="l", right="r").agreement

    assert found.nested == 1.0
    assert found.variation_of_information == pytest.approx(1.0)
    assert found.adjusted_mutual_information < 1
