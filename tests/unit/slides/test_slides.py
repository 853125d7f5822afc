"""The slides: the same in both files, every figure as released, hidden nowhere.

The file is long because both files of one deck are compared, which is made once.
"""

import json
import re
import runpy
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pptx import Presentation
from tests.unit.slides import decks

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.products.figures import released_figures
from kreisblick.products.slides import (
    PresentationError,
    build_slides,
    read_slides,
    slides_definition,
)
from kreisblick.products.typeset import edition_day

SPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
CHOICES = {
    **slides_definition().model_dump(),
    "charts": [decks.CHART, "income/children"],
    "map": "income/children",
}


@pytest.fixture(scope="module")
def bundle() -> Any:
    small = decks.lopsided(decks.FACTORY["make_bundle"]())
    areas = small.areas.filter(level="planning_area")["area"].to_list()
    towns = small.areas.filter(level="municipality")["area"].to_list()
    return decks.with_findings(
        small,
        [("need", areas[0], "read"), ("need", areas[1], "proposed"),
         ("strength", areas[2], "proposed"), ("strength", towns[1], "no_problem")],
    )  # fmt: skip


@pytest.fixture(scope="module")
def files(bundle: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build_slides(bundle, tmp_path_factory.mktemp("slides"), CHOICES, decks.EDITORIAL)


@pytest.fixture(scope="module")
def show(files: tuple[Path, Path]) -> Any:
    return Presentation(str(files[1]))


def titles_of(show: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in show.slides]


def charts_of(show: Any) -> list[Any]:
    return [s.chart for slide in show.slides for s in slide.shapes if s.has_chart]


def everything_in(path: Path) -> str:
    """All text of all parts, also of the workbooks inside."""
    told = []
    with zipfile.ZipFile(path) as whole:
        for name in whole.namelist():
            content = whole.read(name)
            if name.endswith(".xlsx"):
                inner = zipfile.ZipFile(BytesIO(content))
                told += [inner.read(part).decode(errors="ignore") for part in inner.namelist()]
            told.append(content.decode(errors="ignore"))
    return "\n".join(told)


def test_the_same_input_gives_the_same_bytes(
    bundle: Any, files: tuple[Path, Path], tmp_path: Path
) -> None:
    again = build_slides(bundle, tmp_path, CHOICES, decks.EDITORIAL)

    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_the_presentation_is_wide_german_and_made_of_its_layouts(show: Any) -> None:
    assert round(show.slide_width / show.slide_height, 2) == 1.78
    for slide in show.slides:
        assert slide.shapes.title.text_frame.text
        assert all(shape.is_placeholder for shape in slide.shapes)
        runs = slide._element.xpath(".//a:r/a:rPr")
        assert runs
        assert {run.get("lang") for run in runs} == {"de-DE"}


def test_readers_hear_the_title_first_and_the_foot_last(show: Any) -> None:
    for slide in show.slides:
        kinds = [shape._element.ph.get("type") for shape in slide.shapes]
        assert kinds[0] in {"title", "ctrTitle"}
        assert kinds[-2:] == ["ftr", "sldNum"]


def test_pictures_charts_and_tables_say_what_they_show(show: Any) -> None:
    told = {}
    for slide in show.slides:
        for shape in slide.shapes:
            kind = shape._element.ph.get("type")
            if kind in {"pic", "chart", "tbl"}:
                told.setdefault(kind, []).append(shape._element._nvXxPr.cNvPr.get("descr") or "")

    assert set(told) == {"pic", "chart", "tbl"}
    assert all(len(words) > 15 for ones in told.values() for words in ones)
    assert any("deutlich" in words for words in told["chart"])


def test_speakers_are_told_the_source_and_what_cannot_be_said(show: Any) -> None:
    for slide in show.slides:
        if any(s._element.ph.get("type") in {"chart", "pic"} for s in list(slide.shapes)[1:3]):
            notes = slide.notes_slide.notes_text_frame.text
            if slide.slide_layout.name != "Titelfolie":
                assert "Quelle" in notes
                assert "Zu beachten" in notes
                assert "nicht, warum" in notes


def test_every_number_of_a_chart_is_the_released_one_with_its_interval(
    bundle: Any, show: Any
) -> None:
    figures = released_figures(bundle).filter(reference_date=max(decks.FACTORY["DATES"]))
    charts = charts_of(show)
    assert len(charts) == 2
    for chart, key in zip(charts, [decks.CHART, "income/children"], strict=True):
        rows = figures.filter(indicator=key).filter(level="municipality")
        rows = rows.extend(figures.filter(indicator=key).filter(level="district"))
        want = {
            row["area_name"]: (row["value"], row["lower"], row["upper"])
            for row in rows.iter_rows(named=True)
        }
        space = chart._chartSpace
        names = list(chart.plots[0].categories)
        values = list(chart.plots[0].series[0].values)
        arms = {
            side: [float(v.text) for v in space.xpath(f".//c:errBars/c:{side}//c:v")]
            for side in ("minus", "plus")
        }
        for place, (name, value) in enumerate(zip(names, values, strict=True)):
            middle, lower, upper = want[name]
            assert value == pytest.approx(middle)
            assert value - arms["minus"][place] == pytest.approx(lower)
            assert value + arms["plus"][place] == pytest.approx(upper)
        assert set(names) == set(want)


def test_the_sheet_behind_a_chart_holds_the_same_numbers(show: Any) -> None:
    for chart in charts_of(show):
        blob = chart.part.chart_workbook.xlsx_part.blob
        sheet = openpyxl.load_workbook(BytesIO(blob))["Sheet1"]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        formula = chart._chartSpace.xpath("string(.//c:ser/c:val//c:f)")

        assert [row[0] for row in rows] == list(chart.plots[0].categories)
        assert [row[1] for row in rows] == pytest.approx(list(chart.plots[0].series[0].values))
        assert [row[2] for row in rows] == pytest.approx([r[1] - r[4] for r in rows])
        assert formula == f"Sheet1!$B$2:$B${len(rows) + 1}"


def test_a_hidden_municipality_has_a_sign_and_no_number_anywhere(
    bundle: Any, tmp_path: Path
) -> None:
    secret, town = decks.hidden_town(bundle)
    name = bundle.areas.filter(area=town)["name"][0]

    paper, presentation = build_slides(secret, tmp_path, CHOICES, decks.EDITORIAL)

    chart = charts_of(Presentation(str(presentation)))[0]
    shown = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert shown[f"{name} (geschützt)"] is None
    inside = everything_in(presentation)
    document = pypdfium2.PdfDocument(paper)
    printed = "".join(page.get_textpage().get_text_bounded() for page in document)
    for text in (inside, printed):
        assert str(decks.SECRET) not in text
        assert "48.151" not in text
    assert "zum Schutz einzelner Personen" in printed


def test_the_paper_is_accessible_and_says_what_the_presentation_says(
    files: tuple[Path, Path], show: Any
) -> None:
    with pikepdf.open(files[0]) as document, document.open_metadata() as words:
        assert (words["pdfuaid:part"], words["pdfaid:part"]) == ("1", "3")
        assert str(document.Root.Lang).startswith("de")
        assert len(document.pages) == len(show.slides)
    pages = pypdfium2.PdfDocument(files[0])
    for page, title in zip(pages, titles_of(show), strict=True):
        printed = re.sub(r"\s+", "", page.get_textpage().get_text_bounded())
        assert re.sub(r"\s+", "", title) in printed.replace("\ufffe", "-")


def test_what_there_is_to_say_has_a_slide_and_nothing_else(
    bundle: Any, show: Any, tmp_path: Path
) -> None:
    bare = decks.FACTORY["make_bundle"]()
    without = {**CHOICES, "asks": (), "changes_most": 0}

    quiet = Presentation(str(build_slides(bare, tmp_path, without)[1]))

    assert {
        "Empfehlung: Beratung & Hilfe nah am Menschen", "Empfehlung: Kinder früh fördern",
        "Worum wir den Ausschuss bitten",
    } <= set(titles_of(show))  # fmt: skip
    assert any(title.startswith("Vorschläge zum genaueren Hinsehen") for title in titles_of(show))
    assert any(title.startswith("Stärken") for title in titles_of(show))
    left = " ".join(titles_of(quiet))
    assert not re.search("Empfehlung|bitten|Bedarf|Stärken|Veränderung", left)


def test_findings_name_areas_by_place_and_say_who_has_read_them(bundle: Any, show: Any) -> None:
    names = dict(bundle.areas.select("area", "name").iter_rows())
    areas = bundle.areas.filter(level="planning_area")
    tables = [s.table for slide in show.slides for s in slide.shapes if s.has_table]
    cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]

    for area in areas["area"][:3]:
        town = names[areas.filter(area=area)["parent"][0]]
        row = next(r for r in cells if r[0] == town and names[area].split("-")[1] in r[1])
        assert re.fullmatch(r"\d+ von \d+", row[2])
    assert any("Gemeinde als Ganzes" in row[1] for row in cells)


