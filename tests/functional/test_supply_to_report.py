"""From what an office does, or leaves undone, to the sentence in the report."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from docx import Document
from tests.functional.conftest import Said, describe
from tests.functional.readers import report_of

from kreisblick.base.language import NARROW_SPACE
from kreisblick.cli import main
from kreisblick.pipeline.run import run
from kreisblick.pipeline.supply_log import write_down
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.protection.bundle import Bundle, open_bundle

pytestmark = pytest.mark.xdist_group("supply_to_report")
Kreisblick = Callable[..., Said]
Notes = Callable[[str], list[str]]
Figure = Callable[..., dict[str, Any]]
DAY = "2024-12-31"
DISTRICT, LINDENAU, ESCHWALDE, KLEIN_OTTERN = "05998", "05998020", "05998008", "05998016"
LATE = "social_office/old_age_income"
LEFT_OUT = "2053"
GOLDEN = Path(__file__).parents[1] / "golden" / "hamlet_figures.csv"


def words_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def late_delivery(workspace: Path) -> None:
    for path in (workspace / "deliveries" / LATE).glob(f"{DAY}.*"):
        path.unlink()


def contract_that_runs_out(workspace: Path) -> None:
    contract = {
        "number": "JC-2020-3",
        "parties": ["Kreis", "Jobcenter"],
        "products": ["categories"],
        "first_day": "2020-01-01",
        "last_day": "2024-06-30",
        "notice_months": 3,
        "signed_on": "2019-12-02",
    }
    describe(workspace, "jobcenter", contracts=[contract])


def consent_that_is_taken_back(workspace: Path) -> None:
    """A town's file still comes with the others'; the log says that it may not be used."""
    write_down(
        open_workspace(workspace),
        "consent_revoked",
        on=date(2024, 2, 5),
        since=date(2024, 1, 1),
        supplier="resident_register",
        party=ESCHWALDE,
        by="Sozialplanung",
    )


def consent_that_is_missing(workspace: Path) -> None:
    """Every town is in the agency's table; one has not answered yet."""
    rule = {"who": "municipality", "products": ["employed"], "because": {"de": "Vereinbarung."}}
    describe(workspace, "employment_agency", must_agree=[rule])
    known = open_workspace(workspace)
    about = {"supplier": "employment_agency", "product": "employed", "by": "Sozialplanung"}
    for town in (LINDENAU, KLEIN_OTTERN):
        write_down(
            known, "consent_given", on=date(2020, 11, 2), party=town, document="B.pdf", **about
        )
    write_down(known, "consent_asked", on=date(2024, 11, 4), party=ESCHWALDE, **about)


def second_youth_office(workspace: Path) -> None:
    """The town's own youth office is described, and delivers nothing."""
    suppliers = workspace / "catalogue" / "suppliers"
    shutil.copytree(suppliers / "youth_office", suppliers / "youth_office_eschwalde")
    (suppliers / "youth_office_eschwalde" / "youth_centres.yaml").unlink()
    describe(
        workspace,
        "youth_office_eschwalde",
        title={"de": "Jugendamt der Stadt Eschwalde"},
        covers=[ESCHWALDE],
        must_agree=None,
        calendar={"*": {"expected": {"months": 2}}},
    )


