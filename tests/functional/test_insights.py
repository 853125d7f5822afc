"""From a round table to the page: with consent beside the numbers, without it nowhere."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from tests.functional.readers import change, profiles_of, report_of

from kreisblick.pipeline.run import run
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.bundle import open_bundle
from kreisblick.sealed.store import SealedStore

pytestmark = pytest.mark.xdist_group("hamlet")
LIST = Path("deliveries/social_planning/round_tables/2024-12-31.csv")
HEIDKRUG, BIRKENHOEHE, ANGER, ESCHWALDE = "0803", "0802", "2004", "05998008"
AGREED = "Etliche trauen sich nicht ins Amt. Eine Beratung im Stadtteil würde angenommen."
REFUSED = "Die Eltern wünschen sich längere Öffnungszeiten."
TOWN = "Abends fährt kein Bus mehr; wer nicht mehr Auto fährt, bleibt zu Hause."


@pytest.fixture(scope="module")
def workspace(fresh_hamlet, tmp_path_factory):
    """The hamlet after a round without products."""
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("said") / "workspace")
    change(folder / "kreisblick.toml", "[report]\n", "[report]\nproducts = []\n")
    return folder


@pytest.fixture(scope="module")
def summary(workspace):
    return run(workspace)


@pytest.fixture(scope="module")
def bundle(summary):
    return open_bundle(summary.bundle)


@pytest.fixture(scope="module")
def report(bundle):
    return report_of(bundle)


@pytest.fixture(scope="module")
def profile(bundle, tmp_path_factory):
    return profiles_of(bundle, tmp_path_factory.mktemp("profiles"))


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_was_agreed_to_travels_with_place_day_and_source(bundle):
    (found,) = [one for one in bundle.insights if one["area"] == ANGER]

    assert found == {
        "area": ANGER,
        "level": "planning_area",
        "municipality": "05998020",
        "told_on": "2024-09-05",
        "source": "Streetwork Lindenau",
        "text": AGREED,
        "theme": "Auskommen und Grundsicherung",
        "print_until": None,
    }


def test_without_consent_nothing_leaves_and_the_summary_says_so(summary, bundle):
    assert REFUSED.encode() not in everything(bundle.folder)
    assert len(bundle.insights) == 4
    assert (
        "Eine Rückmeldung wird nicht gedruckt: Die Einwilligung fehlt oder wurde zurückgenommen."
        in summary.notes
    )


def test_the_sealed_store_keeps_no_text_without_consent(workspace, summary):
    del summary
    store = SealedStore(open_workspace(workspace).sealed)
    (name,) = [one for one in store.tables() if "social_planning/round_tables" in one]

    refused = pl.DataFrame(store.read_table(name)).filter(consent="no")

    assert refused.select("area", "source", "text").rows() == [(BIRKENHOEHE, None, None)]


def test_the_profile_shows_it_beside_the_numbers_and_says_it_is_not_counted(profile):
    page = profile(ANGER)

    assert f"„{AGREED}“" in page
    assert "Lindenau-Großer Anger · Streetwork Lindenau, 05.09.2024" in page
    assert "Nicht gezählt: einzelne Stimmen" in page
    assert AGREED not in profile(HEIDKRUG)


def test_what_was_said_about_a_town_stands_in_all_its_profiles(profile):
    assert TOWN in profile(HEIDKRUG)
    assert TOWN in profile(BIRKENHOEHE)
    assert TOWN not in profile(ANGER)


def test_the_reports_chapter_shows_what_was_said_under_its_theme(report):
    said = {theme["title"]: theme["said"] for theme in report["themes"]}

    assert said["Auskommen und Grundsicherung"] == [
        {
            "where": "Lindenau-Großer Anger",
            "text": f"„{AGREED}“",
            "told": "Streetwork Lindenau, 05.09.2024",
        }
    ]
    assert said["Betreuung und Bildung"] == []


def test_no_voice_enters_a_number(bundle, hamlet, current):
    with_voices = open_bundle(current(hamlet, "bundles"))

    assert bundle.cells.equals(with_voices.cells)
    assert not any("social_planning" in str(item["sources"])
                   for item in bundle.indicator_definitions.values())  # fmt: skip
    assert not any("Rückmeldungen" in line for line in bundle.report["missing"])


def test_a_withdrawn_consent_and_a_past_day_remove_it_from_the_next_round(workspace, summary):
    del summary
    change(workspace / LIST, f"{AGREED};ja;", f"{AGREED};nein;")
    change(workspace / LIST, "31.12.2026", "30.06.2025")  # the report's edition
    change(workspace / LIST, "Ein Treff am", "Wir sind kein Brennpunkt. Ein Treff am")

    again = run(workspace)
    bundle = open_bundle(again.bundle)

    assert [one["area"] for one in bundle.insights] == [HEIDKRUG, ESCHWALDE]
    assert AGREED.encode() not in everything(bundle.folder)
    assert any(line.startswith("2 Rückmeldungen werden nicht gedruckt") for line in again.notes)
    assert any("nur bis vor dem 30.06.2025" in line for line in again.notes)
    assert any("Wörtern, die verletzen können: Brennpunkt." in line for line in again.notes)


def test_a_list_that_points_to_a_person_is_refused_and_nothing_of_it_is_said(
    fresh_copy, kreisblick
):
    change(fresh_copy / LIST, REFUSED, "Frau Beispielová, Tel. 02271 4455667, weiß mehr.")

    said = kreisblick("intake", "accept", fresh_copy / LIST, "--supplier",
                      "social_planning/round_tables", "--reference-date", "2024-12-31",
                      "-w", fresh_copy)  # fmt: skip

    assert said.code == 1
    assert "Diese Zelle enthält den Namen einer Person." in said.err
    assert "Diese Zelle enthält eine Telefonnummer." in said.err
    assert not any(secret in said.err + said.out for secret in ("Beispielov", "4455667"))
    assert not list((fresh_copy / "sealed").glob("social_planning/*/*/manifest.json"))
