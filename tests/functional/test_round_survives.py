"""The round when things change, break off, or the disk is full: the last good state stays."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from kreisblick.pipeline.run import run
from kreisblick.protection.bundle import open_bundle, verify_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
HOUSING = "deliveries/housing_office/social_housing/2024-12-31.csv"
COMMAND = "import sys; from kreisblick.cli import main; main(['run', '-w', sys.argv[1]])"


def ten_more_dwellings(workspace):
    """Change one delivery: postcode 05201 has ten dwellings more, and so has the total."""
    path = workspace / HOUSING
    text = path.read_text("cp1252")
    changed = text.replace("05201;102;", "05201;112;").replace("Insgesamt;418;", "Insgesamt;428;")
    assert changed != text
    path.write_text(changed, "cp1252")


def dwellings(bundle):
    where = {"cube": "social_housing", "level": "district", "reference_date": "2024-12-31"}
    cells = bundle.cells.with_columns(reference_date=bundle.cells["reference_date"].cast(str))
    return dict(cells.filter(**where).select("slice", "value").rows())


def good(workspace, current):
    """The pointers name a bundle that verifies and products that passed."""
    bundle, products = current(workspace, "bundles"), current(workspace, "products")
    assert verify_bundle(bundle) == []
    assert verify_bundle(products / "opendata") == []
    assert (products / "audit.json").is_file()
    assert (products / "report/report.pdf").is_file()
    return bundle.name, products.name


def test_a_changed_delivery_changes_its_figures_and_keeps_the_old_bundle(hamlet_copy, current):
    old = current(hamlet_copy, "bundles")
    before = open_bundle(old)
    ten_more_dwellings(hamlet_copy)

    summary = run(hamlet_copy)

    after = open_bundle(current(hamlet_copy, "bundles"))
    assert not summary.unchanged
    assert after.folder != old
    assert verify_bundle(old) == []
    assert dwellings(after)["all"] == dwellings(before)["all"] + 10
    place = ["cube", "slice", "reference_date", "level", "area", "value"]
    moved = after.cells.select(place).join(before.cells.select(place), on=place, how="anti",
                                           nulls_equal=True)  # fmt: skip
    assert set(moved["cube"]) == {"social_housing"}
    assert {str(day) for day in moved["reference_date"]} == {"2024-12-31"}


def test_a_killed_round_leaves_the_last_good_one_and_can_be_repeated(hamlet_copy, current):
    before = good(hamlet_copy, current)
    ten_more_dwellings(hamlet_copy)
    ends = []

    for seconds in (0.5, 1, 2, 4, 7):
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, str(hamlet_copy)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        ends.append(process.wait())
        now = good(hamlet_copy, current)
        assert now == before or ends[-1] == 0

    assert ends[0] == -signal.SIGKILL
    run(hamlet_copy)
    after = good(hamlet_copy, current)
    assert after != before
    assert after[0] == after[1]
    assert dwellings(open_bundle(current(hamlet_copy, "bundles")))["all"] == 428


@pytest.mark.parametrize("writes", [0, 3, 30])
def test_a_full_disk_is_told_in_one_sentence_and_loses_nothing(
    hamlet_copy, current, kreisblick, monkeypatch, writes
):
    before = good(hamlet_copy, current)
    ten_more_dwellings(hamlet_copy)
    real, left = os.fsync, [writes]

    def full(handle):
        if left[0] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    said = kreisblick("run", "-w", hamlet_copy)
    monkeypatch.undo()

    assert said.code == 1
    assert "Datenträger ist voll" in said.err
    assert "Platz schaffen" in said.err
    assert "()" not in said.err
    assert "Traceback" not in said.err
    assert good(hamlet_copy, current) == before
    if writes == 0:
        assert not run(hamlet_copy).unchanged
        assert good(hamlet_copy, current) != before
