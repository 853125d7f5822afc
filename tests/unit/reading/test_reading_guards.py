"""Guards: what costs more than a table may, or wants more than to be read, is refused in words."""

import gzip
import struct
import zipfile
from pathlib import Path

import pytest
from tests.unit.reading import samples

from kreisblick.sealed.reading import Format, UnreadableFileError, read_cells, read_sheets
from kreisblick.sealed.reading.limits import ReadingLimits, shipped_reading_limits
from kreisblick.sealed.reading.workbooks import old

SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
LIMITS = shipped_reading_limits()


def small(**limits: int) -> ReadingLimits:
    return LIMITS.model_copy(update=limits)


def refusal(tmp_path: Path, content: bytes, name: str, limits: ReadingLimits = LIMITS) -> str:
    """The sentence with which a file is refused."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        read_sheets(path, limits=limits)
    return str(caught.value)


def rows(content: str) -> bytes:
    """The sample's first sheet with these rows in place of its own."""
    head, rest = samples.part_of(samples.xlsx(), SHEET).split(b"<sheetData>")
    tail = rest.split(b"</sheetData>")[1]
    sheet = head + b"<sheetData>" + content.encode() + b"</sheetData>" + tail
    return samples.repacked(samples.xlsx(), add={SHEET: sheet})


PARTS = [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]


@pytest.mark.parametrize("part", PARTS)
def test_a_document_type_in_any_part_of_an_xlsx_is_refused(tmp_path: Path, part: str) -> None:
    content = samples.part_of(samples.xlsx(), part).replace(b"?>", b"?>" + ENTITY, 1)
    told = refusal(tmp_path, samples.repacked(samples.xlsx(), add={part: content}), "a.xlsx")

    assert "Dokumenttyp" in told


def test_a_document_type_in_another_encoding_is_refused(tmp_path: Path) -> None:
    content = samples.part_of(samples.xlsx(), SHEET).replace(b"?>", b"?>" + ENTITY, 1).decode()
    wide = content.replace("UTF-8", "UTF-16").encode("utf-16")
    told = refusal(tmp_path, samples.repacked(samples.xlsx(), add={SHEET: wide}), "a.xlsx")

    assert "Dokumenttyp" in told


def test_a_document_type_in_an_ods_is_refused(tmp_path: Path) -> None:
    content = samples.part_of(samples.ods(), "content.xml").replace(b"?>", b"?>" + ENTITY, 1)
    package = samples.repacked(samples.ods(), add={"content.xml": content})

    assert "Dokumenttyp" in refusal(tmp_path, package, "a.ods")


def test_two_cells_far_apart_are_refused_by_name(tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    told = refusal(tmp_path, rows(first + far), "a.xlsx")

    assert told.startswith("„a.xlsx“, Blatt „Lieferung“: Die Tabelle würde bis Zelle XFD1048576")


def test_formats_without_content_far_away_cost_nothing(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (tmp_path / "a.xlsx").write_bytes(rows(far))

    grid = read_cells(tmp_path / "a.xlsx", Format(type="xlsx"))

    assert grid.cells.rows() == [(1, "1")]


def test_content_said_to_repeat_a_million_times_is_refused(tmp_path: Path) -> None:
    empty = b'<table:table-cell table:number-columns-repeated="1024"/>'
    full = empty.replace(b"/>", b"><text:p>1</text:p></table:table-cell>")
    content = samples.part_of(samples.ods(), "content.xml")
    assert empty in content
    package = samples.repacked(samples.ods(), add={"content.xml": content.replace(empty, full)})

    assert "bis Zelle AMJ1048576" in refusal(tmp_path, package, "a.ods")


def test_a_package_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    package = samples.repacked(samples.xlsx(), add={"xl/media/a.bin": b" " * 60_000_000})

    assert "viel mehr, als eine Tabelle braucht" in refusal(tmp_path, package, "a.xlsx")


def test_a_package_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    package = rows('<row r="1">' + " " * 400_000 + '<c r="A1"><v>1</v></c></row>')
    path = tmp_path / "b.xlsx"
    path.write_bytes(package)
    with zipfile.ZipFile(path) as opened:
        size = opened.getinfo(SHEET).file_size
    lying = package.replace(struct.pack("<I", size), struct.pack("<I", 3000))

    assert "beschädigte" in refusal(tmp_path, lying, "a.xlsx")


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "C:/evil", "xl\\..\\..\\evil"])
def test_a_part_whose_name_leads_out_of_the_file_is_refused(tmp_path: Path, name: str) -> None:
    package = samples.repacked(samples.xlsx(), add={name: b"x"})

    assert "aus der Datei hinausführt" in refusal(tmp_path, package, "a.xlsx")


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    assert "11 Teil(e)" in refusal(tmp_path, samples.xlsx(), "a.xlsx", small(parts=5))


def test_a_large_part_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    big = {"xl/styles.xml": b"<x>" + bytes(range(32, 59)) * 60_000 + b"</x>"}
    told = refusal(tmp_path, samples.repacked(samples.xlsx(), add=big), "a.xlsx", small(part_mb=1))

    assert "Der Teil „styles.xml“ ist größer als 1 MB" in told


def test_a_gzip_file_is_unpacked_only_so_far(tmp_path: Path) -> None:
    bomb = gzip.compress(b"0;" * 1_000_000)

    assert "größer als 1 MB" in refusal(tmp_path, bomb, "a.csv.gz", small(largest_file_mb=1))


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.truncate(10_000_000_000)

    with pytest.raises(UnreadableFileError, match="größer als 500 MB"):
        read_sheets(path)


