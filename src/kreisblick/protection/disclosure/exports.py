"""Exports: exact figures that an office holds, beside what everybody will read.

The public does not know them, so they stay protected like all others. The office does: what it
reads in the publication must not tell it more small figures than it holds. So the system is
solved a second time with the exported figures as facts; what the office can compute from its own
figures alone needs nothing there.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import lsmr

from kreisblick.protection.disclosure.assemble import Joint
from kreisblick.protection.disclosure.earlier import Told, hold_earlier
from kreisblick.protection.disclosure.standing import suppress_beside
from kreisblick.protection.suppression import Kind, Need, System, show_again

__all__ = ["hide_from_offices"]

EXACT = 1e-6  # distances of whole-number rows from a plane are zero or far above this
Bools = npt.NDArray[np.bool_]


def hide_from_offices(joint: Joint, exports: Sequence[Told], hidden: Bools) -> Bools:
    """What has to be hidden, too, so that offices with exports learn nothing small.

    Args:
        joint: the system of the public; it is changed.
        exports: what was exported.
        hidden: what is hidden from the public, per row.

    Returns:
        Per row of the public system: hidden from everybody.
    """
    if not exports:
        return hidden
    rows = joint.builder.rows
    for row in hidden.nonzero()[0]:
        rows[row] = (*rows[row][:-1], True)
    records = list(joint.records)
    hold_earlier(joint, exports)
    joint.records = records  # of the public, who does not hold the exports
    joint.builder.needs = _open_needs(joint)
    system, pattern = suppress_beside(joint)
    show_again(system, pattern)
    return hidden | pattern.hidden[: len(hidden)]


def _open_needs(joint: Joint) -> list[Need]:
    """The needs that the exported figures alone do not decide."""
    system = joint.builder.build()
    known = system.matrix[(system.kind == Kind.FACT).nonzero()[0]]
    plane = csr_matrix(known, dtype=np.float64).T.tocsr()
    decided = {row: _lies_in(system, plane, row) for row in {n.row for n in system.needs}}
    return [need for need in joint.builder.needs if not decided.get(need.row, False)]


def _lies_in(system: System, plane: "csr_matrix[np.float64]", row: int) -> bool:
    target = np.asarray(system.matrix[[row]].todense(), np.float64).ravel()
    found = lsmr(plane, target, atol=1e-12, btol=1e-12)[0]
    return bool(np.abs(plane @ found - target).max() < EXACT)
