"""Write a book as XLSB: the binary workbook (MS-XLSB), with inline texts and no styles but dates.

Only the records a reader needs: sheets, rows, cells, merged ranges. Dates are stored as Excel
stores them, a serial number with a date format.
"""

import datetime as dt
import struct
from pathlib import Path

from tests.layouts.book import Book, Cell, Page
from tests.layouts.write_sheets import pack

EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
BEGIN_SHEET, END_SHEET, BEGIN_DATA, END_DATA, ROW = 129, 130, 145, 146, 0
REAL, TEXT, DIMENSION = 5, 6, 148
BEGIN_STYLES, END_STYLES, BEGIN_FORMATS, END_FORMATS, FORMAT = 278, 279, 615, 616, 44
BEGIN_XFS, END_XFS, XF = 617, 618, 47
BEGIN_MERGES, END_MERGES, MERGE = 177, 178, 176
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its kind and length in groups of seven bits, then its content."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), bytearray()
    while True:
        size.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return head + bytes(size) + content


def text(value: str) -> bytes:
    """A text with its length in UTF-16 units before it."""
    coded = value.encode("utf-16-le")
    return struct.pack("<I", len(coded) // 2) + coded


def write_xlsb(book: Book, path: Path) -> None:
    """XLSB."""
    numbers = range(1, len(book.pages) + 1)
    parts = {"[Content_Types].xml": _content_types(numbers).encode()}
    parts["_rels/.rels"] = _relations([("rId1", "officeDocument", "xl/workbook.bin")]).encode()
    sheets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
    styles = ("rId99", "styles", "styles.bin")
    parts["xl/_rels/workbook.bin.rels"] = _relations([*sheets, styles]).encode()
    parts["xl/workbook.bin"] = _workbook(book)
    parts["xl/styles.bin"] = _styles()
    for number, page in zip(numbers, book.pages, strict=True):
        parts[f"xl/worksheets/sheet{number}.bin"] = _sheet(page)
    pack(path, parts)


def _content_types(numbers: range) -> str:
    kind = "application/vnd.ms-excel."
    parts = [("/xl/workbook.bin", "sheet.binary.macroEnabled.main"), ("/xl/styles.bin", "styles")]
    parts += [(f"/xl/worksheets/sheet{n}.bin", "worksheet") for n in numbers]
    overrides = "".join(f'<Override PartName="{p}" ContentType="{kind}{k}"/>' for p, k in parts)
    rels = f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
    return f'{XML}<Types xmlns="{PACKAGE}content-types">{rels}{overrides}</Types>'


RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relations(items: list[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}{k}" Target="{t}"/>' for i, k, t in items
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}relationships">{inner}</Relationships>'


def _workbook(book: Book) -> bytes:
    out = record(BEGIN_BOOK) + record(BEGIN_SHEETS)
    for number, page in enumerate(book.pages, start=1):
        name = text(f"rId{number}") + text(page.name or f"Tabelle{number}")
        out += record(SHEET, struct.pack("<II", 0, number) + name)
    return out + record(END_SHEETS) + record(END_BOOK)


def _styles() -> bytes:
    date = record(FORMAT, struct.pack("<H", 164) + text("dd.mm.yyyy"))
    xfs = b"".join(
        record(XF, struct.pack("<HHHHHBBH", 0, code, 0, 0, 0, 0, 0, 0)) for code in (0, 164)
    )
    return (
        record(BEGIN_STYLES)
        + record(BEGIN_FORMATS, struct.pack("<I", 1))
        + date
        + record(END_FORMATS)
        + record(BEGIN_XFS, struct.pack("<I", 2))
        + xfs
        + record(END_XFS)
        + record(END_STYLES)
    )


def _sheet(page: Page) -> bytes:
    size = struct.pack("<IIII", 0, page.last_row - 1, 0, page.last_column - 1)
    out = [record(BEGIN_SHEET), record(DIMENSION, size), record(BEGIN_DATA)]
    last = None
    for (row, column), cell in sorted(page.cells.items()):
        if row != last:
            flags = 0x10 if row in page.hidden_rows else 0
            head = struct.pack("<IIHBBB", row - 1, 0, 300, 0, flags, 0)
            out.append(record(ROW, head + struct.pack("<I", 0)))
            last = row
        out.append(_cell(cell, column))
    out.append(record(END_DATA))
    if page.merges:
        out.append(record(BEGIN_MERGES, struct.pack("<I", len(page.merges))))
        for r, c, r2, c2 in page.merges:
            out.append(record(MERGE, struct.pack("<IIII", r - 1, r2 - 1, c - 1, c2 - 1)))
        out.append(record(END_MERGES))
    return b"".join([*out, record(END_SHEET)])


def _cell(cell: Cell, column: int) -> bytes:
    if isinstance(cell.value, str):
        return record(TEXT, struct.pack("<II", column - 1, 0) + text(cell.value))
    if isinstance(cell.value, dt.date):
        serial = (cell.value - EXCEL_DAY_ZERO).days
        return record(REAL, struct.pack("<IId", column - 1, 1, serial))
    return record(REAL, struct.pack("<IId", column - 1, 0, cell.value))
