"""Swap: a choice where sums cannot all be close, by many small exchanges between two places.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983): one place gives a unit of a cell to
another, alone or against a unit of a second cell. Totals of the cells never change; what is
minimised is the excess of sums that are the base or more away from the truth, then the cost of the
choice. Compiled by numba. Random numbers are our own (xorshift64*, Vigna 2016), so that the same
secret gives the same figures with every library.
Longer than usual: compiled code pays for every call.
"""

from typing import Any

import numpy as np
from numba import njit

from kreisblick.protection.perturbation.axes import Ints
from kreisblick.protection.perturbation.part import Part, preferred

__all__ = ["close_enough"]

STEPS = 2_000  # per figure
HOT, COLD = 0.15, 0.01  # in units of the squared base
CHEAP = 0.05  # weight of cost beside excess
ENDLESS = 1 << 40
TRIES = 6  # to find a second cell
FINE = 1 << 30


def close_enough(part: Part) -> Ints:
    """The units of every figure; sums are close where that was found, all totals are kept."""
    units, low, high, cost, seen = preferred(part), part.low, part.high, part.cost, len(part.counts)
    if part.total is None:  # a place that nobody sees gives and takes
        rows, off = _sums(part, units)
        units, low, high = _below(units, 0), _below(low, -ENDLESS), _below(high, ENDLESS)
    else:
        _meet_totals(part, units)
        rows, off = _sums(part, units)
    problem = (units, low, high, cost, off, rows)
    state = np.array([part.seed | 1], np.uint64)
    _exchange(problem, part.base, STEPS * units.size, state)
    return units[:seen]


def _below(rows: Ints, value: int) -> Ints:
    """The rows and one of this value more."""
    return np.vstack([rows, np.full(rows.shape[1], value, np.int64)])


def _meet_totals(part: Part, units: Ints) -> None:
    """Change the cheapest figures until every cell has its total; near ones before far ones."""
    near = (part.counts // part.base, -(-part.counts // part.base))
    for cell, total in enumerate(part.total if part.total is not None else ()):
        while (lack := int(total - units[:, cell].sum())) != 0:
            way = 1 if lack > 0 else -1
            end = (part.high if way > 0 else part.low)[:, cell]
            able = (units[:, cell] != end).nonzero()[0]
            far = (near[1] if way > 0 else near[0])[able, cell] == units[able, cell]
            order = np.lexsort((way * part.cost[able, cell], far))
            units[able[order[: abs(lack)]], cell] += way


def _sums(part: Part, units: Ints) -> tuple[Ints, Ints]:
    """The sums that each cell is in (cells x kinds), and how far each place's sums are off."""
    places, cells = units.shape
    kinds = [np.arange(cells), *part.groups]
    sizes = np.array([int(kind.max()) + 1 for kind in kinds])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    rows: Ints = np.stack([kind + start for kind, start in zip(kinds, starts, strict=False)], 1)
    off: Ints = np.zeros((places, int(starts[-1])), np.int64)
    single = part.base * units - part.counts
    for cell in range(cells):
        off[:, rows[cell]] += single[:, [cell]]
    return rows, off


@njit(cache=True, inline="always", nogil=True)
def _draw(state: np.ndarray, below: int) -> Any:  # pragma: no cover - compiled
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return np.int64(((x * np.uint64(2685821657736338717)) >> np.uint64(33)) % np.uint64(below))


@njit(cache=True, nogil=True)
def _move(  # pragma: no cover - compiled
    problem: tuple[Any, ...], place: int, cell: int, step: int, base: int
) -> float:
    """Give a figure a unit more or less; how much worse that is. Nobody sees the last row."""
    units, cost, off, rows = problem[0], problem[3], problem[4], problem[5]
    units[place, cell] += step
    if place >= off.shape[0]:
        return 0.0
    worse = CHEAP * step * cost[place, cell]
    for kind in range(rows.shape[1]):
        row = rows[cell, kind]
        before = max(abs(off[place, row]) - base + 1, 0)
        off[place, row] += step * base
        after = max(abs(off[place, row]) - base + 1, 0)
        worse += after * after - before * before
    return float(worse)


@njit(cache=True, nogil=True)
def _can(
    problem: tuple[Any, ...], giver: int, taker: int, cell: int
) -> bool:  # pragma: no cover - compiled
    units, low, high = problem[0], problem[1], problem[2]
    able: bool = units[giver, cell] > low[giver, cell] and units[taker, cell] < high[taker, cell]
    return able


@njit(cache=True, nogil=True)
def _exchange(  # pragma: no cover - compiled
    problem: tuple[Any, ...], base: int, steps: int, state: np.ndarray
) -> None:
    """Exchange units; ``problem`` is units, low, high, cost, distances of sums, sums of a cell."""
    places, cells = problem[0].shape
    heat = HOT * base * base
    cooling = (COLD / HOT) ** (1.0 / max(steps, 1))
    for _step in range(steps):
        heat *= cooling
        giver, taker, cell = _draw(state, places), _draw(state, places), _draw(state, cells)
        if giver == taker or not _can(problem, giver, taker, cell):
            continue
        worse = _move(problem, giver, cell, -1, base) + _move(problem, taker, cell, 1, base)
        other = -1
        if worse > 0.0:
            for _try in range(TRIES):
                back = _draw(state, cells)
                if other < 0 and back != cell and _can(problem, taker, giver, back):
                    other = back
        if other >= 0:
            worse += _move(problem, taker, other, -1, base) + _move(problem, giver, other, 1, base)
        if worse <= 0.0 or _draw(state, FINE) < FINE * np.exp(-worse / heat):
            continue
        _move(problem, giver, cell, 1, base)
        _move(problem, taker, cell, -1, base)
        if other >= 0:
            _move(problem, taker, other, 1, base)
            _move(problem, giver, other, -1, base)
