"""How much detail was kept: counted from shown cells, compared with a slow count by hand."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from kreisblick.products.secrecy import (
    build_secrecy,
    choice_rows,
    detail_kept,
    kept_in_all,
    kept_rows,
)

AREAS = {"A1": "M1", "A2": "M1", "B1": "M2", "B2": "M2", "M1": "D", "M2": "D", "D": None}
LEVEL = {"A": "planning_area", "B": "planning_area", "M": "municipality", "D": "district"}
CHOICE = {
    "municipality": "M2", "shows": "grouped", "cubes": None, "office": "Rathaus Neustadt",
    "date": "2025-03-14", "after_results": "Eine Familie war zu erkennen",
}  # fmt: skip


@dataclass(frozen=True)
class Bundle:
    """What the page needs of a bundle."""

    cells: pl.DataFrame
    areas: pl.DataFrame
    report: dict[str, Any]
    cubes: dict[str, Any] = field(default_factory=dict)
    protection: dict[str, Any] = field(default_factory=dict)


def bundle(values: dict[str, int | None], *choices: dict[str, Any], source: str = "") -> Bundle:
    """One slice at one date; None is kept secret, or by the source where it is named."""
    rows = [
        (
            "aid", "all", date(2024, 12, 31), "2023", LEVEL[area[0]], area, value,
            "withheld_by_source" if area == source else "counted",
            "free" if value is not None or area == source else "suppressed",
        )
        for area, value in values.items()
    ]  # fmt: skip
    names = ["cube", "slice", "reference_date", "generation", "level", "area", "value"]
    cells = pl.DataFrame(rows, schema=[*names, "observation", "confidentiality"], orient="row")
    areas = pl.DataFrame(
        [(area, parent, f"Ort {area}") for area, parent in AREAS.items()],
        schema=["area", "parent", "name"],
        orient="row",
    )
    report = {
        "generation": "2023", "edition": "2025-06-30", "title": "Bericht",
        "district": {"name": "Kreis"}, "choices": list(choices),
    }  # fmt: skip
    return Bundle(
        cells=cells, areas=areas, report=report, cubes={"aid": {"title": {"de": "Hilfe"}}}
    )


SHOWN: dict[str, int | None] = {
    "A1": 30, "A2": None, "B1": 20, "B2": None, "M1": 60, "M2": 40, "D": 100,
}  # fmt: skip


def test_shown_of_possible_and_people_in_shown_areas() -> None:
    kept = kept_in_all(detail_kept(bundle(SHOWN)), level="planning_area")

    assert (kept.shown, kept.possible, kept.share) == (2, 4, 0.5)
    assert kept.people == pytest.approx(50 / 100)


def test_nobody_says_how_many_people_where_the_district_is_secret() -> None:
    """Otherwise the share times nothing else would tell the district's figure."""
    kept = kept_in_all(detail_kept(bundle(SHOWN | {"D": None})), level="planning_area")

    assert (kept.shown, kept.people) == (2, None)


def test_what_a_source_or_a_municipality_keeps_back_was_possible_too() -> None:
    by_source = detail_kept(bundle(SHOWN, source="A2")).filter(level="planning_area")
    chosen = detail_kept(bundle(SHOWN | {"B1": None}, CHOICE)).filter(level="planning_area")

    assert by_source.select("possible", "hidden", "by_source").row(0) == (4, 1, 1)
    assert chosen.select("possible", "hidden", "by_choice").row(0) == (4, 1, 2)


def test_tables_stand_in_the_order_of_their_german_names() -> None:
    one = bundle(SHOWN)
    names = {"aid": "Wohngeld", "zoo": "Ärztinnen und Ärzte", "box": "Arbeitslose"}
    cells = pl.concat([one.cells.with_columns(cube=pl.lit(key)) for key in names])
    cubes = {key: {"title": {"de": name}} for key, name in names.items()}

    rows = kept_rows(replace(one, cells=cells, cubes=cubes))["rows"]

    assert [row[0] for row in rows[:-1]] == ["Arbeitslose", "Ärztinnen und Ärzte", "Wohngeld"]


def test_the_page_says_that_a_sources_secrets_may_follow_from_its_own_sums(tmp_path) -> None:
    words = "Manche davon lassen sich mit den Summen derselben Stelle eingrenzen"

    with_one = build_secrecy(bundle(SHOWN, source="A2"), tmp_path / "a").read_text("utf-8")
    without = build_secrecy(bundle(SHOWN), tmp_path / "b").read_text("utf-8")

    assert "geheim (.²). " + words in with_one
    assert words not in without


def test_the_page_tells_shares_and_choices_and_no_single_secret_area(tmp_path) -> None:
    one = bundle(SHOWN | {"B1": None}, CHOICE)

    text = build_secrecy(one, tmp_path).read_text(encoding="utf-8")

    assert kept_rows(one)["rows"][0] == [
        "Hilfe",
        "25\u202f%",
        "100\u202f%",
        "100\u202f%",
        "30\u202f%",
    ]
    assert choice_rows(one)["rows"][0][0] == "Ort M2"
    assert "Rathaus Neustadt" in text
    assert "Eine Familie war zu erkennen" in text
    assert "Ort A2" not in text
    assert "A2" not in (tmp_path / "detail.csv").read_text(encoding="utf-8")
