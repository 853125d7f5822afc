"""The monitor comes with every round: against which round it is told, and what is awaited."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from kreisblick.pipeline.monitor import awaited_deliveries, tell_monitor
from kreisblick.pipeline.supply import open_supply
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.products.changes import compared_with
from kreisblick.protection.bundle import Bundle, open_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
NEXT = "feedfeedfeed"


@pytest.fixture
def later(hamlet_copy: Path) -> Bundle:
    """A bundle of the same district under another name."""
    bundles = hamlet_copy / "bundles"
    name = (bundles / "current").read_text(encoding="utf-8").strip()
    return open_bundle(shutil.copytree(bundles / name, bundles / NEXT))


def page(folder: Path) -> str:
    return (folder / "index.html").read_text(encoding="utf-8")


def test_a_round_made_again_is_told_against_the_same_round(
    hamlet_copy: Path, later: Bundle, tmp_path: Path
) -> None:
    workspace = open_workspace(hamlet_copy)
    first = workspace.current(workspace.bundles).name
    tell_monitor(workspace, later, tmp_path / "one", name=NEXT, texts=["Ein Text."])
    shutil.copytree(tmp_path / "one", workspace.products / NEXT / "changes")
    (workspace.bundles / "current").write_text(NEXT, encoding="utf-8")

    tell_monitor(workspace, later, tmp_path / "two", name=NEXT, texts=["Ein anderer Text."])

    assert [compared_with(tmp_path / one) for one in ("one", "two")] == [first, first]
    assert "Ein Text." in page(tmp_path / "one")
    assert "Ein anderer Text." in page(tmp_path / "two")


def test_the_first_round_has_nothing_to_compare_with(
    hamlet_copy: Path, later: Bundle, tmp_path: Path
) -> None:
    workspace = open_workspace(hamlet_copy)
    (workspace.bundles / "current").unlink()

    tell_monitor(workspace, later, tmp_path / "one", name=NEXT)

    assert not (tmp_path / "one").exists()


def test_a_round_that_nobody_may_trust_any_more_keeps_the_page_as_it_was(
    hamlet_copy: Path, later: Bundle, tmp_path: Path
) -> None:
    workspace = open_workspace(hamlet_copy)
    tell_monitor(workspace, later, tmp_path / "one", name=NEXT)
    shutil.copytree(tmp_path / "one", workspace.products / NEXT / "changes")
    (workspace.current(workspace.bundles) / "report.json").write_bytes(b"{}")

    tell_monitor(workspace, later, tmp_path / "two", name=NEXT)

    assert page(tmp_path / "two") == page(tmp_path / "one")


def test_what_is_not_here_is_awaited_and_late_after_its_day(hamlet: Path) -> None:
    supply = open_supply(open_workspace(hamlet))

    before = awaited_deliveries(supply, date(2025, 5, 1))
    after = awaited_deliveries(supply, date(2025, 6, 30))

    key = date(2025, 5, 31), date(2025, 3, 31)
    assert [one.late for one in before if (one.day, one.reference_date) == key] == [False]
    assert [one.late for one in after if (one.day, one.reference_date) == key] == [True]
    accepted = {(date(2024, 12, 31), "Gemeinsames Melderegister der Städte und Gemeinden")}
    assert not accepted & {(one.reference_date, one.office) for one in after}
