"""From delivery to sentence: other definitions, other days, municipalities that are missing.

One round of the hamlet, in which offices count otherwise than agreed and on other days. The file
is long because every sentence is looked for in the products of this one round.
"""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.functional.readers import change, profiles_of, report_of

from kreisblick.base.definitions import shipped
from kreisblick.pipeline.explain import explainer
from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.bundle import open_bundle

pytestmark = pytest.mark.xdist_group("hamlet")
DAY, BEFORE = date(2024, 12, 31), date(2022, 12, 31)
ESCHWALDE, KLEIN_OTTERN, LINDENAU, DISTRICT = "05998008", "05998016", "05998020", "05998"

DEVIATIONS = {
    # the village's register takes parents into account for children only, nobody has built a bridge
    "town_register/residents": """
deviations:
  - concept: migration_wide/1
    follows: migration_migrapro/1
    differs: {de: "Eltern zählen nur bei Kindern unter 18 Jahren"}
    since: 2024-01-01
""",
    # told only: small enough to compare
    "health_office/school_entry": """
deviations:
  - concept: school_entry_examination/1
    differs: {de: "Kinder privater Schulen fehlen"}
    since: 2023-08-01
""",
    # the whole source turned to another concept, with a bridge that breaks the series
    "employment_agency/unemployed": """
deviations:
  - concept: unemployed_registered/1
    follows: underemployment/1
    differs: {de: "mit Teilnehmenden an Maßnahmen"}
    since: 2024-01-01
""",
    # another concept with an agreed factor
    "employment_agency/employed": """
deviations:
  - concept: employees_residence/1
    follows: employees_with_minijobs/1
    differs: {de: "mit Minijobs"}
    since: 2024-01-01
""",
}
CONCEPT = """
title: {de: "Beschäftigte mit Minijobs"}
version: 1
counted: {de: "Menschen mit einer Beschäftigung, auch geringfügig."}
not_counted: {de: "Selbstständige."}
source: "Beschäftigungsstatistik"
"""
BRIDGES = {
    "unemployment": """
from: underemployment/1
to: unemployed_registered/1
kind: break
reason: {de: "Maßnahmen waren 2022 nicht enthalten"}
agreed_by: "Steuerungsgruppe"
since: 2024-06-01
""",
    "employment": """
from: employees_with_minijobs/1
to: employees_residence/1
kind: factor
factor: 0.5
lower: 0.4
upper: 0.6
source: "Vergleich der Jahre 2022 und 2023"
reason: {de: "Der Anteil der Minijobs ist bekannt"}
agreed_by: "Steuerungsgruppe"
since: 2024-06-01
""",
}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def deviate(workspace: Path) -> None:
    """Offices count otherwise; two bridges are agreed."""
    for name, text in DEVIATIONS.items():
        path = workspace / "catalogue" / "suppliers" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    folder = workspace / "catalogue" / "concepts"
    write(folder / "employment" / "employees_with_minijobs.yaml", CONCEPT)
    for key, text in BRIDGES.items():
        write(folder / "bridges" / f"{key}.yaml", text)


def count_on_other_days(workspace: Path) -> None:
    """Schools in October, care in the year before; one indicator allows no distance."""
    deliveries = workspace / "deliveries"
    schools, care = (
        deliveries / "school_office" / "schools",
        deliveries / "care_supervision" / "care",
    )
    (schools / "2024-12-31.xlsx").rename(schools / "2024-10-15.xlsx")
    (care / "2024-12-31.csv").rename(care / "2023-12-15.csv")
    indicators = workspace / "catalogue" / "indicators"
    indicators.mkdir(exist_ok=True)
    shipped = Path(__file__).parents[2] / "catalogue" / "indicators"
    strict = shutil.copy(shipped / "people_in_care.yaml", indicators / "people_in_care.yaml")
    change(strict, "pairing: two_years", "pairing: same_day")
    mixed = shutil.copy(shipped / "older_people.yaml", indicators / "mixed_populations.yaml")
    change(mixed, "denominator: {cube: residents}", "denominator: {cube: official_population}")
    change(mixed, "Ältere Menschen", "Ältere Menschen, gemischt")


