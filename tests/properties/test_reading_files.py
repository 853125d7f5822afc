"""Reading never breaks: what is written is read, by every way; what is broken gets a sentence."""

import random
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.reading import samples
from tests.unit.reading.mutations import mutated

from kreisblick.base.errors import KreisblickError
from kreisblick.sealed.reading import Format, find_format, read_cells, read_sheets
from kreisblick.sealed.reading.limits import shipped_reading_limits
from kreisblick.sealed.reading.workbooks.package import open_package
from kreisblick.sealed.reading.workbooks.xlsx_cells import RAW, scan_sheet
from kreisblick.sealed.reading.workbooks.xlsx_parser import parse_sheet

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"])
WORDS = st.text(LETTERS, max_size=12)
NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)


@st.composite
def cells(draw: st.DrawFn) -> list[tuple[int, int, dict[str, str], str]]:
    """Places, attributes and content of cells, by row and column."""
    places = draw(st.sets(st.tuples(st.integers(1, 40), st.integers(0, 25)), max_size=25))
    found = []
    for row, column in sorted(places):
        kind = draw(st.sampled_from(["n", "", "str", "inlineStr", "e", "b", "f"]))
        style = {"s": str(draw(st.integers(0, 3)))} if draw(st.booleans()) else {}
        if kind == "inlineStr":
            inner = f"<is><t>{escape(draw(WORDS))}</t></is>"
        elif kind in {"str", "e"}:
            inner = f"<v>{escape(draw(WORDS))}</v>"
        else:
            formula = "<f>A1+1</f>" if kind == "f" else ""
            inner = f"{formula}<v>{draw(NUMBERS)}</v>"
        attributes = style | ({} if kind in {"", "f"} else {"t": kind})
        found.append((row, column, attributes, inner))
    return found


def sheet_of(found: list[tuple[int, int, dict[str, str], str]]) -> bytes:
    rows: dict[int, str] = {}
    for row, column, attributes, inner in found:
        told = "".join(f' {name}="{text}"' for name, text in attributes.items())
        cell = f'<c r="{chr(65 + column)}{row}"{told}>{inner}</c>'
        rows[row] = rows.get(row, "") + cell
    body = "".join(
        f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row % 7 == 0 else ""}>{text}</row>'
        for row, text in rows.items()
    )
    return f'<worksheet xmlns="{SPACE}"><sheetData>{body}</sheetData></worksheet>'.encode()


@QUIET
@given(cells())
@example([])
def test_patterns_and_parser_see_the_same_cells(found: Any) -> None:
    content = samples.packed({SHEET: sheet_of(found), "xl/workbook.xml": b"<w/>"})
    package = open_package(content, "a.xlsx", shipped_reading_limits())
    fast: list[pl.DataFrame] = []
    slow: list[pl.DataFrame] = []

    by_patterns = scan_sheet(package, SHEET, fast.append)
    by_parser = parse_sheet(package, SHEET, slow.append)

    schema = pl.DataFrame(schema=RAW)
    assert pl.concat([schema, *fast]).equals(pl.concat([schema, *slow]))
    assert by_patterns.hidden_rows == by_parser.hidden_rows


@QUIET
@given(st.lists(st.lists(WORDS.map(str.strip), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_text_written_into_a_csv_is_read(rows: list[list[str]]) -> None:
    quoted = "\n".join(";".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(("k;l;m\n" + quoted + "\n").encode())

        read = read_cells(path, Format(type="csv", encoding="utf-8")).cells.drop("row").rows()

    blanks = " \t\r\n\u00a0\u202f\ufeff"
    assert [row[:3] for row in read[1:]] == [
        tuple(cell.strip(blanks) or None for cell in row) for row in rows
    ]


@pytest.mark.parametrize("name", list(samples.SAMPLES))
def test_a_broken_file_is_read_or_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    content = samples.SAMPLES[name]()
    path = tmp_path / name
    for number in range(8 if name in {"a.xls", "a.xlsb"} else 40):
        path.write_bytes(mutated(content, random.Random(f"{name}/{number}")))
        try:
            find_format(path)
            read_sheets(path)
        except KreisblickError as error:
            assert str(error).endswith(".")
            assert "„" in str(error)
