"""Associations on a map: few false alarms, true ones found, by formula and by simulation."""

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr

from kreisblick.statistics.associations.correlate import correlation, relate
from kreisblick.statistics.associations.spectrum import spectrum

USE = {"confidence": 0.95, "draws": 199}
EVEN = np.ones(90)


def grid(height=9, width=10):
    """Pairs of neighbours of a chequered map."""
    place = np.arange(height * width).reshape(height, width)
    right = np.column_stack([place[:, :-1].ravel(), place[:, 1:].ravel()])
    down = np.column_stack([place[:-1].ravel(), place[1:].ravel()])
    return np.vstack([right, down])


def sweeping(rho, random, pairs=None, count=90):
    """A field whose neighbours are alike (simultaneous autoregressive)."""
    pairs = grid() if pairs is None else pairs
    near = np.zeros((count, count))
    near[pairs[:, 0], pairs[:, 1]] = near[pairs[:, 1], pairs[:, 0]] = 1
    near /= near.sum(axis=1, keepdims=True)
    return np.linalg.solve(np.eye(count) - rho * near, random.normal(size=count))


@pytest.fixture(scope="module")
def pattern():
    return spectrum(grid(), 90)


def test_other_maps_keep_mean_variance_and_morans_i(pattern):
    values = sweeping(0.8, np.random.default_rng(1)) + 7

    others = pattern.others(values, 50, np.random.default_rng(2))

    assert others.mean(axis=1) == pytest.approx(np.full(50, values.mean()))
    assert others.std(axis=1) == pytest.approx(np.full(50, values.std()))
    moran = [pattern.moran(one) for one in others]
    assert moran == pytest.approx(np.full(50, pattern.moran(values)), abs=1e-9)
    assert pattern.moran(values) > 0.3


def test_morans_i_by_its_definition(pattern):
    values = np.random.default_rng(3).normal(size=90)
    w, z = pattern.neighbours, values - values.mean()

    slow = sum(w[i, j] * z[i] * z[j] for i in range(90) for j in range(90))
    assert pattern.moran(values) == pytest.approx(90 / w.sum() * slow / (z**2).sum())


def test_correlations_are_those_of_scipy_and_numpy(pattern):
    random = np.random.default_rng(4)
    x, y = random.normal(size=90), random.normal(size=90)
    w = random.integers(1, 9, 90).astype(float)
    many = np.repeat(np.arange(90), w.astype(int))

    assert relate(x, y, EVEN, pattern, seed=1, **USE).r == pytest.approx(pearsonr(x, y)[0])
    ranked = relate(x, y, EVEN, pattern, seed=1, ranks=True, **USE).r
    assert ranked == pytest.approx(spearmanr(x, y)[0])
    assert correlation(x[None, :], y, w)[0] == pytest.approx(np.corrcoef(x[many], y[many])[0, 1])
    assert np.isnan(relate(x, np.full(90, 3.0), EVEN, pattern, seed=1, **USE).r)


@pytest.mark.parametrize("rho", [0.0, 0.8, 0.95])
def test_two_fields_without_connection_give_few_false_alarms(pattern, rho):
    """At most 7 in 100 at the level of 5, where the plain test gives up to half."""
    random = np.random.default_rng(int(rho * 100))
    false, ranked, plain = [], [], []
    for seed in range(300):
        people = random.integers(300, 9000, 90).astype(float)
        noise = random.normal(size=(2, 90)) * 40 / np.sqrt(people)  # small areas jump more
        x, y = (sweeping(rho, random) + one for one in noise)
        false.append(relate(x, y, people, pattern, seed=seed, **USE).p <= 0.05)
        ranked.append(relate(x, y, people, pattern, seed=seed, ranks=True, **USE).p <= 0.05)
        plain.append(pearsonr(x, y)[1] <= 0.05)

    limit = 0.07 + 1.0 * np.sqrt(0.05 * 0.95 / 300)  # one standard error of the simulation
    assert np.mean(false) <= limit
    assert np.mean(ranked) <= limit
    if rho == 0.95:
        assert np.mean(plain) > 0.4


def test_a_true_connection_is_found_and_its_interval_holds_it(pattern):
    random = np.random.default_rng(6)
    found, held = [], []
    for seed in range(60):
        x, y = sweeping(0.6, random), sweeping(0.6, random)
        one = relate(x, 0.7 * x + 0.7 * y, EVEN, pattern, seed=seed, **USE)
        found.append(one.p <= 0.05)
        held.append(one.low <= np.sqrt(0.5) <= one.high)

    assert np.mean(found) > 0.95
    assert np.mean(held) > 0.85


def test_large_sweeps_leave_fewer_independent_areas(pattern):
    random = np.random.default_rng(9)
    loose = relate(random.normal(size=90), random.normal(size=90), EVEN, pattern, seed=1, **USE)
    swept = relate(sweeping(0.97, random), sweeping(0.97, random), EVEN, pattern, seed=1, **USE)

    assert swept.effective < 40 < loose.effective <= 90
    assert swept.high - swept.low > loose.high - loose.low


def test_the_effective_number_is_the_one_of_the_formula(pattern):
    """Without weights the variance of r over all turns of signs is Σ a²b²."""
    random = np.random.default_rng(10)
    x, y = sweeping(0.9, random), sweeping(0.9, random)
    a, b = (pattern.patterns.T @ (v - v.mean()) / np.linalg.norm(v - v.mean()) for v in (x, y))

    found = relate(x, y, EVEN, pattern, confidence=0.95, draws=20_000, seed=1)

    assert found.effective == pytest.approx(1 + 1 / (a**2 * b**2).sum(), rel=0.05)


def test_the_order_of_the_pair_does_not_decide(pattern):
    random = np.random.default_rng(12)
    x = sweeping(0.8, random)
    y = 0.3 * x + sweeping(0.8, random)
    one = relate(x, y, EVEN, pattern, confidence=0.95, draws=4000, seed=1)
    other = relate(y, x, EVEN, pattern, confidence=0.95, draws=4000, seed=2)

    assert one.r == pytest.approx(other.r)
    assert one.p == pytest.approx(other.p, abs=0.03)