def test_an_endless_line_is_named(tmp_path: Path) -> None:
    told = refusal(tmp_path, b"a;b\n1;2\n" + b"x" * 5_000_000, "a.csv")

    assert told.startswith("„a.csv“, Zeile 3: Die Zeile ist länger als 1.024 kB")


def test_a_quotation_mark_without_partner_swallows_no_lines(tmp_path: Path) -> None:
    inside = b'a;b\n1;"x\n' + b"4;5\n" * 1000 + b'6;"y"\n' + b"7;8\n"
    never = b'a;b\n1;"x\n' + b"4;5\n" * 1000
    far = b'a;b\n1;"x\n' + b"4;5\n" * 1000 + b'6;y"\n7;8\n'  # one cell of a thousand lines

    assert "Anführungszeichen ohne Gegenstück" in refusal(tmp_path, inside, "a.csv")
    assert "Anführungszeichen ohne Gegenstück" in refusal(tmp_path, never, "b.csv")
    assert "Anführungszeichen ohne Gegenstück" in refusal(tmp_path, far, "c.csv")


def test_more_columns_than_any_sheet_has_are_refused(tmp_path: Path) -> None:
    told = refusal(tmp_path, b"a" + b";" * 20_000 + b"\n1;2\n", "a.csv")

    assert "16.385 Spalten" in told


def test_cells_of_text_are_counted_before_they_are_made(tmp_path: Path) -> None:
    told = refusal(tmp_path, b"a;b\n" * 100, "a.csv", small(text_cells=200))

    assert "101 Zeilen und 3 Spalten" in told


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb"])
def test_old_workbooks_larger_than_tables_are_refused(tmp_path: Path, name: str) -> None:
    told = refusal(tmp_path, samples.SAMPLES[name](), name, small(sheet_cells=10))

    assert "Die Tabelle würde bis Zelle E4 reichen" in told


def test_a_cell_beyond_the_last_column_of_any_sheet_is_named(tmp_path: Path) -> None:
    sheet = samples.part_of(samples.xlsb(), "xl/worksheets/sheet1.bin")
    far = sheet.replace(struct.pack("<II", 4, 4), struct.pack("<II", 65_000, 4), 1)
    assert far != sheet
    package = samples.repacked(samples.xlsb(), add={"xl/worksheets/sheet1.bin": far})

    assert "bis Zelle CRDA4" in refusal(tmp_path, package, "a.xlsb")


@pytest.mark.parametrize(
    "end", ["os.abort()", "sys.exit(1)", "print('{')", "time.sleep(60)", "print('{}')"]
)
def test_an_old_workbook_whose_reader_dies_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import os, sys, time\nsys.stdin.buffer.read()\n{end}\n")
    monkeypatch.setattr(old, "CHILD", child)
    monkeypatch.setattr(old, "GRACE_S", 0.5)

    told = refusal(tmp_path, samples.xls(), "a.xls", small(child_seconds=1))

    assert "lässt sich nicht sicher öffnen" in told


def test_a_package_under_a_password_is_told(tmp_path: Path) -> None:
    content = bytearray(samples.xlsx())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1

    assert "Kennwort" in refusal(tmp_path, bytes(content), "a.xlsx")


def test_an_ods_under_a_password_is_told(tmp_path: Path) -> None:
    manifest = samples.part_of(samples.ods(), "META-INF/manifest.xml").replace(
        b'manifest:full-path="content.xml"', b'manifest:full-path="content.xml" manifest:size="9"'
    )
    sealed = manifest.replace(
        b"</manifest:manifest>",
        b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        b"</manifest:manifest>",
    )
    package = samples.repacked(samples.ods(), add={"META-INF/manifest.xml": sealed})

    assert "Kennwort" in refusal(tmp_path, package, "a.ods")


def test_an_xls_under_a_password_is_told(tmp_path: Path) -> None:
    content = samples.xls()
    window = struct.pack("<HH", 0x3D, 18)  # any record of the globals, made into the password's
    assert window in content
    locked = content.replace(window, struct.pack("<HH", 0x2F, 18), 1)

    assert "Kennwort" in refusal(tmp_path, locked, "a.xls")


def test_json_that_is_nested_without_end_is_told(tmp_path: Path) -> None:
    deep = b'{"type":"FeatureCollection","features":' + b"[" * 100_000

    assert "GeoJSON" in refusal(tmp_path, deep, "a.geojson")


def test_a_web_page_cannot_span_a_table_over_everything(tmp_path: Path) -> None:
    page = b"<table><tr><td colspan=16000 rowspan=16000>x</table>"

    assert "bis Zelle" in refusal(tmp_path, page, "a.xls")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="ist nicht da"):
        read_sheets(tmp_path)


@pytest.mark.parametrize("attribute", ["r", "s"])
def test_numbers_larger_than_any_sheet_are_damage(tmp_path: Path, attribute: str) -> None:
    cell = f'<!-- --><row {attribute}="{"9" * 400}"><c {attribute}="{"9" * 400}"><v>1</v></c></row>'

    assert "beschädigte" in refusal(tmp_path, rows(cell), "a.xlsx")


def test_rows_repeated_beyond_any_sheet_are_refused(tmp_path: Path) -> None:
    repeated = b'table:number-rows-repeated="16777216"'
    empty = b"<table:table-row %s><table:table-cell/></table:table-row>" % repeated
    content = samples.part_of(samples.ods(), "content.xml")
    first = content.index(b"<table:table-row")
    package = samples.repacked(
        samples.ods(), add={"content.xml": content[:first] + empty * 300 + content[first:]}
    )

    assert "Die Tabelle würde bis Zelle" in refusal(tmp_path, package, "a.ods")
