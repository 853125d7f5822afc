"""Chance: draws of what is not known about the rates, and of what varies from year to year."""

from collections.abc import Iterator

import numpy as np

from kreisblick.statistics.forecast.levels import Levels
from kreisblick.statistics.forecast.model import Floats

__all__ = ["expected_factors", "multipliers"]

SMALLEST = 0.05  # a rate drawn lower is no rate
SMALLEST_COUNT = 0.5


def expected_factors(levels: Levels, persistence: float, years: int) -> Floats:
    """[year, row, area] factor on what areas have in common, without chance.

    The level of the area, and what is still left of the last years' deviation of the district.
    """
    course, _root_of_years = _district(levels, persistence, years)
    expected: Floats = levels.mean[None] * (1 + course)[:, :, None]
    return expected


def multipliers(
    levels: Levels, persistence: float, years: int, draws: int, rng: np.random.Generator
) -> Iterator[Floats]:
    """[draw, row, area] factor on what areas have in common, year after year.

    Three things vary: the level of an area (from its gamma distribution, once per draw); the
    whole district (``_district``); each area in each year (with the covariance of what was left
    over).

    Args:
        levels: what is known.
        persistence: how much of the district's deviation is left a year later.
        years: how many.
        draws: how many.
        rng: chance.
    """
    rows, areas = levels.mean.shape
    level = rng.gamma(levels.shape, size=(draws, rows, areas)) / levels.shape * levels.mean
    course, years_root = _district(levels, persistence, years)
    root, shared = _root(levels.leftover), _root(levels.whole)
    whole = rng.standard_normal((draws, years, rows)) @ shared.T * _uncertain(levels, draws, rng)
    district = 1 + course + np.einsum("hk,dkr->dhr", years_root, whole)
    size = 1 / np.sqrt(np.maximum(levels.expected, SMALLEST_COUNT))
    own = rng.standard_normal((draws, rows, areas))
    for year in range(years):
        around = 1 + np.einsum("rk,dka->dra", root, own) * size
        deviation = np.maximum(district[:, year], SMALLEST)[:, :, None]
        yield np.maximum(level * deviation * around, 0.0)
        own = levels.repeated * own + np.sqrt(1 - levels.repeated**2) * rng.standard_normal(
            own.shape
        )


def _district(levels: Levels, persistence: float, years: int) -> tuple[Floats, Floats]:
    """[year, row] how the whole district goes on, and a root of the covariance between years.

    Both as deviations from the base's mean. A stationary first-order process, seen in the years
    of the base around their own mean, goes on under the condition of what was seen (the best
    linear prediction).
    """
    base = levels.years
    at = np.arange(base + years)
    process = persistence ** np.abs(at[:, None] - at[None, :])
    around = np.eye(base + years)
    around[:, :base] -= 1 / base
    process = around @ process @ around.T
    seen, ahead = process[:base, :base], process[base:, :base]
    weight = ahead @ np.linalg.pinv(seen, rcond=1e-9, hermitian=True)
    left = process[base:, base:] - weight @ ahead.T
    return weight @ levels.recent.T, _root(left)


def _uncertain(levels: Levels, draws: int, rng: np.random.Generator) -> Floats:
    """[draw, 1, 1] how far the district's spread may be from what few years tell (chi-square)."""
    freedom = max(levels.years - 1, 2)
    scale = np.sqrt(freedom / rng.chisquare(freedom, size=(draws, 1, 1)))
    return np.minimum(scale, 3.0)


def _root(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root
