"""A small content for bundles, as the gate would hand it on."""

from datetime import date

import numpy as np
import polars as pl
import shapely

from kreisblick.protection.bundle import BundleContent
from kreisblick.protection.disclosure import ReleasedCube, ReleasedTable
from kreisblick.protection.disclosure.model import CELL_COLUMNS, SEAL
from kreisblick.territory.areas.model import Generation, Territory

DAY = date(2024, 12, 31)


def territory(key: str = "2023") -> Territory:
    names = ["area", "name", "level", "parent", "official_code"]
    rows = [
        ("a1", "Süd", "planning_area", "m1", None),
        ("a2", "Nord", "planning_area", "m1", None),
        ("m1", "Lindenau", "municipality", "d", "09999001"),
        ("d", "Landkreis Lindenau", "district", None, "09999"),
    ]
    areas = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    west, north = 400_000, 5_600_000
    south = shapely.box(west, north, west + 1000, north + 1000)
    upper = shapely.box(west, north + 1000, west + 1000, north + 2000)
    whole = shapely.union(south, upper)
    return Territory(
        generation=Generation(key=key, valid_from=date(2023, 1, 1)),
        areas=areas,
        geometry=np.array([south, upper, whole, whole]),
    )


def cells(*rows: tuple[str, float | None, str]) -> pl.DataFrame:
    """(area, value, confidentiality) as released cells."""
    full = [
        {
            "cube": "residents",
            "slice": "all",
            "reference_date": DAY,
            "generation": "2023",
            "level": "planning_area",
            "area": area,
            "value": value,
            "lower": None,
            "upper": None,
            "observation": "counted",
            "confidentiality": confidentiality,
        }
        for area, value, confidentiality in rows
    ]
    kinds = {"value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64}
    return pl.DataFrame(full, schema_overrides=kinds).select(CELL_COLUMNS)


def cube(*rows: tuple[str, float | None, str]) -> ReleasedCube:
    given = rows or (("a2", 120.0, "free"), ("a1", None, "suppressed"))
    return ReleasedCube(key="residents", cells=cells(*given), rule_set="Probe", seal=SEAL)


def indicators() -> ReleasedTable:
    row = {
        "indicator": "population/residents",
        "reference_date": DAY,
        "generation": "2023",
        "level": "planning_area",
        "area": "a2",
        "numerator": 120.0,
        "value": 120.0,
        "observation": "counted",
        "confidentiality": "free",
        "coverage": 1.0,
    }
    return ReleasedTable(name="indicators", frame=pl.DataFrame([row]), seal=SEAL)


def indices() -> ReleasedTable:
    row = {
        "index": "social",
        "part": "status",
        "reference_date": DAY,
        "generation": "2023",
        "area": "a2",
        "z": {"b": 1.5, "a": -0.5},
        "sum": 1.0,
        "observation": "counted",
        "confidentiality": "free",
    }
    return ReleasedTable(name="indices", frame=pl.DataFrame([row]), seal=SEAL)


def services() -> pl.DataFrame:
    rows = [
        {"service": "daycare", "name": "Kita Ährenweg, „Nord“", "area": "a2", "places": 40},
        {"service": "daycare", "name": "Kita Am Bach", "area": "a1", "places": 25},
    ]
    return pl.DataFrame(rows).with_columns(reference_date=pl.lit(DAY))


def content(**changed: object) -> BundleContent:
    report = {
        "district": {"key": "09999", "name": "Landkreis Lindenau"},
        "title": "Sozialbericht 2024",
        "edition": "2025-06-30",
        "dates": ["2024-12-31"],
        "generation": "2023",
    }
    given: dict[str, object] = {
        "report": report,
        "cells": [cube()],
        "territories": [territory()],
        "indicators": indicators(),
        "indices": indices(),
        "services": services(),
        "cubes": {"residents": {"title": {"de": "Einwohner"}, "dimensions": []}},
        "protection": {"withheld": 1},
        **changed,
    }
    return BundleContent(**given)  # type: ignore[arg-type]
