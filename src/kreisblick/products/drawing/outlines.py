"""Boundaries made light: projected, simplified without gaps, written as SVG paths once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

__all__ = ["Outlines", "TownName", "trace_outlines"]

WIDTH = 1000  # units of the view box; strokes and letters are set in them
EARTH_M = 111_320.0  # metres in one degree of latitude, accurate to 0.5 % in Germany


@dataclass(frozen=True, kw_only=True)
class TownName:
    """The name of a municipality and where it stands on the map."""

    key: str
    name: str
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Outlines:
    """One generation's boundaries, ready to be filled.

    Attributes:
        width, height: the view box.
        areas: key of each planning area to its path.
        municipalities: key to path; unions of the areas, so borders lie on each other.
        town_names: one per municipality.
        names: key to name, all levels.
        metres_per_unit: for the scale bar.
        boxes: key of each municipality to ``x, y, width, height`` of its outline.
    """

    width: float
    height: float
    areas: Mapping[str, str]
    municipalities: Mapping[str, str]
    town_names: tuple[TownName, ...]
    names: Mapping[str, str]
    metres_per_unit: float
    boxes: Mapping[str, tuple[float, float, float, float]]


def trace_outlines(geojson: Mapping[str, Any], tolerance: float = 1.6) -> Outlines:
    """Simplify a generation's areas together and write them as paths.

    Args:
        geojson: feature collection in WGS84 with properties ``area, name, level, parent``.
        tolerance: how far a border may move, in units of a map 1,000 units wide; neighbours
            move together (coverage simplification), so no gaps open.

    Returns:
        The outlines; where there are no planning areas the municipalities are filled.
    """
    features = list(geojson["features"])
    levels = {feature["properties"]["level"] for feature in features}
    finest = "planning_area" if "planning_area" in levels else "municipality"
    parts = [f for f in features if f["properties"]["level"] == finest]
    flat, metres_per_unit, height = _project(np.array([shape(f["geometry"]) for f in parts]))
    light = shapely.coverage_simplify(flat, tolerance)
    drawn = shapely.set_coordinates(light, np.round(shapely.get_coordinates(light), 1))
    keys = [f["properties"]["area"] for f in parts]
    towns = _towns(parts, drawn, finest)
    return Outlines(
        width=float(WIDTH),
        height=height,
        areas={key: _path(geometry) for key, geometry in zip(keys, drawn, strict=True)},
        municipalities={key: _path(geometry) for key, geometry in towns.items()},
        town_names=_name_towns(towns, features),
        names={f["properties"]["area"]: f["properties"]["name"] for f in features},
        metres_per_unit=metres_per_unit,
        boxes={key: _box(geometry) for key, geometry in towns.items()},
    )


def _project(geometries: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Local plane with equal scale in both directions; north is up, y grows downwards."""
    west, south, east, north = shapely.total_bounds(geometries)
    stretch = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * stretch)
    points = shapely.get_coordinates(geometries)
    plane = np.column_stack(
        [(points[:, 0] - west) * stretch * scale, (north - points[:, 1]) * scale]
    )
    return (
        shapely.set_coordinates(geometries.copy(), plane),
        EARTH_M / scale,
        float((north - south) * scale),
    )


def _towns(parts: list[Any], drawn: np.ndarray, finest: str) -> dict[str, Any]:
    name = "area" if finest == "municipality" else "parent"
    owners = np.array([f["properties"][name] for f in parts])
    return {
        key: shapely.union_all(shapely.make_valid(drawn[owners == key]), grid_size=0.1)
        for key in sorted(set(owners.tolist()))
    }


def _name_towns(towns: Mapping[str, Any], features: list[Any]) -> tuple[TownName, ...]:
    names = {f["properties"]["area"]: f["properties"]["name"] for f in features}
    found = []
    for key, geometry in towns.items():
        ground = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
        if not ground:
            continue  # too small for this map
        circle = shapely.maximum_inscribed_circle(shapely.multipolygons(ground), 2.0)
        x, y = shapely.get_coordinates(circle)[0]
        found.append(TownName(key=key, name=names.get(key, key), x=float(x), y=float(y)))
    return tuple(found)


def _box(geometry: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = shapely.bounds(geometry)
    return float(left), float(top), float(right - left), float(bottom - top)


def _path(geometry: Any) -> str:
    return "".join(_ring(ring) for part in shapely.get_parts(geometry) for ring in _rings(part))


def _rings(polygon: Any) -> list[Any]:
    if polygon.geom_type != "Polygon":
        return []
    return [polygon.exterior, *polygon.interiors]


def _ring(ring: Any) -> str:
    """Relative moves in tenths of a unit: half the bytes of absolute ones."""
    points = np.round(shapely.get_coordinates(ring)[:-1] * 10).astype(int)
    moves = np.diff(points, axis=0)
    moves = moves[np.any(moves != 0, axis=1)]
    if len(moves) < 2:
        return ""
    start = f"M{_tenth(points[0, 0])},{_tenth(points[0, 1])}"
    return f"{start}l{' '.join(f'{_tenth(x)},{_tenth(y)}' for x, y in moves.tolist())}z"


def _tenth(value: int) -> str:
    whole, rest = divmod(abs(int(value)), 10)
    return f"{'-' if value < 0 else ''}{whole}" + (f".{rest}" if rest else "")
