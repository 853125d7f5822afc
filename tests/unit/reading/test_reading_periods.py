"""Periods in headings, long form, signs in place of numbers, names with a reference date."""

from datetime import date

import pytest
from tests.unit.reading.grids import grid_of, only

from kreisblick.sealed.reading import (
    PERIOD,
    as_long,
    find_period,
    find_region,
    signs_in,
    with_period,
)
from kreisblick.sealed.reading.dated import DatedName, names_it
from kreisblick.sealed.reading.format import Header
from kreisblick.sealed.reading.model import Period

DAY = date(2024, 12, 31)


@pytest.mark.parametrize(
    ("text", "kind", "key", "rest"),
    [
        ("Jan 26", "month", "2026-01", ""),
        ("Mrz. 25 | männlich", "month", "2025-03", "männlich"),
        ("01/2026", "month", "2026-01", ""),
        ("Januar 2026", "month", "2026-01", ""),
        ("2026-01", "month", "2026-01", ""),
        ("2024 | Dez", "month", "2024-12", ""),
        ("Stand 31.12.2024", "date", "2024-12-31", ""),
        ("Einwohner am 31. Dezember 2023", "date", "2023-12-31", "Einwohner"),
        ("2023", "year", "2023", ""),
        ("Einwohner 2023 | w", "year", "2023", "Einwohner | w"),
        ("Kita-Jahr 2023/24", "school_year", "2023/24", ""),
        ("2023/2024", "school_year", "2023/24", ""),
        ("GS 2023-24", "school_year", "2023/24", "GS"),
        ("GE 2023_24", "school_year", "2023/24", "GE"),
        ("2023 – 2024", "school_year", "2023/24", ""),
        ("Grundschulen Sj. 23/24", "school_year", "2023/24", "Grundschulen"),
        ("Stand 20231231", "date", "2023-12-31", ""),
        ("2010-11", "month", "2010-11", ""),
        ("I/2024", "quarter", "2024-Q1", ""),
        ("II. Quartal 2024", "quarter", "2024-Q2", ""),
        ("Q1 2024", "quarter", "2024-Q1", ""),
    ],
)
def test_a_heading_tells_its_period(text: str, kind: str, key: str, rest: str) -> None:
    found = find_period(text)

    assert found is not None
    assert (found.kind, found.key, found.rest) == (kind, key, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Gebiet",
        "05998020",
        "unter 18",
        "2022 bis 2023",
        "1.234",
        "31.02.2024",
        "2023/25",
        "Mai",
        "2024-2030",
        "2021-23",
    ],
)
def test_what_names_no_period_or_two_has_none(text: str) -> None:
    assert find_period(text) is None


def test_a_sheet_of_a_school_year_is_found_a_year_later() -> None:
    pattern = with_period("GS 2023-24")

    assert pattern == "GS {period}"
    assert names_it(DatedName.of(pattern, DAY), "GS 2024-25")
    assert not names_it(DatedName.of(pattern, DAY), "GS 2023-24")
    assert not names_it(DatedName.of(pattern, DAY), "GE 2024-25")


def test_months_side_by_side_become_one_row_each() -> None:
    table = only("Gebiet;Nov 24;Dez 24\nNord;1;*\nSüd;3;4\n")

    long = as_long(table)

    assert long is not None
    assert (long.kind, long.keys) == ("month", ("1",))
    assert long.body.drop("rest").rows() == [
        (2, "2", "Nord", "2024-11", "1"),
        (2, "3", "Nord", "2024-12", "*"),
        (3, "2", "Süd", "2024-11", "3"),
        (3, "3", "Süd", "2024-12", "4"),
    ]


def test_months_without_a_year_take_it_from_the_title() -> None:
    table = only("Arbeitslose 2025\nGebiet;Jan;Feb;Mrz\nNord;15;17;18\nSüd;35;34;35\n")

    long = as_long(table)

    assert long is not None
    assert [period.key for period in long.periods.values()] == ["2025-01", "2025-02", "2025-03"]


def test_firsts_of_months_are_months_as_spreadsheets_keep_them() -> None:
    table = only("Gebiet;2024-11-01;2024-12-01\nNord;15;17\nSüd;35;34\n")

    long = as_long(table)

    assert long is not None
    assert (long.kind, [p.key for p in long.periods.values()]) == ("month", ["2024-11", "2024-12"])


def test_periods_of_two_things_keep_their_difference_in_rest() -> None:
    table = only("Gebiet;2023;;2024;\n;m;w;m;w\nNord;1;2;3;4\nSüd;5;6;7;8\n")

    long = as_long(table)

    assert long is not None
    assert set(long.body["rest"]) == {"m", "w"}


def test_a_table_without_periods_has_no_long_form() -> None:
    assert as_long(only("Gebiet;jung;alt\nNord;1;2\nSüd;3;4\n")) is None


