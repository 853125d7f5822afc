"""Levels: how areas differ from what they have in common, and what varies from year to year.

An area's level is drawn towards the others the more, the less is known about it (empirical Bayes
with a gamma distribution, Clayton and Kaldor 1987). What is left over is kept as a covariance
between the rows: moves of whole families come together, arrivals and departures as well.
"""

from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.model import Floats, ForecastDefinition

__all__ = ["Levels", "estimate_levels"]

FEW = 1e-9
SMALLEST_COUNT = 0.5  # a smaller expected count is no divisor
LEAST_BETWEEN = 1e-4  # areas differ at least by one percent: no level is known for certain
LEAST_SPREAD = 0.02
FEWEST_YEARS = 3  # two points always lie on a line
LEAST_SHOWN = 0.25  # the correction never raises a variance more than four times


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Levels of areas in several rows (movements, phases of life, age groups).

    Attributes:
        mean: [row, area] how an area differs from what it should have.
        shape: [row, area] of the gamma distribution with this mean.
        expected: [row, area] events expected in a year of the base.
        leftover: [row, row] covariance of what is left over in a year, in root events, without
            the chance that the projection adds itself.
        repeated: how much of it is still there a year later.
        whole: [row, row] yearly covariance of the whole district's deviations, as shares.
        recent: [row, interval] the deviations themselves, drawn towards zero by their chance.
        years: intervals of the base.
    """

    mean: Floats = field(repr=False)
    shape: Floats = field(repr=False)
    expected: Floats = field(repr=False)
    leftover: Floats = field(repr=False)
    repeated: float
    whole: Floats = field(repr=False)
    recent: Floats = field(repr=False)
    years: int


def estimate_levels(
    seen: Floats, expected: Floats, definition: ForecastDefinition, *, chance: float = 1.0
) -> Levels:
    """Levels from events seen and expected.

    Args:
        seen: [row, interval, area].
        expected: the same by what areas have in common.
        definition: what is assumed where there are too few intervals.
        chance: variance of a count divided by its mean that the projection draws itself:
            1 where counts are drawn (Poisson), 0 where nothing is drawn.
    """
    kept = seen.sum((1, 2)) / np.maximum(expected.sum((1, 2)), FEW)  # smoothing moves a few
    expected = expected * kept[:, None, None]
    whole = seen.sum(2) / np.maximum(expected.sum(2), FEW)
    modelled = expected * whole[:, :, None]
    spread = _spread(seen, modelled, chance, definition)
    shape, mean = _shrink(seen.sum(1), modelled.sum(1), spread)
    shared, recent = _whole(whole, spread, expected.sum(2), definition)
    leftover, repeated = _leftover(seen, modelled * mean[:, None, :], chance, definition)
    return Levels(
        mean=mean * kept[:, None],
        shape=shape,
        expected=expected.mean(1) * mean,
        leftover=leftover,
        repeated=repeated,
        whole=shared,
        recent=recent,
        years=seen.shape[1],
    )


def _spread(
    seen: Floats, modelled: Floats, chance: float, definition: ForecastDefinition
) -> Floats:
    """[row] variance of counts from year to year, divided by their mean."""
    least = max(chance, LEAST_SPREAD)
    if seen.shape[1] == 1:
        squares = ((seen - modelled) ** 2 / np.maximum(modelled, SMALLEST_COUNT)).mean((1, 2))
        part: Floats = np.maximum(squares * definition.one_interval_chance.value, least)
        return part
    level = seen.sum(1) / np.maximum(modelled.sum(1), FEW)
    middle = modelled * level[:, None, :]
    freedom = max((seen.shape[1] - 1) * (seen.shape[2] - 1), 1)
    squares = (seen - middle) ** 2 / np.maximum(middle, SMALLEST_COUNT)
    spread: Floats = np.maximum(squares.sum((1, 2)) / freedom, least)
    return spread


def _shrink(seen: Floats, expected: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """[row, area] shape of the gamma distribution of the levels, and its mean."""
    excess = (seen - expected) ** 2 - expected * spread[:, None]
    between = excess.sum(1) / np.maximum((expected**2).sum(1), FEW)
    prior = 1.0 / np.maximum(between, LEAST_BETWEEN)[:, None]
    shape = seen / spread[:, None] + prior
    return shape, shape / (expected / spread[:, None] + prior)


def _leftover(
    seen: Floats, middle: Floats, chance: float, definition: ForecastDefinition
) -> tuple[Floats, float]:
    """Covariance of what is left over, and its correlation with the year before."""
    rest = (seen - middle) / np.sqrt(np.maximum(middle, SMALLEST_COUNT))
    rows, years, areas = rest.shape
    flat = rest.reshape(rows, -1)
    if years == 1:
        share = definition.one_interval_chance.value
        return flat @ flat.T / max(areas - 1, 1) / share, 0.0
    lost = (years - 1) * max(areas - 1, 1) / (years * areas)
    covariance = flat @ flat.T / flat.shape[1] / lost - chance * np.eye(rows)
    excess = _positive(covariance)
    if years < FEWEST_YEARS:
        return excess, 0.0
    lag = (rest[:, 1:] * rest[:, :-1]).sum() / max((rest**2).sum() * (years - 1) / years, FEW)
    unbiased = lag + (1 + 3 * max(lag, 0.0)) / years  # Kendall 1954: short series look restless
    beyond = max(float(np.trace(excess)), FEW) / (float(np.trace(excess)) + chance * rows + FEW)
    return excess, float(np.clip(unbiased / beyond, 0.0, 0.9))


def _whole(
    whole: Floats, spread: Floats, expected: Floats, definition: ForecastDefinition
) -> tuple[Floats, Floats]:
    """[row, row] yearly covariance of the whole district beyond its areas' chance; [row, interval].

    Good years stand beside good years, so that a few of them look calmer than the process is; the
    covariance is raised by what a process with this persistence hides (Bayley and Hammersley 1946).
    """
    rows, years = whole.shape
    if years < FEWEST_YEARS:
        return np.full((rows, rows), definition.whole_area_change.value**2), np.zeros(whole.shape)
    chance = np.diag((spread[:, None] / np.maximum(expected, 1.0)).mean(1))
    persistence, lag = definition.persistence.value, np.arange(1, years)
    hidden = 2 * float(((years - lag) * persistence**lag).sum()) / (years * (years - 1))
    covariance = np.cov(whole) / max(1 - hidden, LEAST_SHOWN)
    shared = _positive(np.atleast_2d(covariance) - chance)
    known = np.diag(shared) / np.maximum(np.diag(shared) + np.diag(chance), FEW)
    return shared, known[:, None] * (whole - whole.mean(1, keepdims=True))


def _positive(covariance: Floats) -> Floats:
    """The nearest covariance: negative eigenvalues come from few observations."""
    values, vectors = np.linalg.eigh(covariance)
    nearest: Floats = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return nearest
