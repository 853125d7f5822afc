"""Layouts that change every year, several tables on a sheet, signs: to the record without loss."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook
from tests.unit.intake.accepting import AGGREGATE, CUBES, REFERENCE, TERRITORY

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition

DAY = date(2024, 12, 31)
NEXT = date(2025, 12, 31)


def read(path: Path, day: date = DAY, **changes: object) -> Parsed:
    definition = DeliveryDefinition.model_validate(AGGREGATE | changes)
    context = IntakeContext(
        territories={"g": TERRITORY}, cubes=CUBES, suppliers={}, deliveries={}, reference=REFERENCE
    )
    return parse(path, definition, context, reference_date=day, pseudonym=str)


def csv(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return path


def values(parsed: Parsed) -> dict[str, int | None]:
    records = parsed.records.filter(pl.col("age") == "*")
    return dict(records.select("area", "value").iter_rows())


MONTHS = (
    "Arbeitslose\nGebiet;Nov 24;Dez 24;Nov 25;Dez 25\nAlt;1;2;3;4\nNeu;5;6;7;8\nDorf;9;10;11;12\n"
)


@pytest.mark.parametrize(("day", "alt"), [(DAY, 2), (NEXT, 4), (date(2025, 11, 30), 3)])
def test_of_months_side_by_side_the_one_of_the_reference_date_is_read(
    tmp_path: Path, day: date, alt: int
) -> None:
    parsed = read(csv(tmp_path, MONTHS), day, values=[{"column": "{period}"}])

    assert parsed.faults == ()
    assert values(parsed)["101"] == alt


def test_a_month_that_is_not_in_the_file_is_a_missing_column_and_no_other_month(
    tmp_path: Path,
) -> None:
    parsed = read(csv(tmp_path, MONTHS), date(2026, 12, 31), values=[{"column": "{period}"}])

    assert [fault.code for fault in parsed.faults if fault.hard] == ["missing_column"]
    assert parsed.records.is_empty()


@pytest.mark.parametrize(("day", "alt"), [(DAY, 30), (NEXT, 33)])
def test_a_sheet_that_is_named_after_its_date_is_found(tmp_path: Path, day: date, alt: int) -> None:
    book = Workbook()
    for year, more in ((2024, 0), (2025, 3)):
        sheet = book.create_sheet(f"Stand 31.12.{year}")
        for row in (["Gebiet", f"Einwohner {year}"], ["Alt", 30 + more], ["Neu", 7], ["Dorf", 4]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")

    parsed = read(
        tmp_path / "a.xlsx",
        day,
        format={"type": "xlsx", "sheet": "Stand {date}"},
        values=[{"column": "Einwohner {year}"}],
    )

    assert parsed.faults == ()
    assert values(parsed)["101"] == alt


STACKED = (
    "Tabelle 1: Frauen\nGebiet;alle\nAlt;1\nNeu;2\nDorf;3\n\n"
    "Tabelle 2: Männer\nGebiet;alle\nAlt;4\nNeu;5\nDorf;x3\nQuelle: Amt\n"
)


def test_one_of_two_tables_on_a_sheet_is_read_and_a_fault_names_its_line(tmp_path: Path) -> None:
    form = {"type": "csv", "table": "Männer"}

    parsed = read(csv(tmp_path, STACKED), format=form, values=[{"column": "alle"}])

    assert values(parsed) | {"201": None} == {"101": 4, "102": 5, "201": None}
    assert [(fault.code, fault.where) for fault in parsed.faults if fault.hard] == [
        ("unreadable", "Zeile 11, Spalte 2")
    ]


def test_a_table_that_is_not_there_is_told_by_name(tmp_path: Path) -> None:
    form = {"type": "csv", "table": "Kinder"}

    parsed = read(csv(tmp_path, STACKED), format=form, values=[{"column": "alle"}])

    assert "missing_table" in [fault.code for fault in parsed.faults if fault.hard]


def test_a_text_that_stands_once_for_several_lines_finds_all_its_rows(tmp_path: Path) -> None:
    text = "Gebiet;Alter;n\nAlt;jung;1\n;alt;2\nNeu;jung;3\n;alt;4\nDorf;jung;5\n;alt;6\n"
    ages = {"from": "Alter", "as": "code", "codes": {"jung": "0-17", "alt": "18+"}}

    parsed = read(
        csv(tmp_path, text),
        format={"type": "csv", "carry_down": ["Gebiet"]},
        values=[{"column": "n"}],
        dimensions={"age": ages},
    )

    assert parsed.records.filter(pl.col("area") == "102")["value"].to_list() == [3, 4]


def test_the_name_of_a_group_can_be_the_area(tmp_path: Path) -> None:
    text = "Alter;n\nAlt\njung;1\nalt;2\nNeu\njung;3\nalt;4\nDorf\njung;5\nalt;6\n"
    ages = {"from": "Alter", "as": "code", "codes": {"jung": "0-17", "alt": "18+"}}

    parsed = read(
        csv(tmp_path, text),
        area={"column": "{group}", "kind": "name"},
        values=[{"column": "n"}],
        dimensions={"age": ages},
    )

    assert parsed.faults == ()
    assert parsed.records.filter(pl.col("area") == "201")["value"].to_list() == [5, 6]


SIGNS = {
    "*": {"means": "withheld_by_source", "lower": 1},
    "<10": {"means": "withheld_by_source", "lower": 1, "upper": 9},
    ".": {"means": "withheld_by_source", "lower": 0},
    "-": {"means": "counted", "value": 0},
    "x": {"means": "cannot_exist"},
    "...": {"means": "not_delivered"},
    "nicht erhoben": {"means": "not_covered"},
}


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("0", (0, None, None, "counted")),
        ("-", (0, None, None, "counted")),
        ("", (None, None, None, "not_delivered")),
        ("...", (None, None, None, "not_delivered")),
        ("x", (None, None, None, "cannot_exist")),
        ("nicht erhoben", (None, None, None, "not_covered")),
        ("*", (None, 1, None, "withheld_by_source")),
        ("<10", (None, 1, 9, "withheld_by_source")),
        (".", (None, 0, None, "withheld_by_source")),
    ],
)
def test_each_sign_keeps_its_meaning_to_the_record(
    tmp_path: Path, sign: str, expected: tuple[object, ...]
) -> None:
    text = f"Gebiet;jung;alt\nAlt;{sign};5\nNeu;12;7\nDorf;11;4\n"

    parsed = read(csv(tmp_path, text), values=AGGREGATE["values"][:2], signs=SIGNS)

    cell = parsed.records.filter((pl.col("area") == "101") & (pl.col("age") == "0-17"))
    assert cell.select("value", "lower", "upper", "observation").row(0) == expected


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("30", "12", (18, None, None, "counted")),
        ("30", "-", (30, None, None, "counted")),
        ("30", "<10", (None, 21, 29, "withheld_by_source")),
        ("<10", "2", (None, 0, 7, "withheld_by_source")),
        ("30", "", (None, None, None, "not_delivered")),
        ("x", "3", (None, None, None, "cannot_exist")),
    ],
)
def test_a_difference_says_what_its_parts_say(
    tmp_path: Path, whole: str, part: str, expected: tuple[object, ...]
) -> None:
    text = f"Gebiet;alle;alt\nAlt;{whole};{part}\nNeu;12;7\nDorf;11;4\n"
    young = [{"column": "alle", "minus": ["alt"], "set": {"age": "0-17"}}]

    parsed = read(csv(tmp_path, text), values=young, signs=SIGNS)

    cell = parsed.records.filter(pl.col("area") == "101")
    assert cell.select("value", "lower", "upper", "observation").row(0) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<3", (None, 0, 2, "withheld_by_source")),
        ("< 7", (None, 0, 6, "withheld_by_source")),
        ("unter 5", (None, 0, 4, "withheld_by_source")),
        ("weniger als 3", (None, 0, 2, "withheld_by_source")),
        ("höchstens 9", (None, 0, 9, "withheld_by_source")),
        ("> 100", (None, 101, None, "withheld_by_source")),
        ("X", (None, None, None, "cannot_exist")),
        ("Nicht  erhoben", (None, None, None, "not_covered")),
    ],
)
def test_what_a_text_says_by_itself_needs_no_agreement(
    tmp_path: Path, text: str, expected: tuple[object, ...]
) -> None:
    content = f"Gebiet;jung;alt\nAlt;{text};5\nNeu;12;7\nDorf;11;4\n"

    parsed = read(csv(tmp_path, content), values=AGGREGATE["values"][:2], signs=SIGNS)

    cell = parsed.records.filter((pl.col("area") == "101") & (pl.col("age") == "0-17"))
    assert cell.select("value", "lower", "upper", "observation").row(0) == expected


def test_sums_that_contradict_each_other_bound_nothing(tmp_path: Path) -> None:
    text = "Gebiet;jung;alt;alle\nAlt;*;*;10\nNeu;*;*;10\nDorf;11;4;15\nA;15;9;\n"
    totals = [{"pattern": "^(A)$", "level": "municipality", "area": "10"}]
    star = {"*": {"means": "withheld_by_source", "lower": 0}}

    parsed = read(csv(tmp_path, text), totals=totals, signs=star)

    hidden = parsed.records.filter(pl.col("observation") == "withheld_by_source")
    assert hidden.select("lower", "upper").unique().rows() == [(0, None)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 234", 1234), ("1 234 567", 1234567), ("12\u202f345", 12345), ("-1 234,0", -1234)],
)
def test_blanks_between_thousands_are_read_whatever_is_agreed(
    tmp_path: Path, text: str, value: int
) -> None:
    parsed = read(csv(tmp_path, f"Gebiet;jung;alt\nAlt;{text};5\n"), values=AGGREGATE["values"][:1])

    assert parsed.records["value"].to_list() == [value]


@pytest.mark.parametrize("text", ["12 34", "1 23", "1 2345", "05 200"])
def test_other_blanks_in_numbers_are_faults(tmp_path: Path, text: str) -> None:
    parsed = read(csv(tmp_path, f"Gebiet;jung;alt\nAlt;{text};5\n"), values=AGGREGATE["values"][:1])

    assert [fault.code for fault in parsed.faults if fault.hard] == ["unreadable"]