def test_a_long_recommendation_goes_on_without_losing_a_sentence(
    bundle: Any, tmp_path: Path
) -> None:
    sentences = [f"Satz {number} sagt, was der Kreis vorhat und warum." for number in range(120)]
    texts = decks.Editorial(blocks=[decks.recommendation("Lang", " ".join(sentences))])

    show = Presentation(str(build_slides(bundle, tmp_path, CHOICES, texts)[1]))

    pages = [s for s in show.slides if s.shapes.title.text_frame.text.startswith("Empfehlung")]
    told = " ".join(page.placeholders[1].text_frame.text for page in pages)
    assert len(pages) > 1
    assert re.findall(r"Satz (\d+) sagt", told) == [str(number) for number in range(120)]


def test_many_municipalities_are_parted_and_the_axis_stays(tmp_path: Path) -> None:
    wide = decks.FACTORY["make_bundle"](columns=9, rows=6, towns=10)

    show = Presentation(str(build_slides(wide, tmp_path, {**CHOICES, "bars_per_slide": 4})[1]))

    charts = charts_of(show)[:3]
    names = [list(chart.plots[0].categories) for chart in charts]
    assert all("Landkreis Lindenau" in ones for ones in names)
    assert len({name for ones in names for name in ones}) == 11
    assert max(map(len, names)) <= 5


