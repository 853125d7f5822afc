"""First: one whole-number table that fits everything published in a part."""

from dataclasses import dataclass, field

import numpy as np

from kreisblick.protection.audit.parts import Part
from kreisblick.protection.audit.program import Program

__all__ = ["First", "first_table"]


@dataclass(frozen=True, kw_only=True)
class First:
    """The first table, or why there is none.

    Attributes:
        state: ``ok``, ``infeasible``, or the solver's word for why it gave up.
        table: null unless the state is ``ok``.
        left_out: rows of the part that had to be left out.
        program: for further questions; null unless the state is ``ok``.
        programs: how many programs it took beside it.
    """

    state: str
    table: np.ndarray | None = field(repr=False, default=None)
    left_out: np.ndarray = field(repr=False)
    program: Program | None = field(repr=False, default=None)
    programs: int = 0


def first_table(part: Part, patience: float) -> First:
    """A table that fits; where offices contradict each other, without what links them."""
    nothing = np.empty(0, dtype=np.int64)
    found = _try(part, nothing, patience)
    if found.state == "infeasible" and part.links.any():
        # two offices contradict each other: a part is larger than its whole, so that cannot be
        # relied on here
        found = _try(part, np.flatnonzero(part.links), patience)
    return found


def _try(part: Part, left_out: np.ndarray, patience: float) -> First:
    rows = np.setdiff1d(np.arange(len(part.rows)), left_out)
    system = (part.matrix[rows], part.lower[rows], part.upper[rows])
    program = Program(*system, patience=patience)
    answer = program.best(np.zeros(part.width), most=True)
    if answer.state != "ok":
        state = "infeasible" if answer.state == "unbounded" else answer.state
        return First(state=state, left_out=left_out, programs=program.spent)
    spent = 0
    table = answer.whole
    if table is None:
        whole = Program(*system, patience=patience, whole=True)
        answer = whole.best(np.zeros(part.width), most=True)
        table, spent = answer.whole, whole.spent
        if table is None:
            return First(state=answer.state, left_out=left_out, programs=program.spent + spent)
    return First(state="ok", table=table, left_out=left_out, program=program, programs=spent)
