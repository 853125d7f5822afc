"""``kreisblick papers`` from outside: the sequence of bodies, the papers, and what is said."""

import json
from collections.abc import Callable
from pathlib import Path

from docx import Document
from pptx import Presentation
from tests.functional.conftest import Said

Kreisblick = Callable[..., Said]
PLAN = ("papers", "plan", "--publish", "05.07.2027", "--from", "2026-11-30")


def test_the_plan_is_said_and_written(hamlet: Path, kreisblick: Kreisblick, tmp_path: Path) -> None:
    said = kreisblick(*PLAN, "-w", hamlet, "--out", tmp_path)

    assert said.code == 0
    assert "24.06.2027  Kreistag, Landkreis Lindenau: Entwurf fertig 13.05.2027" in said.out
    assert "05.07.2027  Veröffentlichung" in said.out
    assert "kreisblick papers new" in said.out  # these are the example's bodies
    assert {path.name for path in tmp_path.iterdir()} == {
        "sitzungsfolge.xlsx", "sitzungsfolge.ics",
    }  # fmt: skip


def test_the_plan_speaks_to_machines(hamlet: Path, kreisblick: Kreisblick, tmp_path: Path) -> None:
    said = kreisblick(*PLAN, "-w", hamlet, "--out", tmp_path, "--json")

    found = {one["body"]: one for one in json.loads(said.out)}
    assert found["district_council"]["meeting"] == "2027-06-24"
    assert found["district_council"]["paper_due"] == "2027-06-03"


def test_a_day_that_does_not_fit_is_explained_and_nothing_is_written(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    said = kreisblick(
        "papers", "plan", "--publish", "01.02.2027", "--from", "30.11.2026",
        "-w", hamlet, "--out", out,
    )  # fmt: skip

    assert said.code == 1
    assert "Kreistag (Landkreis Lindenau): Zwischen dem 30.11.2026" in said.err
    assert "Der früheste Tag, der passt, ist der 25.06.2027." in said.err
    assert not out.exists()


def test_a_district_lays_its_own_files_and_faults_name_the_line(
    hamlet_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    laid = kreisblick("papers", "new", "-w", hamlet_copy)
    again = kreisblick("papers", "new", "-w", hamlet_copy)
    own = hamlet_copy / "catalogue" / "bodies.yaml"
    told = kreisblick(*PLAN, "-w", hamlet_copy, "--out", tmp_path)
    own.write_text(
        own.read_text(encoding="utf-8").replace("state: NW", "state: NX"), encoding="utf-8"
    )
    wrong = kreisblick(*PLAN, "-w", hamlet_copy, "--out", tmp_path)

    assert laid.code == 0
    assert own.is_file()
    assert (hamlet_copy / "catalogue" / "papers.yaml").is_file()
    assert "Beide Dateien sind schon da" in again.out
    assert "kreisblick papers new" not in told.out
    assert wrong.code == 1
    assert "Das Land „NX“ ist nicht bekannt" in wrong.err


def test_papers_are_written_with_the_dates_of_the_plan(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(
        "papers", "write", "-w", hamlet, "--out", tmp_path, "--on", "30.11.2026",
        "--publish", "05.07.2027", "--only", "empfehlungen-beschluss",
    )  # fmt: skip

    paper = Document(str(tmp_path / "empfehlungen-beschluss.docx"))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert said.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["empfehlungen-beschluss.docx"]
    assert "24.06.2027" in cells
    assert "30.11.2026" in cells


def test_a_paper_that_does_not_exist_is_wrong_use(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick("papers", "write", "-w", hamlet, "--out", tmp_path, "--only", "haushalt")

    assert said.code == 2
    assert "zwischenbericht" in said.err


def test_without_results_there_is_nothing_to_write(
    fresh_hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick("papers", "write", "-w", fresh_hamlet, "--out", tmp_path)

    assert said.code == 1
    assert "kreisblick run" in said.err


def test_slides_are_written_for_one_committee(
    hamlet: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    said = kreisblick(
        "papers", "slides", "-w", hamlet, "--out", tmp_path, "--committee", "Sozialausschuss"
    )

    first = Presentation(str(tmp_path / "slides.pptx")).slides[0]
    assert said.code == 0
    assert (tmp_path / "slides.pdf").is_file()
    assert "Sozialausschuss" in first.placeholders[13].text_frame.text
