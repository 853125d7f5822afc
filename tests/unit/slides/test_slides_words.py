"""What slides say word by word: language, recommendations part by part, changes nobody tested."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import polars as pl
import pytest
from pptx import Presentation
from tests.unit.slides import decks

from kreisblick.base.language import speaking
from kreisblick.products.editorial import Editorial, Passage, Stretch, TextBlock
from kreisblick.products.slides import build_slides
from kreisblick.products.slides.model import Bar, Chart
from kreisblick.products.slides.native_chart import chart_workbook

MARKED = re.compile(r'(?:\blang|c:lang val)="([a-z]{2}-[A-Z]{2})"')


@pytest.fixture(scope="module")
def bundle() -> Any:
    return decks.FACTORY["make_bundle"]()


@pytest.mark.parametrize(("language", "told"), [("de", "de-DE"), ("en", "en-GB")])
def test_files_say_the_language_they_are_in(
    bundle: Any, tmp_path: Path, language: str, told: str
) -> None:
    with speaking(language):
        paper, show = build_slides(bundle, tmp_path, None, decks.EDITORIAL)

    with pikepdf.open(paper) as document:
        assert str(document.Root.Lang) == told
    with zipfile.ZipFile(show) as archive:
        for name in archive.namelist():
            if re.match(r"ppt/(slides|notesSlides|charts)/\w+\.xml", name):
                text = archive.read(name).decode()
                assert set(MARKED.findall(text)) <= {told}, name
                assert text.count("<a:r>") == text.count("<a:r><a:rPr"), name
    assert Presentation(str(show)).core_properties.language == told


def steps(name: str, *passages: Passage) -> Editorial:
    return Editorial(
        blocks=(
            TextBlock(
                key=name, kind="recommendation", title=name, by="Steuerungsgruppe",
                day=date(2025, 6, 10), theme="", indicator="", area="", passages=passages,
            ),
        )
    )  # fmt: skip


def test_every_part_of_a_recommendation_stands_by_itself(bundle: Any, tmp_path: Path) -> None:
    def part(text: str, lead: str = "") -> Passage:
        stretches = [Stretch(text=lead, bold=True)] if lead else []
        return Passage(kind="item", stretches=(*stretches, Stretch(text=text)))

    texts = steps(
        "Orte der Begegnung",
        part("Jede Gemeinde benennt einen Ort."),
        part(" Ende 2026", "Bis wann:"),
        part(" und der Kreis hilft", "Die Gemeinde"),
    )

    show = Presentation(str(build_slides(bundle, tmp_path, None, texts)[1]))

    (page,) = [p for p in show.slides if "Orte der Begegnung" in p.shapes.title.text_frame.text]
    paragraphs = page.placeholders[1].text_frame.paragraphs
    assert [one.text for one in paragraphs] == [
        "Jede Gemeinde benennt einen Ort.", "Bis wann: Ende 2026",
        "Die Gemeinde und der Kreis hilft",
    ]  # fmt: skip
    assert [bool(one.runs[0].font.bold) for one in paragraphs] == [False, True, False]
    assert page.placeholders[20].text_frame.text == "Steuerungsgruppe, 10.06.2025"


def change_slide(bundle: Any, out: Path) -> tuple[str, list[list[str]], str]:
    """Title, rows and the line below of the slide about changes."""
    show = Presentation(str(build_slides(bundle, out)[1]))
    (page,) = [p for p in show.slides if p.shapes.title.text_frame.text.startswith("Veränderung")]
    (table,) = [s.table for s in page.shapes if s.has_table]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return page.shapes.title.text_frame.text, rows[1:], page.placeholders[20].text_frame.text


def test_a_change_that_nobody_tested_says_so(bundle: Any, tmp_path: Path) -> None:
    def all_are(significance: str) -> Any:
        told = pl.lit(significance).alias("change_significance")
        return replace(bundle, indicators=bundle.indicators.with_columns(told))

    title, rows, below = change_slide(all_are("unknown"), tmp_path / "a")
    tested_title, tested, tested_below = change_slide(all_are("up"), tmp_path / "b")

    assert title == "Veränderung im ganzen Kreis: ob sie sicher ist, wurde nicht geprüft"
    assert rows
    assert all(row[2].endswith("°") and row[3].startswith("nicht geprüft") for row in rows)
    assert below.startswith("° nicht geprüft, ob die Veränderung sicher ist · ")
    assert "nicht geprüft" not in tested_title + tested_below
    assert not any("°" in cell for row in tested for cell in row)


def test_the_heads_of_a_data_sheet_are_words_however_they_begin() -> None:
    bar = Bar(label="=1+1", value=1.0, lower=0.5, upper=1.5, written="1,0")
    chart = Chart(title="=HYPERLINK(1)", told="", unit="", unit_words="", digits=1, top=1.5,
                  bars=(bar,))  # fmt: skip

    sheet = openpyxl.load_workbook(BytesIO(chart_workbook(chart))).active

    assert sheet is not None
    texts = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    assert "=HYPERLINK(1)" in [cell.value for cell in texts]
