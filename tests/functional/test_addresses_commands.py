"""Addresses from the command line: assigned, listed, decided in a workbook, revoked, replayed."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

REFERENCE = """street,number,postcode,place,area
Friedensweg,7,11111,Lindenau,A
Friedensweg,9,11111,Lindenau,B
Hauptstraße,1,01067,Lindenau,C
Am Wehr,3,22222,Birkenfeld,D
"""
ROWS = """street,number,postcode,place
Stalinallee,7,11111,
STALINALLEE 9,,11111,
Friedenstraße,7,11111,
Fernweg,1,11111,
Schutzweg,5,11111,
Am Wehr,3,,
Am alten Wehr,3,99999,
Hauptstr.,1,1067,Lindenau
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a reference and a list."""
    (tmp_path / "reference.csv").write_text(REFERENCE)
    (tmp_path / "rows.csv").write_text(ROWS)
    return tmp_path


def assign(kreisblick: Callable, office: Path, *more: object) -> pl.DataFrame:
    """The assigned list, as it was written."""
    words = ["addresses", "assign", office / "rows.csv", "--reference", office / "reference.csv"]
    said = kreisblick(*words, "-o", office / "out.csv", *more)
    assert said.code == 0, said.err
    return pl.read_csv(office / "out.csv", infer_schema=False)


def fill(path: Path, answers: dict[str, dict[str, object]]) -> None:
    """Write answers into the workbook, as a clerk does: heading to value, by street."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for heading, value in answers.get(sheet.cell(row, 1).value, {}).items():
            sheet.cell(row, headings[heading]).value = value
    book.save(path)


def decide(kreisblick: Callable, office: Path, *more: object):
    words = ["addresses", "decide", office / "list.xlsx", "--office", "Statistikstelle"]
    words += ["--day", "2024-05-02", "--decisions", office / "decisions.csv"]
    return kreisblick(*words, "--reference", office / "reference.csv", *more)


FORMER = {"Entscheidung": "früherer Name von", "richtige Straße": "Friedensweg"}


