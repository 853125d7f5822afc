"""Costs: what it costs to hide a cell.

Not a rule but a taste: it never decides whether something is safe, only which of several safe
patterns is taken. A larger area is worth all its parts; the slice ``all`` is what people look at
first; a big number is a little dearer than a small one.
"""

from kreisblick.protection.suppression import weight_of
from kreisblick.statistics.cube import Slice
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["cost_of"]

LEVEL = {
    AreaLevel.PLANNING_AREA.value: 1.0,
    AreaLevel.MUNICIPALITY.value: 50.0,
    AreaLevel.DISTRICT.value: 2500.0,
}
HEADLINE = 5.0


def cost_of(level: str, question: Slice, value: int) -> float:
    """The cost of moving a cell by one unit."""
    headline = 1.0 if question.where else HEADLINE
    return LEVEL[level] * headline * weight_of(value)
