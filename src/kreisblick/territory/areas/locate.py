"""Locate points: in which area does each of a million points lie?

A grid is laid over the territory. Cells that no border passes lie wholly in one area, so their
points need one look-up; only points in border cells are tested against the polygons whose border
passes there.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["locate", "locate_in"]

OUTSIDE = -1
FEWEST, MOST = 16, 1024  # cells per side: the grid costs time of its own


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Square cells over a bounding box; cell number = row * columns + column."""

    west: float
    south: float
    size: float
    columns: int
    rows: int

    def column(self, x: np.ndarray) -> np.ndarray:
        return np.clip(((x - self.west) / self.size).astype(np.int32), 0, self.columns - 1)

    def row(self, y: np.ndarray) -> np.ndarray:
        return np.clip(((y - self.south) / self.size).astype(np.int32), 0, self.rows - 1)


@dataclass(frozen=True, kw_only=True)
class _Sorted:
    """Points sorted by cell: ``order[starts[c]:starts[c + 1]]`` are the points in cell c."""

    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    order: np.ndarray = field(repr=False)
    starts: np.ndarray = field(repr=False)

    def within(self, cells: np.ndarray) -> np.ndarray:
        """Numbers of the points in some cells."""
        begin, length = self.starts[cells], self.starts[cells + 1] - self.starts[cells]
        total = int(length.sum())
        if total == 0:
            return np.empty(0, dtype=np.int64)
        shift = np.repeat(begin - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
        some: np.ndarray = self.order[np.arange(total) + shift]
        return some


def locate(
    points: np.ndarray, territory: Territory, *, level: AreaLevel = AreaLevel.PLANNING_AREA
) -> pl.Series:
    """The area each point lies in; null where it lies in none.

    A point on a common border belongs to the area with the smaller key.

    Args:
        points: shape (n, 2), x and y in the territory's system; NaN means unknown.
        territory: the generation.
        level: which level's areas are asked for.

    Returns:
        Text series ``area`` of length n.
    """
    wanted = (territory.areas["level"] == level.value).to_numpy()
    keys = territory.areas.filter(pl.Series(wanted))["area"]
    index = locate_in(points[:, 0], points[:, 1], territory.geometry[wanted])
    chosen = pl.Series(index, dtype=pl.Int64)
    return keys.gather(chosen.set(chosen == OUTSIDE, None)).alias("area")


def locate_in(x: np.ndarray, y: np.ndarray, polygons: np.ndarray) -> np.ndarray:
    """The number of the first polygon that holds each point, -1 where none does.

    Args:
        x: coordinates to the east, shape (n,).
        y: coordinates to the north, shape (n,).
        polygons: shapely polygons; they may overlap, the first wins.

    Returns:
        Integers of shape (n,).
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    found = np.full(len(x), OUTSIDE, dtype=np.int32)
    if len(x) == 0 or len(polygons) == 0:
        return found
    west, south, east, north = shapely.total_bounds(polygons)
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    if len(near):
        grid = _lay_grid(west, south, east, north, len(near))
        found[near] = _locate_near(x[near], y[near], polygons, grid)
    return found


def _lay_grid(west: float, south: float, east: float, north: float, points: int) -> _Grid:
    """A grid with about one point per cell, within limits."""
    side = int(np.clip(np.sqrt(points), FEWEST, MOST))
    size = max(east - west, north - south, np.finfo(float).tiny) / side
    columns, rows = int((east - west) / size) + 1, int((north - south) / size) + 1
    return _Grid(west=west, south=south, size=size, columns=columns, rows=rows)


def _locate_near(x: np.ndarray, y: np.ndarray, polygons: np.ndarray, grid: _Grid) -> np.ndarray:
    cell = grid.row(y) * grid.columns + grid.column(x)
    counts = np.bincount(cell, minlength=grid.rows * grid.columns)
    starts = np.concatenate([[0], np.cumsum(counts)])
    points = _Sorted(x=x, y=y, order=np.argsort(cell, kind="stable"), starts=starts)
    inner = np.full(grid.rows * grid.columns, OUTSIDE, dtype=np.int32)
    exact = np.full(len(x), OUTSIDE, dtype=np.int32)
    # backwards, so that the first of overlapping polygons has the last word
    for number in range(len(polygons) - 1, -1, -1):
        _paint(number, polygons[number], grid=grid, points=points, inner=inner, exact=exact)
    inside = inner[cell]
    both = (inside != OUTSIDE) & (exact != OUTSIDE)
    found = np.where(exact == OUTSIDE, inside, exact)
    return np.where(both, np.minimum(inside, exact), found)


def _paint(
    number: int,
    polygon: shapely.Geometry,
    *,
    grid: _Grid,
    points: _Sorted,
    inner: np.ndarray,
    exact: np.ndarray,
) -> None:
    """Write a polygon's number into the cells inside it and the points in its border cells."""
    if shapely.is_empty(polygon):
        return
    shapely.prepare(polygon)
    west, south, east, north = shapely.bounds(polygon)
    first, last = grid.column(np.array([west, east]))
    low, high = grid.row(np.array([south, north]))
    border = _border_cells(polygon, grid)
    mask = np.zeros((high - low + 1, last - first + 1), dtype=bool)
    mask[border // grid.columns - low, border % grid.columns - first] = True
    rows, columns = np.nonzero(~mask)
    middle_x = grid.west + (columns + first + 0.5) * grid.size
    middle_y = grid.south + (rows + low + 0.5) * grid.size
    inside = shapely.contains_xy(polygon, middle_x, middle_y)
    inner[(rows[inside] + low) * grid.columns + columns[inside] + first] = number
    some = points.within(border)
    exact[some[shapely.intersects_xy(polygon, points.x[some], points.y[some])]] = number


def _border_cells(polygon: shapely.Geometry, grid: _Grid) -> np.ndarray:
    """All cells a polygon's border passes.

    The border is cut into pieces no longer than a cell, so a piece's ends lie in the same or in
    neighbouring cells, and the piece passes no cell but those of its ends' rows and columns.
    """
    fine = shapely.segmentize(shapely.boundary(polygon), 0.99 * grid.size)
    xy, ring = shapely.get_coordinates(shapely.get_parts(fine), return_index=True)
    column, row = grid.column(xy[:, 0]), grid.row(xy[:, 1])
    joined = ring[1:] == ring[:-1]
    ahead, behind = np.flatnonzero(joined) + 1, np.flatnonzero(joined)
    cells = [row * grid.columns + column]
    cells += [row[ahead] * grid.columns + column[behind]]
    cells += [row[behind] * grid.columns + column[ahead]]
    return np.unique(np.concatenate(cells))