@pytest.fixture(scope="module")
def before(fresh_hamlet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hamlet where much goes wrong, before its round. Only read it."""
    folder = shutil.copytree(fresh_hamlet, tmp_path_factory.mktemp("supply") / "workspace")
    late_delivery(folder)
    contract_that_runs_out(folder)
    consent_that_is_taken_back(folder)
    consent_that_is_missing(folder)
    second_youth_office(folder)
    choices = folder / "kreisblick.toml"
    text = choices.read_text(encoding="utf-8")
    choices.write_text(text.replace("[report]\n", "[report]\nproducts = []\n"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def workspace(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after its round; one area was left out when a delivery was accepted."""
    folder = shutil.copytree(before, tmp_path_factory.mktemp("after") / "workspace")
    (path,) = (folder / "deliveries" / "social_office" / "housing_benefit").glob(f"{DAY}.*")
    with pytest.raises(SystemExit) as left:
        main(
            [
                "intake", "accept", str(path), "--supplier", "social_office/housing_benefit",
                "--reference-date", DAY, "--without", f"areas:{LEFT_OUT}", "--reason",
                "Programm umgestellt", "--by", "Statistikstelle", "-w", str(folder),
            ]
        )  # fmt: skip
    assert not left.value.code
    run(folder)
    return folder


@pytest.fixture(scope="module")
def bundle(workspace: Path, current: Callable[[Path, str], Path]) -> Bundle:
    return open_bundle(current(workspace, "bundles"))


@pytest.fixture(scope="module")
def report(bundle: Bundle) -> dict[str, Any]:
    return report_of(bundle)


@pytest.fixture(scope="module")
def notes(report: dict[str, Any]) -> Callable[[str], list[str]]:
    """What the report says under an indicator, by its title."""
    pages = {p["title"]: p for theme in report["themes"] for p in theme["indicators"]}
    return lambda title: pages[title]["notes"] + pages[title]["lead"]


def finder(bundle: Bundle) -> Figure:
    def find(indicator: str, area: str = DISTRICT, day: str = DAY) -> dict[str, Any]:
        when = date.fromisoformat(day)
        found = bundle.indicators.filter(indicator=indicator, area=area, reference_date=when)
        return found.row(0, named=True)

    return find


@pytest.fixture(scope="module")
def figure(bundle: Bundle) -> Figure:
    return finder(bundle)


@pytest.fixture(scope="module")
def original() -> Figure:
    """The figures of the hamlet where all goes well, as they were last reviewed."""
    table = pl.read_csv(GOLDEN, schema_overrides={"area": pl.String})

    def find(indicator: str, area: str) -> dict[str, Any]:
        found = table.filter(indicator=indicator, area=area, reference_date=DAY)
        return found.row(0, named=True)

    return find


def test_a_late_delivery_is_reminded_of_and_the_report_lists_it(
    before: Path, report: dict[str, Any], kreisblick: Kreisblick, tmp_path: Path
) -> None:
    copy, letters = shutil.copytree(before, tmp_path / "copy"), tmp_path / "letters"
    page = kreisblick("supply", "status", "-w", copy, "--on", "2025-03-20")
    wish = ("--by", "Sozialplanung", "--yes", "-o", letters, "-w", copy)
    sent = kreisblick("supply", "remind", *wish, "--on", "2025-03-20")
    again = kreisblick("supply", "remind", *wish, "--on", "2025-04-10")

    assert (sent.code, again.code) == (0, 0)
    assert "Stichtag 31.12.2024: am 28.02.2025 erwartet, fehlt noch." in page.out
    first, second = (
        letters / f"social_office-old_age_income-{DAY}-{stage}.docx"
        for stage in ("reminder-1", "reminder-2")
    )
    assert "Grundsicherung im Alter" in words_of(first)
    assert "der Bericht weist aus, dass diese Angaben nicht geliefert" in words_of(second)
    assert (
        "Sozialamt des Kreises, Grundsicherung im Alter und bei Erwerbsminderung: "
        "Zum 31.12.2024 wurde nichts geliefert." in report["appendix"]["missing"]
    )


def test_a_contract_is_shown_months_before_it_ends(before: Path, kreisblick: Kreisblick) -> None:
    months_ahead = kreisblick("supply", "status", "-w", before, "--on", "2023-10-02").out
    running = kreisblick("supply", "status", "-w", before, "--on", "2023-09-29").out

    assert "Vertrag JC-2020-3: endet am 30.06.2024; entscheiden bis 31.03.2024." in months_ahead
    assert "JC-2020-3" not in running


def test_after_its_end_the_source_has_ended_and_the_substitute_is_named(
    before: Path, notes: Notes, figure: Figure, report: dict[str, Any], kreisblick: Kreisblick
) -> None:
    page = kreisblick("supply", "status", "-w", before, "--on", "2025-03-20").out
    sentence = (
        "Jobcenter Kreis Lindenau liefert seit dem 01.07.2024 nicht mehr: Der Vertrag JC-2020-3 "
        "ist am 30.06.2024 ausgelaufen und wurde nicht verlängert."
    )

    assert "Der Vertrag JC-2020-3 ist am 30.06.2024 ausgelaufen" in page
    assert "Ein Ersatz ist vorgeschlagen, nicht vereinbart: Die Zahlen der Bundesagentur" in page
    (told,) = [one for one in notes("Grobe Stufe des Jobcenters") if sentence in one]
    assert "Als Ersatz vorgeschlagen: Die Zahlen der Bundesagentur je Planungsraum" in told
    assert figure("jobcenter_category", "1601")["value"] is None
    assert figure("jobcenter_category", "1601", "2022-12-31")["value"] is not None


def test_without_consent_a_town_is_left_out_and_the_mean_is_over_the_others(
    notes: Notes, figure: Figure, original: Figure
) -> None:
    whole, town = figure("older_people"), figure("older_people", ESCHWALDE)
    everybody, theirs = (original("older_people", key) for key in (DISTRICT, ESCHWALDE))

    assert (town["value"], town["observation"]) == (None, "not_covered")
    assert whole["coverage"] == pytest.approx(2 / 3)
    for side in ("numerator", "denominator"):
        assert whole[side] == everybody[side] - theirs[side]
    told = notes("Ältere Menschen")
    assert "Ohne Eschwalde: Die Einwilligung wurde am 05.02.2024 widerrufen." in told
    assert (
        f"Die Quelle umfasst 67{NARROW_SPACE}% der Gemeinden; Mittelwerte gelten für diesen Teil."
        in told
    )


def test_totals_of_a_table_do_not_count_the_town_that_did_not_agree(
    notes: Notes, figure: Figure, original: Figure
) -> None:
    whole = figure("employed_people")["numerator"]
    everybody, theirs = (original("employed_people", key) for key in (DISTRICT, ESCHWALDE))

    assert whole == everybody["numerator"] - theirs["numerator"]
    assert (
        "Ohne Eschwalde: Die Einwilligung wurde am 04.11.2024 erbeten; eine Antwort steht aus."
    ) in notes("Beschäftigte am Wohnort")


def test_a_town_with_a_youth_office_of_its_own_that_delivers_nothing_is_named(
    notes: Notes, figure: Figure, report: dict[str, Any]
) -> None:
    assert figure("help_for_families", ESCHWALDE)["observation"] == "not_covered"
    assert figure("help_for_families")["coverage"] == pytest.approx(2 / 3)
    assert (
        "Ohne Eschwalde: für diesen Stichtag nicht geliefert (Jugendamt der Stadt Eschwalde)."
        in notes("Hilfen zur Erziehung")
    )
    assert any(
        line.startswith("Jugendamt der Stadt Eschwalde, Laufende Hilfen zur Erziehung: ")
        for line in report["appendix"]["missing"]
    )


def test_an_area_left_out_at_acceptance_has_no_figure_and_is_named(
    notes: Notes, figure: Figure
) -> None:
    area = figure("housing_benefit_households", LEFT_OUT)

    assert (area["value"], area["observation"]) == (None, "not_delivered")
    (told,) = [one for one in notes("Haushalte mit Wohngeld") if "ausgenommen" in one]
    assert told == (
        "Ohne Lindenau-Rosenhügel/Weißer Stein: bei der Annahme der Lieferung ausgenommen."
    )
