"""Find neighbours: which blocks have a border in common, how long, and is it a barrier?"""

import numpy as np
import shapely

from kreisblick.territory.zoning.model import Blocks, Neighbours
from kreisblick.territory.zoning.rules import shipped_zoning_rules

__all__ = ["find_neighbours"]

TOUCH_M = 0.01  # a shorter common border is a corner
FACING_M = 0.5  # blocks that do not quite touch face each other over at least so much


def find_neighbours(
    blocks: Blocks, barriers: np.ndarray | None = None, *, gap_m: float | None = None
) -> Neighbours:
    """All pairs of blocks with a common border.

    Borders that are digitised alike on both sides are found by their pieces; only pairs for which
    that does not explain the touch are intersected. What does not quite touch is measured by how
    much of the border lies within the gap of the other block.

    Args:
        blocks: the ground.
        barriers: lines (rivers, railways, motorways) in the blocks' system. A barrier parts two
            blocks when it crosses the line between their inner points, or runs along their border.
        gap_m: blocks so near to each other are neighbours, too (streets between blocks); that of
            the shipped rules when None.
    """
    gap = shipped_zoning_rules().gap_m if gap_m is None else gap_m
    tree = shapely.STRtree(blocks.polygons)
    left, right = tree.query(blocks.polygons, predicate="dwithin", distance=gap)
    first = left < right
    pairs = np.column_stack([left[first], right[first]]).astype(np.int32)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    border = _common_border(blocks.polygons, pairs, gap)
    kept = border > TOUCH_M
    pairs, border = pairs[kept], border[kept]
    return Neighbours(
        pairs=pairs, border_m=border, barrier=_parted(blocks.polygons, pairs, barriers)
    )


def _common_border(polygons: np.ndarray, pairs: np.ndarray, gap: float) -> np.ndarray:
    """Length of the border each pair has in common."""
    shared = _alike(polygons, pairs)
    # corners have no piece in common; neither do borders that each side digitised for itself
    open_ = np.flatnonzero(shared == 0)
    open_ = open_[_reach(polygons, pairs[open_], gap) > TOUCH_M]
    edges = shapely.boundary(polygons)
    touch = _touch_along(polygons, pairs[open_])
    rest, apart = open_[touch], open_[~touch]
    shared[rest] = shapely.length(
        shapely.intersection(edges[pairs[rest, 0]], edges[pairs[rest, 1]])
    )
    if gap > 0:
        shared[apart] = _facing(polygons, edges, pairs[apart], gap)
    return shared


def _reach(polygons: np.ndarray, pairs: np.ndarray, gap: float) -> np.ndarray:
    """How far the common part of two polygons' boxes extends: no border in common is longer."""
    one, two = shapely.bounds(polygons[pairs[:, 0]]), shapely.bounds(polygons[pairs[:, 1]])
    extent = np.minimum(one[:, 2:], two[:, 2:]) - np.maximum(one[:, :2], two[:, :2])
    return np.asarray(extent.max(axis=1, initial=0.0) + gap)


def _touch_along(polygons: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Whether two polygons touch along a line and not in points, told from DE-9IM."""
    matrix = shapely.relate(polygons[pairs[:, 0]], polygons[pairs[:, 1]])
    return np.array([text[4] == "1" for text in matrix], dtype=bool)


def _facing(polygons: np.ndarray, edges: np.ndarray, pairs: np.ndarray, gap: float) -> np.ndarray:
    """Length of border within the gap of the other block; 0 where only corners come near."""
    least = max(FACING_M, gap)
    long = np.flatnonzero(_reach(polygons, pairs, gap) > least)
    found = np.zeros(len(pairs))
    one, two = pairs[long].T
    near = shapely.intersection(edges[one], shapely.buffer(polygons[two], gap, quad_segs=2))
    length = shapely.length(near)
    found[long] = np.where(length > least, length, 0.0)
    return found


def _alike(polygons: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Length of the pieces of border that stand in both polygons with the same two ends."""
    count = np.int64(len(polygons))
    owner, key, length = _pieces(polygons)
    order = np.lexsort((owner, key))
    owner, key, length = owner[order], key[order], length[order]
    same = np.flatnonzero((key[1:] == key[:-1]) & (owner[1:] != owner[:-1]))
    joint = owner[same] * count + owner[same + 1]
    wanted = pairs[:, 0].astype(np.int64) * count + pairs[:, 1]
    place = np.clip(np.searchsorted(wanted, joint), 0, max(len(wanted) - 1, 0))
    found = wanted[place] == joint if len(wanted) else np.zeros(0, dtype=bool)
    return np.bincount(place[found], weights=length[same][found], minlength=len(pairs)).astype(
        np.float64
    )


def _pieces(polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every straight piece of a border: its polygon, a key that has no direction, its length."""
    parts, of_part = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)  # of polygons only
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    corner = _numbers(xy)
    inside = np.flatnonzero(ring[1:] == ring[:-1])
    a, b = corner[inside], corner[inside + 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    length = np.hypot(*(xy[inside + 1] - xy[inside]).T)
    owner = of_part[of_ring[ring[inside]]].astype(np.int64)
    return owner, low * np.int64(len(xy)) + high, length


def _numbers(xy: np.ndarray) -> np.ndarray:
    """Equal points get the same number (to a tenth of a millimetre)."""
    grid = np.round((xy - xy.min(axis=0)) * 1e4).astype(np.int64)
    flat = grid[:, 0] * np.int64(grid[:, 1].max() + 1) + grid[:, 1]
    _values, number = np.unique(flat, return_inverse=True)
    return number.astype(np.int64)


def _parted(polygons: np.ndarray, pairs: np.ndarray, barriers: np.ndarray | None) -> np.ndarray:
    """Whether a barrier lies between the two blocks of each pair."""
    found = np.zeros(len(pairs), dtype=bool)
    if barriers is None or len(barriers) == 0 or len(pairs) == 0:
        return found
    inner = shapely.get_coordinates(shapely.point_on_surface(polygons))
    between = shapely.linestrings(np.stack([inner[pairs[:, 0]], inner[pairs[:, 1]]], axis=1))
    pieces = np.unique(shapely.STRtree(between).query(barriers, predicate="intersects")[1])
    found[pieces] = True
    return found
