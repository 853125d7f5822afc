"""May show: whether a value computed from rows of the sealed zone may leave it at all.

For a single value that is no count of a cube: a mean, a median, an extreme. Counts and totals that
stand beside others go through ``disclosure.protect``; this check alone does not see neighbours.
In doubt the answer is no.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.protection.rules.dominate import needed_protection
from kreisblick.protection.rules.terms import Terms, Unit

__all__ = ["Statistic", "Verdict", "may_show"]


class Statistic(StrEnum):
    """What is computed from the values of single units."""

    SHARE = auto()  # of values 0 and 1
    TOTAL = auto()
    MEAN = auto()  # a total, once the number of units is known
    VARIANCE = auto()  # and the standard deviation
    GINI = auto()
    MEDIAN = auto()
    QUANTILE = auto()  # and the whisker of a box plot, at 0.05 or 0.95
    MINIMUM = auto()
    MAXIMUM = auto()
    RANK = auto()  # of a single unit


@dataclass(frozen=True)
class Verdict:
    """The answer; true when the value may be shown.

    Attributes:
        shown: whether.
        reason: why not, in words that tell no number; empty when it may.
    """

    shown: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Whether the value may be shown."""
        return self.shown


def may_show(
    statistic: str,
    values: Sequence[float | None],
    *,
    rules: Terms,
    attributes: int = 0,
    unit: Unit = "persons",
    holders: Sequence[str] | None = None,
    at: float | None = None,
) -> Verdict:
    """Whether a statistic over these values may be shown under these rules.

    Args:
        statistic: a ``Statistic``; what is not known is refused.
        values: one per unit.
        rules: of the topic.
        attributes: by which the units are told apart beside the area.
        unit: what one value stands for.
        holders: the holding or household of each value; its values count as one.
        at: of a quantile, between 0 and 1.
    """
    known = [float(value) for value in values if value is not None]
    least = rules.minimum(attributes=attributes, unit=unit)
    if statistic not in set(Statistic) or statistic == Statistic.RANK:
        return Verdict(shown=False, reason=_("Such a value of single units is never shown."))
    if rules.source == "publisher" or least is None:
        return Verdict(shown=False, reason=_("There is no minimum for values of single units."))
    whole = len(known) == len(values) and all(math.isfinite(value) for value in known)
    if not whole or (holders is not None and len(holders) != len(known)):
        return Verdict(shown=False, reason=_("A value or its holder is missing."))
    owners = [str(i) for i in range(len(known))] if holders is None else list(holders)
    units = _Units(known, owners, least, rules)
    if not units.enough(range(len(known))):
        return Verdict(shown=False, reason=_("Too few stand behind the value."))
    if not units.hide(Statistic(statistic), at):
        return Verdict(shown=False, reason=_("The value tells too much about single units."))
    return Verdict(shown=True)


@dataclass(frozen=True)
class _Units:
    """The values with their holders and the minimum that holds for them."""

    values: list[float]
    owners: list[str]
    least: int
    rules: Terms

    def enough(self, places: Iterable[int]) -> bool:
        """Whether so many units, of so many holders, stand at these places."""
        chosen = list(places)
        holders = {self.owners[i] for i in chosen}
        return len(chosen) >= self.least and len(holders) >= (self.rules.minimum_contributors or 1)

    def hide(self, statistic: Statistic, at: float | None) -> bool:
        """Whether the statistic keeps each of them hidden."""
        if statistic is Statistic.SHARE:
            return self._share()
        if statistic is Statistic.MINIMUM:
            return self._shared(min(self.values))
        if statistic is Statistic.MAXIMUM:
            return self._shared(max(self.values))
        if statistic is Statistic.MEDIAN:
            return self._between(0.5)
        if statistic is Statistic.QUANTILE:
            return at is not None and 0 < at < 1 and self._between(at)
        return self._together(statistic)

    def _where(self, test: Callable[[float], bool]) -> list[int]:
        return [i for i, value in enumerate(self.values) if test(value)]

    def _share(self) -> bool:
        """Neither few nor, under the group rule, all but few; zeros as the rules say."""
        if not set(self.values) <= {0.0, 1.0}:
            return False
        ones, rest = self._where(lambda v: v == 1), self._where(lambda v: v == 0)
        if not ones:
            return self.rules.zeros == "free"
        return self.enough(ones) and (not self.rules.group_rule or self.enough(rest))

    def _shared(self, extreme: float) -> bool:
        """Enough share the extreme and, under the group rule, enough do not."""
        rest = self._where(lambda v: v != extreme)
        alike = self._where(lambda v: v == extreme)
        return self.enough(alike) and (not self.rules.group_rule or self.enough(rest))

    def _between(self, at: float) -> bool:
        """Enough lie strictly below, enough strictly above, by whatever convention."""
        ends = [float(np.quantile(self.values, at, method=way)) for way in ("lower", "higher")]
        low, high = min(ends), max(ends)
        below, above = self._where(lambda v: v < low), self._where(lambda v: v > high)
        return self.enough(below) and self.enough(above)

    def _together(self, statistic: Statistic) -> bool:
        """Nobody makes up the sum nearly alone; of equal values each would be told."""
        if min(self.values) < 0 or min(self.values) == max(self.values):
            return False
        parts = [self.values]
        if statistic is Statistic.VARIANCE:
            mean = sum(self.values) / len(self.values)
            parts.append([(value - mean) ** 2 for value in self.values])
        return not any(self._dominated(one) for one in parts)

    def _dominated(self, parts: Sequence[float]) -> bool:
        sums: dict[str, float] = defaultdict(float)
        for holder, part in zip(self.owners, parts, strict=True):
            sums[holder] += part
        rule = self.rules.dominance
        return rule is not None and needed_protection(list(sums.values()), rule) > 0
