"""Coalitions: what a table must keep even from those who are counted in it.

A unit that is alone in a finest cell knows that this variable is one, and stays out of the
unknowns. A requirement holds against every coalition of such units when no coalition takes part in
all of its proofs: for each there is then a proof that leaves what they know as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from kreisblick.protection.suppression.need import Need

__all__ = ["Knowledge", "Known", "harden", "keep_out", "open_coalitions"]

Known = tuple[int, ...]


def open_coalitions(moved: Sequence[frozenset[int]], size: int) -> list[Known]:
    """The smallest coalitions that know something of every proof.

    Args:
        moved: the units alone that each proof moves.
        size: how many units may put together what they know; 0 asks for one proof only.

    Returns:
        Sorted coalitions; ``[()]`` while there is no proof, empty when nobody is left.
    """
    return sorted({tuple(sorted(c)) for c in _hitting(moved, size)})


def _hitting(moved: Sequence[frozenset[int]], size: int) -> Iterator[Known]:
    if not moved:
        yield ()
    elif size:
        smallest = min(moved, key=len)
        for unit in smallest:
            for others in _hitting([m for m in moved if unit not in m], size - 1):
                yield (unit, *others)


def keep_out(before: Sequence[Known], moved: frozenset[int], size: int) -> list[Known]:
    """The smallest coalitions that are still open after one proof more.

    Gives the same as ``open_coalitions`` of all proofs, but looks at the new one only.

    Args:
        before: what was open; ``[()]`` when there was no proof.
        moved: the units alone that the new proof moves.
        size: as for ``open_coalitions``.
    """
    stay = [coalition for coalition in before if not moved.isdisjoint(coalition)]
    enough = {coalition[0] for coalition in stay if len(coalition) == 1}
    larger = {
        tuple(sorted((*coalition, unit)))
        for coalition in before
        if len(coalition) < size and moved.isdisjoint(coalition)
        for unit in moved
        if unit not in enough
    }
    return sorted({*stay, *larger})


@dataclass(frozen=True)
class Knowledge:
    """Who knows what.

    Attributes:
        matrix: the rows' variables.
        x: the variables' values.
        value: the rows' values.
        unit: who knows a variable; -1 for variables that nobody knows alone.
        size: units in a coalition.
        scenario: the number of the attacker who knows what these units know.
    """

    matrix: "csr_matrix[np.int64]"
    x: npt.NDArray[np.int64]
    value: npt.NDArray[np.int64]
    unit: npt.NDArray[np.int64]
    size: int
    scenario: Callable[[Known], int]

    def parts(self, row: int) -> dict[int, int]:
        """How much of a row each unit knows."""
        inside = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
        plus = self.matrix.indices[inside][self.matrix.data[inside] > 0]
        known = plus[self.unit[plus] >= 0]
        found: dict[int, int] = {}
        for unit, count in zip(self.unit[known].tolist(), self.x[known].tolist(), strict=True):
            found[unit] = found.get(unit, 0) + count
        return dict(sorted(found.items()))


def harden(needs: Sequence[Need], knowledge: Knowledge) -> list[Need]:
    """Needs that hold against coalitions, too.

    Whoever is counted in the row itself knows a part of it: from them only the rest has to be
    kept, in a need of its own; where nothing is left, nothing.

    Args:
        needs: what is asked for strangers; needs that name an insider stay as they are.
        knowledge: who knows what, and how many may put it together.
    """
    found: list[Need] = []
    for need in needs:
        if need.insider:
            found.append(need)
        else:
            parts = knowledge.parts(need.row)
            rest = int(knowledge.value[need.row])
            found += _against(need, parts, rest, knowledge.size, (), knowledge.scenario)
    return found


def _against(
    need: Need,
    parts: Mapping[int, int],
    rest: int,
    size: int,
    known: Known,
    scenario: Callable[[Known], int],
) -> Iterator[Need]:
    """The need for those who know ``known``, and for those who know one unit more."""
    if known and rest < 1:
        return
    least = rest - sum(sorted(parts.values(), reverse=True)[:size])
    shrinks = need.sign < 0 or need.relative
    amount = min(need.amount, rest) if shrinks else need.amount
    narrow = least < (amount if shrinks else 1)
    own = tuple(parts) if narrow else ()
    insider = scenario(known) if known else need.insider
    yield replace(need, amount=amount, insider=insider, coalition=size, own=own)
    if size and narrow:
        for unit, count in parts.items():
            if not known or unit > known[-1]:
                others = {other: n for other, n in parts.items() if other != unit}
                yield from _against(need, others, rest - count, size - 1, (*known, unit), scenario)
