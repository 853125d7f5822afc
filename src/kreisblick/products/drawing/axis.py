"""Axes: round ticks from zero, and the place of a value between them."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from kreisblick.products.drawing.measure import width_of

__all__ = ["Axis", "axis_around", "axis_from_zero", "tick_words"]


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


def tick_words(
    axis: Axis, write: Callable[[float], str], size: float, width: float
) -> list[tuple[str, float]]:
    """Words and middle of the ticks of a level axis, as many as stand side by side in a picture.

    Every tick, or every second, third …, counted from the first; those that would leave the
    picture are moved inside.
    """
    said = [(write(tick), axis.place(tick)) for tick in axis.ticks]
    halves = [width_of(words, size) / 2 for words, _x in said]
    inside = [min(max(x, half), width - half) for (_w, x), half in zip(said, halves, strict=True)]
    for step in range(1, len(said)):
        kept = list(range(0, len(said), step))
        ends = [(inside[i] - halves[i], inside[i] + halves[i]) for i in kept]
        if all(right + size / 2 <= left for (_l, right), (left, _r) in pairwise(ends)):
            return [(said[i][0], inside[i]) for i in kept]
    return [(said[0][0], inside[0])]


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
