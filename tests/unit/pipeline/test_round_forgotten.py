"""What is remembered of a round is gone before other products take their place.

A round that is killed in between left products that nobody remembers. With its changes taken back,
perhaps a text that must not be printed, the next round would say that nothing has changed.
"""

from pathlib import Path
from types import SimpleNamespace

import pytest

from kreisblick.pipeline import building
from kreisblick.pipeline.building import AuditFailedError, build_products

NAME = "0123456789ab"


def build(folder: Path, monkeypatch: pytest.MonkeyPatch, *, passed: bool) -> None:
    """Products of a bundle without figures, judged as said."""
    for step in ("_build_all", "tell_monitor", "build_start"):
        monkeypatch.setattr(building, step, lambda *_given, **_named: None)
    verdict = SimpleNamespace(passed=passed, files=(), breaches=(), as_json=dict)
    monkeypatch.setattr(building, "audit_draft", lambda *_given, **_named: verdict)
    workspace = SimpleNamespace(sealed=folder / "sealed", products=folder / "products")
    build_products(workspace, SimpleNamespace(folder=folder / "bundle"), None, None, name=NAME)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in ("sealed/round.json", "bundle/manifest.json"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text("{}", "utf-8")
    return tmp_path


def test_new_products_are_not_those_of_the_round_that_is_remembered(folder, monkeypatch):
    build(folder, monkeypatch, passed=True)

    assert (folder / "products" / NAME / "audit.json").is_file()
    assert not (folder / "sealed" / "round.json").exists()


def test_products_that_fail_leave_the_last_good_round_remembered(folder, monkeypatch):
    with pytest.raises(AuditFailedError):
        build(folder, monkeypatch, passed=False)

    assert (folder / "sealed" / "round.json").is_file()
    assert not (folder / "products" / NAME).exists()
