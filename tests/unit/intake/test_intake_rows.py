"""A table that holds several years is read one year at a time; agreed silence is heard."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.areas.model import Generation, Territory

TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [
            ("A", "Alt", "planning_area", "10", "A"),
            ("B", "Neu", "planning_area", "10", "B"),
            ("10", "Stadt", "municipality", "1", "10"),
            ("1", "Kreis", "district", None, "1"),
        ],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(4)]),
)
CUBE = CubeDefinition.model_validate({"title": {"de": "Fälle"}, "counts": "cases", "rules": "r"})
DEFINITION: dict[str, Any] = {
    "title": {"de": "Fälle"},
    "grain": "aggregate",
    "cube": "cases",
    "format": {"type": "csv"},
    "area": {"column": "Teil", "kind": "code"},
    "rows": [{"column": "Jahr", "equals": "{year}"}],
    "values": [{"column": "Fälle"}],
}
TABLE = "Jahr;Teil;Fälle\n2021;A;1\n2021;B;2\n2022;A;3\n2022;B;4\n"


def read(folder: Path, table: str, year: int, **changes: object) -> Parsed:
    path = folder / "table.csv"
    path.write_text(table, encoding="utf-8")
    supplier = {
        "title": {"de": "Amt"},
        "office": {"name": "Amt"},
        "legal_basis": "Gesetz",
        "rhythm": "yearly",
    }
    context = IntakeContext(
        territories={"g": TERRITORY},
        cubes={"cases": CUBE},
        suppliers={"office": SupplierDefinition.model_validate(supplier)},
        deliveries={},
    )
    return parse(
        path,
        DeliveryDefinition.model_validate({**DEFINITION, **changes}),
        context,
        reference_date=date(year, 12, 31),
        pseudonym=str,
        covered=frozenset({"10"}),
    )


@pytest.mark.parametrize(("year", "values"), [(2021, [1, 2]), (2022, [3, 4])])
def test_only_the_rows_of_the_reference_date_s_year_are_read(
    tmp_path: Path, year: int, values: list[int]
) -> None:
    parsed = read(tmp_path, TABLE, year)
    assert parsed.faults == ()
    assert parsed.records["value"].to_list() == values


def test_the_line_of_a_fault_is_that_of_the_whole_file(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE.replace("2022;B;4", "2022;B;viele"), 2022)
    assert [fault.code for fault in parsed.faults] == ["unreadable"]
    assert "5" in parsed.faults[0].where


def test_faults_of_earlier_years_are_told_and_stop_nothing(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE.replace("2021;B;2", "2021;B;viele"), 2022)

    assert [(fault.code, fault.hard) for fault in parsed.faults] == [("other_years", False)]
    assert parsed.faults[0].message.startswith("Nicht zu diesem Stichtag: ")
    assert [(row, column) for row, column, _text in parsed.marks] == [(3, 3)]
    assert parsed.records["value"].to_list() == [3, 4]


@pytest.mark.parametrize(
    ("year", "changes"),
    [
        (2021, {}),  # the year after is examined when it is due
        (2022, {"checks": {"kinds": {"other_years": "off"}}}),
        (2022, {"checks": {"limits": {"other_years": 0}}}),
    ],
)
def test_faults_of_other_years_are_not_told(
    tmp_path: Path, year: int, changes: dict[str, Any]
) -> None:
    wrong = TABLE.replace(f"{4043 - year};B;", f"{4043 - year};B;viele")
    assert read(tmp_path, wrong, year, **changes).faults == ()


def test_areas_that_were_others_then_are_not_told(tmp_path: Path) -> None:
    assert read(tmp_path, TABLE.replace("2021;A", "2021;C"), 2022).faults == ()
    one_of_three = TABLE.replace("2021;A;1", "2021;A;1\n2021;C;1")
    assert [f.code for f in read(tmp_path, one_of_three, 2022).faults] == ["other_years"]


def test_a_year_without_rows_is_a_hard_fault(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE, 2019)
    fault = next(fault for fault in parsed.faults if fault.code == "no_rows_chosen")
    assert fault.hard
    assert "2019" in fault.message
    assert "Jahr" in fault.message


def test_a_missing_column_of_years_is_a_hard_fault(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE.replace("Jahr", "Stand"), 2022)
    assert "missing_column" in {fault.code for fault in parsed.faults if fault.hard}


def test_a_fixed_choice_holds_beside_the_year(tmp_path: Path) -> None:
    table = "Jahr;Art;Teil;Fälle\n2022;x;A;1\n2022;y;A;2\n2022;x;B;3\n2022;y;B;4\n"
    choices = [{"column": "Jahr", "equals": "{year}"}, {"column": "Art", "equals": "y"}]
    parsed = read(tmp_path, table, 2022, rows=choices)
    assert parsed.records["value"].to_list() == [2, 4]


def test_an_empty_cell_that_is_an_agreed_sign_keeps_its_row_and_bounds(tmp_path: Path) -> None:
    signs = {"": {"means": "withheld_by_source", "lower": 0, "upper": 3}}
    parsed = read(tmp_path, TABLE.replace("2022;B;4", "2022;B;"), 2022, signs=signs)
    assert parsed.faults == ()
    cells = parsed.records.select("area", "value", "lower", "upper", "observation").rows()
    assert cells[1] == ("B", None, 0, 3, "withheld_by_source")


def test_an_empty_cell_may_stand_for_zero(tmp_path: Path) -> None:
    signs = {"": {"means": "counted", "value": 0}}
    parsed = read(tmp_path, TABLE.replace("2022;B;4", "2022;B;"), 2022, signs=signs)
    assert parsed.records["value"].to_list() == [3, 0]


def test_without_such_a_sign_a_row_without_numbers_is_no_row(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE.replace("2022;B;4", "2022;B;"), 2022)
    assert parsed.records["area"].to_list() == ["A"]
    assert [fault.code for fault in parsed.faults] == ["missing_areas"]


MONTHS = """Monat;Teil;Fälle
11/2022;A;1
11/2022;B;2
12/2022;A;3
12/2022;B;4
Jahr;A;40
Jahr;B;50
11/2021;A;drei
"""
OF_THE_MONTH = [{"column": "Monat", "equals": "{period}"}]


def test_slips_in_other_months_of_the_year_are_told_and_stop_nothing(tmp_path: Path) -> None:
    quiet = read(tmp_path, MONTHS, 2022, rows=OF_THE_MONTH)
    assert [(f.code, f.where) for f in quiet.faults] == [("other_years", "Zeile 8, Spalte 3")]

    spoilt = MONTHS.replace("11/2022;B;2", "11/2022;B;-2").replace("Jahr;A;40", "Jahr;Aa;4o")
    parsed = read(tmp_path, spoilt, 2022, rows=OF_THE_MONTH)

    assert parsed.records["value"].to_list() == [3, 4]
    assert {(f.code, f.hard) for f in parsed.faults} >= {("negative_count", False)}
    assert not any(fault.hard for fault in parsed.faults)
    assert {row for row, _column, _text in parsed.marks} == {3, 6, 8}


YEARS = """Monat;Teil;Fälle
11/2021;A;1
12/2021;A;2
Jahr;A;3
11/2022;A;4
12/2022;A;5
Jahr;A;9
"""


@pytest.mark.parametrize(("year", "value"), [(2021, 3), (2022, 9)])
def test_the_row_of_a_year_is_that_below_its_months(tmp_path: Path, year: int, value: int) -> None:
    parsed = read(tmp_path, YEARS, year, rows=[{"column": "Monat", "equals": "Jahr"}])
    assert parsed.records["value"].to_list() == [value]


def test_the_row_of_another_year_is_never_read(tmp_path: Path) -> None:
    parsed = read(tmp_path, YEARS, 2023, rows=[{"column": "Monat", "equals": "Jahr"}])
    assert [fault.code for fault in parsed.faults if fault.hard] == ["no_rows_chosen"]


def test_slips_in_the_months_of_a_year_that_is_read_are_told(tmp_path: Path) -> None:
    spoilt = YEARS.replace("11/2022;A;4", "11/2022;A;4o")
    choice = [{"column": "Monat", "equals": "Jahr"}]
    parsed = read(tmp_path, spoilt, 2022, rows=choice, checks={"expected_areas": "off"})

    assert parsed.records["value"].to_list() == [9]
    assert [(fault.code, fault.hard) for fault in parsed.faults] == [("unreadable", False)]
    assert [(row, column) for row, column, _text in parsed.marks] == [(5, 3)]


def of_the_months(*, last: int = 12, quarters: bool = False) -> str:
    """The months of two years (or quarters) of two areas: 1 to 12 in A, ten times as much in B."""
    times = (
        [f"{n}. Quartal" for n in (1, 2, 3, 4)] if quarters else [f"{n:02d}" for n in range(1, 13)]
    )
    joint = " " if quarters else "/"
    lines = [
        f"{time}{joint}{year};{area};{number * factor}"
        for year in (2021, 2022)
        for number, time in enumerate(times[: last if year == 2022 else 12], start=1)
        for area, factor in (("A", 1), ("B", 10))
    ]
    return "\n".join(["Monat;Teil;Fälle", *lines, ""])


WITHIN = [{"column": "Monat", "within": "year"}]


@pytest.mark.parametrize(("quarters", "sums"), [(False, [78, 780]), (True, [10, 100])])
def test_what_happens_in_a_year_is_the_sum_of_its_months(
    tmp_path: Path, quarters: bool, sums: list[int]
) -> None:
    parsed = read(tmp_path, of_the_months(quarters=quarters), 2022, rows=WITHIN)

    assert parsed.faults == ()
    assert parsed.records["value"].to_list() == sums
    assert set(parsed.records["observation"]) == {"counted"}


def test_a_year_without_one_of_its_months_is_no_year(tmp_path: Path) -> None:
    parsed = read(tmp_path, of_the_months(last=11), 2022, rows=WITHIN)

    (fault,) = [fault for fault in parsed.faults if fault.hard]
    assert fault.code == "months_missing"
    assert "11 der 12 Monate" in fault.message


def test_a_sign_in_one_month_leaves_bounds_of_the_year(tmp_path: Path) -> None:
    signs = {"*": {"means": "withheld_by_source", "lower": 1, "upper": 2}}
    table = of_the_months().replace("03/2022;A;3", "03/2022;A;*")
    parsed = read(tmp_path, table, 2022, rows=WITHIN, signs=signs)

    cells = parsed.records.select("area", "value", "lower", "upper").rows()
    assert cells == [("A", None, 76, 77), ("B", 780, None, None)]


def test_an_area_that_stands_twice_in_one_month_stops(tmp_path: Path) -> None:
    table = of_the_months().replace("03/2022;A;3", "03/2022;A;3\n03/2022;A;4")
    parsed = read(tmp_path, table, 2022, rows=WITHIN)

    assert [(f.code, f.where) for f in parsed.faults if f.hard] == [
        ("duplicate_area", "Zeile 31, Spalte 2")
    ]


DAYS = """Stichtag;Teil;Fälle
01.07.2022;A;1
01.07.2022;B;2
01.10.2022;A;3
01.10.2022;B;4
01.01.2023;A;5
01.01.2023;B;6
– nicht vertreten;;
"""


def test_where_no_row_is_of_the_date_the_last_day_of_its_year_is_read_and_asked(
    tmp_path: Path,
) -> None:
    parsed = read(tmp_path, DAYS, 2022, rows=[{"column": "Stichtag", "equals": "{period}"}])

    assert parsed.records["value"].to_list() == [3, 4]
    assert [(fault.code, fault.hard) for fault in parsed.faults] == [("last_date_before", False)]
    assert "01.10.2022" in parsed.faults[0].message


def test_of_months_the_one_that_is_due_has_to_be_there(tmp_path: Path) -> None:
    table = MONTHS.replace("12/2022", "10/2022")
    parsed = read(tmp_path, table, 2022, rows=OF_THE_MONTH)

    assert "no_rows_chosen" in {fault.code for fault in parsed.faults if fault.hard}


def test_a_wrong_sum_of_all_dates_is_told(tmp_path: Path) -> None:
    names = ["A", "B"]
    cells = [
        (f"{m:02d}/2022", name, m * 7 + 3 * n) for m in range(1, 13) for n, name in enumerate(names)
    ]
    whole = sum(count for _month, _name, count in cells)
    for shown, told in ((whole, False), (whole + 7, True)):
        lines = [f"{month};{name};{count}" for month, name, count in cells]
        table = "\n".join(["Monat;Teil;Fälle", *lines, f";Summe;{shown}", ""])
        totals = [{"pattern": "^Summe$", "level": "district"}]
        parsed = read(tmp_path, table, 2022, rows=OF_THE_MONTH, totals=totals)

        assert ((26, 3) in {(row, column) for row, column, _text in parsed.marks}) == told
        assert not any(fault.hard for fault in parsed.faults)
