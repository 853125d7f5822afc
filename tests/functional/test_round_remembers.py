"""What has left the house is remembered by the next round and the next release."""

import json

import polars as pl
import pytest

from kreisblick.pipeline.remembering import SealedShelf
from kreisblick.pipeline.run import run
from kreisblick.protection.bundle import open_bundle
from kreisblick.protection.ledger import LedgerBrokenError, read_figures, read_ledger
from kreisblick.sealed.store import SealedStore

CUBE, DAY = "residents", "2024-12-31"


@pytest.fixture
def ledger(hamlet_copy):
    return hamlet_copy / "sealed/release_ledger.jsonl"


def test_a_second_round_protects_against_the_first_release(
    hamlet_copy, ledger, current, kreisblick
):
    first = current(hamlet_copy, "bundles")
    assert kreisblick("bundle", "release", first).code == 0

    run(hamlet_copy)
    second = current(hamlet_copy, "bundles")
    assert second != first
    assert kreisblick("bundle", "release", second).code == 0

    rows, figures = read_ledger(ledger), read_figures(ledger)
    assert [row.kind for row in rows] == ["release", "release"]
    assert json.loads((second / "protection.json").read_text())["ledger"] == rows[0].hash
    by_entry = [figures.filter(pl.col("entry") == n).drop("entry") for n in (1, 2)]
    assert by_entry[0].equals(by_entry[1])  # nothing has changed, so nothing else is shown
    public = open_bundle(first).cells.filter(pl.col("value").is_not_null())
    assert by_entry[0].filter(pl.col("kind") == "exact").height == public.height


def test_exact_figures_for_an_office_are_remembered_and_stop_older_drafts(
    hamlet_copy, ledger, current, kreisblick, tmp_path
):
    bundle, out = current(hamlet_copy, "bundles"), tmp_path / "for_youth_office.csv"

    said = kreisblick(
        "bundle", "export", CUBE, "--date", DAY, "-o", out, "--by", "Statistikstelle",
        "-w", hamlet_copy,
    )  # fmt: skip
    release = kreisblick("bundle", "release", bundle)

    assert said.code == 0, said.err
    (row,) = read_ledger(ledger)
    assert (row.kind, row.bundle, row.by) == ("export", out.name, "Statistikstelle")
    figures = read_figures(ledger, SealedShelf(SealedStore(hamlet_copy / "sealed")))
    exported = pl.read_csv(out)
    assert figures.height == exported.height
    assert figures["lower"].sum() == exported["value"].sum() > 0
    assert figures["export"].all()
    with pytest.raises(LedgerBrokenError, match="genauer Zahlen"):
        read_figures(ledger)
    assert not (hamlet_copy / "sealed/released_figures").exists()
    assert release.code == 1
    assert "nicht gegen alles geschützt" in release.err
    assert not (bundle / "released.json").exists()


def test_an_export_of_what_the_report_does_not_ask_is_refused(
    hamlet_copy, ledger, kreisblick, tmp_path
):
    said = kreisblick(
        "bundle", "export", "nothing", "--date", DAY, "-o", tmp_path / "x.csv", "--by", "A",
        "-w", hamlet_copy,
    )  # fmt: skip

    assert said.code == 2
    assert "nichts auszugeben" in said.err
    assert not (tmp_path / "x.csv").exists()
    assert not ledger.exists()


def test_no_round_is_gone_beside_a_broken_ledger(hamlet_copy, ledger, current, kreisblick):
    kreisblick("bundle", "release", current(hamlet_copy, "bundles"))
    for path in (hamlet_copy / "sealed/released_figures").iterdir():
        path.write_bytes(b"PAR1")

    with pytest.raises(LedgerBrokenError, match="Zeile 1"):
        run(hamlet_copy)
