"""Sentences about faults of a delivery: what, where, what to do now; never a person's cell.

A fault that many cells share is told once with the first places; each of the cells is marked, and
the comment in the marked copy speaks about this one cell.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.where import where_across, where_all
from kreisblick.sealed.mapping.checks import Kind
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.region import PLACE_HEADING, Region, plain

__all__ = ["FaultBook"]

BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])")


@dataclass(kw_only=True)
class FaultBook:
    """Collects faults with their places while a delivery is read.

    Attributes:
        grid: the cells, for the words of a place.
        faults: so far.
        marks: cells to mark in a copy: (row, column from 1, sentence).
        kinds: how grave a check's findings are, by its code.
        comments: sentence about many cells to the one that stands at each of them.
        questions: sentences that ask about a cell, and say nothing against what stands in it.
    """

    grid: Grid = field(repr=False)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    questions: set[str] = field(default_factory=set)

    @property
    def hard(self) -> bool:
        """Whether anything stops the acceptance."""
        return any(fault.hard for fault in self.faults)

    def wanted(self, code: str) -> bool:
        """Whether a check is to be made."""
        return self.kinds.get(code, "off") != "off"

    @property
    def places(self) -> set[tuple[int, int]]:
        """Cells in which something wrong was found so far: row, column from 1."""
        return {(row, column) for row, column, text in self.marks if text not in self.questions}

    def find(
        self, code: str, message: str, *, rows: Sequence[int] = (), column: str | None = None
    ) -> None:
        """What a check has found, as grave as the check's kind; of the whole file without rows."""
        hard = self.kinds.get(code) == "hard"
        if rows:
            self.cells(code, message, rows, column, hard=hard)
        else:
            self.whole(code, message, hard=hard)

    def tell(
        self,
        code: str,
        words: tuple[str, str],
        rows: Sequence[int],
        column: str | None,
        *,
        hard: bool | None = None,
        **told: str,
    ) -> None:
        """The same fault in one or many cells; the comment speaks about one.

        Args:
            code: of the check.
            words: the sentence about one cell, and the one about ``{count}`` cells.
            rows: lines in which it was found; none, and nothing is told.
            column: of the cells; None for whole rows.
            hard: as the check's kind says, when it is None.
            told: what else stands in the sentences.
        """
        if not rows or (hard is None and not self.wanted(code)):
            return
        told = {name: _heading(text) for name, text in told.items()}
        one = words[0].format(**told)
        message = one
        if len(rows) > 1:
            message = words[1].format(count=format_count(len(rows)), **told)
            self.comments[message] = one
        grave = self.kinds.get(code) == "hard" if hard is None else hard
        self.cells(code, message, rows, column, hard=grave)

    def whole(self, code: str, message: str, *, hard: bool = True) -> None:
        """A fault of the whole delivery."""
        fault = Fault(code=code, message=message, where="", hard=hard)
        if fault not in self.faults:  # months that are added up are examined one by one
            self.faults.append(fault)

    def cell(
        self, code: str, message: str, row: int, column: str | None, *, hard: bool = True
    ) -> None:
        """A fault of one cell or row."""
        self.cells(code, message, [row], column, hard=hard)

    def line(
        self, code: str, message: str, cells: Sequence[tuple[int, int]], *, hard: bool | None = None
    ) -> None:
        """One fault that cells of a row (or of a column) share: each of them may be the slip."""
        rows, columns = {row for row, _column in cells}, {column for _row, column in cells}
        grave = self.kinds.get(code) == "hard" if hard is None else hard
        if len(columns) == 1:
            self.cells(code, message, sorted(rows), str(min(columns)), hard=grave)
            return
        where = where_across(self.grid, min(rows), sorted(columns))
        self.faults.append(Fault(code=code, message=message, where=where, hard=grave))
        self.marks.extend((row, column, message) for row, column in cells)

    def cells(
        self, code: str, message: str, rows: Sequence[int], column: str | None, *, hard: bool = True
    ) -> None:
        """The same fault in cells of a column (or in rows), told once with the first places."""
        where = where_all(self.grid, rows, column)
        fault = Fault(code=code, message=message, where=where, hard=hard)
        if fault in self.faults:  # a column that fills several cubes is read several times
            return
        self.faults.append(fault)
        self.marks.extend((row, _place(column), message) for row in rows)

    def take(
        self, fault: Fault, marks: Sequence[tuple[int, int, str]], comment: str | None
    ) -> None:
        """A fault of another book, with the cells to mark and what stands at each of many."""
        if fault not in self.faults:
            self.faults.append(fault)
        self.marks.extend(mark for mark in marks if mark not in self.marks)
        if comment is not None:
            self.comments.setdefault(fault.message, comment)

    def missing_column(self, names: Sequence[str], region: Region) -> None:
        """A heading the definition needs is not there."""
        by_plain = {plain(text): text for text in region.headings.values() if region.trusted}
        near = difflib.get_close_matches(plain(names[0]), list(by_plain), n=1)
        hint = _(" Did you mean '{near}'?").format(near=by_plain[near[0]]) if near else ""
        message = _(
            "The column '{name}' is missing.{hint} Give the column this heading, or enter the new "
            "heading in the definition."
        ).format(name=names[0], hint=hint)
        where = self.grid.where(max(region.first_heading, 1))
        self.faults.append(Fault(code="missing_column", message=message, where=where))

    def surplus_cells(self, region: Region) -> None:
        """Rows with more cells than there are columns: something is cut in the wrong place."""
        last = self.grid.columns[-1]
        if self.grid.sheet is not None or self.grid.named is not None:
            return
        rows = region.body.filter(pl.col(last).is_not_null())["row"].to_list()
        if rows:
            words = (
                _(
                    "This row has more cells than the table has columns. Put texts with the "
                    "separator into quotation marks."
                ),
                _(
                    "{count} rows have more cells than the table has columns. Put texts with the "
                    "separator into quotation marks."
                ),
            )
            self.tell("surplus_cells", words, rows, last, hard=True)


def _heading(text: str) -> str:
    """A heading as it stands in a sentence: on one line, a column without one by its number."""
    number = PLACE_HEADING.match(text)
    return number.group(1) if number else " ".join(BROKEN_WORD.sub("", text).split())


def _place(column: str | None) -> int:
    """Number of the column to mark; the first one for a whole row."""
    return max(int(column or 1), 1)
