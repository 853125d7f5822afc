"""Data beside the pages: values of one indicator, and boundaries for the movable map."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape

from kreisblick.products.atlas.maps import said_of, step_of
from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure

__all__ = ["light_boundaries", "values_of"]

WIDTH = 1000  # the tolerance is told in units of a map this wide, as for drawn maps
DECIMALS = 5  # of a degree: about one metre


def values_of(
    figures: Sequence[Figure], one: Described, breaks: tuple[float, ...]
) -> dict[str, Any]:
    """The values of one indicator for the movable map, released ones only.

    Returns:
        ``indicator, unit, breaks`` and ``dates``: date → area → ``[state, value or null, colour
        step or null, words]``. The step follows the smoothed value, the words say the observed
        one. A hidden figure is its state and words, nothing else.
    """
    dates: dict[str, dict[str, list[Any]]] = {}
    for figure in figures:
        value = None if figure.value is None else round(figure.value, 4)
        entry = [figure.state, value, step_of(figure.steady, breaks), said_of(figure)]
        dates.setdefault(figure.reference_date.isoformat(), {})[figure.area] = entry
    return {"indicator": one.key, "unit": one.unit, "breaks": list(breaks), "dates": dates}


def light_boundaries(geojson: Mapping[str, Any], tolerance: float) -> dict[str, Any]:
    """Boundaries simplified together, so that no gaps open between neighbours.

    Args:
        geojson: feature collection in WGS84, properties ``area, name, level, parent``.
        tolerance: how far a border may move, in units of a map 1,000 units wide.

    Returns:
        The planning areas and, as unions of them, the municipalities; RFC 7946.
    """
    features = list(geojson["features"])
    parts = [f for f in features if f["properties"]["level"] == "planning_area"]
    towns = [f for f in features if f["properties"]["level"] == "municipality"]
    drawn = _simplify([shape(f["geometry"]) for f in parts or towns], tolerance)
    found = [_feature(f, one) for f, one in zip(parts or towns, drawn, strict=True)]
    if parts:
        owners = np.array([f["properties"]["parent"] for f in parts])
        found += [_feature(f, _union(drawn[owners == f["properties"]["area"]])) for f in towns]
    return {"type": "FeatureCollection", "features": found}


def _simplify(shapes: list[Any], tolerance: float) -> np.ndarray:
    west, south, east, north = shapely.total_bounds(shapes)
    squeeze = math.cos(math.radians((south + north) / 2))
    plane = shapely.transform(np.array(shapes), lambda points: points * [squeeze, 1.0])
    unit = (east - west) * squeeze / WIDTH
    simple = shapely.coverage_simplify(plane, tolerance * unit)
    back = shapely.transform(simple, lambda points: np.round(points / [squeeze, 1.0], DECIMALS))
    return np.array(shapely.orient_polygons(back))  # RFC 7946: outer rings counterclockwise


def _union(parts: np.ndarray) -> Any:
    return shapely.union_all(shapely.make_valid(parts))


def _feature(feature: Mapping[str, Any], geometry: Any) -> dict[str, Any]:
    own = feature["properties"]
    kept = {name: own[name] for name in ("area", "name", "level", "parent")}
    return {"type": "Feature", "properties": kept, "geometry": mapping(geometry)}