@pytest.mark.parametrize(
    ("street", "answer", "row", "decision", "area", "reason"),
    [
        ("stalinallee", FORMER, 0, "match", "A", "learned"),
        ("stalinallee", FORMER, 1, "match", "B", "learned"),
        (
            "friedenstrasse", {**FORMER, "Entscheidung": "gleiche Straße"},
            2, "match", "A", "learned",
        ),
        (
            "friedenstrasse", {**FORMER, "Entscheidung": "Schreibfehler für"},
            2, "match", "A", "learned",
        ),
        ("fernweg", {"Entscheidung": "nicht im Kreis"}, 3, "none", None, "not_in_district"),
        (
            "am alten wehr",
            {"Entscheidung": "falsche PLZ", "richtige Straße": "Am Wehr", "richtige PLZ": 22222},
            6, "match", "D", "learned",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_decision_works_from_list_to_list(
    kreisblick, office, street, answer, row, decision, area, reason
):
    before = assign(kreisblick, office, "--review", office / "list.xlsx")
    assert before["area"][row] is None
    fill(office / "list.xlsx", {street: answer})

    assert decide(kreisblick, office).code == 0

    found = assign(kreisblick, office, "--decisions", office / "decisions.csv")
    assert found.select("decision", "area", "reason").row(row) == (decision, area, reason)


def test_a_decision_for_one_supplier_holds_for_no_other(kreisblick, office):
    assign(kreisblick, office, "--review", office / "list.xlsx")
    fill(office / "list.xlsx", {"stalinallee": {**FORMER, "nur für Lieferant": "jobcenter"}})
    decide(kreisblick, office)
    kept = ["--decisions", office / "decisions.csv"]

    ours = assign(kreisblick, office, *kept, "--supplier", "jobcenter")
    theirs = assign(kreisblick, office, *kept, "--supplier", "school_office")

    assert (ours["area"][0], theirs["area"][0]) == ("A", None)


def test_a_postcode_that_the_workbook_took_for_a_number_keeps_its_zero(kreisblick, office):
    (office / "rows.csv").write_text("street,number,postcode\nHauptweg,1,34117\n")
    assign(kreisblick, office, "--review", office / "list.xlsx")
    answer = {"richtige Straße": "Hauptstraße", "richtige PLZ": 1067}
    fill(office / "list.xlsx", {"hauptweg": {"Entscheidung": "gleiche Straße", **answer}})
    decide(kreisblick, office)

    found = assign(kreisblick, office, "--decisions", office / "decisions.csv")

    assert found["area"].to_list() == ["C"]


def test_a_revoked_decision_counts_no_more_and_stays_on_record(kreisblick, office):
    assign(kreisblick, office, "--review", office / "list.xlsx")
    fill(office / "list.xlsx", {"stalinallee": FORMER})
    decide(kreisblick, office)
    path = office / "decisions.csv"
    key = pl.read_csv(path, infer_schema=False)["decision_id"][0]

    said = kreisblick("addresses", "revoke", key, "--day", "2024-06-01", "--decisions", path)

    assert said.code == 0
    assert assign(kreisblick, office, "--decisions", path)["area"][0] is None
    assert pl.read_csv(path, infer_schema=False)["revoked_on"].to_list() == ["2024-06-01"]


def test_a_replay_reports_what_would_be_different_in_an_old_list(kreisblick, office):
    assign(kreisblick, office, "--review", office / "list.xlsx")
    fill(
        office / "list.xlsx", {"stalinallee": FORMER, "fernweg": {"Entscheidung": "nicht im Kreis"}}
    )
    decide(kreisblick, office)
    words = ["addresses", "replay", office / "rows.csv", "--reference", office / "reference.csv"]

    said = kreisblick(*words, "--decisions", office / "decisions.csv", "-o", office / "changed.csv")

    assert said.code == 0
    assert "2 von 8" in said.out
    changed = pl.read_csv(office / "changed.csv", infer_schema=False)
    assert set(changed["area_after"]) == {"A", "B"}


def test_a_wrongly_filled_list_is_told_whole_and_nothing_is_stored(kreisblick, office):
    assign(kreisblick, office, "--review", office / "list.xlsx")
    wrong = {
        "stalinallee": {"Entscheidung": "früherer Name von", "richtige Straße": "Mondweg"},
        "fernweg": {"Entscheidung": "vielleicht"},
        "am alten wehr": {"Entscheidung": "falsche PLZ", "richtige PLZ": "00000"},
        "schutzweg": {"Entscheidung": "geschützte Anschrift"},
    }
    fill(office / "list.xlsx", wrong)

    said = decide(kreisblick, office)

    assert said.code == 1
    assert "4 Fehler" in said.err
    assert not (office / "decisions.csv").exists()
    assert "allee" not in said.err


def test_a_list_without_its_headings_is_told(kreisblick, office):
    book = Workbook()
    book.active.append(["etwas", "anderes"])
    book.save(office / "list.xlsx")

    said = decide(kreisblick, office)

    assert said.code == 2
    assert "Entscheidung" in said.err


def test_a_protected_address_is_stored_nowhere_in_clear(kreisblick, office, fresh_copy):
    (office / "rows.csv").write_text(
        ROWS + "Geheimweg 8 (Auskunftssperre),,11111,Lindenau\nSchutzweg,6,11111,\n"
    )
    assign(kreisblick, office, "--review", office / "list.xlsx")
    fill(office / "list.xlsx", {"schutzweg": {"Entscheidung": "geschützte Anschrift"}})
    workspace = ["-w", fresh_copy]
    assert decide(kreisblick, office, *workspace).code == 0

    kept = ["--decisions", office / "decisions.csv", *workspace]
    found = assign(kreisblick, office, *kept, "--review", office / "list.csv")

    assert found.filter(reason="protected_address").height == 3
    assert found.filter(reason="protected_address")["street"].null_count() == 3
    for name in ("out.csv", "list.csv", "decisions.csv"):
        text = (office / name).read_text().lower()
        assert "schutzweg" not in text
        assert "geheimweg" not in text


def test_an_index_serves_as_reference(kreisblick, office):
    plain = assign(kreisblick, office)

    said = kreisblick("addresses", "index", office / "reference.csv", "-o", office / "reference.d")

    assert said.code == 0
    assert "4 Adressen" in said.out
    words = ["addresses", "assign", office / "rows.csv", "--reference", office / "reference.d"]
    assert kreisblick(*words, "-o", office / "again.csv").code == 0
    assert (office / "again.csv").read_bytes() == (office / "out.csv").read_bytes()
    assert plain.height == 8


def test_input_and_reference_may_be_workbooks(kreisblick, office):
    for name in ("rows", "reference"):
        book = Workbook()
        for line in (office / f"{name}.csv").read_text().splitlines():
            book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
        book.save(office / f"{name}.xlsx")
    words = ["addresses", "assign", office / "rows.xlsx", "--reference", office / "reference.xlsx"]

    said = kreisblick(*words, "-o", office / "books.csv")

    assert said.code == 0, said.err
    found = pl.read_csv(office / "books.csv", infer_schema=False)
    assert found["area"].to_list() == assign(kreisblick, office)["area"].to_list()


def test_the_reference_is_that_of_the_day(kreisblick, office):
    lines = REFERENCE.splitlines()
    dated = [lines[0] + ",valid_until", lines[1] + ",2020-01-01", *(f"{x}," for x in lines[2:])]
    (office / "reference.csv").write_text("\n".join(dated) + "\n")
    (office / "rows.csv").write_text("street,postcode\nFriedensweg 7,11111\n")

    assert assign(kreisblick, office, "--on", "2019-12-31")["decision"].to_list() == ["match"]
    assert assign(kreisblick, office, "--on", "2020-01-01")["decision"].to_list() == ["area_only"]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("", 1, "reference.csv"),
        ("street,number,area\n", 1, "keine Adresse"),
        ("street,number,area\nAm Ring,1,x\nAm Ring,1,y\nAm Tor,1,\n", 1, "2 Fehler"),
    ],
)
def test_a_bad_reference_is_told_in_german_and_nothing_is_written(
    kreisblick, office, content, code, words
):
    (office / "reference.csv").write_text(content)

    said = kreisblick(
        *("addresses", "assign", office / "rows.csv"),
        *("--reference", office / "reference.csv", "-o", office / "out.csv"),
    )

    assert (said.code, words in said.err) == (code, True)
    assert not (office / "out.csv").exists()


def test_houses_without_area_are_counted_and_a_list_without_any_area_is_refused(kreisblick, office):
    words = ["addresses", "assign", office / "rows.csv", "--reference", office / "reference.csv"]
    (office / "reference.csv").write_text(REFERENCE.replace(",D\n", ",\n"))
    some = kreisblick(*words, "-o", office / "some.csv")
    (office / "reference.csv").write_text("street,number,area\nHauptstraße,1,\n")

    none = kreisblick(*words, "-o", office / "none.csv")

    assert some.code == 0
    assert "1 Zeile(n) nennen ein bekanntes Haus" in some.out
    assert none.code == 1
    assert "hat keine Adresse ein Gebiet" in none.err
    assert not (office / "none.csv").exists()
