"""Where things lie: middles of areas and facilities on one plane, from what is published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
import shapely
from pyproj import Transformer
from shapely.geometry import shape

from kreisblick.products.model import BundleLike

__all__ = ["Facility", "Ground", "gather_ground"]

PLANE = "EPSG:25832"  # metres; 0.2 % too long at the eastern border of Germany
AROUND = 30_000.0  # metres outside the district in which a coordinate may be right


@dataclass(frozen=True, kw_only=True)
class Facility:
    """A facility of the inventory and where it stands.

    Attributes:
        row: what the inventory says.
        area: the planning area it stands in.
        point: east and north in metres; None where neither it nor its area is known.
        rough: whether the point is only the middle of its area.
    """

    row: Mapping[str, Any]
    area: str
    point: tuple[float, float] | None
    rough: bool


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Middles of the planning areas and facilities by service.

    The middle is that of the surface, or the nearest thing to it inside the area; where people
    live inside an area is not published and does not enter.

    Attributes:
        middles: area to east and north in metres.
        towns: area to the name of its municipality.
        services: service to facilities.
    """

    middles: Mapping[str, tuple[float, float]] = field(repr=False)
    towns: Mapping[str, str] = field(repr=False)
    services: Mapping[str, Sequence[Facility]] = field(repr=False)


def gather_ground(bundle: BundleLike, crs: Sequence[str]) -> Ground:
    """Middles and facilities of a bundle.

    Args:
        bundle: a verified bundle.
        crs: what facilities' coordinates may be given in: the one holds that puts a facility not
            farther than 30 kilometres from the district, which no two can. Others count as
            unknown.
    """
    shapes = _shapes(bundle)
    middles = {key: _middle(one) for key, one in shapes.items()}
    if not shapes or not {"service", "name", "area"} <= set(bundle.services.columns):
        return Ground(middles=middles, towns={}, services={})
    rows = bundle.services.sort("service", "name", "area").to_dicts()
    points = _points(bundle.services.sort("service", "name", "area"), shapes, crs)
    services: dict[str, list[Facility]] = {}
    for row, own in zip(rows, points, strict=True):
        area = str(row["area"] or "")
        one = Facility(row=row, area=area, point=own or middles.get(area), rough=own is None)
        services.setdefault(str(row["service"]), []).append(one)
    return Ground(middles=middles, towns=_towns(bundle), services=services)


def _towns(bundle: BundleLike) -> dict[str, str]:
    inside = bundle.areas.filter(generation=str(bundle.report["generation"]))
    names = dict(inside.select("area", "name").iter_rows())
    small = inside.filter(level="planning_area").select("area", "parent")
    return {area: names.get(parent, "") for area, parent in small.iter_rows()}


def _shapes(bundle: BundleLike) -> dict[str, Any]:
    """The planning areas on the plane."""
    features = [
        one
        for one in bundle.geometry(str(bundle.report["generation"]))["features"]
        if one["properties"]["level"] == "planning_area"
    ]
    turn = Transformer.from_crs("EPSG:4326", PLANE, always_xy=True)
    flat = shapely.transform(
        np.array([shape(one["geometry"]) for one in features], dtype=object),
        lambda points: np.column_stack(turn.transform(points[:, 0], points[:, 1])),
    )
    keys = [str(one["properties"]["area"]) for one in features]
    return {key: one for key, one in zip(keys, flat, strict=True) if not one.is_empty}


def _middle(area: Any) -> tuple[float, float]:
    middle = shapely.centroid(area)
    if not shapely.covers(area, middle):
        middle = shapely.point_on_surface(area)
    return float(middle.x), float(middle.y)


def _points(
    services: pl.DataFrame, shapes: Mapping[str, Any], crs: Sequence[str]
) -> list[tuple[float, float] | None]:
    """The facilities' own coordinates on the plane, where they have any that can be right."""
    found: list[tuple[float, float] | None] = [None] * services.height
    if not {"x", "y"} <= set(services.columns):
        return found
    given = services.select(pl.col("x", "y").cast(pl.Float64).fill_null(np.nan)).to_numpy()
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    for one in crs:
        turn = Transformer.from_crs(one, PLANE, always_xy=True)
        x, y = turn.transform(given[:, 0], given[:, 1])
        near = (x >= west - AROUND) & (x <= east + AROUND)
        near &= (y >= south - AROUND) & (y <= north + AROUND)
        for place in np.flatnonzero(near):
            found[place] = float(x[place]), float(y[place])
    return found
