"""Search: tables that prove the ends of the questions of one part.

Every table is a witness for all questions at once. Large parts are searched municipality by
municipality first, then some of them together, with everything outside as it is (what is possible
then is possible at all); only what is not proved so is sought in the whole part.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kreisblick.protection.audit.first import first_table
from kreisblick.protection.audit.parts import UNBOUNDED, Part
from kreisblick.protection.audit.program import NEAR, Answer, Program
from kreisblick.protection.audit.proof import NO_TABLE, Proof, Tables

__all__ = ["search"]

LARGE = 1500  # atoms from which on a part is searched in pieces first
GROWTH = 3  # municipalities that are taken together when one alone cannot prove an end
ROUNDS = 6  # how often a piece is asked for many ends at once
QUICK_S = 5.0  # for a whole-number program over a few atoms


def search(part: Part, *, patience: float) -> Proof:
    """Judge all questions of a part.

    Args:
        part: see there.
        patience: seconds a single program may take.
    """
    first = first_table(part, patience)
    if first.table is None or first.program is None:
        return _unjudged(part, first.state, first.left_out, first.programs)
    tables = Tables(part, first.table, first.left_out)
    spent = first.programs
    if part.width > LARGE:
        for columns in _pieces(part):
            spent += _Piece(tables, columns, patience).search()
        spent += _Piece(tables, np.arange(part.width), patience).search(singly=False)
    whole = _Whole(tables, first.program, patience)
    whole.search()
    return tables.proof(whole.state, spent + first.program.spent + whole.spent)


def _pieces(part: Part) -> Iterator[np.ndarray]:
    """The atoms of every municipality, then of some of them together, then of more."""
    towns = np.unique(part.town)
    together = 1
    while together < len(towns):
        for first in range(0, len(towns), together):
            yield np.flatnonzero(np.isin(part.town, towns[first : first + together]))
        together *= GROWTH


def _unjudged(part: Part, state: str, left_out: np.ndarray, programs: int) -> Proof:
    count = len(part.asked)
    none = np.full(count, NO_TABLE, dtype=np.int64)
    nan = np.full(count, np.nan)
    return Proof(
        state=state, low=none, high=none, least=nan, most=nan, left_out=left_out, programs=programs
    )


@dataclass
class _Whole:
    """The search in the whole part, end by end."""

    tables: Tables
    program: Program
    patience: float
    state: str = "ok"
    spent: int = 0

    def search(self) -> None:
        """Prove every end that can be proved; what cannot gets the bound that was found."""
        part = self.tables.part
        for number in range(len(part.asked)):
            for most in (True, False):
                low, high = self.tables.open()
                if self.state == "ok" and (high if most else low)[number]:
                    self._prove(number, most=most)

    def _prove(self, number: int, *, most: bool) -> None:
        tables, part = self.tables, self.tables.part
        cost = part.sums[number].toarray()[0]
        answer = self.program.best(cost, most=most)
        known, need = part.known[number], (part.high if most else part.low)[number]
        if answer.state == "unbounded":
            self._no_limit(number, most=most)
            answer = self.program.best(cost, most=most, enough=float(need - known))
        if answer.state != "ok" or answer.table is None:
            self.state = answer.state
            return
        reached = answer.value + known
        if reached < need - NEAR if most else reached > need + NEAR:
            self._bound(number, reached, most=most)
            return
        whole = answer.whole
        if whole is not None and tables.offer(*_difference(whole, tables.base)):
            return
        self._in_whole_numbers(number, cost, answer, most=most)

    def _no_limit(self, number: int, *, most: bool) -> None:
        self._bound(number, np.inf if most else -np.inf, most=most)

    def _bound(self, number: int, reached: float, *, most: bool) -> None:
        """Write an end down; a whole number lies within what fractions reach."""
        if most:
            self.tables.most[number] = np.floor(reached + NEAR)
        else:
            self.tables.least[number] = np.ceil(reached - NEAR)

    def _in_whole_numbers(
        self, number: int, cost: np.ndarray, answer: Answer, *, most: bool
    ) -> None:
        """The end once more in whole numbers: over the atoms that moved, then over all."""
        tables, part = self.tables, self.tables.part
        need = float((part.high if most else part.low)[number] - part.known[number])
        reached = tables.base if answer.table is None else answer.table
        moved = np.flatnonzero(np.abs(reached - tables.base) > NEAR)
        for columns, patience in ((moved, QUICK_S), (np.arange(part.width), self.patience)):
            piece = _Piece(tables, columns, min(patience, self.patience))
            found = piece.whole(cost[columns], need, most=most, fixed=cost @ tables.base)
            self.spent += piece.spent
            if (tables.high if most else tables.low)[number] != NO_TABLE:
                return
        if found.state == "ok":
            self._bound(number, found.value + part.known[number], most=most)
        else:
            self.state = found.state


def _difference(table: np.ndarray, base: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    change = table - base
    moved = np.flatnonzero(change)
    return moved, change[moved]


class _Piece:
    """Some atoms of a part, with all others as they are in the base."""

    def __init__(self, tables: Tables, columns: np.ndarray, patience: float) -> None:
        self.tables = tables
        self.columns = columns
        self.patience = patience
        self.spent = 0
        part = tables.part
        inside = tables.by_atom[:, columns].tocsr()
        rows = np.setdiff1d(np.flatnonzero(np.diff(inside.indptr)), tables.left_out)
        self.base = tables.base[columns]
        self.matrix = inside[rows]
        outside = tables.totals[rows] - self.matrix @ self.base
        self.bounds = (_minus(part.lower[rows], outside), _minus(part.upper[rows], outside))
        self.sums = tables.questions_of[:, columns].tocsr()
        self.asked = np.flatnonzero(np.diff(self.sums.indptr))

    def search(self, *, singly: bool = True) -> int:
        """Many ends at once, then one by one if wanted; gives the number of programs."""
        if len(self.columns) and self._open(most=True).size + self._open(most=False).size:
            self.program = Program(self.matrix, *self.bounds, patience=self.patience)
            for most in (False, True):
                self._many(most=most)
            if singly:
                self._one_by_one()
            self.spent += self.program.spent
        return self.spent

    def _one_by_one(self) -> None:
        for most in (False, True):
            for number in self._open(most=most):
                if number in self._open(most=most):
                    cost = self.sums[number].toarray()[0]
                    self._offer(self.program.best(cost, most=most))

    def whole(self, cost: np.ndarray, need: float, *, most: bool, fixed: float) -> Answer:
        """One end in whole numbers; the answer's value is that of the whole question."""
        rest = fixed - float(cost @ self.base)
        program = Program(self.matrix, *self.bounds, patience=self.patience, whole=True)
        answer = program.best(cost, most=most, enough=need - rest)
        self.spent += program.spent
        self._offer(answer)
        return Answer(state=answer.state, table=answer.table, value=answer.value + rest)

    def _open(self, *, most: bool) -> np.ndarray:
        still = self.tables.open()[1 if most else 0]
        found: np.ndarray = self.asked[still[self.asked]]
        return found

    def _many(self, *, most: bool) -> None:
        for _round in range(ROUNDS):
            wanted = self._open(most=most)
            if not len(wanted):
                return
            cost = np.asarray(self.sums[wanted].sum(axis=0)).ravel()
            limited = self._limits(wanted) if most else np.empty(0, dtype=np.int64)
            answer = self.program.best(cost, most=most)
            if not self._offer(answer) and answer.table is not None:
                self._repair(answer.table, cost, limited, most=most)
            self.program.free(limited)
            if len(self._open(most=most)) > 0.9 * len(wanted):
                return

    def _limits(self, wanted: np.ndarray) -> np.ndarray:
        """No atom that is asked for by itself gets more than it needs: the others need some too."""
        alone = wanted[np.diff(self.sums.indptr)[wanted] == 1]
        columns = self.sums[alone].indices
        part = self.tables.part
        need = part.high[alone] - self.tables.values[alone] + self.base[columns]
        self.program.limit(columns, np.maximum(need, self.base[columns]))
        return np.asarray(columns)

    def _repair(
        self, table: np.ndarray, cost: np.ndarray, limited: np.ndarray, *, most: bool
    ) -> None:
        """The same in whole numbers, over the atoms that moved."""
        moved = np.flatnonzero(np.abs(table - self.base) > NEAR)
        piece = _Piece(self.tables, self.columns[moved], min(QUICK_S, self.patience))
        program = Program(piece.matrix, *piece.bounds, patience=piece.patience, whole=True)
        here = np.isin(moved, limited)
        most_of = np.maximum(np.ceil(table[moved[here]]), self.base[moved[here]])
        program.limit(np.flatnonzero(here), most_of)
        piece._offer(program.best(cost[moved], most=most))
        self.spent += program.spent

    def _offer(self, answer: Answer) -> bool:
        whole = answer.whole
        return whole is not None and self.tables.offer(self.columns, whole - self.base)


def _minus(bounds: np.ndarray, known: np.ndarray) -> np.ndarray:
    return np.where(np.abs(bounds) >= UNBOUNDED, bounds, bounds - known)
