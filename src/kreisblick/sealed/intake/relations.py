"""Relations: lines of a table that are sums of other lines, even where some of the sums are wrong.

A line that is the exact sum of its neighbours in most columns is meant to be their sum in all of
them. How unlikely that is by chance is measured in bits: a sum of the size of 1,000 that fits says
ten of them. Numbers that are not known exactly are known by their bounds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

__all__ = ["Relation", "relations_in"]

ROUNDS = 3  # sums of parts, sums of those, the whole
MOST_LINES = 400  # more are no statistics; each line is tried against all runs of its neighbours
LEAST_SHARE = 0.5  # of the columns in which a line that says it is a sum must be one
SILENT_SHARE = 0.75  # of a line that does not say so
SAID_BITS, SILENT_BITS = 5.0, 24.0
SILENT_COLUMNS = 3
NEARLY = 0.1  # a sum that is further from its parts may be one of something else
Parts = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A line and the lines whose sum it is.

    Attributes:
        total, parts: numbers of the lines.
        holds, fails: by column; neither where the bounds allow both.
        summed: what the parts add up to at least, by column.
    """

    total: int
    parts: Parts
    holds: np.ndarray = field(repr=False)
    fails: np.ndarray = field(repr=False)
    summed: np.ndarray = field(repr=False)


def relations_in(
    low: np.ndarray, high: np.ndarray, said: np.ndarray, *, silent: bool, alone: bool = False
) -> list[Relation]:
    """The sums in a table of numbers.

    A line may be the sum of lines and the sum of their sums: both are given.

    Args:
        low: lower bounds of the numbers, one row per line.
        high: upper bounds; equal to the lower ones where a number is known.
        said: lines that say they are sums.
        silent: other lines may be sums, too.
        alone: where nothing is proved, the one line that says so is believed to be a sum.
    """
    if not 2 < len(low) <= MOST_LINES or low.shape[1] == 0:
        return []
    table = _Table(low=low, high=high, said=said)
    found: set[int] = set()
    for _round in range(ROUNDS):
        before = len(found)
        for asks in (said, ~said) if silent else (said,):
            for line in np.flatnonzero(asks):
                if any(table.best(int(line), chosen) for chosen in table.lines(int(line), found)):
                    found.add(int(line))
        if len(found) == before:
            break
    best = [
        table.best(line, chosen) for line in sorted(found) for chosen in table.lines(line, found)
    ]
    proved = [relation for relation in best if relation is not None]
    return proved or (table.by_word() if alone else [])


@dataclass(frozen=True, kw_only=True)
class _Table:
    low: np.ndarray
    high: np.ndarray
    said: np.ndarray

    def lines(self, line: int, found: set[int]) -> tuple[list[int], list[int]]:
        """What a line may be the sum of: leaves of the table, or sums that were found."""
        others = [n for n in range(len(self.low)) if n != line]
        leaves = [n for n in others if n not in found and not self.said[n]]
        return leaves, [n for n in others if n in found]

    def best(self, line: int, chosen: Sequence[int]) -> Relation | None:
        """The neighbours among the chosen that a line is most surely the sum of."""
        best, most = None, 0.0
        for parts in self._runs(line, chosen):
            one = self._tested(line, parts)
            bits, share, columns = self._proof(one)
            enough = (
                bits >= SAID_BITS and share >= LEAST_SHARE
                if self.said[line]
                else bits >= SILENT_BITS and share >= SILENT_SHARE and columns >= SILENT_COLUMNS
            )
            if enough and bits > most:
                best, most = one, bits
        return best

    def by_word(self) -> list[Relation]:
        """The one line that says it is a sum, first or last: of all others, where it nearly is."""
        lines = np.flatnonzero(self.said)
        if len(lines) != 1 or lines[0] not in {0, len(self.low) - 1}:
            return []
        line = int(lines[0])
        parts = tuple(n for n in range(len(self.low)) if n != line)
        one = self._tested(line, parts)
        apart = np.abs(one.summed - self.low[line])
        near = apart <= NEARLY * np.minimum(one.summed, self.low[line])
        exact = self.low[list(parts)].sum(axis=0) == self.high[list(parts)].sum(axis=0)
        return [replace(one, fails=one.fails & near & exact)]

    def _runs(self, line: int, chosen: Sequence[int]) -> Iterator[Parts]:
        """Lines directly above and below, nearest first.

        Only a line that says it is a sum may have a single part.
        """
        least = 1 if self.said[line] else 2
        above, below = [n for n in chosen if n < line], [n for n in chosen if n > line]
        for length in range(least, len(above) + 1):
            yield tuple(above[-length:])
        for length in range(least, len(below) + 1):
            yield tuple(below[:length])
        if above and below:
            yield tuple(chosen)

    def _tested(self, total: int, parts: Parts) -> Relation:
        """A line against the bounds of the sum of others."""
        low, high = self.low[list(parts)].sum(axis=0), self.high[list(parts)].sum(axis=0)
        whole_low, whole_high = self.low[total], self.high[total]
        holds = (low == high) & (whole_low == low) & (whole_high == low)
        fails = (whole_high < low) | (whole_low > high)
        return Relation(total=total, parts=parts, holds=holds, fails=fails, summed=low)

    def _proof(self, one: Relation) -> tuple[float, float, int]:
        """Bits that speak for a sum, the share of the columns in which it holds, their number."""
        known = int((one.holds | one.fails).sum())
        several = (self.low[list(one.parts)] > 0).sum(axis=0) > min(1, len(one.parts) - 1)
        telling = one.holds & (self.low[one.total] > 0) & several
        bits = float(np.log2(1 + self.low[one.total][telling]).sum())
        return bits, int(one.holds.sum()) / max(known, 1), int(telling.sum())
