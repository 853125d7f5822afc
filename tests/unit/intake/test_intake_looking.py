"""Every check is broken on purpose once, and its finding stands at the right cell."""

from typing import Any

import pytest
from tests.unit.intake.accepting import AGGREGATE, GOOD, PEOPLE, PERSON
from tests.unit.intake.test_intake_checks import USUAL, codes, examined, said

from kreisblick.sealed.intake import Examined
from kreisblick.sealed.store import SealedStore

HEAD = USUAL.splitlines()[0]
ROWS = USUAL.splitlines()[1:]


def marks(found: Examined) -> dict[tuple[int, int], str]:
    return {(row, column): text for row, column, text, _kind in found.marks}


def beside(store: SealedStore, heading: str, cells: list[str], **told: Any) -> Examined:
    """The usual table with one more column that is not read."""
    text = "\n".join(
        [f"{HEAD};{heading}", *[f"{row};{cell}" for row, cell in zip(ROWS, cells, strict=True)], ""]
    )
    known = [{"column": heading, **told}] if told else []
    return examined(store, text, {}, base=AGGREGATE | {"beside": known})


@pytest.mark.parametrize(
    ("means", "cells", "code"),
    [
        ("value", ["12", "1O", "14"], "stray_cell"),
        ("value", ["12", "siehe Anlage", "14"], "stray_cell"),
        ("value", ["12", "-4", "14"], "stray_cell"),
        ("date", ["01.02.2024", "31.02.2024", "05.06.2024"], "impossible_date"),
        ("date", ["20240201", "20241345", "20240605"], "impossible_date"),
        ("postcode", ["05080", "508O", "05160"], "no_postcode"),
        ("postcode", ["05080", "5080", "05160"], "no_postcode"),
        ("area_name", ["Alt", "Musterdorf", "Dorf"], "unread_area"),
    ],
)
def test_a_slip_in_a_column_that_nobody_reads_is_told_with_its_cell(
    store: SealedStore, means: str, cells: list[str], code: str
) -> None:
    found = beside(store, "Weiteres", cells, means=means)

    assert codes(found).get(code) == "plausibility", said(found)
    assert (3, 5) in marks(found)
    assert cells[1] not in said(found)


def test_a_key_without_its_leading_zero_is_told_with_its_cell(store: SealedStore) -> None:
    keys = ["0471", "0472", "473", "0474", "0475"]
    lines = [f"{n};1;2;3;{key}" for n, key in zip(["Alt", "Neu", "Dorf", "Alt", "Neu"], keys,
                                                  strict=True)]  # fmt: skip

    found = examined(store, "\n".join([f"{HEAD};Nr", *lines, ""]), {"no_duplicate_areas": False})

    assert codes(found)["lost_zero"] == "plausibility"
    assert (4, 5) in marks(found)


@pytest.mark.parametrize(
    ("means", "cells"),
    [
        ("value", ["12", "*", "<3"]),
        ("date", ["01.02.2024", "00.00.1950", "k. A."]),
        ("date", ["20240201", "19500000", "20240605"]),
        ("postcode", ["05080", "D-05080", ""]),
        ("area_name", ["Alt", "Landkreis Lindenau", "insgesamt"]),
        ("share", ["12,5", "-3,1", "14"]),
        ("remark", ["neu", "12", "31.02.2024"]),
    ],
)
def test_what_offices_may_write_is_quiet(store: SealedStore, means: str, cells: list[str]) -> None:
    found = beside(store, "Weiteres", cells, means=means)

    assert found.findings == (), said(found)


def test_a_balance_may_lie_below_zero(store: SealedStore) -> None:
    assert beside(store, "Saldo der Wanderungen", ["12", "-4", "14"]).findings == ()


def test_a_column_beside_that_is_gone_is_noted(store: SealedStore) -> None:
    known = [
        {"column": "Schlüssel", "means": "area_code"},
        {"column": "Mai 2023", "means": "value"},
    ]

    found = examined(store, USUAL, {}, base=AGGREGATE | {"beside": known})

    assert codes(found) == {"missing_beside": "soft"}
    assert "„Schlüssel“" in said(found)
    assert "Mai 2023" not in said(found)  # a heading with a time is another one every year


def test_a_new_code_beside_is_noted_and_never_repeated(store: SealedStore) -> None:
    found = beside(store, "Art", ["a", "b", "c"], means="code", codes=["a", "c"])

    assert codes(found) == {"unread_code": "soft"}
    assert list(marks(found)) == [(3, 5)]


