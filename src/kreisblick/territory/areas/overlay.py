"""Overlay two cuts: which pieces do they have in common, and how large is each?"""

import numpy as np
import polars as pl
import shapely

__all__ = ["overlay", "usable"]

THIN = 0.02  # of the source; a piece below is measured itself, not by what the others leave

_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.Int64(),
    "target": pl.Int64(),
    "area_m2": pl.Float64(),
    "length_m": pl.Float64(),
}


def overlay(sources: np.ndarray, targets: np.ndarray) -> pl.DataFrame:
    """The common pieces of two sets of polygons.

    Where a source equals a target (same points, wherever the ring starts), it is their only piece.

    Args:
        sources: polygons of the old cut, shape (n,).
        targets: polygons of the new cut, shape (m,).

    Returns:
        ``source, target`` (row numbers), ``area_m2, length_m`` (area and circumference of the
        piece), ``identical``; in the square of the coordinates' unit.
    """
    same = _identical(sources, targets)
    rest = np.setdiff1d(np.arange(len(sources)), same["source"].to_numpy())
    # prepared targets are asked: they are few and large, and most sources lie wholly in one
    far, near = shapely.STRtree(sources[rest]).query(targets, predicate="intersects")
    size, length = _measure(sources[rest], targets, near, far)
    kept = size > 0  # neighbours that only share a border have a piece without area
    split = pl.DataFrame([rest[near][kept], far[kept], size[kept], length[kept]], schema=_SCHEMA)
    whole = same.with_columns(
        area_m2=pl.Series(shapely.area(sources[same["source"].to_numpy()]), dtype=pl.Float64),
        length_m=pl.Series(shapely.length(sources[same["source"].to_numpy()]), dtype=pl.Float64),
    )
    return pl.concat(
        [
            whole.with_columns(identical=pl.lit(value=True)),
            split.with_columns(identical=pl.lit(value=False)),
        ]
    ).sort("source", "target")


def usable(geometry: np.ndarray) -> np.ndarray:
    """Geometries that can be cut with others: a bow-tie is untied first.

    What has no coordinates, or infinite ones, becomes an empty polygon.
    """
    broken = ~shapely.is_valid(geometry)
    if not broken.any():
        return geometry
    mended = geometry.copy()
    mended[~np.isfinite(shapely.bounds(geometry)).all(axis=1)] = shapely.Polygon()
    broken &= ~shapely.is_empty(mended)
    mended[broken] = shapely.make_valid(geometry[broken])
    return mended


def _measure(
    sources: np.ndarray, targets: np.ndarray, near: np.ndarray, far: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Area and circumference of what each pair of a source and a target has in common.

    The circumference of a piece that was not cut is that of its source.
    """
    shapely.prepare(targets)
    pieces = sources[near]
    whole = shapely.covers(targets[far], pieces)
    size, length = shapely.area(pieces), shapely.length(pieces)
    cut = np.flatnonzero(~whole)
    rest = _rests(sources, targets, near, cut)
    cut = np.setdiff1d(cut, rest)
    size[cut], length[cut] = _cut(pieces[cut], targets[far[cut]])
    whole_m2 = size[rest]
    size[rest] = 0.0
    size[rest] = whole_m2 - np.bincount(near, size, minlength=len(sources))[near[rest]]
    thin = rest[size[rest] < THIN * whole_m2]  # what is thin must be measured
    size[thin], length[thin] = _cut(pieces[thin], targets[far[thin]])
    return size, length


def _cut(sources: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pieces = shapely.intersection(sources, targets)
    return shapely.area(pieces), shapely.length(pieces)


def _rests(
    sources: np.ndarray, targets: np.ndarray, near: np.ndarray, cut: np.ndarray
) -> np.ndarray:
    """Pairs whose piece is what the other pieces of the source leave over: one of each source.

    That is so where targets neither overlap nor leave a gap in the source.
    """
    if len(cut) == 0 or not shapely.coverage_is_valid(targets):
        return np.empty(0, dtype=np.int64)
    ground = shapely.coverage_union_all(targets)
    shapely.prepare(ground)
    row, number = np.unique(near[cut][::-1], return_index=True)
    covered = shapely.covers(ground, sources[row])
    last: np.ndarray = cut[::-1][number[covered]]
    return last


def _identical(sources: np.ndarray, targets: np.ndarray) -> pl.DataFrame:
    """Pairs of equal polygons; the first target where several are equal."""
    boxes = [shapely.bounds(polygons) for polygons in (sources, targets)]
    left, right = (
        pl.DataFrame(box, schema=["west", "south", "east", "north"]).with_row_index(name)
        for box, name in zip(boxes, ("source", "target"), strict=True)
    )
    pairs = left.join(right, on=["west", "south", "east", "north"]).sort("source", "target")
    near, far = pairs["source"].to_numpy(), pairs["target"].to_numpy()
    same = shapely.equals_exact(
        shapely.normalize(sources[near]), shapely.normalize(targets[far]), tolerance=0
    )
    found = pairs.select(pl.col("source", "target").cast(pl.Int64)).filter(pl.Series(same))
    return found.unique("source", keep="first", maintain_order=True)
