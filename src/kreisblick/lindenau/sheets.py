"""Writes tables as offices send them: workbooks, old text; the same bytes every time."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import xlsxwriter
from odf.element import Element
from odf.namespaces import nsdict
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

__all__ = ["Cell", "Sheet", "german", "ods", "text_lines", "xlsx"]

Cell = str | int | float | None
LONG_AGO = datetime(2020, 1, 1)  # noqa: DTZ001 - a fixed stamp, no zone: bytes must repeat
ZIP_STAMP = (2020, 1, 1, 0, 0, 0)


@dataclass(kw_only=True)
class Sheet:
    """One sheet: rows of cells, and merged ranges (row, column, last row, last column)."""

    name: str
    rows: list[Sequence[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, *cells: Cell) -> int:
        """Append a row and return its number, from 0."""
        self.rows.append(cells)
        return len(self.rows) - 1

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Merge a range; its text stands in the first cell."""
        self.merged.append((row, column, last_row, last_column))


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an Excel workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": LONG_AGO})
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.set_column(0, 1, 24)
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
        for row_from, column_from, row_to, column_to in sheet.merged:
            text = sheet.rows[row_from][column_from]
            page.merge_range(row_from, column_from, row_to, column_to, text, bold)
    book.close()
    return _restamp(buffer.getvalue())


def ods(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as an OpenDocument spreadsheet."""
    # odfpy declares what the process has used so far; declare everything, so that bytes repeat
    Element.namespaces = dict(sorted(nsdict.items()))
    book = OpenDocumentSpreadsheet()
    for sheet in sheets:
        table = Table(name=sheet.name)
        covered = {
            (r, c): (r, c) == (a, b)
            for a, b, x, y in sheet.merged
            for r in range(a, x + 1)
            for c in range(b, y + 1)
        }
        spans = {(a, b): (x - a + 1, y - b + 1) for a, b, x, y in sheet.merged}
        for number, row in enumerate(sheet.rows):
            line = TableRow()
            for column, cell in enumerate(row):
                place = (number, column)
                if place in covered and not covered[place]:
                    line.addElement(CoveredTableCell())
                else:
                    line.addElement(_ods_cell(cell, spans.get(place)))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    book.write(buffer)
    return _restamp(buffer.getvalue())


def _ods_cell(cell: Cell, span: tuple[int, int] | None) -> TableCell:
    extra = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    if isinstance(cell, int | float):
        found = TableCell(valuetype="float", value=str(cell), **extra)
        found.addElement(P(text=str(cell)))
        return found
    found = TableCell(valuetype="string", **extra) if cell else TableCell(**extra)
    if cell:
        found.addElement(P(text=cell))
    return found


def _restamp(content: bytes) -> bytes:
    """The same archive with a fixed time on every member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, ZIP_STAMP)
            entry.compress_type = member.compress_type
            new.writestr(entry, old.read(member))
    return out.getvalue()


def text_lines(lines: Sequence[Sequence[object]], delimiter: str = ";", end: str = "\r\n") -> str:
    """Rows as separated text; None is an empty field, numbers stay bare."""
    return "".join(
        delimiter.join("" if cell is None else str(cell) for cell in line) + end for line in lines
    )


def german(number: int) -> str:
    """A count with points between the thousands."""
    return f"{number:,}".replace(",", ".")
