"""A small folder of finished files, made by hand, in which one figure is withheld.

The town of M has three areas with 40, SECRET and 4 places; SECRET and the 4 are withheld. Each
format can be written so that it keeps the secret or gives it away.
"""

import json
from pathlib import Path

import polars as pl

SECRET = 918273
KEY = "places"
TITLE = "Plätze in Heimen"
DAY = "2024-12-31"
AREAS = [
    ("A1", "Altstadt", "planning_area", "M"),
    ("A2", "Birkenhöhe", "planning_area", "M"),
    ("A3", "Heidkrug", "planning_area", "M"),
    ("M", "Eschwalde", "municipality", None),
]
VALUES = {"A1": 40, "A2": SECRET, "A3": 4, "M": SECRET + 44}
HIDDEN = {"A2", "A3"}
INDICATOR = {
    "title": {"de": TITLE},
    "kind": "count",
    "numerator": {"cube": "places", "slice": "all"},
}


def shown(area: str, *, leak: bool = False) -> int | None:
    """What may stand for an area; with a leak, the truth."""
    return VALUES[area] if leak or area not in HIDDEN else None


def state(area: str) -> str:
    return "suppressed" if area in HIDDEN else "free"


def publish(folder: Path) -> Path:
    """The cells and the figures of a bundle; nothing in them can be computed."""
    (folder / "data").mkdir(parents=True)
    (folder / "catalogue").mkdir()
    cells = [
        {
            "cube": "places", "slice": "all", "reference_date": DAY, "generation": "g",
            "level": level, "area": area, "value": shown(area), "lower": None, "upper": None,
            "observation": "counted", "confidentiality": state(area),
        }
        for area, _name, level, _parent in AREAS
    ]  # fmt: skip
    pl.DataFrame(cells, infer_schema_length=None).write_csv(folder / "data/cells.csv")
    areas = [("g", *row) for row in AREAS]
    columns = ["generation", "area", "name", "level", "parent"]
    pl.DataFrame(areas, schema=columns, orient="row").write_csv(folder / "data/areas.csv")
    write_figures(folder / "data/indicators.csv")
    (folder / "catalogue/cubes.json").write_text(json.dumps({"places": {}}))
    (folder / "catalogue/indicators.json").write_text(json.dumps({KEY: INDICATOR}))
    return folder


def write_figures(path: Path, *, leak: bool = False) -> None:
    """The table of figures as a bundle has it."""
    rows = [
        {
            "indicator": KEY, "reference_date": DAY, "generation": "g", "level": level,
            "area": area, "numerator": shown(area, leak=leak), "value": shown(area, leak=leak),
            "lower": None, "upper": None, "change": None, "change_from": None,
            "observation": "counted", "confidentiality": state(area), "coverage": 1.0,
        }
        for area, _name, level, _parent in AREAS
    ]  # fmt: skip
    pl.DataFrame(rows, infer_schema_length=None).write_csv(path)
