"""Way in: papers and slides written by command, after the round and its audit are over.

A district's own template, or a fault in what fills it, shows a figure that the round withheld.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from kreisblick.pipeline import papers_edition
from kreisblick.pipeline.demo import invent_workspace
from kreisblick.pipeline.papers import write_all, write_slides
from kreisblick.pipeline.papers_edition import PapersFailedError, edition_of
from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import Workspace, open_workspace

DAY = date(2026, 11, 30)
SHIPPED = Path(__file__).parents[2] / "catalogue" / "products" / "papers"
NOTHING_WITHHELD = "nothing is withheld in the invented hamlet"


@pytest.fixture(scope="module")
def hamlet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A round without products: the audit of its figures has passed."""
    folder = invent_workspace("hamlet", tmp_path_factory.mktemp("hamlet") / "workspace")
    choices = folder / "kreisblick.toml"
    text = choices.read_text("utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n", 1), "utf-8")
    run(folder)
    yield folder


@pytest.fixture
def workspace(hamlet: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(hamlet, tmp_path / "workspace"))


def withheld(workspace: Workspace) -> tuple[str, str, str]:
    """Title, area and day of a figure that is not shown."""
    bundle = edition_of(workspace, draft=True).bundle
    rows = bundle.indicators.filter(confidentiality="suppressed").join(
        bundle.areas.select("generation", "area", "name"), on=["generation", "area"]
    )
    assert rows.height, NOTHING_WITHHELD
    row = rows.sort("indicator", "area", "reference_date").row(0, named=True)
    title = bundle.indicator_definitions[row["indicator"]]["title"]["de"]
    return title, row["name"], row["reference_date"].strftime("%d.%m.%Y")


def template_with(workspace: Workspace, cell: str) -> None:
    """A district's own template with one more table: a figure of an area, typed."""
    title, area, day = withheld(workspace)
    own = workspace.folder / "catalogue" / "products" / "papers"
    own.mkdir(parents=True, exist_ok=True)
    paper = Document(str(SHIPPED / "mitteilungsvorlage.docx"))
    paper.add_paragraph(f"{title}, {day}")
    table = paper.add_table(rows=2, cols=3)
    for at, words in enumerate(("Gebiet", title, "Stichtag")):
        table.cell(0, at).text = words
    for at, words in enumerate((area, cell, day)):
        table.cell(1, at).text = words
    paper.save(str(own / "mitteilungsvorlage.docx"))


def test_a_withheld_figure_in_a_template_is_found_and_nothing_stays(
    workspace: Workspace, tmp_path: Path
) -> None:
    template_with(workspace, "3")
    out = tmp_path / "out"

    with pytest.raises(PapersFailedError, match="Nichts wurde geschrieben"):
        write_all(workspace, out, day=DAY, draft=True)

    assert not out.exists()
    assert list(workspace.products.glob(".papers.*")) == []
    record = json.loads((workspace.sealed / "audit_papers.json").read_text("utf-8"))
    assert {one["kind"] for one in record} == {"shown_elsewhere"}


def test_the_same_table_with_the_sign_of_a_withheld_figure_passes(
    workspace: Workspace, tmp_path: Path
) -> None:
    template_with(workspace, ".")

    found = write_all(workspace, tmp_path / "out", day=DAY, draft=True)

    assert found.files
    assert all(path.is_file() for path in found.files)


def test_what_was_written_before_stays_when_a_later_try_fails(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    before = {p: p.read_bytes() for p in write_all(workspace, out, day=DAY, draft=True).files}
    template_with(workspace, "3")

    with pytest.raises(PapersFailedError):
        write_all(workspace, out, day=date(2026, 12, 1), draft=True)

    assert {path: path.read_bytes() for path in out.iterdir()} == before


def test_a_file_that_nobody_can_read_is_not_handed_out(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_bundle: object, out: Path, *_more: object, **_and: object) -> tuple[Path, ...]:
        path = out / "slides.pptx"
        path.write_bytes(b"PK\x03\x04 half a file")
        return (path,)

    monkeypatch.setattr("kreisblick.pipeline.papers.build_slides", broken)

    with pytest.raises(PapersFailedError):
        write_slides(workspace, tmp_path / "out", draft=True)

    assert not (tmp_path / "out").exists()


def test_a_round_without_its_own_verdict_gives_no_papers(
    workspace: Workspace, tmp_path: Path
) -> None:
    verdict = workspace.current(workspace.products) / "audit.json"
    content = json.loads(verdict.read_text("utf-8"))
    for harm in ({"passed": False}, {"manifest": "0" * 64}):
        verdict.write_text(json.dumps({**content, **harm}), "utf-8")

        with pytest.raises(papers_edition.NoEditionError):
            write_all(workspace, tmp_path / "out", day=DAY, draft=True)
    verdict.unlink()
    with pytest.raises(papers_edition.NoEditionError):
        write_slides(workspace, tmp_path / "out", draft=True)

    assert not (tmp_path / "out").exists()
