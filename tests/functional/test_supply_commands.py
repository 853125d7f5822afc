"""``kreisblick supply`` from outside: what is open, letters, and what happened."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from ruamel.yaml import YAML
from tests.functional.conftest import Said, describe

from kreisblick.supply import SupplierDefinition

Kreisblick = Callable[..., Said]
MISSING = "resident_register/residents"
PAGE = Path(__file__).parents[2] / "docs" / "handbook" / "daten-beschaffen.md"
LATE = ("--on", "2025-03-20")


def test_a_late_delivery_stands_on_the_page_with_what_hangs_on_it(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    for path in (fresh_copy / "deliveries" / MISSING).glob("2024-12-31.*"):
        path.unlink()

    said = kreisblick("supply", "status", "-w", fresh_copy, "--on", "2025-12-01")

    assert said.code == 0
    assert "Gemeinsames Melderegister" in said.out
    assert "Stichtag 31.12.2024" in said.out
    assert "Kennzahlen: " in said.out


def test_the_page_is_written_for_people_and_for_spreadsheets(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    for name in ("status.html", "status.xlsx"):
        said = kreisblick("supply", "status", "-w", fresh_copy, "-o", tmp_path / name)

        assert said.code == 0
    page = (tmp_path / "status.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert "Pflegeaufsicht" in page
    assert (tmp_path / "status.xlsx").read_bytes().startswith(b"PK")


def test_a_request_names_the_layout_that_is_wished(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "request.docx"

    said = kreisblick(
        "supply", "letter", "request", MISSING, "--reference-date", "2024-12-31",
        "-o", out, "-w", fresh_copy,
    )  # fmt: skip

    letter = Document(str(out))
    words = " ".join(paragraph.text for paragraph in letter.paragraphs)
    cells = {cell.text for table in letter.tables for row in table.rows for cell in row.cells}
    assert said.code == 0
    assert "31.12.2024" in words
    assert "{{" not in words
    assert any("PLZ" in cell for cell in cells)


def test_what_happened_is_written_down_by_office(fresh_copy: Path, kreisblick: Kreisblick) -> None:
    said = kreisblick(
        "supply", "record", "consent_revoked", "resident_register", "--party", "05998008",
        "--on", "2025-02-11", "--by", "Sozialplanung", "-w", fresh_copy,
    )  # fmt: skip

    log = (fresh_copy / "supply" / "log.csv").read_text(encoding="utf-8")
    assert said.code == 0
    assert "consent_revoked" in log
    assert "2025-02-11" in log
    assert "Sozialplanung" in log


def test_an_unknown_event_is_told_with_those_that_exist(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    said = kreisblick("supply", "record", "party", "--by", "Sozialplanung", "-w", fresh_copy)

    assert said.code == 2
    assert "consent_given" in said.err


def test_expected_days_stand_in_a_calendar(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "supply.ics"

    said = kreisblick("supply", "calendar", "-w", fresh_copy, "-o", out)

    assert said.code == 0
    assert "BEGIN:VCALENDAR" in out.read_text(encoding="utf-8")


def with_calendar(workspace: Path) -> Path:
    """The health office promises two months; its last delivery is missing."""
    describe(workspace, "health_office", calendar={"*": {"expected": {"months": 2}}})
    for path in (workspace / "deliveries" / "health_office").rglob("2024-12-31.*"):
        path.unlink()
    return workspace


def words_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_a_reminder_that_is_due_is_written_logged_and_not_sent_twice(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    workspace, out = with_calendar(fresh_copy), tmp_path / "letters"
    wish = ("supply", "remind", "--by", "Sozialplanung", "--yes", "-o", out, "-w", workspace)

    first = kreisblick(*wish, *LATE)
    again = kreisblick(*wish, *LATE)

    (letter,) = out.glob("health_office-school_entry-*.docx")
    assert (first.code, again.code) == (0, 0)
    assert "am 28.02.2025 hatten wir mit Ihrer Lieferung" in words_of(letter)
    assert "Kein Schreiben ist fällig." in again.out
    assert ";reminded;health_office;" in (workspace / "supply" / "log.csv").read_text("utf-8")


def test_the_page_names_a_command_that_sends_the_reminder(
    fresh_copy: Path, kreisblick: Kreisblick
) -> None:
    said = kreisblick("supply", "status", "-w", with_calendar(fresh_copy), *LATE)

    assert "Überfällig" in said.out
    assert "am 28.02.2025 erwartet, fehlt noch" in said.out
    assert "kreisblick supply remind --by AMT" in said.out


def test_an_order_for_nobody_says_so(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    describe(
        fresh_copy,
        "youth_office",
        must_agree=[{"who": "municipality", "because": {"de": "Vereinbarung."}}],
    )
    out = tmp_path / "order.docx"

    said = kreisblick(
        "supply", "letter", "order", "youth_office/support_cases", "-o", out, "-w", fresh_copy
    )

    assert said.code == 0
    assert "Eingewilligt: noch niemand." in words_of(out)


def tables_of(path: Path) -> set[str]:
    tables = Document(str(path)).tables
    return {cell.text for table in tables for row in table.rows for cell in row.cells}


@pytest.mark.parametrize(
    "name", ["youth_office/support_cases", "health_office/school_entry", "town_register/residents"]
)
def test_an_order_says_every_code_in_german(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "order.docx"

    kreisblick("supply", "letter", "order", name, "-o", out, "-w", fresh_copy)

    words = "\n".join(tables_of(out))
    assert "weiblich" in words
    assert not re.search(r"= (fe)?male|= diverse|= yes|= no\b|_", words)


def test_the_letter_ends_above_the_form_that_comes_back(
    fresh_copy: Path, kreisblick: Kreisblick, tmp_path: Path
) -> None:
    out = tmp_path / "consent.docx"
    party = ("--party", "05998008")

    kreisblick(
        "supply", "letter", "consent", "resident_register", *party, "-o", out, "-w", fresh_copy
    )

    words = words_of(out)
    assert words.index("Mit freundlichen Grüßen") < words.index("Erklärung\n")
    assert words.count("Mit freundlichen Grüßen") == 1
    assert words.rstrip().endswith("_")  # the line for the signature


def test_every_command_of_the_handbook_page_works(
    fresh_copy: Path,
    kreisblick: Kreisblick,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))  # the letters that are due

    said = {
        line: kreisblick(*line.replace("ARBEITSORDNER", str(fresh_copy)).split()[1:])
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("kreisblick ")
    }

    assert len(said) == 9
    assert {line: one.err for line, one in said.items() if one.code} == {}


def test_the_supplier_shown_in_the_handbook_can_be_read() -> None:
    shown = PAGE.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]

    found = SupplierDefinition.model_validate(YAML(typ="safe").load(shown))

    assert found.embargo("school_entry") is not None
