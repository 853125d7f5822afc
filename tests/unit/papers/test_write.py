"""Papers in Word: usual parts, real styles, released figures, templates that can be changed.

The file is long because all parts are looked for in the same papers, which are written once.
"""

import re
import runpy
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from docx import Document
from ruamel.yaml import YAML
from tests.unit.slides import decks

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import speaking
from kreisblick.products.editorial import Editorial
from kreisblick.products.figures import released_figures
from kreisblick.products.papers import (
    Occasion,
    Papers,
    TemplateError,
    read_bodies,
    read_papers,
    schedule,
    write_papers,
)
from kreisblick.products.wording import write_value

BODIES = read_bodies()
DAY = date(2026, 11, 30)
PLAN = schedule(BODIES, date(2027, 7, 5), DAY)
SOFFICE = shutil.which("soffice")
PAPERS = {
    "limits": ["Die Zahlen sagen nicht, warum."],
    "papers": {
        "beschluss": {
            "kind": "decision",
            "number": "2027/014",
            "subject": "Folgerungen aus dem {report} & mehr",
            "bodies": ["social_committee", "district_council"],
            "office": "Amt für Soziales",
            "resolution": ["Der Kreistag nimmt den {report} zur Kenntnis.", "Er bittet um mehr."],
            "reasons": ["Er gilt {in_areas} und erscheint am {publication}."],
            "indicators": ["income/basic_income", "income/children"],
            "finance": {"effects": "yes", "text": "Aus dem Budget.",
                        "sums": [{"year": 2027, "expense_eur": 12500}]},
            "effects": [{"title": "Klima", "text": "Keine Auswirkungen."}],
            "alternatives": ["Abwarten."],
            "participation": ["Die Städte haben gelesen."],
            "annexes": ["{report}"],
        },
        "mitteilung": {"kind": "information", "subject": "{report}", "office": "Sozialamt"},
        "stand": {"kind": "progress", "subject": "Stand zum {last_date}", "office": "Sozialamt"},
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def bundle() -> Any:
    return decks.FACTORY["make_bundle"]()


def written(
    bundle: Any, out: Path, plan: Any = PLAN, editorial: Editorial = decks.EDITORIAL, **more: Any
) -> dict[str, Path]:
    papers = Papers.model_validate(PAPERS)
    occasion = Occasion(bodies=BODIES, plan=plan, day=DAY, **more)
    return {path.stem: path for path in write_papers(bundle, out, papers, editorial, occasion)}


@pytest.fixture(scope="module")
def files(bundle: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(bundle, tmp_path_factory.mktemp("papers"))


def heads(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs if p.style.name.startswith("Heading 1")]


def text_of(path: Path) -> str:
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def test_a_paper_for_decision_has_the_usual_parts_in_their_order(files: dict[str, Path]) -> None:
    assert heads(files["beschluss"]) == [
        "Beratungsfolge", "Beschlussvorschlag", "Sachverhalt und Begründung", "Empfehlungen",
        "Finanzielle Auswirkungen", "Weitere Auswirkungen", "Alternativen", "Beteiligung",
        "Was die Zahlen nicht sagen", "Anlagen",
    ]  # fmt: skip


def test_what_is_empty_is_not_printed(bundle: Any, tmp_path: Path) -> None:
    bare = written(bundle, tmp_path, editorial=Editorial())

    assert heads(bare["mitteilung"]) == ["Mitteilung", "Was die Zahlen nicht sagen"]
    assert not re.search(r"{[{%]|[%}]}", text_of(bare["mitteilung"]))


def test_numbers_dates_and_roles_stand_in_the_head(files: dict[str, Path]) -> None:
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Document(str(files["beschluss"])).tables
    ]

    assert tables[0] == [
        ["Vorlagennummer", "2027/014"],
        ["Datum", "30.11.2026"],
        ["Zuständig", "Amt für Soziales"],
        ["Behandlung", "öffentlich"],
    ]
    assert tables[1][1:] == [
        ["Ausschuss für Soziales und Gesundheit, Landkreis Lindenau", "01.06.2027", "Vorberatung"],
        ["Kreistag, Landkreis Lindenau", "24.06.2027", "Entscheidung"],
    ]
    assert ["2027", "12.500\u202f€", "–"] in tables[-1]


def test_figures_are_those_released_and_say_whether_a_change_is_sure(
    bundle: Any, files: dict[str, Path]
) -> None:
    figures = released_figures(bundle).filter(
        level="district", reference_date=max(decks.FACTORY["DATES"])
    )
    table = next(
        t for t in Document(str(files["beschluss"])).tables if "Wert" in t.rows[0].cells[1].text
    )
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows[1:]}

    for key in ("income/basic_income", "income/children"):
        row = figures.filter(indicator=key).row(0, named=True)
        shown = rows[bundle.indicator_definitions[key]["title"]["de"]]
        assert shown[1] == write_value(row["value"], "percent", row["denominator"])
        assert shown[3] == "31.12.2024"
        sure = row["change_significance"] in {"up", "down"}
        assert shown[4].split(", ")[1] == ("sicher" if sure else "nicht sicher")
    assert len(rows) == 2


def test_placeholders_are_filled_and_signs_of_markup_survive(files: dict[str, Path]) -> None:
    told = text_of(files["beschluss"])

    assert "Folgerungen aus dem Sozialbericht 2024 & mehr" in told
    assert "Er gilt in 12 Planungsräumen und erscheint am 05.07.2027." in told
    assert "Beratung & Hilfe nah am Menschen" in told
    assert "Von: Steuerungsgruppe" in told


def test_without_a_plan_the_meetings_are_open(bundle: Any, tmp_path: Path) -> None:
    told = text_of(written(bundle, tmp_path, plan=None)["beschluss"])

    assert told.count("offen") == 2
    assert "erscheint am 30.06.2025" in told


def test_a_progress_report_is_a_paper_for_information_about_changes(
    files: dict[str, Path],
) -> None:
    paper = Document(str(files["stand"]))
    table = next(t for t in paper.tables if "Wert" in t.rows[0].cells[1].text)

    assert "Mitteilungsvorlage: Zwischenbericht" in text_of(files["stand"])
    assert all(row.cells[4].text[0] in "+−0" for row in table.rows[1:])


def test_the_same_input_gives_the_same_bytes(
    bundle: Any, files: dict[str, Path], tmp_path: Path
) -> None:
    again = written(bundle, tmp_path)

    assert {k: p.read_bytes() for k, p in again.items()} == {
        k: p.read_bytes() for k, p in files.items()
    }


def test_papers_are_german_titled_and_their_tables_have_heads(files: dict[str, Path]) -> None:
    for path in files.values():
        paper = Document(str(path))
        assert paper.core_properties.language == "de-DE"
        assert paper.core_properties.title
        assert "Title" in {p.style.name for p in paper.paragraphs}
        for table in paper.tables[1:]:
            assert table._tbl.xpath(".//w:tblHeader")
            assert table._tbl.xpath(".//w:tblCaption/@w:val")
        assert (
            'w:instrText xml:space="preserve"> PAGE'
            in zipfile.ZipFile(path).read("word/footer1.xml").decode()
        )


def test_no_hidden_figure_stands_in_a_paper(bundle: Any, tmp_path: Path) -> None:
    secret, _town = decks.hidden_town(bundle)

    for path in written(secret, tmp_path).values():
        with zipfile.ZipFile(path) as whole:
            inside = "".join(whole.read(n).decode(errors="ignore") for n in whole.namelist())
        assert str(decks.SECRET) not in inside
        assert "48.151" not in inside


def test_a_district_changes_a_template(bundle: Any, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    paper = Document()
    paper.add_paragraph("Eigener Kopf: {{ subject }}")
    paper.save(str(own / "beschlussvorlage.docx"))

    told = text_of(written(bundle, tmp_path / "out", folders=[own])["beschluss"])

    assert told == "Eigener Kopf: Folgerungen aus dem Sozialbericht 2024 & mehr"


@pytest.mark.parametrize("text", ["{{ betreff }}", "{% if %}", None])
def test_a_template_that_does_not_fit_is_named(
    bundle: Any, tmp_path: Path, text: str | None
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    broken = own / "beschlussvorlage.docx"
    if text is None:
        broken.write_bytes(b"no paper")
    else:
        paper = Document()
        paper.add_paragraph(text)
        paper.save(str(broken))

    with pytest.raises(TemplateError, match=re.escape(str(broken))):
        written(bundle, tmp_path / "out", folders=[own])


def test_all_faults_of_the_file_are_told_at_once(bundle: Any, tmp_path: Path) -> None:
    path = tmp_path / "papers.yaml"
    yaml = YAML()
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(
            {
                "papers": {
                    "a b": {
                        "kind": "decision",
                        "subject": "Der Brennpunkt {ort}",
                        "office": "Sozialamt",
                        "bodies": ["rat"],
                        "indicators": ["armut"],
                        "alternatives": ["Eine { Klammer"],
                    }
                }
            },
            stream,
        )

    with pytest.raises(FaultsFoundError) as told:
        read_papers(path, BODIES, bundle.indicator_definitions)

    for words in (
        "„Brennpunkt“ kann verletzen",
        "Den Platzhalter „ort“ gibt es nicht",
        "Eine Beschlussvorlage sagt, was beschlossen werden soll",
        "„rat“ ist nicht bekannt",
        "„armut“ ist nicht bekannt",
        "Eine geschweifte Klammer steht allein",
        "Der Name wird zum Dateinamen",
    ):
        assert words in str(told.value), words


def test_the_papers_that_ship_can_be_read(bundle: Any) -> None:
    assert len(read_papers(None, BODIES, bundle.indicator_definitions).papers) == 3


def test_the_templates_that_ship_are_the_made_ones(tmp_path: Path) -> None:
    folder = shipped("catalogue", "products", "papers")
    runpy.run_path(str(folder / "make.py"))["make_all"](tmp_path)

    for made in sorted(tmp_path.glob("*.docx")):
        parts = [zipfile.ZipFile(path) for path in (made, folder / made.name)]
        first, second = ({n: part.read(n) for n in part.namelist()} for part in parts)
        assert first == second, made.name


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_another_programme_opens_the_papers(files: dict[str, Path], tmp_path: Path) -> None:
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files.values())],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    assert {path.stem for path in tmp_path.glob("*.pdf")} == set(files)


@pytest.mark.parametrize(("language", "told"), [("de", "de-DE"), ("en", "en-GB")])
def test_a_paper_says_the_language_it_is_in(
    bundle: Any, tmp_path: Path, language: str, told: str
) -> None:
    with speaking(language):
        path = written(bundle, tmp_path)["beschluss"]

    with zipfile.ZipFile(path) as archive:
        found = {
            mark
            for name in ("word/document.xml", "word/styles.xml")
            for mark in re.findall(r'<w:lang w:val="([^"]+)"', archive.read(name).decode())
        }
    assert found == {told}
    assert Document(str(path)).core_properties.language == told


def test_a_change_that_nobody_tested_says_so_in_words(bundle: Any, tmp_path: Path) -> None:
    """A template of the district's own may have no legend for a sign."""
    untested = replace(
        bundle,
        indicators=bundle.indicators.with_columns(change_significance=pl.lit("unknown")),
    )

    text = text_of(written(untested, tmp_path)["beschluss"])

    assert re.search(r"[+−][\d,]+, nicht geprüft", text)
    assert "°" not in text
