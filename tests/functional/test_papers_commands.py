"""``kreisblick papers`` from outside: the sequence of bodies, the papers, and what is said."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from icalendar import Calendar
from pptx import Presentation
from tests.functional.conftest import Said

from kreisblick.protection.bundle import release_bundle

Kreisblick = Callable[..., Said]
MARK = "Entwurf – nicht zur Weitergabe"
DECISION = ("--on", "30.11.2026", "--only", "empfehlungen-beschluss")
PLAN = ("papers", "plan", "--publish", "05.07.2027", "--from", "2026-11-30")


def release(workspace: Path) -> Path:
    """Let the last round's bundle out, as ``kreisblick bundle release`` does."""
    name = (workspace / "bundles" / "current").read_text("utf-8").strip()
    release_bundle(
        workspace / "bundles" / name,
        workspace / "sealed" / "release_ledger.jsonl",
        audit=workspace / "products" / name / "audit.json",
        released_on=date(2026, 11, 29),
        by="Sozialplanung",
    )
    return workspace / "bundles" / name


@pytest.fixture(scope="session")
def released(hamlet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose results were released. Only read it."""
    folder = shutil.copytree(hamlet, tmp_path_factory.mktemp("released") / "workspace")
    release(folder)
    return folder


@pytest.fixture
def released_copy(released: Path, tmp_path: Path) -> Path:
    """A copy of that workspace that a test may change."""
    return shutil.copytree(released, tmp_path / "workspace")


def test_the_plan_is_said_and_written(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(*PLAN, "-w", fresh_copy, "--out", tmp_path / "out")

    assert said.code == 0
    assert "24.06.2027  Kreistag, Landkreis Lindenau: Entwurf fertig 13.05.2027" in said.out
    assert "05.07.2027  Veröffentlichung" in said.out
    assert "kreisblick papers new" in said.out  # these are the example's bodies
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "sitzungsfolge.xlsx", "sitzungsfolge.ics",
    }  # fmt: skip


def test_the_plan_speaks_to_machines(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(*PLAN, "-w", fresh_copy, "--out", tmp_path, "--json")

    found = {one["body"]: one for one in json.loads(said.out)}
    assert found["district_council"]["meeting"] == "2027-06-24"
    assert found["district_council"]["paper_due"] == "2027-06-03"


def test_a_later_plan_moves_the_entries_wherever_it_is_written(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    later = ("papers", "plan", "--publish", "20.12.2027", "--from", "2026-11-30")

    first = kreisblick(*PLAN, "-w", fresh_copy, "--out", tmp_path / "a")
    second = kreisblick(*later, "-w", fresh_copy, "--out", tmp_path / "b")

    assert (first.code, second.code) == (0, 0)
    before, after = (
        Calendar.from_ical((tmp_path / name / "sitzungsfolge.ics").read_bytes()).walk("VEVENT")
        for name in ("a", "b")
    )
    assert {str(one["uid"]) for one in before} == {str(one["uid"]) for one in after}
    assert {int(one["sequence"]) for one in before} == {0}
    assert {int(one["sequence"]) for one in after} == {1}


def test_a_day_that_does_not_fit_is_explained_and_nothing_is_written(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    said = kreisblick(
        "papers", "plan", "--publish", "01.02.2027", "--from", "30.11.2026",
        "-w", fresh_copy, "--out", out,
    )  # fmt: skip

    assert said.code == 1
    assert "Kreistag (Landkreis Lindenau): Zwischen dem 30.11.2026" in said.err
    assert "Der früheste Tag, der passt, ist der 25.06.2027." in said.err
    assert not out.exists()


def test_a_district_lays_its_own_files_and_faults_name_the_line(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    laid = kreisblick("papers", "new", "-w", fresh_copy)
    again = kreisblick("papers", "new", "-w", fresh_copy)
    own = fresh_copy / "catalogue" / "bodies.yaml"
    told = kreisblick(*PLAN, "-w", fresh_copy, "--out", tmp_path)
    own.write_text(
        own.read_text(encoding="utf-8").replace("state: NW", "state: NX"), encoding="utf-8"
    )
    wrong = kreisblick(*PLAN, "-w", fresh_copy, "--out", tmp_path)

    assert laid.code == 0
    assert own.is_file()
    assert (fresh_copy / "catalogue" / "papers.yaml").is_file()
    assert "Alle Namen und Termine darin sind erfunden" in laid.out
    assert "Beide Dateien sind schon da" in again.out
    assert "kreisblick papers new" not in told.out
    assert wrong.code == 1
    assert "Das Land „NX“ ist nicht bekannt" in wrong.err


def test_papers_are_written_with_the_dates_of_the_plan(
    released: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(
        "papers", "write", "-w", released, "--out", tmp_path, "--on", "30.11.2026",
        "--publish", "05.07.2027", "--only", "empfehlungen-beschluss",
    )  # fmt: skip

    assert "die Vorlagen des mitgelieferten Beispiels" in said.out
    paper = Document(str(tmp_path / "empfehlungen-beschluss.docx"))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert said.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["empfehlungen-beschluss.docx"]
    assert "24.06.2027" in cells
    assert "30.11.2026" in cells


def test_a_paper_that_does_not_exist_is_wrong_use(
    released: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick("papers", "write", "-w", released, "--out", tmp_path, "--only", "haushalt")

    assert said.code == 2
    assert "zwischenbericht" in said.err


def test_without_results_there_is_nothing_to_write(
    fresh_hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick("papers", "write", "-w", fresh_hamlet, "--out", tmp_path)

    assert said.code == 1
    assert "kreisblick run" in said.err


def test_slides_are_written_for_one_committee(
    released: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(
        "papers", "slides", "-w", released, "--out", tmp_path, "--committee", "Sozialausschuss"
    )

    first = Presentation(str(tmp_path / "slides.pptx")).slides[0]
    assert said.code == 0
    assert (tmp_path / "slides.pdf").is_file()
    assert "Sozialausschuss" in first.placeholders[13].text_frame.text


def test_without_a_release_there_are_only_drafts(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for command in ("write", "slides"):
        said = kreisblick("papers", command, "-w", hamlet, "--out", out)

        assert said.code == 1
        assert "kreisblick bundle release bundles/" in said.err
        assert "--draft" in said.err
        assert not out.exists()


def test_a_draft_of_papers_and_slides_says_so_on_every_page(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    papers = kreisblick("papers", "write", "-w", hamlet, "--out", tmp_path, "--draft", *DECISION)
    slides = kreisblick("papers", "slides", "-w", hamlet, "--out", tmp_path, "--draft")

    assert (papers.code, slides.code) == (0, 0)
    paper = Document(str(tmp_path / "empfehlungen-beschluss.docx"))
    assert all(one.header.paragraphs[0].text == MARK for one in paper.sections)
    for page in pypdfium2.PdfDocument(tmp_path / "slides.pdf"):
        assert MARK in page.get_textpage().get_text_range()
    for slide in Presentation(str(tmp_path / "slides.pptx")).slides:
        assert MARK in [one.text_frame.text for one in slide.shapes if one.has_text_frame]


def test_what_is_released_is_written_even_when_a_later_round_is_not(
    released_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    """The newest round stands for other figures: they are not out yet."""
    old = (released_copy / "bundles" / "current").read_text("utf-8").strip()
    for folder in (released_copy / "bundles", released_copy / "products"):
        shutil.copytree(folder / old, folder / "abcdefabcdef")
        (folder / "current").write_text("abcdefabcdef\n", "utf-8")

    said = kreisblick("papers", "write", "-w", released_copy, "--out", tmp_path, *DECISION)

    assert said.code == 0, said.err
    assert "Eine spätere Runde ist nicht freigegeben" in said.out


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_a_released_edition_that_is_not_there_any_more_is_not_replaced_by_another(
    released_copy: Path, kreisblick: Kreisblick, tmp_path: Path, harm: str
) -> None:
    name = (released_copy / "bundles" / "current").read_text("utf-8").strip()
    folder = released_copy / "bundles" / name
    if harm == "gone":
        folder.rename(folder.with_name("elsewhere"))
    else:
        manifest = folder / "manifest.json"
        manifest.write_text(manifest.read_text("utf-8") + " ", "utf-8")

    said = kreisblick("papers", "write", "-w", released_copy, "--out", tmp_path, *DECISION)

    assert said.code == 1
    assert f"Die freigegebene Ausgabe {name} liegt nicht mehr" in said.err
    assert list(tmp_path.glob("*.docx")) == []


def test_a_template_that_hides_the_mark_writes_nothing(
    hamlet_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    own = hamlet_copy / "catalogue" / "products" / "slides"
    own.mkdir(parents=True)
    text = (Path(__file__).parents[2] / "catalogue/products/slides/slides.typ").read_text("utf-8")
    text = text.replace("#set page(\n", "#set page(\n  foreground: none,\n", 1)
    text = text.replace("meta.foot", '"Fuß"')
    (own / "slides.typ").write_text(text, "utf-8")
    out = tmp_path / "out"

    said = kreisblick("papers", "slides", "-w", hamlet_copy, "--out", out, "--draft")

    assert said.code == 1
    assert "sagt eine Seite nicht, dass sie ein Entwurf ist" in said.err
    assert not out.exists()
