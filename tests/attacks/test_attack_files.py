"""A17, A18: a number may hide in any part of a file: hidden sheets, caches, tags, notes.

Each naive file hides the secret in one place. The search of the audit has to find all of them; what
it cannot read must not pass.
"""

import base64
import gzip
import io
import json
import sqlite3
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
import polars as pl
import pytest
import typst
from docx import Document
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image, PngImagePlugin
from tests.attacks.finished_files import SECRET, publish

from kreisblick.protection.audit import attack, find_numbers

HARMLESS = 471100


def book(change) -> bytes:
    found = openpyxl.Workbook()
    found.active.append(["Gebiet", "Wert"])
    change(found)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def with_entry(content: bytes, name: str, entry: str) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, entry)
    return out.getvalue()


def hidden_sheet(n):
    def change(book):
        sheet = book.create_sheet("Rohdaten")
        sheet.append(["Altstadt", n])
        sheet.sheet_state = "veryHidden"

    return book(change)


def hidden_row_and_column(n):
    def change(book):
        book.active["F9"] = n
        book.active.row_dimensions[9].hidden = True
        book.active.column_dimensions["F"].hidden = True

    return book(change)


def comment(n):
    def change(book):
        book.active["A1"].comment = Comment(f"eigentlich {n:,}".replace(",", "."), "Amt")

    return book(change)


def defined_name(n):
    def change(book):
        book.defined_names["rest"] = DefinedName("rest", attr_text=str(n))

    return book(change)


def formula(n):
    return book(lambda found: found.active.append(["Rest", f"=IF(TRUE,{n},0)"]))


def shared_string(n):
    return book(lambda found: found.active.append(["Rest", f"{n} Plätze"]))


def properties(n):
    def change(book):
        book.properties.keywords = str(n)

    return book(change)


def pivot_cache(n):
    plain = book(lambda _found: None)
    entry = f'<pivotCacheRecords><r><n v="{n}"/></r></pivotCacheRecords>'
    return with_entry(plain, "xl/pivotCache/pivotCacheRecords1.xml", entry)


def chart_cache(n):
    plain = book(lambda _found: None)
    entry = f"<c:numCache><c:pt><c:v>{n}</c:v></c:pt></c:numCache>"
    return with_entry(plain, "xl/charts/chart1.xml", entry)


def custom_xml(n):
    plain = book(lambda _found: None)
    return with_entry(plain, "customXml/item1.xml", f"<x><![CDATA[{n}]]></x>")


def ods(n):
    found = OpenDocumentSpreadsheet()
    table = Table(name="Werte")
    row = TableRow()
    row.addElement(TableCell(valuetype="float", value=str(n)))
    table.addElement(row)
    found.spreadsheet.addElement(table)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def docx_in_two_runs(n):
    found = Document()
    paragraph = found.add_paragraph("Plätze: ")
    text = str(n)
    paragraph.add_run(text[:3])
    paragraph.add_run(text[3:]).bold = True
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def pdf_text(n):
    told = f"{n:,}".replace(",", ".")
    return typst.compile(f"Plätze in Altstadt: {told}".encode())


def pdf_changed(change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(typst.compile(b"Nichts"))) as document:
        change(document)
        document.save(out, compress_streams=True)
    return out.getvalue()


def pdf_metadata(n):
    def change(document):
        with document.open_metadata() as words:
            words["dc:description"] = f"Rest {n}"

    return pdf_changed(change)


def pdf_alternative_text(n):
    def change(document):
        document.Root.StructTreeRoot.K[0].Alt = pikepdf.String(f"Karte, {n} Plätze")

    return pdf_changed(change)


def pdf_attachment(n):
    def change(document):
        document.attachments["werte.csv"] = gzip.compress(f"Gebiet;Wert\nAltstadt;{n}".encode())

    return pdf_changed(change)


def pdf_unused_object(n):
    def change(document):
        document.Root.Rest = document.make_stream(f"({n}) Tj".encode())

    return pdf_changed(change)


def png(n):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", f"Wert {n}", zip=True)
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "png", pnginfo=notes)
    return out.getvalue()


def gpkg(n):
    store = sqlite3.connect(":memory:")
    store.execute("CREATE TABLE areas (area TEXT, value REAL)")
    store.execute("INSERT INTO areas VALUES ('A2', ?)", (n,))
    store.commit()
    return store.serialize()


