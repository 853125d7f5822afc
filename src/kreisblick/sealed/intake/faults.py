"""Sentences about faults of a delivery: what, where, what to do now; never a person's cell."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.checks import Kind
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.region import Region, plain

__all__ = ["FaultBook"]

NAMED_ROWS = 5  # a supplier looks at a few rows to see what is meant


@dataclass(kw_only=True)
class FaultBook:
    """Collects faults with their places while a delivery is read.

    Attributes:
        grid: the cells, for the words of a place.
        faults: so far.
        marks: cells to mark in a copy: (row, column from 1, sentence).
        kinds: how grave a check's findings are, by its code.
    """

    grid: Grid = field(repr=False)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    marks: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def hard(self) -> bool:
        """Whether anything stops the acceptance."""
        return any(fault.hard for fault in self.faults)

    def wanted(self, code: str) -> bool:
        """Whether a check is to be made."""
        return self.kinds.get(code, "off") != "off"

    def find(
        self, code: str, message: str, *, rows: Sequence[int] = (), column: str | None = None
    ) -> None:
        """What a check has found, as grave as the check's kind; of the whole file without rows."""
        hard = self.kinds.get(code) == "hard"
        if not rows:
            self.whole(code, message, hard=hard)
        elif len(rows) == 1:
            self.cell(code, message, rows[0], column, hard=hard)
        else:
            self.cells(code, message, rows, column or "1", hard=hard)

    def whole(self, code: str, message: str, *, hard: bool = True) -> None:
        """A fault of the whole delivery."""
        self.faults.append(Fault(code=code, message=message, where="", hard=hard))

    def cell(
        self, code: str, message: str, row: int, column: str | None, *, hard: bool = True
    ) -> None:
        """A fault of one cell or row."""
        where = self.grid.where(row, column)
        self.faults.append(Fault(code=code, message=message, where=where, hard=hard))
        self.marks.append((row, max(int(column or 1), 1), message))

    def cells(
        self, code: str, message: str, rows: Sequence[int], column: str, *, hard: bool = True
    ) -> None:
        """The same fault in many cells of a column, told once with the first rows."""
        shown = ", ".join(str(row) for row in rows[:NAMED_ROWS])
        shown += " …" if len(rows) > NAMED_ROWS else ""
        where = _("lines {rows}").format(rows=shown)
        if self.grid.sheet is not None:
            where = _("sheet '{sheet}', rows {rows}").format(sheet=self.grid.sheet, rows=shown)
        self.faults.append(Fault(code=code, message=message, where=where, hard=hard))
        self.marks.extend((row, max(int(column), 1), message) for row in rows)

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
            message = _(
                "{count} row(s) have more cells than the table has columns. Put texts with the "
                "separator into quotation marks."
            ).format(count=len(rows))
            self.cells("surplus_cells", message, rows, last)
