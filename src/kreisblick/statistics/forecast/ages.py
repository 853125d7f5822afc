"""Ages: codes of age groups, single years from groups, groups from single years."""

import re
from collections.abc import Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator

from kreisblick.statistics.forecast.model import Floats

__all__ = ["group_matrix", "parse_age", "split_groups"]

_AGE = re.compile(r"^(\d+)(?:-(\d+)|(\+))?$")


def parse_age(code: str, oldest: int) -> tuple[int, int] | None:
    """First and last age of a code (``7``, ``6-9``, ``80+``); None where it is no age.

    >>> parse_age("6-9", 95), parse_age("80+", 95), parse_age("7", 95)
    ((6, 9), (80, 95), (7, 7))
    """
    found = _AGE.match(code.strip())
    if found is None:
        return None
    low = int(found[1])
    high = oldest if found[3] else int(found[2] or low)
    return min(low, oldest), min(high, oldest)


def group_matrix(groups: Sequence[tuple[int, int]], ages: int) -> Floats:
    """One row per group, one column per single age; 1 where the age belongs to the group."""
    matrix = np.zeros((len(groups), ages))
    for row, (low, high) in enumerate(groups):
        matrix[row, low : high + 1] = 1.0
    return matrix


def split_groups(counts: Floats, groups: Sequence[tuple[int, int]], oldest: int) -> Floats:
    """Single years of age from age groups, each group's total kept.

    The cumulated counts are joined by a monotone cubic (Fritsch and Carlson 1980), so that no
    year is negative; the method is the usual one beside Sprague's multipliers where groups are
    unequal (Siegel and Swanson 2004, appendix C). The open last group ends at ``oldest``.

    Args:
        counts: [..., group], groups in order and without gaps from age 0.
        groups: first and last age of each.
        oldest: the last single year.

    Returns:
        [..., age 0 to oldest].
    """
    knots = np.array([0, *(high + 1 for _, high in groups)], dtype=np.float64)
    knots[-1] = oldest + 1
    cumulated = np.concatenate([np.zeros((*counts.shape[:-1], 1)), counts.cumsum(-1)], axis=-1)
    if len(groups) == oldest + 1:
        return counts.astype(np.float64)
    curve = PchipInterpolator(knots, cumulated, axis=-1)
    return np.maximum(np.diff(curve(np.arange(oldest + 2)), axis=-1), 0.0)
