"""The noun of reading: a grid of cells with their places."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from kreisblick.base.language import translate as _

__all__ = ["Grid"]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A delivery's cells as text, with their places.

    Attributes:
        cells: ``row`` (line in the file or sheet, from 1) and text columns ``1``, ``2``, ...
            (their number in the file); empty cells are null.
        sheet: the sheet's name; None for text files.
        merged: ranges of merged cells as (first row, first column, last row, last column), from 1.
        named: headings that stand outside the grid (fixed width, GeoJSON), by column.
    """

    cells: pl.DataFrame = field(repr=False)
    sheet: str | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    named: Mapping[str, str] | None = None

    @property
    def columns(self) -> list[str]:
        """Names of the text columns, left to right."""
        return [name for name in self.cells.columns if name != "row"]

    def where(self, row: int, column: str | None = None) -> str:
        """The place of a row or cell in words: sheet and cell, or line and column."""
        if self.sheet is None:
            if column is None:
                return _("line {row}").format(row=row)
            return _("line {row}, column {column}").format(row=row, column=column)
        if column is None:
            return _("sheet '{sheet}', row {row}").format(sheet=self.sheet, row=row)
        cell = f"{_letters(int(column))}{row}"
        return _("sheet '{sheet}', cell {cell}").format(sheet=self.sheet, cell=cell)


def _letters(column: int) -> str:
    """The column's letters in a workbook: 1 is A, 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
