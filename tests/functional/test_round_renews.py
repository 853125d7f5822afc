"""Where only texts or choices of products changed, the figures of the last round are used."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kreisblick.pipeline import building
from kreisblick.pipeline import go as whole_round
from kreisblick.pipeline.run import run
from kreisblick.pipeline.summary import Summary
from kreisblick.protection.bundle import verify_bundle

FORM = "catalogue/products/report/report.yaml"
NEW_TITLE = "Ein anderer Titel"


@pytest.fixture
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that computes figures fails."""

    def fail(*_given: object) -> None:
        raise AssertionError("figures are computed")

    monkeypatch.setattr(whole_round, "gather", fail)


def with_another_text(workspace: Path) -> Path:
    """One signed text less; what is printed changes, no figure does."""
    text = next(path for path in sorted((workspace / "editorial").glob("*.md")))
    text.unlink()
    return text


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.htm*")}


def test_a_changed_text_needs_no_figure_anew(hamlet_copy, current, no_counting):
    products, bundle = (current(hamlet_copy, what) for what in ("products", "bundles"))
    before, sealed = files_of(products), (bundle / "manifest.json").read_bytes()
    with_another_text(hamlet_copy)

    summary = run(hamlet_copy)

    assert (summary.renewed, summary.unchanged) == (True, False)
    assert (summary.products, summary.bundle) == (products, bundle)
    assert (bundle / "manifest.json").read_bytes() == sealed
    assert files_of(products) != before
    judged = json.loads((products / "audit.json").read_text())
    assert judged["passed"]
    assert run(hamlet_copy).unchanged


def test_renewed_products_are_those_of_a_whole_round(hamlet_copy, current, tmp_path):
    with_another_text(hamlet_copy)
    renewed = run(hamlet_copy)
    found = files_of(renewed.products)

    (hamlet_copy / "sealed" / "round.json").unlink()
    whole = run(hamlet_copy)

    assert not whole.renewed
    assert whole.products == renewed.products
    assert files_of(whole.products) == found
    assert whole.lines()[1:] == renewed.lines()[1:]


def test_fewer_products_need_no_figure_anew(hamlet_copy, no_counting):
    choices = hamlet_copy / "kreisblick.toml"
    text = choices.read_text("utf-8")
    assert "products" not in text
    choices.write_text(text.replace("[report]", '[report]\nproducts = ["slides"]'), "utf-8")

    summary = run(hamlet_copy)

    assert summary.renewed
    assert (summary.products / "slides").is_dir()
    assert not (summary.products / "atlas").exists()


def changed_title(workspace: Path) -> None:
    path = workspace / "kreisblick.toml"
    text, count = re.subn(r'(?m)^title = ".*"$', f'title = "{NEW_TITLE}"', path.read_text("utf-8"))
    assert count == 1
    path.write_text(text, "utf-8")


def changed_indicator(workspace: Path) -> None:
    folder = workspace / "catalogue" / "sets"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.yaml").write_text("key: own\n", "utf-8")


def broken_bundle(workspace: Path) -> None:
    with_another_text(workspace)
    name = (workspace / "bundles" / "current").read_text("utf-8").strip()
    with (workspace / "bundles" / name / "report.json").open("a") as out:
        out.write(" ")


def other_round(workspace: Path) -> None:
    """The sealed record is of a bundle that never took its place."""
    with_another_text(workspace)
    path = workspace / "sealed" / "round.json"
    content = json.loads(path.read_text("utf-8"))
    name = Path(content["summary"]["bundle"]).name
    (workspace / "bundles" / name).rename(workspace / "bundles" / "other")
    content["summary"]["bundle"] = "other"
    path.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize(
    "change",
    [changed_title, changed_indicator, broken_bundle, other_round],
    ids=lambda f: f.__name__,
)
def test_everything_else_computes_them_again(
    change: Callable[[Path], None], hamlet_copy, no_counting
):
    change(hamlet_copy)

    with pytest.raises(AssertionError, match="figures are computed"):
        run(hamlet_copy)


def test_a_damaged_bundle_is_made_whole_again(hamlet_copy, current):
    bundle = current(hamlet_copy, "bundles")
    (bundle / "released.json").write_text("{}", "utf-8")
    broken_bundle(hamlet_copy)

    summary = run(hamlet_copy)

    assert summary.bundle == bundle
    assert verify_bundle(bundle) == []
    assert (bundle / "released.json").is_file()


def test_renewed_products_are_judged_as_well(hamlet_copy, current, monkeypatch):
    products = current(hamlet_copy, "products")
    before = files_of(products)
    with_another_text(hamlet_copy)
    monkeypatch.setattr(
        building,
        "build_start",
        lambda _bundle, draft: (draft / "strange.bin").write_bytes(b"\x00\x01\x02"),
    )

    with pytest.raises(building.AuditFailedError):
        run(hamlet_copy)

    assert files_of(products) == before


def test_the_summary_says_so():
    summary = Summary(
        products=Path("p"), bundle=Path("b"), unchanged=False, shown=1, withheld=0,
        missing=(), notes=("a",), texts=("b",), renewed=True,
    )  # fmt: skip

    lines = summary.lines()

    assert lines[0].startswith("Die Zahlen sind wie zuvor")
    assert lines[-2:] == ["  - a", "  - b"]
