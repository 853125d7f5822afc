"""A small district with towns, areas, ages and neighbours, and its released cells."""

from datetime import date

import polars as pl

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.indicators import IndicatorDefinition, Request

DAY, BEFORE = date(2024, 12, 31), date(2022, 12, 31)
TEXT = {"de": "x"}
AGES = ("0-17", "18-64", "65+")
CELL = {
    "cube": pl.String, "slice": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "area": pl.String, "value": pl.Float64, "observation": pl.String,
    "confidentiality": pl.String,
}  # fmt: skip
Counts = dict[str, tuple[float | None, ...]]


def cube(*ages: str) -> CubeDefinition:
    dimension = {"name": "age", "title": TEXT, "kind": "age", "codes": ages or AGES}
    return CubeDefinition.model_validate(
        {"title": TEXT, "counts": "persons", "rules": "residents", "dimensions": [dimension]}
    )


def indicator(kind: str = "share", **more: object) -> IndicatorDefinition:
    return IndicatorDefinition.model_validate(
        {
            "title": TEXT, "question": TEXT, "theme": "x", "kind": kind, "unit": "percent",
            "reading": "neutral", "numerator": {"cube": "n"}, "denominator": {"cube": "m"},
            "formula": TEXT, "text": TEXT, "limits": ["x"], "definition": "x/1",
            "sources": ["x"], "legal_basis": "x", "rhythm": "yearly", "owner": "x",
            "sets": ["core"], "examples": [{"name": "x", "numerator": 1, "expect": 1.0}], **more,
        }
    )  # fmt: skip


def request(
    towns: dict[str, list[str]],
    definition: IndicatorDefinition,
    neighbours: list[tuple[str, str]] = (),  # type: ignore[assignment]
    dates: tuple[date, ...] = (DAY,),
) -> Request:
    areas = [("2023", "Kreis", "district", None)]
    areas += [("2023", town, "municipality", "Kreis") for town in towns]
    areas += [("2023", one, "planning_area", town) for town, own in towns.items() for one in own]
    names = ["generation", "area", "level", "parent"]
    coverage = [(key, day, town) for key in "nm" for town in towns for day in dates]
    both = [*neighbours, *((b, a) for a, b in neighbours)]
    return Request(
        definitions={"one": definition},
        cubes={"n": cube(), "m": cube("0-2", "3-17", "18-44", "45-64", "65-79", "80+")},
        areas=pl.DataFrame(areas, schema=names, orient="row").with_columns(name="area"),
        coverage=pl.DataFrame(
            coverage,
            schema={"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String},
            orient="row",
        ),
        dates=list(dates),
        neighbours=pl.DataFrame(
            [("planning_area", *pair) for pair in both],
            schema=dict.fromkeys(("level", "area", "neighbour"), pl.String),
            orient="row",
        ),
    )


def cells(
    asked: Request, key: str, slices: list[str], counts: Counts, day: date = DAY
) -> pl.DataFrame:
    """Released cells: counts by area and slice; None is kept secret, and so are sums over it."""
    parent = dict(asked.areas.select("area", "parent").iter_rows())
    level = dict(asked.areas.select("area", "level").iter_rows())
    rows = []
    for place, slice_ in enumerate(slices):
        of_area = {area: own[place] for area, own in counts.items()}
        for area in asked.areas["area"]:
            inside = [a for a in of_area if area in (a, parent[a], "Kreis")]
            parts = [of_area[a] for a in inside]
            hidden = any(one is None for one in parts)
            value = None if hidden else float(sum(parts))  # type: ignore[arg-type]
            state = "suppressed" if hidden else "free"
            rows.append((key, slice_, day, "2023", level[area], area, value, "counted", state))
    return pl.DataFrame(rows, schema=CELL, orient="row")
