"""Lays a river and a railway through the district: they keep apart what lies on their two sides."""

import numpy as np
import shapely

from kreisblick.lindenau.definitions import Floats
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.randomness import stream

__all__ = ["lay_barriers"]

BENDS = 9
RIVER_SWING, RAILWAY_SWING = 0.12, 0.03  # of the district's width, how far a bend may lie aside
PIECES = 80


def lay_barriers(seed: int, land: Land) -> dict[str, shapely.LineString]:
    """``river`` and ``railway`` as lines across the whole district, metres, EPSG:25832."""
    chance = stream(seed, "barriers")
    low, high = land.points.min(axis=0), land.points.max(axis=0)
    river = _wind(low, high, RIVER_SWING, chance)
    railway = _wind(low[::-1], high[::-1], RAILWAY_SWING, chance)[:, ::-1]
    return {"river": shapely.LineString(river), "railway": shapely.LineString(railway)}


def _wind(low: Floats, high: Floats, swing: float, chance: np.random.Generator) -> Floats:
    """A winding line from one end of the first axis to the other."""
    along = np.linspace(-0.05, 1.05, PIECES)
    bends = np.interp(along, np.linspace(0, 1, BENDS), chance.normal(0, swing, BENDS))
    across = chance.uniform(0.35, 0.65) + bends
    return np.asarray(low + np.column_stack([along, across]) * (high - low))
