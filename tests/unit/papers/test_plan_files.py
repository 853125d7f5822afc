"""The plan as workbook and calendar: German dates, frozen heads, entries that keep their names."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from kreisblick.products.papers import (
    Plan,
    plan_calendar,
    plan_workbook,
    read_bodies,
    schedule,
)

BODIES = read_bodies()
TITLE = "Sozialbericht 2024, Landkreis Lindenau"
START, PUBLISH = date(2026, 11, 30), date(2027, 7, 5)
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return schedule(BODIES, PUBLISH, START)


@pytest.fixture(scope="module")
def workbook(plan: Plan) -> bytes:
    return plan_workbook(plan, BODIES, TITLE)


def test_there_is_an_overview_a_list_of_days_and_a_sheet_per_body(
    plan: Plan, workbook: bytes
) -> None:
    book = openpyxl.load_workbook(BytesIO(workbook))

    assert book.sheetnames[:2] == ["Übersicht", "Tag für Tag"]
    assert len(book.sheetnames) == 2 + len(plan.stations)
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert all(sheet.freeze_panes for sheet in book)


def test_dates_are_dates_in_german_and_every_body_has_its_row(plan: Plan, workbook: bytes) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook))["Übersicht"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Gremium")
    columns = {cell.value: cell.column for cell in head}
    rows = {
        sheet.cell(line, 1).value: line
        for line in range(head[0].row + 1, head[0].row + 1 + len(plan.stations))
    }

    for one in plan.stations:
        line = rows[f"{one.body.title}, {one.body.of}"]
        for name, day in {
            "Entwurf fertig": one.draft,
            "Unterlagen bis": one.paper_due,
            "Sitzung": one.meeting,
        }.items():
            cell = sheet.cell(line, columns[name])
            assert cell.value.date() == day
            assert cell.number_format == "dd.mm.yyyy"


def test_the_days_stand_in_order_and_hold_every_step(plan: Plan, workbook: bytes) -> None:
    rows = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(1).to_python()[1:]
    days = [row[0] for row in rows]

    assert days == sorted(days)
    assert len(rows) == sum(3 + len(one.steps) for one in plan.stations) + 2
    assert rows[-1][2] == "Veröffentlichung, 10 Uhr"
    assert [row[1] for row in rows][-1] == "Mo"


def test_entries_are_whole_days_with_reminders_that_keep_their_identifier(plan: Plan) -> None:
    later = schedule(BODIES, date(2027, 7, 12), date(2026, 12, 7))
    first = plan_calendar(plan, BODIES, TITLE)
    events = Calendar.from_ical(first).walk("VEVENT")
    second = plan_calendar(later, BODIES, TITLE, before=first)
    moved = Calendar.from_ical(second).walk("VEVENT")

    names = [str(event["uid"]) for event in events]
    assert len(set(names)) == len(names)
    assert sorted(names) == sorted(str(event["uid"]) for event in moved)
    for event in events:
        day = event["dtstart"].dt
        assert not isinstance(day, datetime)
        assert event["dtend"].dt - day == timedelta(days=1)
        (alarm,) = event.walk("VALARM")
        assert alarm["trigger"].dt < timedelta(0)
    last = next(event for event in events if event["dtstart"].dt == PUBLISH)
    assert str(last["summary"]) == f"{TITLE}: Veröffentlichung, 10 Uhr"


def test_the_same_plan_gives_the_same_bytes(plan: Plan, workbook: bytes) -> None:
    assert plan_workbook(plan, BODIES, TITLE) == workbook
    assert plan_calendar(plan, BODIES, TITLE) == plan_calendar(plan, BODIES, TITLE)


def test_two_bodies_of_the_same_name_have_sheets_of_their_own() -> None:
    twins = BODIES.model_copy(
        update={
            "bodies": {
                key: body.model_copy(update={"title": "Ausschuss für Soziales, Familie, Bildung"})
                for key, body in BODIES.bodies.items()
            }
        }
    )

    book = plan_workbook(schedule(twins, PUBLISH, START), twins, TITLE)

    names = openpyxl.load_workbook(BytesIO(book)).sheetnames
    assert len(set(names)) == 2 + len(BODIES.bodies)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_another_programme_opens_the_workbook(workbook: bytes, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook)

    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "plan.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    pages = pypdfium2.PdfDocument(tmp_path / "plan.pdf")
    printed = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(printed) >= 2 + len(BODIES.bodies)
    assert "24.06.2027" in printed[0]
    assert all("Datum" in text for text in printed[1:])  # heads stand on every page again
    purpose = BODIES.bodies["district_council"].purpose or ""
    assert purpose.split()[-1] in printed[0]  # the last word of a long cell is not cut off


def test_notes_are_words_however_they_begin(plan: Plan) -> None:
    noted = replace(plan, notes=("=1+1", "@SUM(A1)"))

    book = openpyxl.load_workbook(BytesIO(plan_workbook(noted, BODIES, TITLE)))

    found = {cell.value: cell.data_type for row in book["Übersicht"].iter_rows() for cell in row}
    assert found["=1+1"] == found["@SUM(A1)"] == "s"