def test_a_hole_among_counts_is_noted(store: SealedStore) -> None:
    names = ["Alt", "Neu", "Dorf", "Alt", "Neu", "Dorf"]
    rows = [f"{name};{n};{n + 1};{2 * n + 1}" for n, name in enumerate(names, start=5)]
    rows[1] = "Neu;;7;13"

    found = examined(store, "\n".join([HEAD, *rows, ""]), {"no_duplicate_areas": False})

    assert codes(found)["empty_count"] == "soft"
    assert (3, 2) in marks(found)


def test_slips_of_a_row_without_an_area_are_told_at_once(store: SealedStore) -> None:
    found = examined(store, USUAL.replace("Neu;80;300;380", "Nirgendwo;8O;-300;380"), {})

    assert {(3, 1), (3, 2), (3, 3)} <= set(marks(found))
    assert {"unknown_area", "unreadable", "negative_count"} <= set(codes(found))


def test_a_row_with_many_wrong_cells_has_been_shifted(store: SealedStore) -> None:
    found = examined(store, USUAL.replace("Neu;80;300;380", "Neu;Dorf;Weg;Platz"), {})

    assert codes(found)["shifted_row"] == "plausibility"
    assert (3, 1) in marks(found)


def test_a_wrong_total_is_told_with_its_cell_whether_it_is_read_or_not(store: SealedStore) -> None:
    wide = "\n".join([
        "Gebiet;jung;alt;alle;Frauen;Haushalte",
        "Alt;100;400;500;250;260", "Neu;80;300;380;190;200", "Dorf;40;160;200;100;107",
        "Summe;220;860;1080;547;567", "",
    ])  # fmt: skip

    found = examined(store, wide, {})

    assert codes(found) == {"sum_of_cells": "plausibility"}
    assert set(marks(found)) == {(2, 5), (3, 5), (4, 5), (5, 5)}  # nothing tells them apart
    assert "Die Summe ist 547, die Teile ergeben aber 540" in said(found)


def test_sums_in_two_directions_point_at_the_one_cell(store: SealedStore) -> None:
    crossed = "\n".join([
        "Gebiet;jung;alt;alle;Frauen;Männer;Personen insgesamt",
        "Alt;100;400;500;250;250;500", "Neu;80;300;380;290;190;380", "Dorf;40;160;200;100;100;200",
        "Summe;220;860;1080;540;540;1080", "",
    ])  # fmt: skip

    found = examined(store, crossed, {})

    assert set(marks(found)) == {(3, 5)}
    assert "Zeile 5, Spalte 5" in said(found) or "Zeile 3, Spalte 7" in said(found)


def test_a_sum_beside_an_unreadable_cell_is_to_be_looked_at_when_it_is_mended(
    store: SealedStore,
) -> None:
    found = examined(store, GOOD.replace("Neu;*;5;7", "Neu;siehe Anlage;5;7"), {})

    assert codes(found)["unreadable"] == "hard"
    assert codes(found).get("sum_unproved") == "soft", said(found)


def test_another_unit_than_last_time_is_asked_with_the_cells(store: SealedStore) -> None:
    last = "\n".join([HEAD, "Alt;100;4000;4100", "Neu;80;3000;3080", "Dorf;40;1600;1640", ""])
    now = "\n".join([HEAD, "Alt;101;4;105", "Neu;82;3;85", "Dorf;41;2;43", ""])

    found = examined(store, now, {"kinds": {"sum_of_codes": "off"}}, last=last)

    assert codes(found)["unit_changed"] == "plausibility"
    assert "1.000-mal" in said(found)
    assert {(2, 3), (3, 3), (4, 3)} <= set(marks(found))


def test_what_is_wrong_in_rows_of_persons_is_told_without_a_cell_of_theirs(
    store: SealedStore,
) -> None:
    found = examined(store, PEOPLE.replace("1980;w", "31.02.1980;w"), {}, base=PERSON)

    assert codes(found).get("impossible_date") == "plausibility", said(found)
    assert "1980" not in said(found)
    assert not any("1980" in text for text in marks(found).values())


def test_the_comment_of_a_cell_speaks_about_this_cell(store: SealedStore) -> None:
    found = beside(store, "Tag", ["31.02.2024", "31.04.2024", "05.06.2024"], means="date")

    assert "2 Zellen" in said(found)
    assert "Zeilen 2 und 3, Spalte 5" in said(found)
    assert all("2 Zellen" not in text for text in marks(found).values())


TWO_YEARS = "\n".join(
    [f"Jahr;{HEAD}", *[f"2023;{row}" for row in ROWS], *[f"2024;{row}" for row in ROWS], ""]
)
DUE = AGGREGATE | {"rows": [{"column": "Jahr", "equals": "{year}"}]}


