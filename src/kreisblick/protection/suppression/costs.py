"""Costs: a big number is a little dearer to hide than a small one."""

import math

__all__ = ["weight_of"]

PER_DOUBLING = 0.5  # tried on t100: fewest covers


def weight_of(value: int) -> float:
    """The cost of moving a cell of this size by one unit."""
    return 1.0 + PER_DOUBLING * math.log2(max(1, value))
