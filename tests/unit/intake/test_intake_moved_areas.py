"""The same file means other places once the boundaries of its day are named anew."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.sealed.intake import AcceptedDelivery, IntakeContext, accept
from kreisblick.sealed.mapping import DeliveryDefinition
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.supply import SupplierDefinition
from kreisblick.territory.areas.model import Generation, Territory

TITLE = {"de": "Leute"}
DEFINITION = {
    "title": TITLE,
    "grain": "aggregate",
    "cube": "people",
    "format": {"type": "csv"},
    "area": {"column": "Gebiet", "kind": "code"},
    "values": [{"column": "alle"}],
}


def context(generation: str, *areas: str) -> IntakeContext:
    rows = [(area, "planning_area", "10") for area in areas]
    rows += [("10", "municipality", "1"), ("1", "district", "")]
    territory = Territory(
        generation=Generation(key=generation, valid_from=date(2000, 1, 1)),
        areas=pl.DataFrame(
            [(a, a, level, parent or None, a) for a, level, parent in rows],
            schema=["area", "name", "level", "parent", "official_code"],
            orient="row",
        ),
        geometry=np.array([shapely.box(i, 0, i + 1, 1) for i in range(len(rows))]),
    )
    office = {"title": TITLE, "office": {"name": "Amt"}, "legal_basis": "§", "rhythm": "yearly"}
    cube = {"title": TITLE, "counts": "persons", "rules": "r"}
    return IntakeContext(
        territories={generation: territory},
        cubes={"people": CubeDefinition.model_validate(cube)},
        suppliers={"office": SupplierDefinition.model_validate(office)},
        deliveries={"office/people": DeliveryDefinition.model_validate(DEFINITION)},
    )


def take(folder: Path, of_day: IntakeContext) -> AcceptedDelivery:
    path = folder / "people.csv"
    path.write_text("Gebiet;alle\n101;10\n102;20\n", encoding="utf-8")
    return accept(
        path,
        supplier="office",
        product="people",
        reference_date=date(2020, 12, 31),
        context=of_day,
        store=SealedStore(folder / "sealed"),
        replace=True,
    )


def test_the_same_file_is_read_again_when_its_areas_are_others(tmp_path: Path) -> None:
    first = take(tmp_path, context("old", "101", "102"))
    again = take(tmp_path, context("old", "101", "102"))
    moved = take(tmp_path, context("new", "101", "102"))
    back = take(tmp_path, context("old", "101", "102"))

    assert first == again
    assert [d.generation for d in (first, moved, back)] == ["old", "new", "old"]


def test_a_row_whose_area_is_gone_is_a_fault_and_never_lost(tmp_path: Path) -> None:
    take(tmp_path, context("old", "101", "102"))

    with pytest.raises(FaultsFoundError, match="102"):
        take(tmp_path, context("old", "101"))