@pytest.mark.parametrize(("number", "charts"), [(0.0, 1), (-1.0, 0)])
def test_nothing_at_all_is_drawn_and_what_lies_below_zero_is_left_to_tables(
    number: float, charts: int, tmp_path: Path
) -> None:
    bundle = decks.every_value(decks.FACTORY["make_bundle"](), number)
    chosen = {**CHOICES, "charts": [decks.CHART], "charts_most": 1}

    _paper, show = build_slides(bundle, tmp_path, chosen)

    assert len(charts_of(Presentation(str(show)))) == charts


def test_a_changed_presentation_without_a_layout_is_told(bundle: Any, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    show = Presentation(str(slides_definition().presentation))
    show.slide_layouts[3].name = "Etwas anderes"
    show.save(str(own / "slides.pptx"))

    with pytest.raises(PresentationError, match="das Layout „Diagramm“"):
        build_slides(bundle, tmp_path / "out", {**CHOICES, "folder": own}, decks.EDITORIAL)


def test_all_parts_of_the_presentation_are_well_formed(
    bundle: Any, files: tuple[Path, Path]
) -> None:
    with zipfile.ZipFile(files[1]) as whole:
        assert {part.date_time[0] for part in whole.infolist()} == {1980}
        for name in whole.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(whole.read(name))
        about = whole.read("docProps/core.xml").decode()
    assert edition_day(bundle).isoformat() in about


def test_a_district_chooses_in_its_own_folder(bundle: Any, tmp_path: Path) -> None:
    own = slides_definition().model_dump(mode="json", exclude_none=True)
    chosen = {**own, "charts": ["income/children"], "committee": "Jugendhilfeausschuss"}
    (tmp_path / "slides.yaml").write_text(json.dumps(chosen), encoding="utf-8")

    show = Presentation(str(build_slides(bundle, tmp_path / "out", read_slides(tmp_path))[1]))

    assert "Jugendhilfeausschuss" in show.slides[0].placeholders[13].text_frame.text
    assert len(charts_of(show)) == 1
    assert read_slides(tmp_path / "none").charts == slides_definition().charts


def test_texts_that_cannot_be_filled_or_hurt_are_told(tmp_path: Path) -> None:
    own = slides_definition().model_dump(mode="json", exclude_none=True)
    wrong = {**own, "asks": ["Der Brennpunkt {ort}"], "about": ["{report!r}"]}
    (tmp_path / "slides.yaml").write_text(json.dumps(wrong), encoding="utf-8")

    with pytest.raises(FaultsFoundError) as told:
        read_slides(tmp_path)

    for words in ("„Brennpunkt“ kann verletzen", "Platzhalter „ort“", "about: Den Platzhalter"):
        assert words in str(told.value)


def test_the_presentation_that_ships_is_the_made_one(tmp_path: Path) -> None:
    folder = shipped("catalogue", "products", "slides")
    runpy.run_path(str(folder / "make.py"))["make"](tmp_path / "slides.pptx")

    first, second = (
        {name: whole.read(name) for name in whole.namelist()}
        for whole in (zipfile.ZipFile(at / "slides.pptx") for at in (tmp_path, folder))
    )
    assert first == second
