"""Small lists of streets, and what is told of them."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas import Generation, Territory
from kreisblick.territory.streets import (
    Streets,
    check_streets,
    compare,
)
from kreisblick.territory.streets.model import HOUSES

A, B = "100100100", "100100200"


def houses(*rows: Sequence[object], **more: list[object]) -> Streets:
    """Street, number, suffix, area of houses in one town."""
    full = [
        (street, number, suffix, "01234", "Lindenau", area) for street, number, suffix, area in rows
    ]
    frame = pl.DataFrame(full, schema=dict.fromkeys(HOUSES, pl.String), orient="row")
    return Streets(
        houses=frame.with_columns(pl.Series(k, v) for k, v in more.items()), format="addresses"
    )


def ranges(*rows: Sequence[object]) -> Streets:
    """Parity, low, low_suffix, high, high_suffix, area along the main street."""
    full = [("Hauptstraße", "01234", "Lindenau", *row) for row in rows]
    schema = {
        **dict.fromkeys(("street", "postcode", "place", "parity"), pl.String),
        "low": pl.Int32, "low_suffix": pl.String, "high": pl.Int32, "high_suffix": pl.String,
        "area": pl.String,
    }  # fmt: skip
    return Streets(ranges=pl.DataFrame(full, schema=schema, orient="row"), format="ranges")


def territory(key: str, since: date, edge: float) -> Territory:
    """Two squares, west and east of an edge."""
    areas = pl.DataFrame(
        {"area": ["east", "west"], "name": ["", ""], "level": ["planning_area"] * 2,
         "parent": ["t", "t"], "official_code": ["e", "w"]}
    )  # fmt: skip
    boxes = np.array([shapely.box(edge, 0, 200, 100), shapely.box(0, 0, edge, 100)])
    return Territory(generation=Generation(key=key, valid_from=since), areas=areas, geometry=boxes)


def codes(streets: Streets, **known: set[str]) -> list[str]:
    return [fault.code for fault in check_streets(streets, **known)]


def changes(old: Streets, new: Streets) -> list[tuple[object, ...]]:
    found = compare(old, new)
    return found.select("change", "street", "numbers", "old_street", "old_area", "area").rows()
