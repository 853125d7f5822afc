"""Class breaks on round numbers, the same for all dates of one indicator."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

__all__ = ["class_breaks", "class_of"]

ROUND = (1.0, 2.0, 2.5, 5.0)  # what readers take for round, times a power of ten
LADDER = (1.0, 2.0, 5.0)
ROUNDNESS_WORTH = 0.15  # entropy (of at most 1.61) given up for a wider, rounder step
DECIMALS = 1  # of a border: tables print no more, and a reader must find each area's class there
FINEST = 0.01  # of a border, to the next: areas that differ by less do not differ for a map


def class_breaks(values: Iterable[float | None], classes: int = 5) -> tuple[float, ...]:
    """The inner borders between classes: round numbers that spread the areas most evenly.

    Give the values of **all** dates, so that one colour means one thing in every year. Of all
    rows of borders with a round step (5, 10, 15, 20) or on the ladder 1-2-5 (100, 200, 500,
    1.000) those whose class sizes have nearly the largest entropy are even enough; of them the
    widest step wins. No step is finer than tables print or than a hundredth of the
    borders, so values that are nearly the same share a colour.

    Returns:
        Up to ``classes - 1`` ascending borders; a value equal to a border belongs to the class
        above. Empty where fewer than two different values are known.

    >>> class_breaks([1.2, 3.4, 6.1, 8.8, 12.0, 14.9, 17.2, 21.0])
    (5.0, 10.0, 15.0, 20.0)
    """
    known = np.array(sorted(v for v in values if v is not None and math.isfinite(v)))
    if known.size < 2 or known[0] == known[-1]:
        return ()
    rows = [
        (row, step, _spread(known, row))
        for row, step in _candidates(known, classes - 1)
        if _is_legible(row)
    ]
    if not rows:
        return ()
    most = max(spread for _, _, spread in rows)
    even_enough = [one for one in rows if one[2] >= most - ROUNDNESS_WORTH]
    best = max(even_enough, key=lambda one: (one[1], one[2]))[0]
    return tuple(border for border in best if known[0] < border < known[-1])


def class_of(value: float, breaks: tuple[float, ...]) -> int:
    """The class of a value, counted from 0.

    >>> class_of(10.0, (5.0, 10.0, 15.0, 20.0))
    2
    """
    return int(np.searchsorted(np.array(breaks), value, side="right"))


def _is_legible(row: tuple[float, ...]) -> bool:
    written = all(round(border, DECIMALS) == border for border in row)
    apart = (high - low >= FINEST * max(abs(low), abs(high)) for low, high in pairwise(row))
    return written and all(apart)


def _candidates(known: np.ndarray, count: int) -> Iterator[tuple[tuple[float, ...], float]]:
    span = float(known[-1] - known[0])
    top = math.floor(math.log10(span)) + 1
    for power in range(top - 3, top + 1):
        for factor in ROUND:
            step = factor * 10.0**power
            if span / step <= 60:  # finer steps are no round numbers for this range
                yield from _even(known, step, power, count)
    if known[0] >= 0:
        yield from _ladder(known, count)


def _even(
    known: np.ndarray, step: float, power: int, count: int
) -> Iterator[tuple[tuple[float, ...], float]]:
    first = math.floor(known[0] / step)
    last = math.ceil(known[-1] / step)
    for start in range(first, last + 1):
        row = tuple(round((start + i) * step, max(0, 1 - power)) for i in range(count))
        yield row, step


def _ladder(known: np.ndarray, count: int) -> Iterator[tuple[tuple[float, ...], float]]:
    high = math.ceil(math.log10(known[-1])) + 1
    rungs = [round(factor * 10.0**power, 6) for power in range(high - 5, high) for factor in LADDER]
    for start in range(len(rungs) - count + 1):
        yield tuple(rungs[start : start + count]), 0.0


def _spread(known: np.ndarray, row: tuple[float, ...]) -> float:
    places = np.searchsorted(np.array(row), known, side="right")
    shares = np.bincount(places) / known.size
    shares = shares[shares > 0]
    return float(-(shares * np.log(shares)).sum())
