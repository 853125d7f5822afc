"""Joint reading: a sheet goes to the municipality, comes back, and is kept as it was said."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from kreisblick.base.errors import FaultsFoundError
from kreisblick.pipeline.findings_answers import add_answers, read_answers
from kreisblick.pipeline.findings_letter import Asked, read_letter, told_lines, write_letters
from kreisblick.pipeline.workspace import open_workspace
from kreisblick.products.findings import state_words
from kreisblick.statistics.findings import ANSWER_COLUMNS, FINDING_COLUMNS, State

DAY = date(2025, 3, 1)
NAME = "need/0101/20241231"
REASON = "Ältere Menschen ziehen aus den Dörfern in die Stadt, weil die Wege kurz sind."


@pytest.fixture
def asked() -> Asked:
    row = {
        "finding": NAME, "kind": "need", "pattern": None, "reference_date": date(2024, 12, 31),
        "generation": "g", "level": "planning_area", "area": "0101", "fields": "Arbeit; Wohnen",
        "indicators": "a; b", "strength": 2.1, "reason": "Hier kommt etwas zusammen.",
        "state": "proposed", "answer": None, "office": None, "answered_on": None,
    }  # fmt: skip
    table = pl.DataFrame([row, {**row, "finding": "strength/0101/20241231", "kind": "strength"}],
                         schema=FINDING_COLUMNS)  # fmt: skip
    return Asked(
        table=table.with_columns(
            name=pl.lit("Mitte"), municipality=pl.lit("T01"), town=pl.lit("A")
        ),
        title="Sozialbericht",
    )


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "kreisblick.toml").write_text(
        '[district]\nkey = "05998"\nname = "Kreis"\n[report]\ngeneration = "g"\n'
        'dates = [2024-12-31]\ntitle = "Bericht"\nsets = ["core"]\n'
    )
    return open_workspace(tmp_path)


def filled(path: Path, answer: str, reason: str, finding: str = NAME) -> Path:
    """The sheet as a municipality sends it back."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            cells = [str(cell) for cell in row]
            if cells[0] == NAME:
                cells[0], cells[4], cells[5] = finding, answer, reason
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell)
    return path


def test_a_sheet_comes_back_as_an_answer(asked, tmp_path):
    (path,) = write_letters(asked, tmp_path)

    (answer,) = read_letter(filled(path, "kein Problem", REASON), asked, office="Stadt A", day=DAY)

    assert path.name == "hinweise-T01.xlsx"
    assert (answer.finding, answer.municipality) == (NAME, "T01")
    assert (answer.state, answer.reason) == (State.NO_PROBLEM, REASON)


def test_rows_without_an_answer_stay_open(asked, tmp_path):
    (path,) = write_letters(asked, tmp_path)

    assert read_letter(path, asked, office="Stadt A", day=DAY) == []


@pytest.mark.parametrize(
    ("answer", "reason", "finding"),
    [
        ("kein Problem", "", NAME),
        ("vielleicht", "", NAME),
        ("gelesen", "", "need/9999/20241231"),
        ("kein Problem", "Bitte anrufen: 02271 4455667", NAME),
        ("kein Problem", "Das ist ein sozialer Brennpunkt.", NAME),
    ],
)
def test_what_cannot_be_printed_is_refused_and_not_repeated(
    asked, tmp_path, answer, reason, finding
):
    (path,) = write_letters(asked, tmp_path)

    with pytest.raises(FaultsFoundError) as refused:
        read_letter(filled(path, answer, reason, finding), asked, office="Stadt A", day=DAY)

    assert "4455667" not in str(refused.value)


def test_another_workbook_is_refused(asked, tmp_path):
    with Workbook(tmp_path / "x.xlsx") as book:
        book.add_worksheet().write_string(0, 0, "etwas anderes")

    with pytest.raises(FaultsFoundError):
        read_letter(tmp_path / "x.xlsx", asked, office="Stadt A", day=DAY)


def test_answers_are_kept_behind_those_that_are_there(asked, workspace, tmp_path):
    (path,) = write_letters(asked, tmp_path)
    first = read_letter(filled(path, "gelesen", ""), asked, office="Stadt A", day=DAY)
    second = read_letter(filled(path, "kein Problem", REASON), asked, office="Stadt A", day=DAY)

    add_answers(workspace, first)
    add_answers(workspace, second)

    known = read_answers(workspace)
    assert dict(known.schema) == ANSWER_COLUMNS
    assert known["state"].to_list() == ["read", "no_problem"]
    assert known["answer"].to_list() == [None, REASON]


def test_a_file_that_somebody_broke_is_told_with_its_line(workspace):
    folder = workspace.folder / "answers"
    folder.mkdir()
    head = "finding,area,state,reason,office,day\n"
    (folder / "T01.csv").write_text(f"{head}{NAME},0101,no_problem,,Stadt A,2025-03-01\n")
    (folder / "T02.csv").write_text("a,b\n1,2\n")

    with pytest.raises(FaultsFoundError) as told:
        read_answers(workspace)

    assert {fault.code for fault in told.value.faults} == {"answers_reason", "answers_form"}


def test_without_answers_nothing_is_read(workspace):
    assert read_answers(workspace).is_empty()


def test_until_it_is_read_a_finding_is_called_a_proposal(asked):
    row = asked.table.row(0, named=True)
    answered = {"office": "Stadt A", "answered_on": DAY, "answer": REASON}

    assert state_words(row) == "Vorschlag, von der Gemeinde noch nicht gelesen."
    assert state_words({**row, "state": "no_problem", **answered}) == (
        f"Nach Kenntnis der Gemeinde kein Problem (Stadt A, 01.03.2025): {REASON}"
    )
    assert list(told_lines(asked, "T02")) == []
