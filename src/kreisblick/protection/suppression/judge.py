"""Judge: how far a figure must be able to move, by the rules of a spec."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.protection.rules import needed_protection
from kreisblick.protection.suppression.residual import Room
from kreisblick.protection.suppression.spec import Contributors, Spec
from kreisblick.protection.suppression.system import Ints

__all__ = ["Judge"]


@dataclass(frozen=True)
class Judge:
    """The rules with the numbers that they look at.

    Attributes:
        spec: the rules.
        values: of each variable.
        holders: for each rule about contributors, who stands behind each variable.
    """

    spec: Spec
    values: Ints = field(repr=False)
    holders: Sequence[tuple[Contributors, Ints]] = field(repr=False)

    @classmethod
    def of(cls, counts: pl.DataFrame, spec: Spec) -> "Judge":
        """The judge of some counts."""
        values = counts["value"].to_numpy().astype(np.int64)
        holders = [(one, _numbers(counts[one.column])) for one in spec.contributors]
        return cls(spec, values, holders)

    def small(self, value: int) -> bool:
        """Whether a count falls below the minimum."""
        minimum = self.spec.minimum_count
        if minimum is None or (value == 0 and self.spec.zeros == "free"):
            return False
        return value < minimum

    def room(self, terms: Ints) -> Room | None:
        """How far a sum of variables must be able to move; None when it may be known."""
        value = int(self.values[terms].sum())
        if self.small(value):
            return Room(max(0, (self.spec.minimum_count or 0) - value), value)
        width = self.width(terms) if value else 0
        return Room(width, min(width, value), relative=True) if width else None

    def width(self, terms: Ints) -> int:
        """By how much the contributors behind a sum must stay uncertain."""
        widths = [self._width(rule, terms, numbers) for rule, numbers in self.holders]
        return max(widths, default=0)

    def _width(self, rule: Contributors, terms: Ints, numbers: Ints) -> int:
        sums = np.bincount(numbers[terms], weights=self.values[terms])
        parts = sums[sums > 0].tolist()
        width = math.ceil(needed_protection(parts, rule.dominance)) if rule.dominance else 0
        if rule.minimum is not None and len(parts) < rule.minimum:
            percent = rule.dominance.p_percent if rule.dominance else None
            own = math.ceil((percent or 0) * max(parts) / 100)
            width = max(width, 1, own, self.spec.minimum_count or 0)
        return width

    def rest(self, group: int, part: int) -> Room | None:
        """What the group rule asks of what is left of a group beside a part of it."""
        minimum, left = self.spec.minimum_count or 0, group - part
        if part <= 0 or left >= minimum:
            return None
        return Room(min(minimum, group) - left, left)


def _numbers(names: pl.Series) -> Ints:
    places = np.unique(names.to_numpy(), return_inverse=True)[1]
    return np.asarray(places, np.int64)
