"""Workbooks: what people see is what is read, whatever the file is called."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from tests.unit.reading import samples

from kreisblick.sealed.reading import (
    Format,
    Grid,
    UnreadableFileError,
    find_format,
    read_cells,
    read_sheets,
)
from kreisblick.sealed.reading.workbooks import kind_of
from kreisblick.sealed.reading.workbooks.shown import how_shown, zero_filled

SHEET = "xl/worksheets/sheet1.xml"
KINDS = ["a.xlsx", "a.xls", "a.xlsb", "a.ods", "html.xls"]


def saved(tmp_path: Path, content: bytes, name: str = "a.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def texts(grid: Grid) -> list[tuple[str | None, ...]]:
    return grid.cells.drop("row").rows()


def with_sheet(cells: str) -> bytes:
    """The sample whose first sheet holds these rows."""
    sheet = samples.part_of(samples.xlsx(), SHEET)
    head, rest = sheet.split(b"<sheetData>")
    tail = rest.split(b"</sheetData>")[1]
    content = head + b"<sheetData>" + cells.encode() + b"</sheetData>" + tail
    return samples.repacked(samples.xlsx(), add={SHEET: content})


@pytest.mark.parametrize("name", KINDS)
def test_the_same_table_reads_the_same_from_every_workbook(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, samples.SAMPLES[name](), name)

    assert texts(read_sheets(path)[0]) == samples.TEXTS


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsb", "a.ods"])
def test_what_people_do_not_see_is_read_and_known(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, samples.SAMPLES[name](), name)

    first = read_sheets(path)[0]

    assert first.hidden_rows == (3,)
    assert first.percent_columns == ("3",)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_a_hidden_sheet_is_read_and_said(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, samples.SAMPLES[name](), name)

    first, second = read_sheets(path)

    assert first.hidden_columns == ("3",)
    assert first.notes == ()
    assert second.notes == ("Das Blatt „Notiz“ ist ausgeblendet. Es wurde gelesen.",)


def test_without_an_agreed_sheet_the_first_one_people_see_is_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("alt").write(0, 0, "alt")
        shown = book.add_worksheet("neu")
        shown.write(0, 0, "neu")
        shown.activate()
        book.worksheets()[0].very_hidden()
    path = saved(tmp_path, out.getvalue())

    grid = read_cells(path, Format(type="xlsx"))
    hidden = read_cells(path, Format(type="xlsx", sheet="alt"))

    assert grid.sheet == "neu"
    assert "von Hand nicht einblenden" in hidden.notes[0]


def test_macros_and_links_are_left_alone_and_said(tmp_path: Path) -> None:
    linked = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    path = saved(tmp_path, samples.repacked(samples.xlsm(), add=linked), "a.xlsm")

    notes = read_cells(path, Format(type="xlsm")).notes

    assert [note[:38] for note in notes] == [
        "Die Arbeitsmappe enthält Makros. Sie w",
        "Die Arbeitsmappe verweist auf andere D",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "word"),
    [("a.xlsx", "xls", "XLSX"), ("html.xls", "xls", "HTML"), ("a.csv", "xls", "CSV")],
)
def test_a_lying_ending_is_read_by_what_the_file_is(
    tmp_path: Path, name: str, kind: str, word: str
) -> None:
    path = saved(tmp_path, samples.SAMPLES[name](), f"liefer.{kind}")

    grid = read_cells(path, Format.model_validate({"type": kind}))

    assert grid.cells["2"][1] == "01067"
    assert grid.notes == (
        f"„liefer.xls“ ist in Wahrheit eine Datei der Art {word} und wurde so gelesen.",
    )


def test_a_workbook_in_place_of_a_csv_file_is_read_too(tmp_path: Path) -> None:
    path = saved(tmp_path, samples.xlsx(), "a.csv")

    assert texts(read_cells(path, Format(type="csv"))) == samples.TEXTS


@pytest.mark.parametrize("name", list(samples.SAMPLES))
def test_the_kind_of_every_file_is_found(tmp_path: Path, name: str) -> None:
    kinds = {"b.xlsx": "xlsx", "html.xls": "html", "u.csv": "csv", "q.csv": "csv"}
    kinds |= {"a.txt": "fixed_width"}
    path = saved(tmp_path, samples.SAMPLES[name](), "file.dat")

    assert find_format(path).type == kinds.get(name, name.removeprefix("a."))


@pytest.mark.parametrize(
    ("code", "kind", "pattern"),
    [
        ("00000", "zeros", "00000"),
        ("[$-407]00 0 00 000;@", "zeros", "00 0 00 000"),
        ('"D-"00000', "zeros", "D-00000"),
        ("0", "plain", ""),
        ("0.00", "plain", ""),
        ("#,##0", "plain", ""),
        ("0.00E+00", "plain", ""),
        ("General", "plain", ""),
        ('0" Menschen"', "plain", ""),
        ("0.0%", "percent", ""),
        ("dd.mm.yyyy", "date", ""),
        ("mmm yy", "date", ""),
        ("TT.MM.JJJJ", "date", ""),
        ("dd.mm.yyyy hh:mm", "moment", ""),
        ("mm:ss.0", "time", ""),
        ("[h]:mm", "elapsed", ""),
    ],
)
def test_what_a_format_does_to_a_number(code: str, kind: str, pattern: str) -> None:
    shown = how_shown(code)

    assert (shown.kind, shown.pattern) == (kind, pattern)


def test_a_number_wider_than_its_pattern_loses_nothing() -> None:
    assert zero_filled(1234567, "00000") == "1234567"
    assert zero_filled(7, "D-00000") == "D-00007"


CELLS = [
    ('<c r="A1"><v>12</v></c>', "12"),
    ('<c r="A1"><v>12.0</v></c>', "12"),
    ('<c r="A1"><v>0.47224524350000001</v></c>', "0,4722452435"),
    ('<c r="A1"><v>1E5</v></c>', "100000"),
    ('<c r="A1"><v>-0.5</v></c>', "-0,5"),
    ('<c r="A1" t="b"><v>1</v></c>', "1"),
    ('<c r="A1" t="e"><v>#N/A</v></c>', "#NV"),
    ('<c r="A1" t="e"><v>#REF!</v></c>', "#BEZUG!"),
    ('<c r="A1" t="str"><f>B1</f><v>0017</v></c>', "0017"),
    ('<c r="A1"><f>1+1</f><v>2</v></c>', "2"),
    ('<c r="A1" t="d"><v>2024-12-31T00:00:00</v></c>', "2024-12-31"),
    ('<c t="inlineStr" r="A1"><is><t>Süd &amp; &#78;ord</t></is></c>', "Süd & Nord"),
    (
        '<c r="A1" t="inlineStr"><is><r><t>So</t></r><r><t xml:space="preserve">zial</t></r>'
        "<rPh><t>x</t></rPh></is></c>",
        "Sozial",
    ),
    ('<c r="A1" t="inlineStr"><is><t>alt_x000D_neu</t></is></c>', "alt\rneu"),
    ('<c\n  r="A1"  t="inlineStr">\n <is><t>*</t></is>\n</c>', "*"),
    ("<c r='A1'><v>7</v></c>", "7"),
    ("<c><v>7</v></c>", "7"),
    ('<!-- nichts --><c r="A1"><v>7</v></c>', "7"),
    ('<c r="A1" t="inlineStr"><is><t><![CDATA[<10]]></t></is></c>', "<10"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_a_cell_reads_as_people_see_it(tmp_path: Path, cell: str, text: str) -> None:
    path = saved(tmp_path, with_sheet(f'<row r="1">{cell}</row>'))

    assert texts(read_cells(path, Format(type="xlsx"))) == [(text,)]


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        style = book.add_format({"num_format": "dd.mm.yyyy"})
        book.add_worksheet().write(0, 0, 0, style)
    path = saved(tmp_path, out.getvalue())

    assert texts(read_cells(path, Format(type="xlsx"))) == [("1904-01-01",)]


def test_a_name_before_every_element_changes_nothing(tmp_path: Path) -> None:
    sheet = samples.part_of(samples.xlsx(), SHEET).decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "cols", "col", "dimension"):
        sheet = sheet.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    sheet = sheet.replace("xmlns=", "xmlns:x=", 1)
    path = saved(tmp_path, samples.repacked(samples.xlsx(), add={SHEET: sheet.encode()}))

    assert texts(read_cells(path, Format(type="xlsx"))) == samples.TEXTS


def test_formulas_without_a_result_are_named_by_their_cells(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Summen"
    book.active.append([1, 2, "=A1+B1"])
    book.save(tmp_path / "a.xlsx")

    with pytest.raises(UnreadableFileError, match=r"Blatt „Summen“: Bei 1 Formel.* \(C1\)"):
        read_sheets(tmp_path / "a.xlsx")


def test_an_ods_formula_without_a_result_is_named_too(tmp_path: Path) -> None:
    content = samples.part_of(samples.ods(), "content.xml").replace(
        b'office:value-type="string"><text:p>*</text:p>', b'table:formula="of:=1+1">', 1
    )
    path = saved(tmp_path, samples.repacked(samples.ods(), add={"content.xml": content}), "a.ods")

    with pytest.raises(UnreadableFileError, match=r"Bei 1 Formel.* \(E3\)"):
        read_cells(path, Format(type="ods"))


def test_a_comment_on_a_cell_of_an_ods_is_not_in_it(tmp_path: Path) -> None:
    content = samples.part_of(samples.ods(), "content.xml").replace(
        b"<text:p>Dorf</text:p>",
        b"<office:annotation><text:p>bitte pruefen</text:p></office:annotation>"
        b"<text:p>Do<text:s/>rf</text:p>",
    )
    path = saved(tmp_path, samples.repacked(samples.ods(), add={"content.xml": content}), "a.ods")

    assert read_cells(path, Format(type="ods")).cells["1"][2] == "Do rf"


def test_signs_that_mean_different_things_stay_different(tmp_path: Path) -> None:
    signs = ["0", "*", ".", "-", "–", "x", "<10", "nicht erhoben", "007"]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False}) as book:
        book.add_worksheet().write_row(0, 0, [*signs, None, "Ende"])
    path = saved(tmp_path, out.getvalue())

    assert texts(read_cells(path, Format(type="xlsx"))) == [(*signs, None, "Ende")]


def test_headings_of_a_web_page_keep_their_spans(tmp_path: Path) -> None:
    page = (
        "<table><tr><th rowspan=2>Gebiet<th colspan=2>Menschen<tr><td>jung<td>alt<br>(65+)"
        "<tr><td>S&uuml;d<td>01067<td>3</table><script>document.write('<table>')</script>"
    )
    path = saved(tmp_path, page.encode(), "a.xls")

    grid = read_cells(path, Format(type="html"))

    assert grid.merged == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert texts(grid)[1:] == [(None, "jung", "alt\n(65+)"), ("Süd", "01067", "3")]


def test_a_package_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, samples.packed({"word/document.xml": "<w/>"}), "a.docx")

    with pytest.raises(UnreadableFileError, match="keine Arbeitsmappe"):
        read_sheets(path)


def test_kind_is_found_by_bytes_alone() -> None:
    from kreisblick.sealed.reading.limits import shipped_reading_limits  # noqa: PLC0415

    assert kind_of(b"<!DOCTYPE html><p>", "a", shipped_reading_limits()) == "html"
    assert kind_of(b"a;b", "a", shipped_reading_limits()) == "text"