def test_age_groups_become_long_by_their_own_reader() -> None:
    table = only("Gebiet;0-2;3-5\nNord;11;12\nSüd;13;14\n")

    long = as_long(
        table, read=lambda text: Period(kind="age_group", key=text) if "-" in text else None
    )

    assert long is not None
    assert long.body["period"].unique(maintain_order=True).to_list() == ["0-2", "3-5"]


def test_every_sign_is_told_with_its_lines_and_none_is_a_zero() -> None:
    table = only(
        "Gebiet;Fälle\nA;0\nB;\nC;*\nD;.\nE;-\nF;x\nG;<10\nH;nicht erhoben\nI;17\nJ;12\nK;*\nL;9\n"
        "M;10\nN;11\nO;12\nP;13\nQ;14\n"
    )

    found = {sign.sign: sign.rows for sign in signs_in(table)}

    assert found == {
        "": (3,), "*": (4, 12), ".": (5,), "-": (6,), "x": (7,), "<10": (8,), "nicht erhoben": (9,),
    }  # fmt: skip


def test_house_numbers_with_letters_are_no_signs() -> None:
    assert signs_in(only("Straße;Nr\nWeg;3\nWeg;5a\nWeg;7\nWeg;8\n")) == ()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{period}", "Dez 24"),
        ("{period}", "2024"),
        ("{period} | männlich", "12/2024 | männlich"),
        ("Einwohner am {period}", "Einwohner am 31.12.2024"),
        ("Stand {date}", "Stand 31.12.2024"),
        ("Schuljahr {school_year}", "Schuljahr 2024/25"),
        ("{month_name} {year}", "Dezember 2024"),
        ("{quarter}. Quartal {year-1}", "4. Quartal 2023"),
    ],
)
def test_a_dated_name_is_met_on_its_date_only(pattern: str, text: str) -> None:
    assert names_it(DatedName.of(pattern, DAY), text)
    assert not names_it(DatedName.of(pattern, date(2026, 3, 15)), text)


def test_the_column_of_the_reference_date_is_read_and_never_last_years() -> None:
    grid = grid_of("Gebiet;Stand 31.12.2023;Stand 31.12.2024\nNord;15;17\nSüd;16;18\n")
    wanted = [("Gebiet",), (DatedName.of("Stand {date}", DAY),)]

    region = find_region(grid, wanted, Header())

    assert region.column(wanted[1]) == "3"
    assert region.column([DatedName.of("Stand {date}", date(2025, 12, 31))]) is None


def test_a_heading_with_a_date_is_written_with_a_placeholder() -> None:
    assert with_period("Dez 24 | männlich", DAY) == f"{PERIOD} | männlich"
    assert with_period("Einwohner 2023", DAY) is None
    assert with_period("Gebiet") is None


def test_one_of_several_tables_is_named_by_its_title_or_number() -> None:
    grid = grid_of(
        "Tabelle 1: Jung\nGebiet;Zahl\nNord;1\nSüd;2\n\n"
        "Tabelle 2: Alt\nGebiet;Zahl\nNord;3\nSüd;4\n"
    )
    wanted = [("Gebiet",), ("Zahl",)]

    by_title = find_region(grid, wanted, Header(), table="alt")
    by_number = find_region(grid, wanted, Header(), table=1)

    assert by_title.body["2"].to_list() == ["3", "4"]
    assert by_number.body["2"].to_list() == ["1", "2"]
    assert find_region(grid, wanted, Header(), table="Mittel").lost == "Mittel"


def test_names_of_groups_and_texts_that_stand_once_are_usable() -> None:
    grid = grid_of(
        "Gebiet;Alter;Zahl\nStadt A\nNord;jung;1\n;alt;2\nSüd;jung;3\n;alt;4\n"
        "Stadt B\nOst;jung;5\n;alt;6\n"
    )

    region = find_region(
        grid, [("Gebiet",), ("{group}",), ("Zahl",)], Header(), carry_down=["Gebiet"]
    )

    column = region.column(["{group}"])
    assert column is not None
    assert region.body[column].to_list() == ["Stadt A"] * 4 + ["Stadt B"] * 2
    assert region.body["1"].to_list() == ["Nord", "Nord", "Süd", "Süd", "Ost", "Ost"]


def test_a_file_without_headings_keeps_its_first_record_and_leaves_titles_out() -> None:
    grid = grid_of("Auszug;;\n01;Weg;1987\n01;Gasse;2001\n")
    region = find_region(grid, [["{column 2}"], ["{column 3}"]], Header(rows=0))

    assert region.body["3"].to_list() == ["1987", "2001"]
    assert (region.column(["{column 2}"]), region.column(["{column 9}"])) == ("2", None)
    assert not region.trusted  # its first line is about a person and never quoted
