"""Read a written file with other people's readers, to check that our truth about it is true."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from html.parser import HTMLParser

import openpyxl
from python_calamine import CalamineWorkbook
from tests.layouts.model import Truth

Cells = dict[tuple[str | None, int, int], object]


def cells_of(truth: Truth) -> Cells:
    """All filled cells of the file by sheet, row, column; a fixed-width file has one column."""
    if truth.format in ("xlsx", "xlsm"):
        return dict(_openpyxl(truth))
    if truth.format in ("xls", "xlsb", "ods"):
        return dict(_calamine(truth))
    if truth.format == "html":
        return _html(truth)
    text = truth.file.read_bytes().decode(truth.encoding or "utf-8")
    text = text.removeprefix("\ufeff")
    if truth.format == "fixed":
        return {(None, n, 1): line for n, line in enumerate(text.split("\r\n"), 1) if line}
    return dict(_csv(text, truth.delimiter or ";"))


def _openpyxl(truth: Truth) -> Iterator[tuple[tuple[str | None, int, int], object]]:
    book = openpyxl.load_workbook(truth.file, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = cell.value
                    if isinstance(value, int) and set(cell.number_format) == {"0"}:
                        value = str(value).zfill(len(cell.number_format))
                    yield (sheet.title, cell.row, cell.column), _day(value)
    book.close()


def _calamine(truth: Truth) -> Iterator[tuple[tuple[str | None, int, int], object]]:
    book = CalamineWorkbook.from_path(str(truth.file))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                if value not in ("", None):
                    yield (name, r, c), _day(value)


def _day(value: object) -> object:
    return value.date() if isinstance(value, dt.datetime) else value


def _csv(text: str, delimiter: str) -> Iterator[tuple[tuple[str | None, int, int], object]]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for r, fields in enumerate(lines, 1):
        for c, field in enumerate(fields, 1):
            if field:
                yield (None, r, c), field


class _TableReader(HTMLParser):
    """A table's cells, merged ones counted."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[tuple[int, int], str] = {}
        self.covered: set[tuple[int, int]] = set()
        self.row, self.column, self.text = 0, 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.row, self.column = self.row + 1, 0
        if tag == "br":
            self.text += "\n"
        if tag == "td":
            self.text = ""
            self.column += 1
            while (self.row, self.column) in self.covered:
                self.column += 1
            spans = {name: int(value or 1) for name, value in attrs}
            self.covered |= {
                (self.row + down, self.column + across)
                for down in range(spans.get("rowspan", 1))
                for across in range(spans.get("colspan", 1))
            }

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self.text.strip():
            self.cells[self.row, self.column] = self.text


def _html(truth: Truth) -> Cells:
    reader = _TableReader()
    reader.feed(truth.file.read_text(encoding=truth.encoding))
    sheet = truth.tables[0].sheet
    return {(sheet, row, column): text for (row, column), text in reader.cells.items()}
