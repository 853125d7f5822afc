"""The same small table, written as every kind of file that is read.

A postcode stored as a number under the format ``00000``, a share under ``0.0%``, a day, a number
of full precision, a sign in place of a number, a hidden row and a hidden column.
"""

import datetime as dt
import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from tests.layouts.write_xlsb import record, text

TEXTS = [
    ("Ort", "PLZ", "Anteil", "Tag", "Wert"),
    ("Süd & Nord", "01067", "0,125", "2024-12-31", "0,4722452435"),
    ("Dorf", "00099", "0,5", "2024-01-01", "*"),
    ("Weiler", "99999", "1", "2023-06-30", "12"),
]
"""What a workbook of the samples reads as."""

ROWS: list[tuple[str, int, float, dt.date, float | str]] = [
    ("Süd & Nord", 1067, 0.125, dt.date(2024, 12, 31), 0.4722452435),
    ("Dorf", 99, 0.5, dt.date(2024, 1, 1), "*"),
    ("Weiler", 99999, 1.0, dt.date(2023, 6, 30), 12.0),
]
FORMATS = (None, "00000", "0.0%", "dd.mm.yyyy", None)
LINES = "Ort;PLZ;Anteil;Tag;Wert\nSüd & Nord;01067;12,5;31.12.2024;0,47\nDorf;00099;50;;*\n"


def xlsx() -> bytes:
    """As Excel writes it: shared strings, styles, a hidden row and column, a hidden sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Lieferung")
        styles = [book.add_format({"num_format": code or "General"}) for code in FORMATS]
        sheet.write_row(0, 0, TEXTS[0])
        for row, values in enumerate(ROWS, start=1):
            for column, (value, style) in enumerate(zip(values, styles, strict=True)):
                if isinstance(value, dt.date):
                    sheet.write_datetime(row, column, value, style)
                else:
                    sheet.write(row, column, value, style)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        book.add_worksheet("Notiz").write(0, 0, "geheim")
        book.worksheets()[1].hide()
    return out.getvalue()


def inline_xlsx() -> bytes:
    """With texts in the cells, as programmes write that save memory."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet("Lieferung")
        for row, values in enumerate([TEXTS[0], *ROWS]):
            for column, value in enumerate(values):
                sheet.write(row, column, str(value) if isinstance(value, dt.date) else value)
    return out.getvalue()


def xlsm() -> bytes:
    """With something where macros are kept."""
    book = openpyxl.Workbook()
    book.active.append(list(TEXTS[0]))
    out = io.BytesIO()
    book.save(out)
    return repacked(out.getvalue(), add={"xl/vbaProject.bin": b"Sub Auto_Open()"})


def xls() -> bytes:
    """As Excel 97 to 2003 wrote it."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Lieferung")
    styles = [xlwt.easyxf(num_format_str=code or "General") for code in FORMATS]
    for column, title in enumerate(TEXTS[0]):
        sheet.write(0, column, title)
    for row, values in enumerate(ROWS, start=1):
        for column, (value, style) in enumerate(zip(values, styles, strict=True)):
            sheet.write(row, column, value, style)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    other = book.add_sheet("Notiz")
    other.write(0, 0, "geheim")
    other.visibility = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsb() -> bytes:
    """Excel's binary workbook, with the fewest records that carry the table."""
    codes = [code or "General" for code in FORMATS]
    styles = b"".join(
        [
            record(278),
            record(615, struct.pack("<I", len(codes))),
            *(record(44, struct.pack("<H", 164 + n) + text(code)) for n, code in enumerate(codes)),
            record(616),
            record(617, struct.pack("<I", len(codes))),
            *(record(47, struct.pack("<HH12x", 0, 164 + n)) for n in range(len(codes))),
            record(618),
            record(279),
        ]
    )
    book = b"".join(
        [
            record(131),
            record(143),
            record(156, struct.pack("<II", 0, 1) + text("rId1") + text("Lieferung")),
            record(144),
            record(132),
        ]
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
        "</Relationships>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = '<Relationship Id="{}" Type="' + office + '{}" Target="{}"/>'
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}"/>',
        "_rels/.rels": relations.format(link.format("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": relations.format(
            link.format("rId1", "worksheet", "worksheets/sheet1.bin")
            + link.format("rId9", "styles", "styles.bin")
        ),
        "xl/workbook.bin": book,
        "xl/styles.bin": styles,
        "xl/worksheets/sheet1.bin": _xlsb_sheet(),
    }
    return packed(parts)


def _xlsb_sheet() -> bytes:
    records = [record(129), record(148, struct.pack("<4I", 0, 3, 0, 4)), record(145)]
    for row, values in enumerate([TEXTS[0], *ROWS]):
        hidden = 0x10 if row == 2 else 0
        records.append(record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, hidden, 0, 0)))
        for column, value in enumerate(values):
            if isinstance(value, str):
                records.append(record(6, struct.pack("<II", column, 0) + text(value)))
                continue
            day = isinstance(value, dt.date)
            stored = (value - dt.date(1899, 12, 30)).days if day else value
            records.append(record(5, struct.pack("<IId", column, column, stored)))
    return b"".join([*records, record(146), record(130)])


