"""``kreisblick supply`` from outside: what is open, letters, and what happened."""

from collections.abc import Callable
from pathlib import Path

from docx import Document
from tests.functional.conftest import Said

Kreisblick = Callable[..., Said]
MISSING = "resident_register/residents"


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
