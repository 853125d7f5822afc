"""Slivers: pieces that two hands drawing the same border made, not decisions."""

import numpy as np

from kreisblick.territory.areas.definition import TerritoryChecks

__all__ = ["is_narrow", "is_small"]


def is_narrow(size_m2: np.ndarray, length_m: np.ndarray, checks: TerritoryChecks) -> np.ndarray:
    """Whether the mean width of pieces (2 area / circumference) is that of a slip of the hand."""
    width = 2 * size_m2 / np.maximum(length_m, np.finfo(float).tiny)
    return np.asarray(width < checks.sliver_width_m)


def is_small(size_m2: np.ndarray, home_m2: np.ndarray, checks: TerritoryChecks) -> np.ndarray:
    """Whether pieces are next to nothing of the (smallest) area they lie in."""
    return np.asarray(size_m2 < checks.sliver_share * home_m2)
