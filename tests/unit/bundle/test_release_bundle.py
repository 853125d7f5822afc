"""Releasing: only what passed the audit, only once, and never unseen."""

import json
from datetime import date

import pytest
from tests.unit.bundle.content import content

from kreisblick.protection.bundle import (
    BundleCorruptError,
    ReleaseRefusedError,
    load_signing_key,
    manifest_hash,
    release_bundle,
    verify_bundle,
    write_bundle,
)
from kreisblick.protection.ledger import (
    LedgerBrokenError,
    ledger_state,
    read_figures,
    read_ledger,
)

DAY = date(2025, 7, 1)
OFFICE = "Statistikstelle"


@pytest.fixture
def draft(tmp_path):
    return make_draft(tmp_path, "draft-1")


@pytest.fixture
def ledger(tmp_path):
    return tmp_path / "sealed/release_ledger.jsonl"


def make_draft(folder, name):
    key = load_signing_key(folder / "sealed/signing.key")
    state = ledger_state(folder / "sealed/release_ledger.jsonl")
    write_bundle(folder / name, content(protection={"draft": name, "ledger": state}), key)
    return folder / name


def verdict(draft, **changed):
    path = draft.parent / f"{draft.name}.audit.json"
    path.write_text(json.dumps({"passed": True, "manifest": manifest_hash(draft), **changed}))
    return path


def release(draft, ledger, audit=None):
    return release_bundle(draft, ledger, audit=audit or verdict(draft), released_on=DAY, by=OFFICE)


def test_a_released_bundle_stands_in_the_ledger_and_is_marked(draft, ledger):
    row = release(draft, ledger)

    assert read_ledger(ledger) == [row]
    assert (row.bundle, row.day, row.by) == ("draft-1", "2025-07-01", OFFICE)
    assert row.manifest == manifest_hash(draft)
    assert json.loads((draft / "released.json").read_text())["hash"] == row.hash
    assert verify_bundle(draft) == []


def test_without_a_pass_of_the_audit_nothing_is_released(draft, ledger):
    with pytest.raises(ReleaseRefusedError):
        release(draft, ledger, verdict(draft, passed=False))
    with pytest.raises(ReleaseRefusedError):
        release(draft, ledger, verdict(draft, passed="true"))
    with pytest.raises(ReleaseRefusedError):
        release(draft, ledger, draft.parent / "absent.json")

    assert read_ledger(ledger) == []
    assert not (draft / "released.json").exists()


def test_a_verdict_about_another_bundle_does_not_count(draft, ledger, tmp_path):
    other = make_draft(tmp_path, "draft-2")

    with pytest.raises(ReleaseRefusedError):
        release(draft, ledger, verdict(other))


def test_its_figures_are_remembered(draft, ledger):
    release(draft, ledger)

    told = read_figures(ledger).select("entry", "area", "kind", "lower", "upper")
    assert told.rows() == [(1, "a1", "withheld", None, None), (1, "a2", "exact", 120.0, 120.0)]


def test_a_draft_made_before_another_release_is_refused(draft, ledger, tmp_path):
    other = make_draft(tmp_path, "draft-2")
    release(other, ledger)

    with pytest.raises(ReleaseRefusedError, match="nicht gegen alles geschützt"):
        release(draft, ledger)

    assert len(read_ledger(ledger)) == 1
    assert not (draft / "released.json").exists()


def test_a_bundle_is_released_only_once(draft, ledger):
    release(draft, ledger)

    with pytest.raises(ReleaseRefusedError):
        release(draft, ledger)

    assert len(read_ledger(ledger)) == 1


def test_a_release_that_was_killed_halfway_is_completed_without_a_second_row(draft, ledger):
    first = release(draft, ledger)
    (draft / "released.json").unlink()

    again = release(draft, ledger)

    assert again == first
    assert len(read_ledger(ledger)) == 1
    assert (draft / "released.json").exists()


def test_a_changed_bundle_is_not_released(draft, ledger):
    audit = verdict(draft)
    (draft / "data/cells.csv").write_text("changed")

    with pytest.raises(BundleCorruptError):
        release(draft, ledger, audit)


def three_releases(folder, ledger):
    for number in (1, 2, 3):
        release(make_draft(folder, f"draft-{number}"), ledger)
    return ledger.read_text(encoding="utf-8").splitlines()


def test_rows_are_chained(tmp_path, ledger):
    three_releases(tmp_path, ledger)

    rows = read_ledger(ledger)

    assert rows[0].previous == "0" * 64
    assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda lines: [lines[0].replace(OFFICE, "Somebody"), *lines[1:]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], "not json", lines[2]],
        lambda lines: [lines[0], "", lines[1], lines[2]],
    ],
    ids=["changed", "taken out", "beheaded", "swapped", "garbage", "empty line"],
)
def test_a_ledger_that_was_changed_is_seen_and_nothing_more_is_released(tmp_path, ledger, tamper):
    lines = three_releases(tmp_path, ledger)
    draft = make_draft(tmp_path, "draft-4")
    ledger.write_text("\n".join(tamper(lines)) + "\n", encoding="utf-8")

    with pytest.raises(LedgerBrokenError, match="release_ledger"):
        read_ledger(ledger)
    with pytest.raises(LedgerBrokenError):
        release(draft, ledger)
