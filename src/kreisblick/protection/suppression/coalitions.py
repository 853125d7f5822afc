"""Coalitions: what a table must keep even from those who are counted in it.

A unit that is alone in a finest cell knows that this variable is one, and stays out of the
unknowns. A requirement holds against every coalition of such units when no coalition takes part in
all of its proofs: for each there is then a proof that leaves what they know as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from kreisblick.protection.suppression.need import Need

__all__ = ["harden", "open_coalitions"]

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


def harden(
    needs: Sequence[Need],
    matrix: "csr_matrix[np.int64]",
    value: npt.NDArray[np.int64],
    single: npt.NDArray[np.bool_],
    size: int,
    scenario: Callable[[Known], int],
) -> list[Need]:
    """Needs that hold against coalitions, too.

    Whoever is counted in the row itself knows a part of it: from them only the rest has to be
    kept, in a need of its own; where nothing is left, nothing.

    Args:
        needs: what is asked for strangers; needs that name an insider stay as they are.
        matrix: the rows' variables.
        value: the rows' values.
        single: variables that a unit alone stands behind.
        size: units in a coalition.
        scenario: the number of the attacker who knows these variables.
    """
    found: list[Need] = []
    for need in needs:
        if need.insider:
            found.append(need)
            continue
        inside = slice(matrix.indptr[need.row], matrix.indptr[need.row + 1])
        plus = matrix.indices[inside][matrix.data[inside] > 0]
        counted = [int(unit) for unit in plus[single[plus]]]
        rest = int(value[need.row])
        found += _against(need, counted, rest, size, (), scenario)
    return found


def _against(
    need: Need, counted: list[int], rest: int, size: int, known: Known, scenario: Callable[..., int]
) -> Iterator[Need]:
    """The need for those who know ``known``, and for those who know one unit more."""
    amount = min(need.amount, rest) if need.sign < 0 else need.amount
    if known and rest < 1:
        return
    narrow = rest - size < (amount if need.sign < 0 else 1)
    own = tuple(counted) if narrow else ()
    insider = scenario(known) if known else need.insider
    yield replace(need, amount=amount, insider=insider, coalition=size, own=own)
    if size and narrow:
        last = known[-1] if known else -1
        for unit in counted:
            if unit > last:
                left = [other for other in counted if other != unit]
                yield from _against(need, left, rest - 1, size - 1, (*known, unit), scenario)
