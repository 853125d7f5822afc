"""Boundaries as GeoJSON after RFC 7946: WGS84, six decimals, rings by the right-hand rule."""

import json
from typing import Any

import numpy as np
import polars as pl
import shapely
from pyproj import Transformer

from kreisblick.territory.areas.model import Territory
from kreisblick.territory.cuts import OwnCut

__all__ = ["as_geojson", "own_as_geojson"]

WGS84 = 4326
DECIMALS = 6  # about ten centimetres, as RFC 7946 section 11.2 advises


def as_geojson(territory: Territory) -> dict[str, Any]:
    """All areas of a generation: one feature each, with ``area, name, level, parent``.

    Coordinates are rounded alike everywhere, so neighbours keep their common border.
    """
    rows = territory.areas.select("area", "name", "level", "parent")
    return _collection(rows, _in_degrees(territory.geometry, territory.crs))


def own_as_geojson(own: OwnCut) -> dict[str, Any]:
    """A town's own areas: one feature each, with ``own_area, name``."""
    return _collection(own.areas, _in_degrees(own.polygons, own.crs))


def _collection(table: pl.DataFrame, shapes: np.ndarray) -> dict[str, Any]:
    rows = table.iter_rows(named=True)
    features = [
        {"type": "Feature", "properties": row, "geometry": json.loads(shapely.to_geojson(shape))}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _in_degrees(geometry: np.ndarray, crs: int) -> np.ndarray:
    transformer = Transformer.from_crs(crs, WGS84, always_xy=True)

    def turn(points: np.ndarray) -> np.ndarray:
        east, north = transformer.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([east, north]), DECIMALS)

    shapes: np.ndarray = shapely.transform(geometry, turn)
    broken = ~shapely.is_valid(shapes)  # rounding can close a very narrow bay
    shapes[broken] = shapely.set_precision(shapely.make_valid(shapes[broken]), 10.0**-DECIMALS)
    oriented: np.ndarray = shapely.orient_polygons(shapes, exterior_cw=False)
    return oriented