def withdraw_consent(workspace: Path) -> None:
    path = workspace / "catalogue" / "suppliers" / "health_office" / "supplier.yaml"
    consent = f"""
consent_missing:
  - municipality: "{ESCHWALDE}"
    since: 2024-01-01
    reason: {{de: "Die Stadt hat noch nicht zugestimmt"}}
"""
    path.write_text(path.read_text(encoding="utf-8") + consent, encoding="utf-8")


@pytest.fixture(scope="module")
def workspace(fresh_hamlet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hamlet after a round in which hardly anybody does what was agreed."""
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("deviating") / "workspace")
    change(folder / "kreisblick.toml", "[report]\n", "[report]\nproducts = []\n")
    deviate(folder)
    count_on_other_days(folder)
    withdraw_consent(folder)
    run(folder)
    return folder


@pytest.fixture(scope="module")
def bundle(workspace, current):
    return open_bundle(current(workspace, "bundles"))


@pytest.fixture(scope="module")
def before(hamlet, current):
    """The same hamlet where everybody does what was agreed."""
    return open_bundle(current(hamlet, "bundles"))


@pytest.fixture(scope="module")
def report(bundle):
    return report_of(bundle)


@pytest.fixture(scope="module")
def profile(bundle, tmp_path_factory):
    """Every profile's page by the name of its area's municipality."""
    return profiles_of(bundle, tmp_path_factory.mktemp("profiles"))


def page(report, title):
    pages = [p for theme in report["themes"] for p in theme["indicators"] if p["title"] == title]
    assert len(pages) == 1
    return pages[0]


def row(bundle, indicator, area, day=DAY):
    found = bundle.indicators.filter(indicator=indicator, area=area, reference_date=day)
    return found.row(0, named=True)


def test_a_town_that_counts_otherwise_is_not_shown_beside_the_others(bundle, before):
    found = row(bundle, "family_migration", KLEIN_OTTERN)

    assert (found["value"], found["observation"]) == (None, "not_comparable")
    assert row(before, "family_migration", LINDENAU)["value"] is not None
    others = ("numerator", "denominator", "value")
    for name in others:
        expected = row(before, "family_migration", LINDENAU)[name]
        assert row(bundle, "family_migration", LINDENAU)[name] == expected


def test_the_mean_is_over_the_comparable_part_on_both_sides(bundle, before):
    whole = row(bundle, "family_migration", DISTRICT)
    parts = [row(before, "family_migration", town) for town in (ESCHWALDE, LINDENAU)]

    assert whole["numerator"] == sum(part["numerator"] for part in parts)
    assert whole["denominator"] == sum(part["denominator"] for part in parts)
    assert whole["coverage"] == pytest.approx(2 / 3)
    assert whole["change"] is None  # the part is another one than in 2022


def test_other_indicators_of_the_same_delivery_are_untouched(bundle, before):
    for name in ("own_migration", "residents_total"):
        assert row(bundle, name, KLEIN_OTTERN) == row(before, name, KLEIN_OTTERN)


def test_the_report_names_the_definition_and_who_deviates(report):
    found = page(report, "Einwanderungsgeschichte in der Familie")

    assert found["definition"].startswith("Einwanderungsgeschichte in der Familie (Melderegister).")
    assert "Bezogen auf: Einwohnerinnen und Einwohner mit Hauptwohnung" in found["definition"]
    assert found["notes"] == [
        "Einwohnermeldeamt Klein Ottern zählt für Klein Ottern nach „Migrationshintergrund nach "
        "MigraPro“ statt nach „Einwanderungsgeschichte in der Familie (Melderegister)“: Eltern "
        "zählen nur bei Kindern unter 18 Jahren. Diese Werte sind nicht vergleichbar und werden "
        "nicht gezeigt; Mittelwerte gelten ohne sie."
    ]


def test_the_appendix_lists_definitions_with_deviations_and_bridges(report):
    found = report["appendix"]["definitions"]
    by_title = {one["title"]: one for one in found["concepts"]}

    wide = by_title["Einwanderungsgeschichte in der Familie (Melderegister)"]
    assert wide["deviations"] == [
        "Einwohnermeldeamt Klein Ottern seit dem 01.01.2024: "
        "Eltern zählen nur bei Kindern unter 18 Jahren"
    ]
    assert len(found["bridges"]) == 2
    assert any("werden mit dem Faktor 0,50 umgerechnet" in line for line in found["bridges"])


def test_a_deviation_that_is_only_told_changes_no_figure(bundle, before, report):
    old, new = (row(b, "measles_vaccination", LINDENAU) for b in (before, bundle))
    titles = "Kinder mit vollständigem Masernschutz", "Masern"
    notes = [p["notes"] for theme in report["themes"] for p in theme["indicators"]
             if any(t in p["title"] for t in titles)]  # fmt: skip

    assert new["value"] == old["value"]
    assert any("Kinder privater Schulen fehlen." in note for note in notes[0])


def test_a_bridge_that_breaks_the_series_keeps_values_and_no_change(bundle, before, report):
    found = row(bundle, "unemployed_people", DISTRICT)
    lead = " ".join(page(report, "Arbeitslose Menschen")["lead"])

    assert found["value"] == row(before, "unemployed_people", DISTRICT)["value"]
    assert found["change"] is None
    assert row(before, "unemployed_people", DISTRICT)["change"] is not None
    assert row(bundle, "unemployed_people", DISTRICT, BEFORE)["value"] is not None
    assert (
        "Zwischen dem 31.12.2022 und dem 31.12.2024 hat sich die Definition für alle Gemeinden "
        "geändert; eine Veränderung wird nicht berechnet." in lead
    )


def test_a_factor_scales_the_count_and_makes_it_an_estimate(bundle, before, report):
    found, old = (row(b, "employed_people", DISTRICT) for b in (bundle, before))
    notes = page(report, "Beschäftigte am Wohnort")["notes"]

    assert found["numerator"] == pytest.approx(0.5 * old["numerator"])
    assert found["denominator"] == old["denominator"]
    assert found["observation"] == "estimated"
    assert found["lower"] is None
    assert "mit dem Faktor 0,50 umgerechnet (0,40 bis 0,60" in notes[0]


def test_a_count_of_october_stands_for_the_end_of_the_year_and_says_so(bundle, before, report):
    key = "pupils_with_lunch_support"
    titles = {d["title"]["de"] for k, d in bundle.indicator_definitions.items() if k == key}
    found = page(report, titles.pop())

    assert row(bundle, key, LINDENAU) == row(before, key, LINDENAU)
    assert found["notes"] == ["Gezählt am 15.10.2024."]
    assert not any("Schulen" in line for line in bundle.report["missing"])


def test_two_days_beside_each_other_are_named(bundle, before, report):
    found = row(bundle, "care_home_places", DISTRICT)

    assert found["value"] == row(before, "care_home_places", DISTRICT)["value"]
    assert page(report, "Plätze in Pflegeheimen")["notes"] == [
        "Zähler 15.12.2023, Nenner 31.12.2024."
    ]


def test_days_that_the_rule_forbids_give_no_figure_and_a_sentence(bundle):
    found = row(bundle, "people_in_care", DISTRICT)
    remarks = bundle.indicator_definitions["people_in_care"]["remarks"]

    assert (found["value"], found["observation"]) == (None, "not_comparable")
    assert row(bundle, "people_in_care", DISTRICT, BEFORE)["observation"] != "not_comparable"
    assert [one["text"] for one in remarks if one["kind"] == "date"] == [
        "Zähler 15.12.2023 und Nenner 31.12.2024 liegen zu weit auseinander; es gibt keinen Wert."
    ]


def test_two_population_figures_in_one_indicator_leave_it_out_with_a_sentence(bundle, report):
    (sentence,) = bundle.report["left_out"]

    assert "mixed_populations" not in bundle.indicator_definitions
    assert sentence.startswith("Die Kennzahl „Ältere Menschen, gemischt“ entfällt: ")
    assert "Amtliche Bevölkerung (Fortschreibung)" in sentence
    assert sentence in bundle.report["missing"]
    assert report["appendix"]["definitions"]["left_out"] == [sentence]


def test_a_missing_consent_is_named_where_the_mean_is(bundle, report, profile):
    found = row(bundle, "measles_vaccination", ESCHWALDE)
    lead = " ".join(page(report, "Kinder mit vollständiger Masernimpfung")["lead"])

    assert found["observation"] == "not_covered"
    assert "Ohne Eschwalde: Die Stadt hat noch nicht zugestimmt." in lead
    assert "Grund: Die Stadt hat noch nicht zugestimmt." in profile("0801")


def test_an_office_that_is_not_in_charge_is_named(report):
    lead = " ".join(page(report, "Hilfen zur Erziehung")["lead"])

    assert "Ohne Eschwalde: dort ist die Quelle nicht zuständig (Jugendamt des Kreises)." in lead


def test_a_source_that_ended_says_so_in_the_report(report):
    lead = " ".join(page(report, "Haushalte in der Schuldnerberatung")["lead"])

    assert "liefert seit dem 01.01.2023 nicht mehr: Seit 2023 fehlt" in lead
    assert "Die Reihe endet hier" in lead


def test_the_two_population_figures_stand_side_by_side(bundle, report):
    table = report["appendix"]["populations"]
    register, official = (
        row(bundle, key, LINDENAU)["value"] for key in ("residents_total", "official_population")
    )

    assert table["head"][1:] == ["Melderegister", "amtliche Fortschreibung", "Unterschied"]
    own = next(line for line in table["rows"] if line[0] == "Lindenau")
    assert own[1:3] == [f"{register:.0f}", f"{official:.0f}"]
    assert "Schwerbehinderte Menschen" in table["used"]


def test_every_figure_can_still_be_explained(workspace, bundle):
    shown = bundle.indicators.filter(pl.col("value").is_not_null(), reference_date=DAY)
    wanted = ("family_migration", "employed_people", "pupils_with_lunch_support",
              "care_home_places", "unemployed_people")  # fmt: skip
    rows = shown.filter(pl.col("indicator").is_in(wanted)).select("area", "indicator").rows()

    with explainer(open_workspace(workspace)) as explain:
        wrong = [pair for pair in rows if not explain.explain(*pair, DAY).equal]

    assert len(rows) > 10
    assert wrong == []


def test_a_profile_says_what_to_know_before_comparing(bundle, profile):
    areas = bundle.areas.filter(level="planning_area", generation="2023", parent=KLEIN_OTTERN)
    text = profile(areas["area"][0])

    assert "Mit den anderen Gemeinden nicht vergleichbar: Einwanderungsgeschichte" in text
    assert "Vor dem Vergleichen" in text
    assert "Gezählt am 15.10.2024." in text


def test_the_command_tells_who_deviates(workspace, kreisblick):
    one = kreisblick("indicators", "concepts", "migration_wide", "-w", workspace)
    every = kreisblick("indicators", "concepts", "-w", workspace)

    assert one.code == 0
    assert "Weicht ab: town_register/residents seit dem 01.01.2024: Eltern" in one.out
    assert "Kennzahlen: family_migration" in one.out
    assert every.out.count("\n") == len(list(shipped("catalogue", "concepts").rglob("*.yaml")))


def test_an_unknown_concept_is_refused_before_the_round(fresh_copy, kreisblick):
    path = fresh_copy / "catalogue" / "suppliers" / "town_register" / "residents.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + 'deviations: [{concept: migration_wyde/1, differs: {de: "anders"}}]\n',
        encoding="utf-8",
    )

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert "Die Definition „migration_wyde/1“ gibt es nicht." in said.err
    assert "town_register/residents.yaml" in said.err
