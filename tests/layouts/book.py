"""A delivery while it is being written: pages of cells that know their part in the table.

A layout says `title`, `heading`, `data`, `total` ... in the order of the page; the truth is
what it said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from openpyxl.utils import get_column_letter
from tests.layouts.model import Grain

COUNTED = ("value", "total", "share", "places")
SIGNS = {
    "*": "suppressed",
    ".": "suppressed",
    "-": "nothing",
    "–": "nothing",
    "x": "not_collected",
    "X": "not_collected",
    "...": "missing",
    "": "missing",
    "k. A.": "missing",
    "k.A.": "missing",
    "nicht erhoben": "not_collected",
    "n. e.": "not_collected",
    "/": "missing",
    "<3": "bounded",
    "< 3": "bounded",
    "<10": "bounded",
    "unter 5": "bounded",
}


@dataclass(frozen=True)
class Said:
    """A cell of text that stands for a number: '1.234' for 1234, or '*' that hides 4."""

    text: str
    number: float | None = None
    hidden: float = 0


Value = str | int | float | date | Said | None


@dataclass(frozen=True)
class Cell:
    """What is stored in a cell, the number format that shows it, the formula that computed it."""

    value: str | int | float | date
    format: str | None = None
    formula: str | None = None


@dataclass(frozen=True)
class Col:
    """A column of a table: its heading (from the top group down) and what it means."""

    head: str | tuple[str, ...]
    means: str
    set: Mapping[str, str] = field(default_factory=dict)
    period: str | None = None
    unit: str = ""
    format: str | None = None
    also: tuple[str, ...] = ()
    also_set: tuple[dict[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The heading's rows from top to bottom."""
        return (self.head,) if isinstance(self.head, str) else self.head

    @property
    def heading(self) -> str:
        """The heading in one line, groups joined."""
        return " | ".join(" ".join(part.split()) for part in self.parts if part)


