"""Near: against a slow second computation, and examples by hand."""

import numpy as np
import pytest

from kreisblick.statistics.typology.model import Variable
from kreisblick.statistics.typology.nearest import nearest
from kreisblick.statistics.typology.scale import scale

GAP = float("nan")


def slow(z, weights, group, *, others, own, minimum_share):
    """Every pair by itself, as the definition says."""
    n = len(z)
    distance = np.full((n, n), np.inf)
    for i in range(n):
        for j in range(n):
            both = [v for v in range(z.shape[1]) if z[i, v] == z[i, v] and z[j, v] == z[j, v]]
            shared = sum(weights[v] for v in both)
            if i == j or shared < minimum_share * weights.sum() - 1e-9 or not both:
                continue
            apart = sum(weights[v] * (z[i, v] - z[j, v]) ** 2 for v in both)
            distance[i, j] = np.sqrt(apart * weights.sum() / shared)
    farthest = distance[np.isfinite(distance)].max()
    pairs = distance[np.isfinite(distance)]
    found = []
    for i in range(n):
        order = sorted(
            (j for j in range(n) if np.isfinite(distance[i, j])), key=lambda j: distance[i, j]
        )
        abroad = [j for j in order if group[j] != group[i]][:others]
        home = [j for j in order if group[j] == group[i]][:own]
        for j in abroad + home:
            nearer = (pairs < distance[i, j] * (1 - 1e-9)).mean()
            found.append((i, j, distance[i, j] / farthest, nearer))
    return found


@pytest.mark.parametrize("n", [7, 40, 300])
def test_the_same_areas_and_distances_as_pair_by_pair(n):
    random = np.random.default_rng(n)
    z = random.normal(size=(n, 6))
    z[random.random(z.shape) < 0.15] = np.nan
    weights, group = np.array([1, 1, 0.5, 2, 1, 1.5]), random.integers(0, 4, n)
    asked = {"others": 5, "own": 3, "minimum_share": 0.6}

    found = nearest(z, weights, group, **asked)

    here, nth = np.nonzero(found.area >= 0)
    told = [
        (i, found.area[i, k], found.distance[i, k], found.nearer[i, k])
        for i, k in zip(here, nth, strict=True)
    ]
    expected = slow(z, weights, group, **asked)
    assert [row[:2] for row in told] == [row[:2] for row in expected]
    assert np.allclose([row[2:] for row in told], [row[2:] for row in expected], atol=1e-12)


def test_a_distance_by_hand_and_the_farthest_is_one():
    z = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])

    found = nearest(z, np.ones(2), np.array([0, 1, 2]), others=2, own=0, minimum_share=1.0)

    assert found.distance.tolist() == [[0.5, 1.0], [0.5, 0.5], [0.5, 1.0]]
    assert found.area.tolist() == [[1, 2], [0, 2], [1, 0]]


def test_areas_of_other_municipalities_come_first_even_when_farther():
    z = np.array([[0.0], [0.1], [5.0]])

    found = nearest(z, np.ones(1), np.array([0, 0, 1]), others=2, own=2, minimum_share=1.0)

    assert found.area[0].tolist() == [2, -1, 1, -1]
    assert found.elsewhere[0].tolist() == [True, False, False, False]


def test_what_one_of_two_does_not_show_is_left_out_of_their_distance():
    z = np.array([[0.0, 7.0], [1.0, GAP], [0.0, 9.0]])

    found = nearest(z, np.ones(2), np.arange(3), others=2, own=0, minimum_share=0.5)

    assert found.compared[0].tolist() == [1, 2]
    assert found.distance[0].tolist() == pytest.approx([np.sqrt(2) / 2, 1.0])


def test_who_shows_too_little_is_compared_with_nobody():
    z = np.array([[0.0, 7.0], [1.0, GAP], [0.0, 9.0]])

    found = nearest(z, np.ones(2), np.arange(3), others=2, own=0, minimum_share=0.6)

    assert found.area.tolist() == [[2, -1], [-1, -1], [0, -1]]


def test_scaling_uses_the_divisor_n_logs_fixed_parameters_and_a_limit():
    values = np.array([[1.0, 1.0, 5.0], [3.0, np.e**2, 5.0], [GAP, 0.0, 5.0]])
    one = (
        Variable(key="a"),
        Variable(key="b", scale="log", weight=3),
        Variable(key="c", mean=3, sd=0.5),
    )

    found = scale(values, one, outermost=3.5)

    assert found.mean.tolist() == [2.0, 1.0, 3.0]
    assert found.sd.tolist() == [1.0, 1.0, 0.5]
    assert np.array_equal(found.z, [[-1, -1, 3.5], [1, 1, 3.5], [GAP, GAP, 3.5]], equal_nan=True)
    assert found.weights.tolist() == pytest.approx([0.6, 1.8, 0.6])


def test_a_variable_in_which_all_are_alike_tells_nothing_apart():
    found = scale(np.full((4, 1), 7.0), (Variable(key="a"),))

    assert found.z.tolist() == [[0.0]] * 4
