"""From the job centre's letters to the sentence: middle and shares, an estimate, never a mean."""

import math
import shutil
import statistics
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import python_calamine
from tests.functional.readers import report_of

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.lindenau.files import read_parameters
from kreisblick.products.profiles import build_profiles
from kreisblick.protection.bundle import open_bundle
from kreisblick.statistics.cube import CubeDefinition

pytestmark = pytest.mark.xdist_group("hamlet")
DAY = date(2024, 12, 31)
KEY, LINDENAU, DISTRICT = "jobcenter_category", "05998020", "05998"
LETTERS = "ABCDE"


@pytest.fixture(scope="module")
def bundle(hamlet, current):
    return open_bundle(current(hamlet, "bundles"))


@pytest.fixture(scope="module")
def page(bundle):
    report = report_of(bundle)
    (found,) = [p for theme in report["themes"] for p in theme["indicators"]
                if p["title"] == "Grobe Stufe des Jobcenters"]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def delivered(hamlet):
    """Name of an area in capitals → letter, read from the job centre's own file."""
    path = hamlet / "deliveries" / "jobcenter" / "categories" / f"{DAY}.xlsx"
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    names = [row for row in rows if row[1] in tuple(LETTERS) and len(str(row[0])) > 1]
    return {str(name): str(letter) for name, letter, *_rest in names}


def rows_of(bundle):
    return bundle.indicators.filter(indicator=KEY, reference_date=DAY, level="planning_area")


def test_every_letter_of_the_delivery_becomes_its_rank(bundle, delivered):
    ranks = sorted(int(value) for value in rows_of(bundle)["value"])

    assert ranks == sorted(LETTERS.index(letter) + 1 for letter in delivered.values())


def test_the_report_says_the_middle_and_the_shares_of_the_letters_delivered(page, delivered):
    letters = list(delivered.values())
    lead = " ".join(page["lead"])

    low, high = (
        LETTERS[take(LETTERS.index(letter) for letter in letters)]
        for take in (statistics.median_low, statistics.median_high)
    )
    assert low != high
    assert f"Die Mitte der Gebiete liegt zwischen den Stufen {low} (" in lead
    assert lead.startswith(f"In {len(letters)} Planungsräumen ist die Stufe bekannt: A (unter 4 %)")
    for letter in set(letters):
        count = letters.count(letter)
        assert f" in {count} ({100 * count / len(letters):.0f}\u202f%)" in lead
    assert "Durchschnitt" not in lead
    assert "Mittel" not in lead.replace("Mitte der", "")


def test_the_estimate_is_an_interval_with_its_rule_and_holds_the_truth(bundle, page, hamlet):
    limits = (0, *read_parameters().category_limits_percent, 100)
    households = bundle.cells.filter(cube="households", slice="all", reference_date=DAY,
                                     level="planning_area")  # fmt: skip
    count = dict(households.select("area", "value").iter_rows())
    pairs = [
        (count[area], int(rank)) for area, rank in rows_of(bundle).select("area", "value").rows()
    ]
    least = math.floor(sum(n * limits[rank - 1] for n, rank in pairs) / 100)
    most = math.ceil(sum(n * limits[rank] for n, rank in pairs) / 100)
    truth = pl.read_parquet(hamlet / "truth" / "counts.parquet")
    lead = " ".join(page["lead"])

    assert (
        f"Schätzung für Landkreis Lindenau: zwischen {least} und {most} Haushalte mit Leistungen"
        in lead
    )
    assert "Gerechnet als Untergrenze und Obergrenze der Stufe mal Haushalte" in lead
    assert "(Vereinbart: Steuerungsgruppe, 18.03.2025.)" in lead
    true = _true_households(truth)
    assert least <= true <= most


def _true_households(truth: pl.DataFrame) -> int:
    """Households on basic income in the invented district at the last date."""
    own = truth.filter(
        cube="sgb_ii_households", reference_date=DAY, level="district", generation="2023"
    )
    return int(own.filter(pl.col("slice") == "all")["value"].sum())


def test_the_table_gives_shares_middle_and_estimate_by_municipality(page):
    table = page["table"]
    rows = {row[0]: row[1:] for row in table["rows"]}

    assert table["head"] == ["Gemeinde", "Gebiete", *LETTERS, "Mitte", "Schätzung"]
    assert rows["Lindenau"][0] == "4"
    assert rows["Lindenau"][1:6] == ["50\u202f%", "–", "25\u202f%", "25\u202f%", "–"]
    assert rows["Lindenau"][6] == "A/C"
    assert rows["Klein Ottern"][-1] == "x"  # a single area is no sum
    assert rows["Landkreis Lindenau"][0] == "8"


def test_no_level_above_the_areas_has_a_value(bundle):
    found = bundle.indicators.filter(indicator=KEY)

    assert set(found["level"]) == {"planning_area"}
    means = ("municipal_mean", "district_mean", "deviation_district", "change")
    assert all(found[name].null_count() == found.height for name in means)


def test_the_profile_names_the_class(bundle, tmp_path):
    build_profiles(bundle, tmp_path)

    page = (tmp_path / "2004.html").read_text(encoding="utf-8")
    assert "(D (13 bis unter 20 %), 31.12.2024)" in page
    assert '<td class="number own">D</td>' in page


def test_without_bounds_or_rule_nothing_is_estimated(bundle, monkeypatch):
    shown = read_definition(
        shipped("catalogue", "cubes", "jobcenter_categories.yaml"), CubeDefinition
    )
    monkeypatch.setitem(bundle.cubes, "jobcenter_categories", shown.model_dump(mode="json"))
    definition = {**bundle.indicator_definitions[KEY], "mixing": None}
    monkeypatch.setitem(bundle.indicator_definitions, KEY, definition)

    report = report_of(bundle)
    lead = " ".join(next(p for theme in report["themes"] for p in theme["indicators"]
                         if p["title"] == "Grobe Stufe des Jobcenters")["lead"])  # fmt: skip

    assert (
        "Wie viele das sind, wird nicht geschätzt: Eine Regel dafür ist nicht vereinbart." in lead
    )
    assert "Schätzung" not in lead


def test_a_round_that_asks_for_a_mean_or_an_unknown_class_is_refused(fresh_copy, kreisblick):
    catalogue = fresh_copy / "catalogue"
    own = catalogue / "indicators" / "jobcenter_mean.yaml"
    shutil.copy(catalogue / "indicators" / "jobcenter_category.yaml", own)
    text = own.read_text(encoding="utf-8")
    own.write_text(text + "summary: mean\n", encoding="utf-8")

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert "Verlangt ist ein Mittelwert von Stufen." in said.err
    assert "catalogue/indicators/jobcenter_mean.yaml" in said.err

    own.unlink()
    categories = catalogue / "suppliers" / "jobcenter" / "categories.yaml"
    replace(categories, "E: 5", "E: 6")

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert "Die Lieferung liest die Stufe 6" in said.err


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
