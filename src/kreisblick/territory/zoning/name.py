"""Name areas: the municipality's key and two digits, from north-west to south-east."""

from collections.abc import Sequence

import numpy as np
import shapely

from kreisblick.territory.zoning.model import Blocks
from kreisblick.territory.zoning.pair import pair_up

__all__ = ["name_areas", "number_areas"]

BANDS = 5  # as a map is read: in bands from north to south, each from west to east


def name_areas(
    blocks: Blocks, assignment: np.ndarray, *, start: np.ndarray | None = None
) -> list[str]:
    """The key of each block's area; a fixed area keeps its own, and so does one that goes on.

    Args:
        blocks: the ground.
        assignment: number of each block's area, 0 to areas - 1.
        start: keys of the cut that was continued, if any.
    """
    areas = int(assignment.max()) + 1
    xy = shapely.get_coordinates(shapely.centroid(blocks.polygons))
    weight = np.maximum(shapely.area(blocks.polygons), 1e-9)
    whole = np.bincount(assignment, weights=weight, minlength=areas)
    x, y = (np.bincount(assignment, weights=weight * c, minlength=areas) / whole for c in xy.T)
    first = np.full(areas, 0)
    first[assignment[::-1]] = np.arange(len(assignment))[::-1]
    town, held = blocks.municipality[first].astype(str), blocks.fixed[first].astype(str)
    names = held.astype(object)
    old = {} if start is None else pair_up(start, assignment, blocks.population)
    used = set(held) | ({str(name) for name in start} if start is not None else set())
    for area, name in old.items():
        if not held[area]:
            names[area] = name
    for key in np.unique(town):
        free = np.flatnonzero((town == key) & (names == ""))
        band = _bands(y[free])
        order = free[np.lexsort((x[free], band))]
        digits = max(2, len(str((town == key).sum())))
        number = 0
        for area in order.tolist():
            number += 1
            while f"{key}{number:0{digits}}" in used:
                number += 1
            names[area] = f"{key}{number:0{digits}}"
    return [str(name) for name in names[assignment]]


def _bands(y: np.ndarray) -> np.ndarray:
    """Number of the band, 0 in the north."""
    if len(y) == 0:
        return np.empty(0, dtype=np.int64)
    height = max(float(np.ptp(y)), 1e-9)
    band: np.ndarray = np.minimum(((y.max() - y) / height * BANDS).astype(np.int64), BANDS - 1)
    return band


def number_areas(keys: Sequence[str] | np.ndarray) -> np.ndarray:
    """Numbers 0 to areas - 1 in the order of the areas' keys."""
    return np.unique(np.asarray(keys).astype(str), return_inverse=True)[1].astype(np.int32)