def test_rows_that_were_accepted_as_they_are_are_not_told_again(store: SealedStore) -> None:
    accepted = TWO_YEARS.replace("2023;Neu;80;300;380", "2023;Neu;80;300;999")
    relaxed = {"sum_of_parts": "off"}

    found = examined(store, accepted, relaxed, base=DUE, last=accepted)
    assert "other_years" not in codes(found), said(found)

    changed = accepted.replace("2023;Dorf;40;", "2023;Dorf;-40;")
    found = examined(store, changed, relaxed, base=DUE, last=accepted)
    assert codes(found)["other_years"] == "soft"
    assert (4, 3) in marks(found)
    assert not any(row == 3 for row, _column in marks(found))


@pytest.mark.parametrize(
    ("heading", "means", "cells", "code"),
    [
        ("Beginn", "from_date", ["01.02.2024", "14.05.2032", "05.06.2024"], "day_to_come"),
        ("Beginn", "from_date", ["01.02.2024", "02.01.2025", "05.06.2024"], "day_to_come"),
        ("Erfasst", "date", ["01.02.2024", "14.05.2032", "05.06.2024"], "day_to_come"),
        ("Anteil", "share", ["12,5", "140,2", "14"], "share_over_100"),
        ("geimpft in %", "share", ["12,5 %", "140,2 %", "14 %"], "share_over_100"),
        ("Name", "area_name", ["Alt", "Dorf", "Dorf"], "name_of_other_area"),
        ("Schlüssel", "area_code", ["101", "201", "201"], "name_of_other_area"),
    ],
)
def test_what_cannot_be_of_this_date_or_area_is_told_with_its_cell(
    store: SealedStore, heading: str, means: str, cells: list[str], code: str
) -> None:
    table, column = {"area_name": (KEYED, 5), "area_code": (None, 1)}.get(means, (None, 5))
    text = "\n".join(
        [f"{HEAD};{heading}", *[f"{r};{c}" for r, c in zip(table or ROWS, cells, strict=True)], ""]
    )
    kind = {"column": "Gebiet", "kind": "code" if table else "name"}
    known = {"beside": [{"column": heading, "means": means}], "area": kind}

    found = examined(store, text, {}, base=AGGREGATE | known)

    assert set(codes(found)) == {code}, said(found)
    assert list(marks(found)) == [(3, column)]
    assert cells[1] not in said(found)


KEYED = ["101;100;400;500", "102;80;300;380", "201;40;160;200"]


@pytest.mark.parametrize(
    ("heading", "means", "cells"),
    [
        ("Ende", "until_date", ["31.12.2025", "14.05.2032", "31.12.9999"]),
        ("Bewilligt bis", "date", ["01.02.2024", "14.05.2032", "05.06.2024"]),
        ("Letzte Änderung", "date", ["01.02.2024", "14.02.2025", "05.06.2024"]),
        ("Beginn", "from_date", ["01.02.2025", "14.05.2025", "05.06.2025"]),  # of another date
        ("Auslastung in %", "share", ["96,5", "104,2", "88"]),
        ("Veränderung in %", "share", ["12,5", "140,2", "14"]),
        ("Fälle je 1.000", "share", ["12,5", "140,2", "14"]),
        ("Anteil", "share", ["112,5", "140,2", "114"]),  # whatever it is a share of
        ("Schlüssel", "area_code", ["101", "102", "201"]),
        ("Stadt", "municipality_code", ["10", "10", "20"]),
        ("Schlüssel", "area_code", ["102", "201", "101"]),  # no slip: another office's keys
    ],
)
def test_what_may_lie_ahead_or_beyond_is_quiet(
    store: SealedStore, heading: str, means: str, cells: list[str]
) -> None:
    found = beside(store, heading, cells, means=means)

    assert found.findings == (), said(found)


@pytest.mark.parametrize(
    ("end", "told"), [("31.12.2021", True), ("05.03.2022", False), ("31.12.9999", False)]
)
def test_an_end_before_the_beginning_is_told_with_its_cell(
    store: SealedStore, end: str, told: bool
) -> None:
    lines = PEOPLE.splitlines()
    heads = f"{lines[0]};von;bis"
    rows = [f"{line};05.03.2022;{end if n == 1 else ''}" for n, line in enumerate(lines[1:])]
    known = [{"column": "von", "means": "from_date"}, {"column": "bis", "means": "until_date"}]

    found = examined(store, "\n".join([heads, *rows, ""]), {}, base=PERSON | {"beside": known})

    assert ("ends_too_early" in codes(found)) == told, said(found)
    column = len(heads.split(";"))
    assert ((3, column) in marks(found)) == told
    assert end not in said(found)
