"""Axes: round ticks from zero, and the place of a value between them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Axis", "axis_around", "axis_from_zero"]


@dataclass(frozen=True)
class Axis:
    """A linear axis: values from ``low`` to ``high`` on units from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Where a value lies; beyond the ends it stays at the end."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def axis_from_zero(
    values: Iterable[float | None], start: float, end: float, ticks: int = 4
) -> Axis:
    """An axis that holds zero and all values, with round ticks.

    >>> axis_from_zero([3.0, 17.0], 0, 100).ticks
    (0.0, 5.0, 10.0, 15.0, 20.0)
    """
    known = [value for value in values if value is not None]
    return _axis(min([0.0, *known]), max([0.0, *known]), start, end, ticks)


def axis_around(values: Iterable[float | None], start: float, end: float, ticks: int = 4) -> Axis:
    """An axis that holds all values, with round ticks; for dots, whose place alone speaks.

    >>> axis_around([13.0, 17.0], 0, 100).ticks
    (13.0, 14.0, 15.0, 16.0, 17.0)
    """
    known = [value for value in values if value is not None] or [0.0]
    return _axis(min(known), max(known), start, end, ticks)


def _axis(low: float, high: float, start: float, end: float, ticks: int) -> Axis:
    if low == high:
        high = low + 1.0
    step = _round_step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(round(number * step, 10) for number in range(first, last + 1))
    return Axis(low=marks[0], high=marks[-1], start=start, end=end, ticks=marks)


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    factors = (1.0, 2.0, 2.5, 5.0, 10.0)
    return next(factor for factor in factors if factor * power >= rough * 0.999) * power
