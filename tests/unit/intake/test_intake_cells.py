"""Grid cells become numbers of areas; a file about a whole Land is read for one district."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import WrongUseError
from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2011, 5, 9)
TERRITORY = Territory(  # two areas of 2 km by 2 km, one beside the other, in the grid's own system
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [
            ("A", "Alt", "planning_area", "05998004", "A"),
            ("B", "Neu", "planning_area", "05998004", "B"),
            ("05998004", "Stadt", "municipality", "05998", "05998004"),
            ("05998", "Kreis", "district", None, "05998"),
        ],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array(
        [
            shapely.box(4_000_000, 3_000_000, 4_002_000, 3_002_000),
            shapely.box(4_002_000, 3_000_000, 4_004_000, 3_002_000),
            shapely.box(4_000_000, 3_000_000, 4_004_000, 3_002_000),
            shapely.box(4_000_000, 3_000_000, 4_004_000, 3_002_000),
        ]
    ),
    crs=3035,
)
GRID: dict[str, Any] = {
    "title": {"de": "Gitter"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv", "thousands": ""},
    "area": {"kind": "point", "x": "x", "y": "y", "crs": 3035, "outside": "left_out"},
    "values": [{"column": "Einwohner"}],
    "signs": {
        "-1": {"means": "withheld_by_source", "lower": 0, "upper": 2},
        "-9": {"means": "withheld_by_source", "lower": 0},
        "x": {"means": "cannot_exist"},
        "": {"means": "not_delivered"},
    },
}


def read(folder: Path, table: str, definition: dict[str, Any], unit: str = "persons") -> Parsed:
    path = folder / "grid.csv"
    path.write_text(table, encoding="utf-8")
    cube = CubeDefinition.model_validate({"title": {"de": "L"}, "counts": unit, "rules": "r"})
    context = IntakeContext(
        territories={"g": TERRITORY}, cubes={"people": cube}, suppliers={}, deliveries={}
    )
    return parse(
        path,
        DeliveryDefinition.model_validate(definition),
        context,
        reference_date=DAY,
        pseudonym=str,
    )


def grid(*cells: str) -> str:
    """Four cells: two in each area, and one outside, south of both."""
    centres = [(500, 500), (1500, 1500), (2500, 500), (3500, 1500), (500, -500)]
    rows = [f"{4_000_000 + x};{3_000_000 + y}" for x, y in centres]
    return "x;y;Einwohner\n" + "\n".join(f"{p};{c}" for p, c in zip(rows, cells, strict=True))


def of(parsed: Parsed, area: str) -> tuple[Any, ...]:
    columns = ["value", "lower", "upper", "observation"]
    (row,) = parsed.records.filter(pl.col("area") == area).select(columns).rows()
    return row


def test_cells_are_added_up_where_their_centre_lies_and_the_sum_is_an_estimate(
    tmp_path: Path,
) -> None:
    parsed = read(tmp_path, grid("10", "20", "3", "4", "99"), GRID)

    assert of(parsed, "A") == (30, None, None, "estimated")
    assert of(parsed, "B") == (7, None, None, "estimated")


def test_what_lies_outside_is_left_out_and_told_by_number(tmp_path: Path) -> None:
    parsed = read(tmp_path, grid("10", "20", "3", "4", "99"), GRID)

    assert [(f.code, f.hard) for f in parsed.faults] == [("outside_district", False)]
    assert "1 von 5 Zeilen liegen außerhalb" in parsed.faults[0].message


def test_without_that_rule_a_cell_outside_is_a_fault_with_its_line(tmp_path: Path) -> None:
    strict = GRID | {"area": {k: v for k, v in GRID["area"].items() if k != "outside"}}

    parsed = read(tmp_path, grid("10", "20", "3", "4", "99"), strict)

    (fault,) = [f for f in parsed.faults if f.hard]
    assert fault.code == "unknown_area"
    assert fault.where == "Zeile 6, Spalte 1"


def test_a_secret_cell_leaves_bounds_and_never_a_zero(tmp_path: Path) -> None:
    parsed = read(tmp_path, grid("10", "-1", "-9", "4", "0"), GRID)

    assert of(parsed, "A") == (None, 10, 12, "withheld_by_source")
    assert of(parsed, "B") == (None, 4, None, "withheld_by_source")


def test_an_absent_number_is_no_secret_and_no_zero(tmp_path: Path) -> None:
    parsed = read(tmp_path, grid("10", "", "x", "4", "0"), GRID)

    assert of(parsed, "A") == (None, None, None, "not_delivered")
    assert of(parsed, "B") == (4, None, None, "estimated")


def test_where_no_number_can_exist_there_is_none(tmp_path: Path) -> None:
    parsed = read(tmp_path, grid("10", "1", "x", "x", "0"), GRID)

    assert of(parsed, "B") == (None, None, None, "cannot_exist")


def test_a_file_of_another_region_or_system_is_no_empty_delivery(tmp_path: Path) -> None:
    degrees = GRID | {"area": {**GRID["area"], "crs": 25832}}

    parsed = read(tmp_path, grid("1", "2", "3", "4", "5"), degrees)

    assert [f.code for f in parsed.faults if f.hard] == ["nothing_inside"]


def test_unreadable_coordinates_are_a_fault(tmp_path: Path) -> None:
    parsed = read(tmp_path, "x;y;Einwohner\nOsten;3000500;4\n4000500;3000500;5\n", GRID)

    (fault,) = [f for f in parsed.faults if f.hard]
    assert (fault.code, fault.where) == ("unreadable", "Zeile 2, Spalte 1")


def test_a_missing_coordinate_column_is_named(tmp_path: Path) -> None:
    parsed = read(tmp_path, "x;Einwohner\n4000500;4\n", GRID)

    assert "'y'" in parsed.faults[0].message or "„y“" in parsed.faults[0].message


def test_rates_of_cells_are_never_added_up(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="nicht je Gebiet addieren"):
        read(tmp_path, grid("10", "20", "3", "4", "99"), GRID, unit="rate")


TABLE = """Tabelle: 12411
;;31.12.2011
;;Insgesamt
DG;Deutschland;80000000
05998;Kreis;30
05998004;Stadt;30
05999004;Stadt nebenan;70
"""
GENESIS: dict[str, Any] = {
    "title": {"de": "Tabelle"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "area": {"column": "{column 1}", "kind": "municipality_code", "level": "municipality"},
    "totals": [{"pattern": "^[0-9]{5}$", "level": "district"}],
    "rows": [{"column": "{column 1}", "begins": "05998"}],
    "values": [{"column": "Insgesamt"}],
}


def test_a_column_without_a_heading_is_named_by_its_place(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE, GENESIS)

    assert parsed.faults == ()
    assert of(parsed, "05998004") == (30, None, None, "counted")
    assert of(parsed, "05998")[0] == 30


def test_rows_chosen_by_the_first_digits_leave_the_others_out(tmp_path: Path) -> None:
    parsed = read(tmp_path, TABLE, GENESIS)

    assert parsed.records.height == 2


def test_a_beginning_that_no_row_has_is_told(tmp_path: Path) -> None:
    other = GENESIS | {"rows": [{"column": "{column 1}", "begins": "07"}]}

    parsed = read(tmp_path, TABLE, other)

    assert "07…" in parsed.faults[0].message


@pytest.mark.parametrize(
    "choice",
    [
        {"column": "a"},
        {"column": "a", "equals": "1", "begins": "2"},
        {"column": "a", "begins": "1", "within": "year"},
    ],
)
def test_a_choice_of_rows_says_one_thing(choice: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="one of equals, begins and within"):
        DeliveryDefinition.model_validate(GENESIS | {"rows": [choice]})
