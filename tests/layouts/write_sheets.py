"""Write a book as a spreadsheet file with merged, hidden, dated and text-formatted cells."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from tests.layouts.book import Book, Cell, Page

PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
DAY_ONE = dt.datetime(2024, 1, 1)  # noqa: DTZ001
ZIP_DAY = (2024, 1, 1, 0, 0, 0)


def write_xlsx(book: Book, path: Path) -> None:
    """XLSX."""
    with xlsxwriter.Workbook(str(path)) as made:
        made.set_properties({"created": DAY_ONE})
        for page in book.pages:
            _xlsx_page(made, page)


def _xlsx_page(made: Any, page: Page) -> None:
    sheet = made.add_worksheet(page.name)
    formats: dict[str, Any] = {}

    def format_of(cell: Cell) -> Any:
        default = "dd.mm.yyyy" if isinstance(cell.value, dt.date) else "General"
        code = cell.format or (
            "@" if isinstance(cell.value, str) and cell.value.isdigit() else default
        )
        return formats.setdefault(code, made.add_format({"num_format": code, "text_wrap": True}))

    for r, c, r2, c2 in page.merges:
        sheet.merge_range(r - 1, c - 1, r2 - 1, c2 - 1, "")
    for (row, column), cell in sorted(page.cells.items()):
        if isinstance(cell.value, str):
            sheet.write_string(row - 1, column - 1, cell.value, format_of(cell))
        elif isinstance(cell.value, dt.date):
            sheet.write_datetime(row - 1, column - 1, cell.value, format_of(cell))
        elif cell.formula:
            sheet.write_formula(row - 1, column - 1, cell.formula, format_of(cell), cell.value)
        else:
            sheet.write_number(row - 1, column - 1, cell.value, format_of(cell))
    for row in sorted(page.hidden_rows):
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for column in sorted(page.hidden_columns):
        sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})


def write_xlsm(book: Book, path: Path) -> None:
    """XLSM: the workbook of somebody who once recorded a macro; the macro itself is not in it."""
    write_xlsx(book, path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    kinds = parts["[Content_Types].xml"].decode().replace(PLAIN, MACRO)
    parts["[Content_Types].xml"] = kinds.encode()
    pack(path, parts)


def write_xls(book: Book, path: Path) -> None:
    """XLS as Excel 97 to 2003 wrote it."""
    made = xlwt.Workbook(encoding="cp1252")
    for page in book.pages:
        sheet = made.add_sheet(page.name or "Tabelle1")
        covered = {(r, c) for r, c, _, _ in page.merges}
        for r, c, r2, c2 in page.merges:
            first = page.cells.get((r, c))
            sheet.write_merge(r - 1, r2 - 1, c - 1, c2 - 1, first.value if first else "")
        for (row, column), cell in sorted(page.cells.items()):
            if (row, column) not in covered:
                sheet.write(row - 1, column - 1, cell.value, _xls_style(cell))
        for row in page.hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in page.hidden_columns:
            sheet.col(column - 1).hidden = True
    made.save(str(path))


def _xls_style(cell: Cell) -> Any:
    default = "DD.MM.YYYY" if isinstance(cell.value, dt.date) else "General"
    return xlwt.easyxf(num_format_str=cell.format or default)


def write_ods(book: Book, path: Path) -> None:
    """ODS."""
    made = OpenDocumentSpreadsheet()
    for page in book.pages:
        made.spreadsheet.addElement(_ods_page(page))
    made.save(str(path))
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    pack(path, parts)


def _ods_page(page: Page) -> Any:
    sheet = Table(name=page.name or "Tabelle1")
    for column in range(1, page.last_column + 1):
        hidden = {"visibility": "collapse"} if column in page.hidden_columns else {}
        sheet.addElement(TableColumn(**hidden))
    spans = {(r, c): (r2 - r + 1, c2 - c + 1) for r, c, r2, c2 in page.merges}
    covered = {
        (row, column)
        for r, c, r2, c2 in page.merges
        for row in range(r, r2 + 1)
        for column in range(c, c2 + 1)
    } - set(spans)
    for row in range(1, page.last_row + 1):
        hidden = {"visibility": "collapse"} if row in page.hidden_rows else {}
        line = TableRow(**hidden)
        for column in range(1, page.last_column + 1):
            if (row, column) in covered:
                line.addElement(CoveredTableCell())
            else:
                line.addElement(_ods_cell(page.cells.get((row, column)), spans.get((row, column))))
        sheet.addElement(line)
    return sheet


def _ods_cell(cell: Cell | None, span: tuple[int, int] | None) -> Any:
    span_of = {"numberrowsspanned": span[0], "numbercolumnsspanned": span[1]} if span else {}
    if cell is None:
        return TableCell(**span_of)
    if isinstance(cell.value, str):
        made = TableCell(valuetype="string", **span_of)
        for line in cell.value.split("\n"):
            made.addElement(P(text=line))
        return made
    if isinstance(cell.value, dt.date):
        made = TableCell(valuetype="date", datevalue=cell.value.isoformat(), **span_of)
        made.addElement(P(text=cell.value.strftime("%d.%m.%Y")))
        return made
    made = TableCell(valuetype="float", value=str(cell.value), **span_of)
    made.addElement(P(text=str(cell.value).replace(".", ",")))
    return made


def pack(path: Path, parts: dict[str, bytes]) -> None:
    """A zip file of these parts, without the day on which it was made."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(zipfile.ZipInfo(name, ZIP_DAY), content, kind)