class Page:
    """A sheet, or the whole of a text file."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formulas = False  # sums are computed by the workbook
        self.tables: list[Draft] = []
        self.row = 1

    def table(self, name: str, columns: Sequence[Col], *, target: str, left: int = 1) -> "Draft":
        """Begin a table whose first column stands at `left`; `target` is what it fills."""
        draft = Draft(self, name, list(columns), left, target)
        self.tables.append(draft)
        return draft

    def put(self, row: int, column: int, value: Value, format: str | None = None) -> None:  # noqa: A002
        """Write one cell; None and empty text leave it empty."""
        stored = value.text if isinstance(value, Said) else value
        if stored is not None and stored != "":
            self.cells[row, column] = Cell(stored, format)

    def line(self, *values: Value) -> None:
        """A line that belongs to no table."""
        for column, value in enumerate(values, start=1):
            self.put(self.row, column, value)
        self.row += 1

    def blank(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.row += rows

    @property
    def last_row(self) -> int:
        """The last row with something in it, or left blank on purpose."""
        return max([self.row - 1, *(row for row, _ in self.cells)])

    @property
    def last_column(self) -> int:
        """The last column with something in it."""
        return max(column for _, column in self.cells)


class Draft:
    """A table being written on a page; it remembers what each row is for."""

    def __init__(self, page: Page, name: str, columns: list[Col], left: int, target: str) -> None:
        self.page, self.name, self.columns, self.left = page, name, columns, left
        self.target = target
        self.rows: dict[str, list[int]] = defaultdict(list)
        self.values: dict[int, list[Value]] = {}
        self.signs = dict(SIGNS)
        self.since = 0  # data rows before the last subtotal

    def blank(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.page.blank(rows)

    def title(self, *texts: Value) -> None:
        """A line above the table."""
        self._write("title", dict(enumerate(texts)))

    def footnote(self, *texts: Value) -> None:
        """A line below the table, or between its rows, that is no data."""
        self._write("footnote", dict(enumerate(texts)))

    def group(self, text: str, *, at: int = 0, merge: bool = False) -> None:
        """A row that only says what the rows below belong to."""
        if merge:
            row = self.page.row
            self.page.merges.append((row, self.left, row, self.left + len(self.columns) - 1))
        self._write("grouping", {at: text})
        self.since = len(self.rows["data"])

    def heading(
        self, *, repeat: bool = False, groups_repeated: bool = False, low: bool = False
    ) -> None:
        """The rows of headings; `low` sets a short heading in the lowest of them."""
        depth = max(len(column.parts) for column in self.columns)
        role = "repeated_heading" if repeat else "heading"
        for level in range(depth):
            row = self.page.row
            for index, column in enumerate(self.columns):
                self._head(row, level, depth, index, column, groups_repeated, low)
            self.rows[role].append(row)
            self.page.row += 1

    def _head(
        self, row: int, level: int, depth: int, index: int, column: Col, again: bool, low: bool
    ) -> None:
        parts = (*[""] * (depth - len(column.parts)), *column.parts) if low else column.parts
        if level >= len(parts) or (low and not parts[level]):
            return
        grouped = level < len(parts) - 1
        if grouped and not again and index and self._shares(index, level, parts):
            return
        at = self.left + index
        self.page.put(row, at, parts[level])
        span = self._span(index, level, parts) if grouped and not again else 1
        down = depth - len(parts) if level == len(parts) - 1 and not low else 0
        if parts[level] and (span > 1 or down):
            self.page.merges.append((row, at, row + down, at + span - 1))

    def _shares(self, index: int, level: int, parts: tuple[str, ...]) -> bool:
        before = self.columns[index - 1].parts
        return len(before) > level + 1 and before[: level + 1] == parts[: level + 1]

    def _span(self, index: int, level: int, parts: tuple[str, ...]) -> int:
        span = 1
        while index + span < len(self.columns):
            other = self.columns[index + span].parts
            if len(other) <= level + 1 or other[: level + 1] != parts[: level + 1]:
                break
            span += 1
        return span

    def units(self) -> None:
        """The row that says in what the columns are counted."""
        self._write("units", {i: column.unit for i, column in enumerate(self.columns)})

    def numbers(self, *, start: int = 1) -> None:
        """The row that numbers the columns."""
        self._write("number", {i: str(i + start) for i in range(len(self.columns))})

    def data(self, values: Sequence[Value]) -> int:
        """One row of the table, value by value; gives its row number."""
        assert len(values) == len(self.columns), (self.name, values)
        return self._row("data", list(values))

    def total(
        self, *labels: Value, part: bool = False, fill: Mapping[int, Value] | None = None
    ) -> int:
        """A row of sums over all data rows, or with `part` over those since the last group or
        subtotal."""
        rows = self.rows["data"][self.since if part else 0 :]
        values: list[Value] = [*labels, *[None] * (len(self.columns) - len(labels))]
        for index, column in enumerate(self.columns):
            if index >= len(labels) and column.means in COUNTED and column.means != "share":
                values[index] = sum_of(self.values[row][index] for row in rows)
        for index, value in (fill or {}).items():
            values[index] = value
        self.since = len(self.rows["data"]) if part else self.since
        return self._row("total", values)

    def _row(self, role: str, values: list[Value]) -> int:
        self.values[self.page.row] = values
        return self._write(role, dict(enumerate(values)))

    def _write(self, role: str, values: Mapping[int, Value]) -> int:
        row = self.page.row
        for index, value in values.items():
            known = role in ("data", "total") and index < len(self.columns)
            self.page.put(
                row, self.left + index, value, self.columns[index].format if known else None
            )
        if role == "total" and self.page.formulas:
            self._compute(row)
        self.rows[role].append(row)
        self.page.row += 1
        return row

    def _compute(self, row: int) -> None:
        for column in range(self.left, self.left + len(self.columns)):
            cell = self.page.cells.get((row, column))
            if cell and not isinstance(cell.value, str):
                letter = get_column_letter(column)
                formula = f"=SUM({letter}{self.rows['data'][0]}:{letter}{self.rows['data'][-1]})"
                self.page.cells[row, column] = replace(cell, formula=formula)


def sum_of(values: Iterable[Value]) -> int | float:
    """The sum as the office that knows the hidden numbers would print it."""
    known = 0.0
    for value in values:
        if isinstance(value, Said):
            known += value.hidden if value.number is None else value.number
        elif isinstance(value, int | float):
            known += value
    return int(known) if known == int(known) else round(known, 2)


Format = Literal["xlsx", "xlsm", "xls", "xlsb", "ods", "html", "csv", "fixed"]


@dataclass
class Book:
    """A whole delivery and the way it is written."""

    file: str
    grain: Grain
    format: Format
    pages: list[Page]
    encoding: str = "utf-8"
    delimiter: str = ";"
    thousands: bool = False
    quote_all: bool = False
    pad: bool = False  # title lines filled up with delimiters, as a spreadsheet exports them
    widths: tuple[int, ...] = ()
    newline: str = "\r\n"
    no_heading: bool = False
