"""Measures by hand, by a slow second computation, and against a known truth."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kreisblick.statistics.segregation.chance import by_chance, interval
from kreisblick.statistics.segregation.measures import (
    dissimilarity,
    dissimilarity_bounds,
    entropy_index,
    entropy_parts,
    exposure,
    gini,
    isolation,
    location_quotient,
    slope_index,
    tail_ratio,
)

GROUP, PEOPLE = np.array([10.0, 20.0, 30.0, 0.0]), np.array([100.0, 50.0, 60.0, 90.0])


def someone(group, people):
    """Everybody by name: (area, in the group)."""
    return [
        (i, member)
        for i, (a, t) in enumerate(zip(group.astype(int), people.astype(int), strict=True))
        for member in [True] * a + [False] * (t - a)
    ]


def test_by_hand():
    a, t = np.array([40.0, 10.0]), np.array([50.0, 50.0])

    assert dissimilarity(a, t) == pytest.approx(0.6)  # ½(|.8 − .2| + |.2 − .8|)
    assert isolation(a, t) == pytest.approx(0.68)  # .8·.8 + .2·.2
    assert exposure(a, t) == pytest.approx(0.32)
    assert gini(a, t) == pytest.approx(0.6)
    assert location_quotient(a, t).tolist() == pytest.approx([1.6, 0.4])
    bits = -0.8 * np.log2(0.8) - 0.2 * np.log2(0.2)
    assert entropy_index(a, t) == pytest.approx(1 - bits)
    order = np.array([2.0, 1.0])
    assert tail_ratio(a, t, order, tail=0.2) == pytest.approx(4.0)
    assert slope_index(a, t, order) == pytest.approx(1.2)  # .6 between the middles, ½ apart


def test_even_is_zero_and_apart_is_one():
    even, apart = PEOPLE * 0.3, np.array([100.0, 0.0, 60.0, 0.0])

    for one in (dissimilarity, gini, entropy_index):
        assert one(even, PEOPLE) == pytest.approx(0.0, abs=1e-12)
        assert one(apart, PEOPLE) == pytest.approx(1.0)
    assert isolation(even, PEOPLE) == pytest.approx(0.3)
    assert slope_index(even, PEOPLE, np.arange(4.0)) == pytest.approx(0.0, abs=1e-12)


def test_the_same_as_person_by_person():
    people = someone(GROUP, PEOPLE)
    share = {i: GROUP[i] / PEOPLE[i] for i in range(4)}
    mine = [area for area, member in people if member]
    p = len(mine) / len(people)

    moved = sum(abs(share[area] - p) for area, _m in people) / (2 * p * (1 - p) * len(people))
    met = np.mean([share[area] for area in mine])
    pairs = np.mean(
        [abs(share[a] - share[b]) for (a, _x), (b, _y) in itertools.product(people, people)]
    )

    assert dissimilarity(GROUP, PEOPLE) == pytest.approx(moved)
    assert isolation(GROUP, PEOPLE) == pytest.approx(met)
    assert gini(GROUP, PEOPLE) == pytest.approx(pairs / (2 * p * (1 - p)))


def test_the_ends_of_an_order_person_by_person():
    order = np.array([3.0, 1.0, 4.0, 2.0])
    share = GROUP / PEOPLE
    row = np.concatenate([np.full(int(PEOPLE[i]), share[i]) for i in np.argsort(order)])
    fifth = len(row) // 5
    place = (np.arange(len(row)) + 0.5) / len(row)
    middle = np.concatenate([np.full(int(PEOPLE[i]), 0.0) for i in np.argsort(order)])
    start = 0
    for i in np.argsort(order):
        middle[start : start + int(PEOPLE[i])] = place[start : start + int(PEOPLE[i])].mean()
        start += int(PEOPLE[i])

    assert tail_ratio(GROUP, PEOPLE, order, tail=0.2) == pytest.approx(
        row[-fifth:].mean() / row[:fifth].mean()
    )
    assert slope_index(GROUP, PEOPLE, order) == pytest.approx(np.polyfit(middle, row, 1)[0])


def test_areas_alike_in_the_order_share_a_place():
    once = slope_index(np.array([10.0, 30.0]), np.array([100.0, 100.0]), np.array([1.0, 2.0]))
    split = slope_index(
        np.array([2.0, 8.0, 30.0]), np.array([50.0, 50.0, 100.0]), np.array([1.0, 1.0, 2.0])
    )

    assert split == pytest.approx(once)


def test_the_entropy_inside_and_between_towns_adds_up():
    town = np.array([1, 1, 2, 2])
    between, inside = entropy_parts(GROUP, PEOPLE, town)

    # the slow way: the weighted mean of the towns' own indices
    total = len_entropy(GROUP.sum() / PEOPLE.sum())
    slow = sum(
        PEOPLE[town == k].sum() / PEOPLE.sum()
        * len_entropy(GROUP[town == k].sum() / PEOPLE[town == k].sum()) / total
        * entropy_index(GROUP[town == k], PEOPLE[town == k])
        for k in (1, 2)
    )  # fmt: skip
    assert inside == pytest.approx(slow)
    assert between + inside == pytest.approx(entropy_index(GROUP, PEOPLE))


def len_entropy(p):
    return -p * np.log(p) - (1 - p) * np.log(1 - p)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=3),
)
def test_the_bounds_hold_whatever_the_withheld_counts_are(shown, hidden):
    def arrays(pairs):
        a = np.array([float(x) for x, _y in pairs])
        return a, a + np.array([float(y) for _x, y in pairs])

    (a, t), (b, u) = arrays(shown), arrays(hidden)
    low, high = dissimilarity_bounds(a, t, missing_group=b.sum(), missing_people=u.sum())
    truth = dissimilarity(np.concatenate([a, b]), np.concatenate([t, u]))

    if not np.isnan(truth):
        assert low - 1e-9 <= truth <= high + 1e-9


def test_the_bounds_are_reached_and_without_gaps_they_meet():
    a, t = np.array([5.0, 1.0]), np.array([10.0, 10.0])
    low, high = dissimilarity_bounds(a, t, missing_group=4, missing_people=8)
    divided = [
        dissimilarity(np.array([5.0, 1, x, 4 - x]), np.array([10.0, 10, 4, 4])) for x in range(5)
    ]

    assert high == pytest.approx(max(divided))
    assert low == pytest.approx(min(divided))
    met = dissimilarity_bounds(a, t, missing_group=0, missing_people=0)
    assert met == pytest.approx((dissimilarity(a, t),) * 2)


def test_by_chance_alone_the_corrected_measure_is_zero_and_the_raw_one_is_not():
    random = np.random.default_rng(7)
    people = np.full(90, 500)
    raw, corrected, small = [], [], []
    for _round in range(60):
        group = random.multivariate_hypergeometric(people, 450, method="marginals").astype(float)
        found = by_chance(group, people.astype(float), draws=200, seed=1)
        raw.append(float(dissimilarity(group, people)))
        corrected.append(found.corrected)
        small.append(found.p <= 0.05)

    assert np.mean(raw) > 0.15  # 5 people per area: 15 points of unevenness by chance
    assert abs(np.mean(corrected)) < 0.005
    assert np.mean(small) <= 0.1


def test_the_interval_covers_a_known_truth():
    random = np.random.default_rng(3)
    people = random.integers(300, 3000, 60).astype(float)
    share = random.beta(4, 16, 60)
    truth = float(dissimilarity(share * people, people))
    hits = []
    for seed in range(200):
        group = random.binomial(people.astype(int), share).astype(float)
        low, high = interval(group, people, confidence=0.95, draws=200, seed=seed)
        hits.append(low <= truth <= high)

    assert 0.90 <= np.mean(hits) <= 0.99
