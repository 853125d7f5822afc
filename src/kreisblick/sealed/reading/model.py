"""The nouns of reading: a grid of cells with their places, and the tables found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from kreisblick.base.language import translate as _

__all__ = ["GROUP", "Grid", "LongTable", "Period", "SignFound", "Table", "Total"]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A delivery's cells as text, with their places.

    Attributes:
        cells: ``row`` (line in the file or sheet, from 1) and text columns ``1``, ``2``, ...
            (their number in the file); empty cells are null.
        sheet: the sheet's name; None for text files.
        merged: ranges of merged cells as (first row, first column, last row, last column), from 1.
        named: headings that stand outside the grid (fixed width, GeoJSON), by column.
        hidden_rows: lines that people do not see when they open the sheet.
        hidden_columns: likewise the columns' names.
        percent_columns: columns whose numbers people see as percent: 0.125 is 12.5 % to them.
        notes: sentences on what was read otherwise than it looks (a hidden sheet, macros).
    """

    cells: pl.DataFrame = field(repr=False)
    sheet: str | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    named: Mapping[str, str] | None = None
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    percent_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Names of the text columns, left to right."""
        return [name for name in self.cells.columns if name != "row"]

    def where(self, row: int, column: str | None = None) -> str:
        """The place of a row or cell in words: sheet and cell, or line and column."""
        if column == GROUP:  # a group's name, carried down from a row above
            column = None
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


GROUP = "0"
"""Name of the column into which the texts of grouping rows are carried down."""


@dataclass(frozen=True, kw_only=True)
class Total:
    """A row or column that is the sum of others.

    Attributes:
        place: line of the row, or name of the column.
        by: ``word`` (it says so: Summe, insgesamt), ``sum`` (it adds up), or ``both``.
        certainty: 0 to 1.
        parts: lines or columns that add up to it; empty when only its word says so.
    """

    place: int | str
    by: Literal["word", "sum", "both"]
    certainty: float
    parts: tuple[int | str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table found in a grid that nobody has described. All lines and columns are the grid's.

    Attributes:
        grid: where it was found; for a transposed table a grid turned round, whose ``row`` is the
            number of the delivered column.
        title: the lines of text above it, top to bottom.
        heading_rows: lines of the headings, one to three; a row of units or numbers is none of
            them. Empty when the file has no headings, or they stand outside the grid.
        headings: text of each column's heading; groups of merged or repeated cells are joined by
            `` | ``. A column of a table without headings has none.
        units: what a units row or the heading says of a column (``in %``, ``Anzahl``).
        unit_row, number_row: their lines, when there are such rows below the headings.
        first_row, last_row: first and last line of the data; 0 when there are none.
        columns: those that belong to the table, left to right; empty spacers do not.
        body: the data: ``row`` and ``columns``, and ``0`` (``GROUP``) where rows above carry a
            group's name. Totals rows are in it; grouping rows, footnotes, repeated headings, rows
            of units and numbers, empty rows are not.
        totals, total_columns: rows and columns that are sums of others.
        groups: grouping rows as (line, text): the text stands alone above the rows it is about.
        repeated: lines in which the headings are repeated (page breaks of a printed report).
        footnotes: lines of text below (or between) as (line, text).
        hidden_rows: lines of the body that people do not see.
        transposed: areas stand side by side, and the table was turned round.
        certainty: 0 to 1: how much speaks for these headings.
    """

    grid: Grid = field(repr=False)
    title: tuple[str, ...] = ()
    heading_rows: tuple[int, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    unit_row: int | None = None
    number_row: int | None = None
    first_row: int = 0
    last_row: int = 0
    columns: tuple[str, ...] = ()
    body: pl.DataFrame = field(repr=False)
    totals: tuple[Total, ...] = ()
    total_columns: tuple[Total, ...] = ()
    groups: tuple[tuple[int, str], ...] = ()
    repeated: tuple[int, ...] = ()
    footnotes: tuple[tuple[int, str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    transposed: bool = False
    certainty: float = 1.0


PeriodKind = Literal["year", "school_year", "quarter", "month", "date", "age_group"]


@dataclass(frozen=True, kw_only=True)
class Period:
    """What a heading says of the time (or the age) its column is about.

    Attributes:
        kind: of the period.
        key: ``2023``; ``2023/24``; ``2024-Q1``; ``2026-01``; ``2024-12-31``; ages ``0-2``, ``65+``.
        rest: the heading without it: ``männlich`` of ``Jan 26 | männlich``.
    """

    kind: PeriodKind
    key: str
    rest: str = ""


@dataclass(frozen=True, kw_only=True)
class LongTable:
    """A table whose columns are periods (or age groups), one row per row and period.

    Attributes:
        table: as delivered.
        kind: of the periods.
        periods: by column of the grid, left to right.
        keys: the columns that hold for all periods (area, name).
        body: ``row, column`` (the cell's place), the key columns, ``period`` (its key), ``rest``
            (heading without the period), ``value`` (text; null where the cell is empty).
    """

    table: Table
    kind: PeriodKind
    periods: Mapping[str, Period]
    keys: tuple[str, ...]
    body: pl.DataFrame = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SignFound:
    """Text in place of numbers in a column of numbers.

    Attributes:
        sign: as written, ``""`` for empty cells.
        column: of the grid.
        rows: lines in which it stands.
    """

    sign: str
    column: str
    rows: tuple[int, ...]
