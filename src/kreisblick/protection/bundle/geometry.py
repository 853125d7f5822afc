"""Boundaries as GeoJSON after RFC 7946: WGS84, six decimals, rings by the right-hand rule."""

import json
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

from kreisblick.territory.areas.model import Territory

__all__ = ["as_geojson"]

WGS84 = 4326
DECIMALS = 6  # about ten centimetres, as RFC 7946 section 11.2 advises


def as_geojson(territory: Territory) -> dict[str, Any]:
    """All areas of a generation: one feature each, with ``area, name, level, parent``.

    Coordinates are rounded alike everywhere, so neighbours keep their common border.
    """
    shapes = _in_degrees(territory)
    rows = territory.areas.select("area", "name", "level", "parent").iter_rows(named=True)
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(shape))}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _in_degrees(territory: Territory) -> np.ndarray:
    transformer = Transformer.from_crs(territory.crs, WGS84, always_xy=True)

    def turn(points: np.ndarray) -> np.ndarray:
        east, north = transformer.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([east, north]), DECIMALS)

    shapes: np.ndarray = shapely.transform(territory.geometry, turn)
    broken = ~shapely.is_valid(shapes)  # rounding can close a very narrow bay
    shapes[broken] = shapely.set_precision(shapely.make_valid(shapes[broken]), 10.0**-DECIMALS)
    oriented: np.ndarray = shapely.orient_polygons(shapes, exterior_cw=False)
    return oriented
