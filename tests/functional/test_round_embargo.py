"""What rests is not counted; what was decided since the last round makes a new one."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
from tests.functional.conftest import Said, describe

Kreisblick = Callable[..., Said]
Current = Callable[[Path, str], Path]
INDICATOR = "subsidised_dwellings"
DAY = "2024-12-31"


def figures(workspace: Path, current: Current, indicator: str = INDICATOR) -> pl.DataFrame:
    path = current(workspace, "bundles") / "data" / "indicators.csv"
    table = pl.read_csv(path, infer_schema=False)
    return table.filter(
        (pl.col("indicator") == indicator)
        & (pl.col("reference_date") == DAY)
        & pl.col("value").is_not_null()
    )


def embargo(workspace: Path, until: str) -> None:
    rule = {"until": until, "because": "Erst der Ausschuss."}
    calendar = {"*": {"expected": {"months": 1}, "embargo": rule}}
    describe(workspace, "housing_office", calendar=calendar)


def test_nothing_embargoed_reaches_a_bundle_and_the_report_says_why(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    before = figures(hamlet_copy, current)
    embargo(hamlet_copy, "2025-12-01")  # the edition is of June 2025

    said = kreisblick("run", "-w", hamlet_copy)

    bundle = current(hamlet_copy, "bundles")
    cells = pl.read_csv(bundle / "data" / "cells.csv", infer_schema=False)
    dwellings = cells.filter(
        (pl.col("cube") == "social_housing") & (pl.col("reference_date") == DAY)
    )
    assert before.height > 0
    assert said.code == 0
    assert "gesperrt bis 01.12.2025" in said.out
    assert "nichts geliefert" not in said.out.partition("Wohnungsamt")[2].splitlines()[0]
    assert figures(hamlet_copy, current).is_empty()
    assert dwellings["value"].drop_nulls().is_empty()
    assert dwellings["lower"].drop_nulls().is_empty()


def test_an_embargo_that_has_ended_hides_nothing(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    before = figures(hamlet_copy, current)
    embargo(hamlet_copy, "2025-06-30")  # the first day on which it may be used

    said = kreisblick("run", "-w", hamlet_copy)

    assert said.code == 0
    assert "gesperrt" not in said.out
    assert figures(hamlet_copy, current).equals(before)


def test_an_edition_to_come_opens_nothing_before_its_time(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    toml = hamlet_copy / "kreisblick.toml"
    toml.write_text(toml.read_text("utf-8").replace("2025-06-30", "2999-06-30"), "utf-8")
    embargo(hamlet_copy, "2999-01-01")

    said = kreisblick("run", "-w", hamlet_copy)

    assert said.code == 0
    assert "gesperrt bis 01.01.2999" in said.out
    assert figures(hamlet_copy, current).is_empty()


def test_a_refusal_in_the_log_makes_a_new_round_without_that_town(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    with_town = figures(hamlet_copy, current, "residents_total")

    kreisblick(
        "supply", "record", "consent_refused", "resident_register", "--party", "05998008", "--by",
        "Amt", "--on", "2025-02-11", "-w", hamlet_copy,
    )  # fmt: skip
    said = kreisblick("run", "-w", hamlet_copy)

    without = figures(hamlet_copy, current, "residents_total")
    assert said.code == 0
    assert with_town.filter(pl.col("area").str.starts_with("05998008")).height > 0
    assert without.filter(pl.col("area").str.starts_with("05998008")).is_empty()


def test_a_delivery_that_was_accepted_anew_makes_a_new_round(
    hamlet_copy: Path, kreisblick: Kreisblick, current: Current
) -> None:
    before = current(hamlet_copy, "bundles")
    (path,) = (hamlet_copy / "deliveries" / "health_office" / "school_entry").glob(f"{DAY}.*")

    accepted = kreisblick(
        "intake", "accept", path, "--supplier", "health_office/school_entry", "--reference-date",
        DAY, "--without", "rows:2-9", "--reason", "doppelt", "--by", "Statistikstelle",
        "--replace", "-w", hamlet_copy,
    )  # fmt: skip
    said = kreisblick("run", "-w", hamlet_copy)
    again = kreisblick("run", "-w", hamlet_copy)

    assert accepted.code == said.code == again.code == 0
    assert current(hamlet_copy, "bundles") != before
    assert "nichts geändert" in again.out
