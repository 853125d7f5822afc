"""A list of facilities holds signs as tables do, and each says its own to the end."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.intake.test_intake_rows import TERRITORY, read

from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.register import count_facilities
from kreisblick.statistics.cube import CubeDefinition

CARE: dict[str, Any] = {
    "title": {"de": "Pflege"},
    "grain": "facility",
    "cube": None,
    "service": "care",
    "columns": {
        "name": {"from": "Name", "as": "text"},
        "places": {"from": "Plätze", "as": "integer", "optional": True},
        "x": {"from": "x", "as": "decimal"},
        "y": {"from": "y", "as": "decimal"},
    },
    "format": {"type": "csv", "decimal": ".", "thousands": ""},
    "area": {"kind": "point", "crs": 25832},
    "rows": [],
    "values": [{"column": "places", "cube": "care_places"}],
    "signs": {
        "*": {"means": "withheld_by_source", "lower": 1, "upper": 9},
        "x": {"means": "cannot_exist"},
        "nicht erhoben": {"means": "not_delivered"},
        "-": {"means": "counted", "value": 0},
    },
}
LIST = """Name;Plätze;x;y
Haus Alt;40;0.5;0.5
Haus Neu;*;0.5;0.5
Dienst;x;0.5;0.5
Heim;nicht erhoben;1.5;0.5
Villa;;1.5;0.5
Hof;-;1.5;0.5
"""


def test_every_sign_of_a_list_keeps_its_meaning(tmp_path: Path) -> None:
    records = read(tmp_path, LIST, 2021, **CARE).records

    assert records["places"].to_list() == [40, None, None, None, None, 0]
    assert records["places_observation"].to_list() == [
        "counted", "withheld_by_source", "cannot_exist", "not_delivered", "not_delivered",
        "counted",
    ]  # fmt: skip
    assert records["places_lower"].to_list() == [None, 1, None, None, None, None]
    assert records["places_upper"].to_list() == [None, 9, None, None, None, None]


def test_the_signs_of_a_list_reach_the_cells(tmp_path: Path) -> None:
    records = read(tmp_path, LIST, 2021, **CARE).records
    made = count_facilities(
        CubeDefinition.model_validate({"title": {"de": "P"}, "counts": "places", "rules": "r"}),
        key="care_places",
        values=[ValueColumn(column=("places",))],
        records=records,
        territory=TERRITORY,
        reference_date=date(2021, 12, 31),
    )

    cells = made.cube.cells.sort("area").select("area", "value", "lower", "upper", "observation")
    assert cells.rows() == [
        ("A", None, 41, 49, "withheld_by_source"),
        ("B", None, None, None, "not_delivered"),
    ]


def test_a_list_without_signs_holds_numbers_only(tmp_path: Path) -> None:
    plain = "\n".join([*LIST.splitlines()[:2], "Villa;;1.5;0.5", ""])

    assert "places_observation" not in read(tmp_path, plain, 2021, **CARE).records.columns
