"""Counts that are only told as classes ("10-24") are bounded, and need no agreement before."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.sealed.intake import IntakeContext, Parsed, parse
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

KEYS = ("1001", "1002", "1003")
TERRITORY = Territory(
    generation=Generation(key="g", valid_from=date(2000, 1, 1)),
    areas=pl.DataFrame(
        [
            *((key, f"Raum {key}", "planning_area", "05998004", None) for key in KEYS),
            ("05998004", "Stadt", "municipality", "05998", "05998004"),
            ("05998", "Kreis", "district", None, "05998"),
        ],
        schema=["area", "name", "level", "parent", "official_code"],
        orient="row",
    ),
    geometry=np.array([shapely.box(0, 0, 1, 1)] * 5),
)
DEFINITION = {
    "title": {"de": "Klassen"},
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "area": {"column": "Raum", "kind": "code"},
    "values": [{"column": "Personen"}],
}


def read(folder: Path, *cells: str) -> Parsed:
    path = folder / "classes.csv"
    rows = [f"{key};{cell}" for key, cell in zip(KEYS, cells, strict=True)]
    path.write_text("\n".join(["Raum;Personen", *rows]), encoding="utf-8")
    cube = CubeDefinition.model_validate({"title": {"de": "L"}, "counts": "persons", "rules": "r"})
    return parse(
        path,
        DeliveryDefinition.model_validate(DEFINITION),
        IntakeContext(
            territories={"g": TERRITORY}, cubes={"people": cube}, suppliers={}, deliveries={}
        ),
        reference_date=date(2024, 12, 31),
        pseudonym=str,
    )


def test_a_class_bounds_a_count_without_being_agreed(tmp_path: Path) -> None:
    parsed = read(tmp_path, "10-24", "25 – 49", "57")

    said = parsed.records.sort("area").select("value", "lower", "upper", "observation").rows()
    assert said == [
        (None, 10, 24, "withheld_by_source"),
        (None, 25, 49, "withheld_by_source"),
        (57, None, None, "counted"),
    ]
    assert [fault for fault in parsed.faults if fault.hard] == []


def test_a_row_of_nothing_but_classes_is_read(tmp_path: Path) -> None:
    parsed = read(tmp_path, "1-9", "10-24", "25-49")

    assert parsed.records["lower"].to_list() == [1, 10, 25]


def test_a_class_with_its_ends_the_wrong_way_round_is_a_fault(tmp_path: Path) -> None:
    parsed = read(tmp_path, "24-10", "25-49", "57")

    assert [(f.code, f.where) for f in parsed.faults if f.hard] == [
        ("unreadable", "Zeile 2, Spalte 2")
    ]
