"""Find neighbours: which areas of one level have a border in common."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["area_neighbours"]

GAP_M = 0.5  # borders that two sides digitised for themselves do not meet to the millimetre
TOUCH_M = 2.0  # a border within the gap that is no longer than this is a corner


def area_neighbours(territory: Territory, level: AreaLevel) -> pl.DataFrame:
    """All pairs of areas of one level that share a border; islands get the nearest area.

    An area without any neighbour would drop out of every comparison with its surroundings; so
    an island counts as neighbour of the area that is nearest to it.

    Args:
        territory: the boundaries, in metres.
        level: whose areas.

    Returns:
        ``level, area, neighbour`` (text), each pair both ways, sorted. With one area there is
        none.
    """
    areas = territory.areas.with_row_index("place").filter(pl.col("level") == level.value)
    keys = areas["area"].to_numpy()
    pairs = _pairs(territory.geometry[areas["place"].to_numpy()])
    found = pl.DataFrame(
        {"area": keys[pairs[:, 0]], "neighbour": keys[pairs[:, 1]]},
        schema={"area": pl.String, "neighbour": pl.String},
    )
    return found.select(pl.lit(level.value).alias("level"), "area", "neighbour").sort(
        "area", "neighbour"
    )


def _pairs(polygons: np.ndarray) -> np.ndarray:
    left, right = shapely.STRtree(polygons).query(polygons, predicate="dwithin", distance=GAP_M)
    pairs = np.column_stack([left, right])[left < right]
    pairs = pairs[_common_border(polygons, pairs) > TOUCH_M]
    lonely = np.setdiff1d(np.arange(len(polygons)), pairs)
    pairs = np.concatenate([pairs, *(_nearest(polygons, one) for one in lonely)])
    return np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)


def _common_border(polygons: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The length of each pair's border, measured along the first of the two."""
    near = shapely.buffer(polygons[pairs[:, 1]], GAP_M, quad_segs=2)
    return np.asarray(
        shapely.length(shapely.intersection(shapely.boundary(polygons[pairs[:, 0]]), near))
    )


def _nearest(polygons: np.ndarray, one: np.int64) -> np.ndarray:
    """The pair of an island and the area nearest to it; none where it stands alone."""
    others = np.delete(np.arange(len(polygons)), one)
    if not len(others):
        return np.empty((0, 2), dtype=np.int64)
    far = shapely.distance(polygons[one], polygons[others])
    return np.array([[one, others[np.argmin(far)]]])