def gpkg_deleted(n):
    store = sqlite3.connect(":memory:")
    store.execute("PRAGMA secure_delete = OFF")
    store.execute("CREATE TABLE areas (area TEXT)")
    store.execute("INSERT INTO areas VALUES (?)", (f"A2 {n}",))
    store.commit()
    store.execute("DELETE FROM areas")
    store.commit()
    return store.serialize()


def parquet(n):
    out = io.BytesIO()
    pl.DataFrame({"area": ["A2"], "value": [n]}).write_parquet(out)
    return out.getvalue()


def svg(n):
    return f'<svg xmlns="http://www.w3.org/2000/svg"><path data-wert="{n}"/></svg>'.encode()


def svg_title(n):
    return f"<svg><path><title>Altstadt: {n:,}</title></path></svg>".replace(",", "\u202f").encode()


def html_attribute(n):
    return f'<html><td aria-label="Wert {n}">.</td></html>'.encode()


def html_embedded(n):
    inside = base64.b64encode(png(n)).decode()
    return f'<html><img src="data:image/png;base64,{inside}"></html>'.encode()


def page_data(n):
    return f'<html><script type="application/json">{{"A2": [{n}]}}</script></html>'.encode()


def geojson(n):
    feature = {"type": "Feature", "properties": {"area": "A2", "rest": n}, "geometry": None}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def archive_in_archive(n):
    inner = with_entry(b"", "werte.txt", str(n))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("innen.zip", inner)
    return out.getvalue()


def archive_comment(n):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("leer.txt", "nichts")
        archive.comment = f"Rest {n}".encode()
    return out.getvalue()


PLACES = {
    "hidden_sheet.xlsx": hidden_sheet, "hidden_row.xlsx": hidden_row_and_column,
    "comment.xlsx": comment, "name.xlsx": defined_name, "formula.xlsx": formula,
    "strings.xlsx": shared_string, "properties.xlsx": properties, "pivot.xlsx": pivot_cache,
    "chart.xlsx": chart_cache, "custom.xlsx": custom_xml, "cell.ods": ods,
    "runs.docx": docx_in_two_runs, "text.pdf": pdf_text, "metadata.pdf": pdf_metadata,
    "alternative.pdf": pdf_alternative_text, "attached.pdf": pdf_attachment,
    "unused.pdf": pdf_unused_object, "note.png": png, "cells.gpkg": gpkg,
    "deleted.gpkg": gpkg_deleted, "table.parquet": parquet, "map.svg": svg,
    "title.svg": svg_title, "label.html": html_attribute, "picture.html": html_embedded,
    "data.html": page_data, "map.geojson": geojson, "inner.zip": archive_in_archive,
    "comment.zip": archive_comment,
    "table.csv": lambda n: f"Gebiet;Wert\nA2;{n}".encode("utf-16"),
    "feed.xml": lambda n: f"<rss><item>{n}</item></rss>".encode(),
    "old.csv.gz": lambda n: gzip.compress(f"a;{n}".encode()),
    "script.js": lambda n: f"const rest = {n};".encode(),
    "no_ending": lambda n: with_entry(b"", "x.txt", str(n)),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_number_is_found_wherever_it_hides(name, tmp_path):
    (tmp_path / name).write_bytes(PLACES[name](SECRET))

    assert {(number, file) for number, file, _part in find_numbers(tmp_path, [SECRET])} == {
        (SECRET, name)
    }


@pytest.mark.parametrize("name", PLACES)
def test_another_number_is_not_taken_for_it(name, tmp_path):
    (tmp_path / name).write_bytes(PLACES[name](HARMLESS))

    assert list(find_numbers(tmp_path, [SECRET])) == []


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(typst.compile(b"Nichts"))) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


UNREADABLE = {
    "numbers.bin": struct.pack("<d", SECRET),
    "locked.pdf": locked_pdf(),
    "damaged.xlsx": b"PK\x03\x04" + b"\0" * 40,
    "compressed.dat": zlib.compress(str(SECRET).encode()),
    "damaged.parquet": b"PAR1....PAR1",
    "damaged.json": b'{"A2": 9182',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_does_not_pass(name, tmp_path):
    folder = publish(tmp_path / "finished")
    assert attack(folder).passed
    (folder / name).write_bytes(UNREADABLE[name])

    verdict = attack(folder)

    assert [(b.kind, b.quantity) for b in verdict.breaches] == [("unreadable", name)]
    assert [file for _number, file, _part in find_numbers(folder, [SECRET])] == [name]


def test_fonts_are_no_data(tmp_path):
    folder = publish(tmp_path / "finished")
    (folder / "letters.woff2").write_bytes(b"wOF2" + b"\0" * 30)

    assert attack(folder).passed
