"""Names are never computed: what begins like a formula stays text, and no letter of it is lost."""

import csv
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.unit.exports.factory import published

from kreisblick.base.spreadsheets import harmless_text, original_text
from kreisblick.products.exports import build_exports, csv_bytes

AWKWARD = (
    "=1+1", '=HYPERLINK("http://a.example";"Rathaus")', "@SUM(1;2)", "+49 461 1234", "-Nord",
    "-2+3+cmd|' /C calc'!A0", "- ", "\t=1+1", "'=1+1", "''=1+1", "＝1+1", "=1\n+1", "'s Gravenhage",
    "Haus @ Markt", "–", "−5", "Name; mit \"Zeichen\", und = +",
)  # fmt: skip
COMPUTED = tuple("=+@\t\r\n＝＋＠－")
TEXTS = st.text(max_size=12) | st.from_regex(r"\A['=+@\t\r\n\-0-9,.a＝]{1,6}\Z")


@given(TEXTS)
@example("-5")
@example("-5\n")
@example("'-5")
def test_any_text_is_harmless_and_comes_back(text: str) -> None:
    harmless = harmless_text(text)

    assert not harmless.startswith(COMPUTED)
    assert not harmless.startswith("-") or harmless[1:].replace(",", "").replace(".", "").isdigit()
    assert original_text(harmless) == text


@given(st.lists(TEXTS.filter(lambda text: "\0" not in text), min_size=1, max_size=6))
def test_a_csv_gives_every_text_back(texts: list[str]) -> None:
    table = pl.DataFrame({"name": texts, "n": [-float(n) for n in range(len(texts))]})

    content = csv_bytes(table).decode()

    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert [row["name"] for row in rows] == [harmless_text(text) for text in texts]
    assert [original_text(row["name"]) for row in rows] == texts
    assert [float(row["n"]) for row in rows] == table["n"].to_list()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of a district whose areas and indicator have awkward names."""
    bundle = published()
    keys = bundle.areas.filter(level="planning_area")["area"].to_list()
    names = dict(zip(keys, AWKWARD, strict=False))
    areas = bundle.areas.with_columns(
        name=pl.col("area").replace_strict(names, default=pl.col("name"))
    )
    titled = {
        key: {**one, "title": {"de": "=1+1 Kinder", "en": None}} if "poverty" in key else one
        for key, one in bundle.indicator_definitions.items()
    }
    odd = replace(bundle, areas=areas, indicator_definitions=titled)
    return build_exports(odd, tmp_path_factory.mktemp("x") / "exports")[0].parent


def test_the_workbook_holds_texts_as_texts(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "figures.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert set(AWKWARD[:12]) <= texts, "nothing is lost, and nothing added"
    assert any(text.startswith("=1+1 Kinder\n") for text in texts)


def test_libreoffice_computes_nothing_and_loses_nothing(exports: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    raw = pl.DataFrame({"name": AWKWARD})
    (tmp_path / "ours.csv").write_bytes(csv_bytes(raw))
    (tmp_path / "trap.csv").write_text(raw.write_csv(), encoding="utf-8")
    shutil.copy(exports / "figures.csv", tmp_path)
    reads = "Text - txt - csv (StarCalc):44,34,76,1"
    files = [str(tmp_path / name) for name in ("ours.csv", "trap.csv", "figures.csv")]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless",
         f"--infilter={reads}", "--convert-to", "xlsx", "--outdir", str(tmp_path), *files],
        check=True, capture_output=True, timeout=170,
    )  # fmt: skip

    assert "f" in kinds(tmp_path / "trap.xlsx"), "LibreOffice computes what we do not write"
    assert kinds(tmp_path / "ours.xlsx") == kinds(tmp_path / "figures.xlsx") - {"n", "d"} == {"s"}
    for name, wanted in (("ours", set(AWKWARD)), ("figures", set(AWKWARD[:12]))):
        sheet = CalamineWorkbook.from_path(tmp_path / f"{name}.xlsx").get_sheet_by_index(0)
        seen = {original_text(str(cell)) for row in sheet.to_python() for cell in row}
        assert {text.replace("\t", "") for text in wanted} <= {t.replace("\t", "") for t in seen}


def kinds(path: Path) -> set[str]:
    """The types of the cells of a workbook; ``f`` is a formula."""
    rows = openpyxl.load_workbook(path).active.iter_rows()
    return {cell.data_type for row in rows for cell in row if cell.value is not None}


def test_readme_and_descriptions_say_why_there_is_an_apostrophe(exports: Path) -> None:
    for name in ("README.txt", "figures.csv-metadata.json", "datapackage.json"):
        assert "Apostroph" in (exports / name).read_text(encoding="utf-8"), name
