"""From a stumbling block to the sentence: notes of deliveries, suppliers, indicators, planners."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.functional.conftest import describe
from tests.functional.readers import profiles_of, report_of

from kreisblick.base.definitions import read_definitions, shipped
from kreisblick.pipeline.run import run
from kreisblick.products.exports import build_exports
from kreisblick.protection.bundle import open_bundle
from kreisblick.supply import NoteDefinition

pytestmark = pytest.mark.xdist_group("hamlet")
DAY, BEFORE = date(2024, 12, 31), date(2022, 12, 31)
LINDENAU, ANGER, KLEIN_OTTERN = "05998020", "2004", "1601"
NOTES = Path(__file__).parents[2] / "catalogue" / "notes"

OF_DELIVERY = """
notes:
  - {note: counted_by_hand, since: 2024-01-01}
"""
OF_INDICATOR = """
notes:
  - text: {de: "Nur wer im Kreis zur Schule geht"}
    until: 2023-01-01
"""


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(fresh_hamlet, tmp_path_factory, current):
    """The hamlet's figures after a round in which everybody attached something."""
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("noted") / "workspace")
    choices = folder / "kreisblick.toml"
    text = choices.read_text(encoding="utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n"), encoding="utf-8")
    suppliers = folder / "catalogue" / "suppliers"
    add(suppliers / "social_office" / "housing_benefit.yaml", OF_DELIVERY)
    describe(folder, "town_register", notes=[{"note": "late_registration"}])
    own = folder / "catalogue" / "indicators"
    own.mkdir(exist_ok=True)
    shutil.copy(shipped("catalogue", "indicators", "pupils_with_lunch_support.yaml"), own)
    add(own / "pupils_with_lunch_support.yaml", OF_INDICATOR)
    run(folder)
    return open_bundle(current(folder, "bundles"))


@pytest.fixture(scope="module")
def report(bundle):
    return report_of(bundle)


@pytest.fixture(scope="module")
def profile(bundle, tmp_path_factory):
    return profiles_of(bundle, tmp_path_factory.mktemp("profiles"))


def notes_of(bundle, indicator):
    remarks = bundle.indicator_definitions[indicator]["remarks"]
    return [one for one in remarks if one["kind"] == "note"]


def page(report, title):
    (found,) = [p for theme in report["themes"] for p in theme["indicators"] if p["title"] == title]
    return found


def test_the_ready_list_holds_complete_sentences():
    found = read_definitions([NOTES], NoteDefinition)

    assert len(found) >= 20
    assert all(note.text.de.endswith(".") and note.applies.de.endswith(".")
               for note in found.values())  # fmt: skip


def test_a_note_of_a_delivery_stands_at_its_date_only(bundle, report):
    own, other = notes_of(bundle, "housing_benefit_households")
    note = own if own["by"] == "Sozialamt des Kreises" else other

    assert note["dates"] == ["2024-12-31"]
    assert {own["by"], other["by"]} == {note["by"], "Einwohnermeldeamt Klein Ottern"}  # households
    assert "31.12.2024" in note["text"].partition(": Die Zahlen")[0]
    assert note["text"].endswith(
        "Die Zahlen wurden von Hand aus Akten oder Listen gezählt, weil das Programm sie nicht "
        "ausgibt. Einzelne Zählfehler sind möglich."
    )
    assert note["text"] in page(report, "Haushalte mit Wohngeld")["cautions"]


def test_a_note_of_a_supplier_speaks_about_the_towns_it_serves(bundle, profile):
    (note,) = notes_of(bundle, "residents_total")[:1]

    assert note["towns"] == ["05998016"]
    assert note["text"].startswith("Zu Klein Ottern: Um- und Abmeldungen kommen oft spät")
    assert "Um- und Abmeldungen kommen oft spät" in profile(KLEIN_OTTERN)
    assert "Um- und Abmeldungen kommen oft spät" not in profile(ANGER)


def test_a_note_of_an_indicator_about_an_earlier_date_explains_the_change(bundle, report):
    (note,) = notes_of(bundle, "pupils_with_lunch_support")

    assert note["dates"] == ["2020-12-31", "2022-12-31"]
    title = bundle.indicator_definitions["pupils_with_lunch_support"]["title"]["de"]
    assert page(report, title)["cautions"] == [
        "Zu den Stichtagen 31.12.2020 und 31.12.2022: Nur wer im Kreis zur Schule geht."
    ]


def test_a_note_of_the_planner_reaches_its_area_and_no_other(bundle, profile):
    note = notes_of(bundle, "residents_total")[-1]

    assert (note["towns"], note["areas"]) == ([LINDENAU], [ANGER])
    assert note["by"] == "Sozialplanung, 04.03.2025"
    assert "Zu Lindenau-Großer Anger (31.12.2024): Im Gebiet wurde viel neu gebaut." in profile(
        ANGER
    )
    assert "Im Gebiet wurde viel neu gebaut" not in profile("2051")


def test_the_detail_stands_behind_the_notes_sentences(bundle):
    (note,) = notes_of(bundle, "own_migration")[-1:]

    assert note["text"].startswith("Zum Stichtag 31.12.2022: In kurzer Zeit sind ungewöhnlich")
    assert note["text"].endswith("Im Frühjahr 2022 nahm der Kreis viele Geflüchtete auf.")


def test_the_appendix_lists_every_note_once_with_its_figures(bundle, report):
    rows = report["appendix"]["notes"]["rows"]
    texts = [row[0] for row in rows]

    assert len(texts) == len(set(texts)) == 5
    housing = next(row for row in rows if "neu gebaut" in row[0])
    assert housing[1:] == ["Einwohnerinnen und Einwohner, Kinder und Jugendliche",
                           "Sozialplanung, 04.03.2025"]  # fmt: skip


def test_the_exports_carry_the_note_with_the_value(bundle, tmp_path):
    build_exports(bundle, tmp_path)
    table = pl.read_csv(tmp_path / "figures.csv", infer_schema=False)
    own = table.filter(pl.col("Kennzahl (Schlüssel)") == "residents_total")
    told = own.filter(pl.col("Hinweise").fill_null("").str.contains("neu gebaut"))

    places = told.select("Gebiet (Schlüssel)", "Stichtag").rows()
    assert sorted(places) == [("05998", "2024-12-31"), (LINDENAU, "2024-12-31"),
                              (ANGER, "2024-12-31")]  # fmt: skip


def test_no_note_moves_a_figure(bundle, hamlet, current):
    plain = open_bundle(current(hamlet, "bundles"))

    assert bundle.indicators.equals(plain.indicators)


def test_everything_unknown_in_a_note_is_told_at_once(fresh_copy, kreisblick):
    (fresh_copy / "catalogue" / "attached_notes.yaml").write_text(
        """
attached:
  - {note: sudden_emigration, indicators: [residents_totl], areas: ["9999"],
     by: "Sozialplanung", attached_on: 2025-01-01}
""",
        encoding="utf-8",
    )

    said = kreisblick("run", "-w", fresh_copy)

    assert said.code == 1
    assert "Einen Hinweis „sudden_emigration“ gibt es nicht." in said.err
    assert "Ein Hinweis nennt das Gebiet „9999“" in said.err
    assert "an „residents_totl“ angebracht" in said.err
    assert "catalogue/attached_notes.yaml" in said.err
