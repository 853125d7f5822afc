"""How an area cell may be written: what anybody understands is read, nothing is guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from openpyxl import Workbook

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

AREAS = [
    ("0801", "Eschwalde-Altstadt", "planning_area", "05998008"),
    ("0803", "Eschwalde-Heidkrug", "planning_area", "05998008"),
    ("1601", "Klein Ottern", "planning_area", "05998016"),
    ("2051", "Lindenau-Altstadt West", "planning_area", "05998020"),
    ("2052", "Lindenau-Großer Anger", "planning_area", "05998020"),
    ("05998008", "Eschwalde", "municipality", "05998"),
    ("05998016", "Klein Ottern", "municipality", "05998"),
    ("05998020", "Lindenau", "municipality", "05998"),
    ("05998", "Landkreis Lindenau", "district", None),
]
TERRITORY = Territory(
    generation=Generation(key="2023", valid_from=date(2023, 1, 1)),
    areas=pl.DataFrame(
        [(area, name, level, parent, area) for area, name, level, parent in AREAS],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.empty(len(AREAS), dtype=object),
)
CUBE = CubeDefinition.model_validate(
    {"title": {"de": "Leute"}, "counts": "persons", "dimensions": [], "rules": "r"}
)
CONTEXT = IntakeContext(
    territories={"2023": TERRITORY}, cubes={"people": CUBE}, suppliers={}, deliveries={}
)
BASE: dict[str, Any] = {
    "title": {"de": "Leute"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "values": [{"column": "Zahl"}],
}


def read(tmp_path: Path, cell: str, **area: Any) -> Parsed:
    """A table of one row beside one that is plainly an area."""
    path = tmp_path / "a.csv"
    path.write_text(f"Gebiet;Zahl;Rest\n2051;7;x\n{cell};5;x\n", encoding="utf-8")
    content = BASE | {"area": {"column": "Gebiet", "kind": "name"} | area}
    definition = DeliveryDefinition.model_validate(content)
    return parse(path, definition, CONTEXT, reference_date=date(2024, 12, 31), pseudonym=str)


def place_of(parsed: Parsed) -> tuple[str, str] | None:
    rows = parsed.records.filter(pl.col("row") == 3).select("level", "area").rows()
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Heidkrug (Eschwalde)", ("planning_area", "0803")),
        ("HEIDKRUG", ("planning_area", "0803")),
        ("Eschwalde OT Heidkrug", ("planning_area", "0803")),
        ("Altst. (Eschwalde)", ("planning_area", "0801")),
        ("LINDENAU - GROSSER ANGER", ("planning_area", "2052")),
        ("Klein Ottern (gesamt)", ("planning_area", "1601")),
        ("Klein Ottern insgesamt", ("municipality", "05998016")),
        ("Lindenau", ("municipality", "05998020")),
        ("Eschwalde, Stadt", ("municipality", "05998008")),
        ("Summe Stadt Eschwalde", ("municipality", "05998008")),
        ("05998008", ("municipality", "05998008")),
        ("Landkreis Lindenau", ("district", "05998")),
        ("Lindenau, Kreis", ("district", "05998")),
        ("Kreis insgesamt", ("district", "05998")),
        ("Insgesamt", ("district", "05998")),
        ("Summe:", ("district", "05998")),
    ],
)
def test_what_anybody_understands_is_read(
    tmp_path: Path, cell: str, place: tuple[str, str]
) -> None:
    parsed = read(tmp_path, cell)

    assert place_of(parsed) == place
    assert not [fault for fault in parsed.faults if fault.code == "unknown_area"]


@pytest.mark.parametrize(
    "cell",
    [
        "Heidkurg (Eschwalde)",
        "Musterdorf-Süd",
        "Altstadt",
        "Altst. (Lindenau)",
        "Kreis Neuland",
        "9901",
    ],
)
def test_what_is_misspelt_unknown_or_fits_twice_is_a_fault_with_its_place(
    tmp_path: Path, cell: str
) -> None:
    parsed = read(tmp_path, cell)

    (fault,) = [fault for fault in parsed.faults if fault.code == "unknown_area"]
    assert "3" in fault.where
    assert cell in fault.message
    assert parsed.records["value"].to_list() == [7]  # the right row is read all the same


@pytest.mark.parametrize("cell", ["keine Angabe", "unbekannt", "ohne festen Wohnsitz", "k. A."])
def test_people_without_an_area_are_noted_and_counted_in_none(tmp_path: Path, cell: str) -> None:
    parsed = read(tmp_path, cell)

    assert place_of(parsed) is None
    assert [fault.code for fault in parsed.faults if not fault.hard] == ["without_area"]
    assert not any(fault.hard for fault in parsed.faults)


def test_a_pseudo_area_of_the_agency_is_never_added_up(tmp_path: Path) -> None:
    parsed = read(tmp_path, "008001SUM", kind="code")

    assert place_of(parsed) is None
    assert not parsed.faults


def test_a_key_is_read_out_of_its_cell(tmp_path: Path) -> None:
    parsed = read(tmp_path, "0803 Heidkrug", kind="code", extract="^([0-9]+) ")

    assert place_of(parsed) == ("planning_area", "0803")


def test_where_keys_are_agreed_a_name_is_a_fault(tmp_path: Path) -> None:
    parsed = read(tmp_path, "Eschwalde-Heidkrug", kind="code")

    assert [fault.code for fault in parsed.faults] == ["unknown_area"]


@pytest.mark.parametrize(
    ("sheet", "place"),
    [("Eschwalde", ("planning_area", "0801")), ("Stadt Lindenau", None), ("Tabelle1", None)],
)
def test_on_a_sheet_called_like_a_town_a_name_means_an_area_of_that_town(
    tmp_path: Path, sheet: str, place: tuple[str, str] | None
) -> None:
    book = Workbook()
    book.active.title = sheet
    for line in (["Gebiet", "Zahl", "Rest"], ["2052", 7, "x"], ["Altstadt", 5, "x"]):
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    area = {"column": "Gebiet", "kind": "name"}
    definition = DeliveryDefinition.model_validate(
        BASE | {"area": area, "format": {"type": "xlsx", "sheet": sheet}}
    )

    day = date(2024, 12, 31)
    parsed = parse(tmp_path / "a.xlsx", definition, CONTEXT, reference_date=day, pseudonym=str)

    assert place_of(parsed) == place
