"""One sheet of an ODS while its XML goes by."""

import re
from dataclasses import dataclass, field

import polars as pl

from kreisblick.sealed.reading.workbooks.numbers import number_texts
from kreisblick.sealed.reading.workbooks.places import column_letters

__all__ = ["OdsSheet", "TooManyCellsError"]

HIDDEN = frozenset({"collapse", "filter"})
CELLS = frozenset({"table-cell", "covered-table-cell"})
# what lies on a cell and is not in it: comments, pictures, buttons
ON_TOP = frozenset({"annotation", "frame", "custom-shape", "shapes", "control", "rect", "line"})
ZERO_FILLED = re.compile(r"^0[0-9]+$")
NUMBERS = frozenset({"float", "percentage", "currency"})
TIME = re.compile(r"^PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]+)?S$")
MOST = 1 << 24  # repetitions beyond any sheet
LONGEST = 1000  # blanks in a row


class TooManyCellsError(Exception):
    """Content is said to repeat more often than tables are large; names the cell."""


@dataclass(kw_only=True)
class _Cell:
    attributes: dict[str, str]
    lines: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return "\n".join(self.lines)

    def count(self, name: str) -> int:
        return _count(self.attributes, name)


@dataclass(kw_only=True)
class OdsSheet:
    """Gathers the cells of a sheet.

    Attributes:
        decimal: sign between whole and parts.
        most_cells: that may hold content.
        found: row, column, text, whether the text is a number as the file writes it.
        percent: columns with numbers shown as percent.
        unvalued: cells with a formula that has no stored result.
        merged, hidden_rows, hidden_columns: stretches by their first and last.
    """

    decimal: str
    most_cells: int
    found: list[tuple[int, int, str, bool]] = field(default_factory=list, repr=False)
    percent: set[int] = field(default_factory=set)
    unvalued: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    row: int = 0
    repeated: int = 1
    column: int = 0
    described: int = 0
    cell: _Cell | None = None
    line: list[str] | None = None
    on_top: int = 0

    def frame(self) -> pl.DataFrame:
        """``row, column, text`` of all cells with content."""
        schema = {"row": pl.UInt32, "column": pl.UInt32, "text": pl.String, "number": pl.Boolean}
        frame = pl.DataFrame(self.found, schema=schema, orient="row")
        number = frame["number"].arg_true()
        texts = number_texts(frame["text"].gather(number), self.decimal)
        return frame.with_columns(frame["text"].clone().scatter(number, texts)).drop("number")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag in ON_TOP:
            self.on_top += 1
        elif self.on_top:
            return
        elif tag in CELLS:
            self.cell = _Cell(attributes=attributes)
        elif tag == "p":
            self.line = []
        elif self.line is not None:
            self._blank(tag, attributes)
        elif tag == "table-row":
            self._row(attributes)
        elif tag == "table-column":
            times = _count(attributes, "number-columns-repeated")
            if attributes.get("visibility") in HIDDEN:
                self.hidden_columns.append((self.described + 1, self.described + times))
            self.described += times

    def _row(self, attributes: dict[str, str]) -> None:
        self.repeated = _count(attributes, "number-rows-repeated")
        self.column = 0
        if attributes.get("visibility") in HIDDEN:
            self.hidden_rows.append((self.row + 1, self.row + self.repeated))

    def _blank(self, tag: str, attributes: dict[str, str]) -> None:
        if self.line is None:
            return
        if tag == "s":
            self.line.append(" " * min(_count(attributes, "c"), LONGEST))
        elif tag in {"tab", "line-break"}:
            self.line.append("\t" if tag == "tab" else "\n")

    def say(self, text: str) -> None:
        """Text goes by."""
        if self.line is not None and not self.on_top:
            self.line.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in ON_TOP:
            self.on_top -= 1
        elif self.on_top:
            return
        elif tag == "p" and self.line is not None:
            if self.cell is not None:
                self.cell.lines.append("".join(self.line))
            self.line = None
        elif tag in CELLS and self.cell is not None:
            self._keep(self.cell)
            self.cell = None
        elif tag == "table-row":
            self.row += self.repeated

    def _keep(self, cell: _Cell) -> None:
        times = cell.count("number-columns-repeated")
        text, is_number = _text(cell)
        first = self.column + 1
        self.column += times
        if "formula" in cell.attributes and "value-type" not in cell.attributes and not text:
            self.unvalued.append(f"{column_letters(first)}{self.row + 1}")
        if not text.strip():
            return
        far = max(self.row + self.repeated, self.column) > MOST
        if far or len(self.found) + times * self.repeated > self.most_cells:
            raise TooManyCellsError(f"{column_letters(self.column)}{self.row + self.repeated}")
        columns = range(first, first + times)
        rows = range(self.row + 1, self.row + 1 + self.repeated)
        self.found += [(row, column, text, is_number) for row in rows for column in columns]
        if cell.attributes.get("value-type") == "percentage":
            self.percent.update(columns)
        down, right = cell.count("number-rows-spanned"), cell.count("number-columns-spanned")
        if down > 1 or right > 1:
            self.merged.append((self.row + 1, first, self.row + down, first + right - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    """How often; 1 where nothing is said."""
    return min(max(int(attributes.get(name, 1)), 1), MOST)


def _text(cell: _Cell) -> tuple[str, bool]:
    """The cell as people see it, in full precision; and whether it is a number as written."""
    shown, given = cell.shown, cell.attributes
    kind = given.get("value-type")
    if kind in NUMBERS and "value" in given:
        filled = ZERO_FILLED.match(shown.strip())
        if filled and float(given["value"]) == int(shown):
            return shown.strip(), False
        return given["value"], True
    if kind == "date" and "date-value" in given:
        return re.sub(r"T(?:00:00:00(?:\.0+)?)?$", "", given["date-value"]).replace("T", " "), False
    if kind == "time" and (clock := TIME.match(given.get("time-value", ""))):
        return ":".join(part.zfill(2) for part in clock.groups()), False
    if kind == "boolean":
        return ("1" if given.get("boolean-value") == "true" else "0"), False
    return shown or given.get("string-value", ""), False