def ods() -> bytes:
    """As LibreOffice writes it: value and shown text beside each other."""
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    table = Table(name="Lieferung")
    table.addElement(TableColumn(numbercolumnsrepeated=2))
    table.addElement(TableColumn(visibility="collapse"))
    table.addElement(TableColumn(numbercolumnsrepeated=1021))
    table.addElement(_ods_row([_ods_text(title) for title in TEXTS[0]]))
    for number, (place, code, share, day, value) in enumerate(ROWS):
        cells = [
            _ods_text(place),
            _ods_number(code, f"{code:05}"),
            _ods_number(share, f"{100 * share:.1f} %", "percentage"),
            _ods_cell(f"{day:%d.%m.%Y}", valuetype="date", datevalue=day.isoformat()),
            _ods_text(value) if isinstance(value, str) else _ods_number(value, f"{value:.2f}"),
            TableCell(numbercolumnsrepeated=1019),
        ]
        table.addElement(_ods_row(cells, visibility="collapse" if number == 1 else "visible"))
    table.addElement(_ods_row([TableCell(numbercolumnsrepeated=1024)], numberrowsrepeated=1048572))
    note = Table(name="Notiz", stylename="hidden")
    note.addElement(_ods_row([_ods_text("geheim"), CoveredTableCell()]))
    book.spreadsheet.addElement(table)
    book.spreadsheet.addElement(note)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _ods_row(cells: Iterable[Any], **attributes: Any) -> Any:
    row = TableRow(**attributes)
    for cell in cells:
        row.addElement(cell)
    return row


def _ods_cell(shown: str, **attributes: Any) -> Any:
    cell = TableCell(**attributes)
    cell.addElement(P(text=shown))
    return cell


def _ods_text(shown: str) -> Any:
    return _ods_cell(shown, valuetype="string")


def _ods_number(value: float, shown: str, kind: str = "float") -> Any:
    return _ods_cell(shown, valuetype=kind, value=repr(value))


def html() -> bytes:
    """A page with a table, as many programmes write it under the ending xls."""
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in TEXTS)
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<html><body><table>{table}</table></body></html>".encode()


def geojson() -> bytes:
    """Points with properties."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [13.7, 51.0]},
            "properties": {"PLZ": "01067", "n": n, "Anteil": 0.5},
        }
        for n in range(3)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


SAMPLES: dict[str, Callable[[], bytes]] = {
    "a.xlsx": xlsx,
    "b.xlsx": inline_xlsx,
    "a.xlsm": xlsm,
    "a.xls": xls,
    "a.xlsb": xlsb,
    "a.ods": ods,
    "html.xls": html,
    "a.geojson": geojson,
    "a.csv": lambda: LINES.encode("cp1252"),
    "u.csv": lambda: LINES.encode("utf-16"),
    "q.csv": lambda: LINES.replace("Dorf", '"Dorf; ""alt"""').encode(),
    "a.tsv": lambda: LINES.replace(";", "\t").encode("cp850"),
    "a.txt": lambda: b"".join(b"%-8s%05d  %6d\r\n" % (b"Ort", n, n * n) for n in range(20)),
}


def packed(parts: dict[str, bytes | str]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def repacked(content: bytes, *, add: dict[str, bytes]) -> bytes:
    """The package with other or further parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts: dict[str, bytes | str] = {n: package.read(n) for n in package.namelist()}
    return packed(parts | add)


def part_of(content: bytes, name: str) -> bytes:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def saved(content: bytes, name: str) -> Path:
    """A file of these bytes, in a folder of its own."""
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(content)
    return path
