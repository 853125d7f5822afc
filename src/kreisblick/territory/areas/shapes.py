"""Judge outlines: is each a polygon that does not cross itself, and if not, where is it broken?"""

import re
from dataclasses import dataclass

import numpy as np
import shapely

from kreisblick.base.language import translate as _

__all__ = ["Flaw", "find_flaws", "spot"]

_REASON = re.compile(r"^([^\[]+)(?:\[(\S+) (\S+)\])?$")


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """Something wrong with one outline.

    Attributes:
        row: which.
        code: ``empty`` (no coordinates at all), ``no_polygon`` (points or lines), ``invalid``.
        reason: why it is invalid, in words.
        x, y: where, in the layer's system; None where no place can be named.
    """

    row: int
    code: str
    reason: str = ""
    x: float | None = None
    y: float | None = None


def find_flaws(geometry: np.ndarray) -> list[Flaw]:
    """Every outline that is no valid polygon, in row order; the first broken place of each.

    Args:
        geometry: shapely geometries, None where a feature has none.
    """
    empty = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    surface = np.isin(shapely.get_type_id(geometry), [3, 6])  # polygon, multipolygon
    broken = surface & ~empty & ~shapely.is_valid(geometry)
    reasons = iter(shapely.is_valid_reason(geometry[broken]))
    found = []
    for row in np.flatnonzero(empty | ~surface | broken).tolist():
        if empty[row]:
            found.append(Flaw(row=row, code="empty"))
        elif not surface[row]:
            found.append(Flaw(row=row, code="no_polygon"))
        else:
            found.append(_invalid(row, str(next(reasons))))
    return found


def spot(x: float | None, y: float | None, crs: int | None) -> str:
    """A place as a GIS takes it (``x 600004, y 5500004, EPSG:25832``); "" without one."""
    if x is None or y is None:
        return ""
    digits = 6 if abs(x) <= 180 and abs(y) <= 90 else 0  # degrees or metres
    system = f", EPSG:{crs}" if crs else ""
    return f"x {x:.{digits}f}, y {y:.{digits}f}{system}"


def _invalid(row: int, told: str) -> Flaw:
    match = _REASON.match(told)
    if match is None or match[2] is None:
        return Flaw(row=row, code="invalid", reason=_in_words(match[1] if match else told))
    x, y = float(match[2]), float(match[3])
    return Flaw(row=row, code="invalid", reason=_in_words(match[1]), x=x, y=y)


def _in_words(kind: str) -> str:
    """What GEOS found, for people."""
    return {
        "Self-intersection": _("the outline crosses itself"),
        "Ring Self-intersection": _("the outline touches itself"),
        "Hole lies outside shell": _("a hole lies outside the area"),
        "Holes are nested": _("a hole lies in another hole"),
        "Nested shells": _("a part lies inside another part"),
        "Duplicate Rings": _("an outline stands twice"),
        "Interior is disconnected": _("holes cut the area into pieces"),
        "Too few points in geometry component": _("an outline has too few corners"),
        "Invalid Coordinate": _("a corner has no number"),
    }.get(kind, kind)
