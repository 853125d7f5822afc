"""Ordinal classes: an office's own rough categories, where it may hand over no numbers.

A class has a rank and, where the office says so, bounds. Ranks are never added and have no mean:
between two of them the distance is not known.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["OrdinalClass", "refuse_disorder"]


class OrdinalClass(Definition):
    """One class of a scale.

    Attributes:
        code: as the office writes it.
        rank: 1 for the lowest.
        title: for people: ``4 bis unter 8 %``.
        lower: the share in percent from which it begins; unknown when absent.
        upper: the share that it does not reach; unknown when absent.
    """

    code: Text
    rank: int = Field(ge=1)
    title: Translated
    lower: float | None = Field(default=None, ge=0, le=100)
    upper: float | None = Field(default=None, ge=0, le=100)

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if (self.lower is None) != (self.upper is None):
            raise ValueError("a class has both bounds, or both are unknown")
        if self.lower is not None and self.upper is not None and self.upper <= self.lower:
            raise ValueError("the upper bound lies above the lower one")
        return self

    @property
    def bounded(self) -> bool:
        """Whether its bounds are known."""
        return self.lower is not None


def refuse_disorder(classes: Sequence[OrdinalClass]) -> None:
    """Ranks count up from 1, codes stand once, bounds rise with the ranks.

    Raises:
        ValueError: saying which of these does not hold.
    """
    if [one.rank for one in classes] != list(range(1, len(classes) + 1)):
        raise ValueError("classes stand by rank: 1, 2, 3 and so on")
    if len({one.code for one in classes}) < len(classes):
        raise ValueError("two classes have the same code")
    known = [one for one in classes if one.lower is not None]
    for below, above in pairwise(known):
        if (below.upper or 0) > (above.lower or 0):
            raise ValueError(f"the bounds of {below.code} and {above.code} overlap")
