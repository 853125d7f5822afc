"""``kreisblick store``: keys, access and deletion, from outside."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.functional.conftest import Said

Kreisblick = Callable[..., Said]
LONG_AFTER = "2023-09-01"  # 2020 and nothing else is due by the shipped rule


def figures(bundle: Path) -> pl.DataFrame:
    return pl.read_csv(bundle / "data" / "indicators.csv", infer_schema=False)


def test_a_second_key_opens_the_store_when_the_first_is_gone(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kreisblick("store", "openers", "-w", fresh_copy)
    added = kreisblick(
        "store", "add-opener", "Tresor", "--key-file", tmp_path / "safe.key", "-w", fresh_copy
    )
    (fresh_copy / "sealed" / "master.key").unlink()
    monkeypatch.setenv("KREISBLICK_KEY_FILE", str(tmp_path / "safe.key"))

    said = kreisblick("store", "openers", "-w", fresh_copy)

    assert added.code == 0
    assert said.code == 0
    assert "Tresor" in said.out


def test_the_log_tells_a_broken_chain(hamlet_copy: Path, kreisblick: Kreisblick) -> None:
    whole = kreisblick("store", "log", "-w", hamlet_copy)
    path = hamlet_copy / "sealed" / "access.log"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:3] + lines[4:]))

    said = kreisblick("store", "log", "-w", hamlet_copy)

    assert whole.code == 0
    assert said.code == 1
    assert "Zeile 4" in said.err


def test_rows_are_deleted_by_rule_and_the_report_keeps_its_figures(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Callable[[Path, str], Path]
) -> None:
    before = figures(current(hamlet_copy, "bundles"))
    due = json.loads(
        kreisblick("store", "due", "-w", hamlet_copy, "--on", LONG_AFTER, "--json").out
    )

    said = kreisblick("store", "delete", "-w", hamlet_copy, "--on", LONG_AFTER, "--yes")
    again = kreisblick("run", "-w", hamlet_copy)

    assert said.code == 0
    assert due
    for item in due:
        assert not list((hamlet_copy / "sealed" / item["delivery"]).rglob("*.parquet"))
        assert not list(hamlet_copy.glob(f"deliveries/{item['delivery']}*"))
    assert again.code == 0
    assert figures(current(hamlet_copy, "bundles")).equals(before)


def test_what_is_not_due_stays(hamlet_copy: Path, kreisblick: Kreisblick) -> None:
    said = kreisblick("store", "delete", "-w", hamlet_copy, "--on", "2021-01-01", "--yes")

    assert said.code == 0
    assert "Keine Zeilen" in said.out
    assert list((hamlet_copy / "sealed").glob("*/*/2020-12-31/*/records.parquet"))


def test_a_figure_whose_rows_were_deleted_says_so(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Callable[[Path, str], Path]
) -> None:
    kreisblick("store", "delete", "-w", hamlet_copy, "--on", LONG_AFTER, "--yes")
    shown = figures(current(hamlet_copy, "bundles")).filter(
        (pl.col("indicator") == "residents_total")
        & (pl.col("reference_date") == "2020-12-31")
        & pl.col("value").is_not_null()
    )

    said = kreisblick(
        "explain", shown["area"][0], "residents_total", "2020-12-31", "-w", hamlet_copy
    )

    assert said.code == 1
    assert "nach der Regel gelöscht" in said.err
