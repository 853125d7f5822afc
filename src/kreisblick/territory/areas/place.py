"""Judge whether a layer lies where its coordinate system puts it."""

import numpy as np
import shapely
from pyproj import CRS

from kreisblick.base.language import translate as _
from kreisblick.territory.areas.layers import WGS84, Layer, reproject

__all__ = ["misplaced"]

GERMANY = (5.5, 47.0, 15.5, 55.5)  # west, south, east, north in degrees
# systems of German offices, the most usual first: degrees, UTM, UTM with the zone in front,
# Gauss-Krüger, the web's maps
USUAL = (WGS84, 25832, 25833, 4647, 5650, 31467, 31466, 31468, 31469, 3857)
MOST = 0.5  # one stray area is no wrong system
ASKED = 500  # areas, evenly drawn from the file: enough to tell a system


def misplaced(layer: Layer) -> tuple[str, str] | None:
    """What is wrong with a layer's coordinate system: code and sentence, or None.

    Codes: ``missing_crs``, ``swapped_axes``, ``wrong_crs``. Ground that lies nowhere near Germany
    and would not do so in any usual system either is taken as it is (invented places).
    """
    middles = _middles(layer.geometry)
    if layer.crs is None:
        return "missing_crs", _missing(middles)
    if len(middles) == 0 or _in_germany(middles, layer.crs):
        return None
    if _in_germany(middles[:, ::-1], layer.crs):
        return "swapped_axes", _(
            "Longitude and latitude (east and north) are exchanged: read as they stand, the areas "
            "lie far from Germany. Save the file again with longitude first."
        )
    fitting = _fitting(middles)
    if fitting or _impossible(middles, layer.crs):
        text = _(
            "The coordinates (for instance {x} and {y}) do not fit the system EPSG:{crs} that the "
            "file names.{hint} Save the file again with the right system."
        )
        hint = _(" They would fit {systems}.").format(systems=fitting) if fitting else ""
        x, y = (f"{value:.6g}" if abs(value) < 1000 else f"{value:.0f}" for value in middles[0])
        return "wrong_crs", text.format(x=x, y=y, crs=layer.crs, hint=hint)
    return None


def _missing(middles: np.ndarray) -> str:
    text = _(
        "The file does not say in which coordinate system it stands.{hint} Save it again with its "
        "system (for instance EPSG:25832), so that metres are metres."
    )
    fitting = _fitting(middles) if len(middles) else ""
    hint = _(" They would fit {systems}.").format(systems=fitting) if fitting else ""
    return text.format(hint=hint)


def _middles(geometry: np.ndarray) -> np.ndarray:
    """The middles of some areas' boxes, shape (n, 2); areas without coordinates are left out."""
    boxes = shapely.bounds(geometry)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    known: np.ndarray = middles[np.isfinite(middles).all(axis=1)]
    return known[:: max(1, len(known) // ASKED)]


def _in_germany(points: np.ndarray, crs: int) -> bool:
    """Whether most points lie in Germany's box, read in a system."""
    degrees = points
    if not CRS.from_epsg(crs).is_geographic:
        turned = reproject(shapely.points(points), source=crs, target=WGS84)
        degrees = np.column_stack([shapely.get_x(turned), shapely.get_y(turned)])
    west, south, east, north = GERMANY
    x, y = degrees[:, 0], degrees[:, 1]
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return bool(inside.mean() > MOST)


def _fitting(middles: np.ndarray) -> str:
    """The usual systems in which the points would lie in Germany, in words."""
    found = [f"EPSG:{crs}" for crs in USUAL if _in_germany(middles, crs)]
    return _(" or ").join(found[:2])


def _impossible(middles: np.ndarray, crs: int) -> bool:
    """Whether degrees leave the globe."""
    if not CRS.from_epsg(crs).is_geographic:
        return False
    x, y = np.abs(middles).T
    return bool(((x > 180) | (y > 90)).mean() > MOST)
