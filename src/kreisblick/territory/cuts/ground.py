"""Ground: how many square metres does each pair of areas share?"""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.definition import TerritoryChecks
from kreisblick.territory.areas.overlay import overlay, usable
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.slivers import is_narrow, is_small

__all__ = ["share_ground"]

ROUNDING = 1e-9  # relative; a smaller rest is an error of floating-point areas


def share_ground(left: Cut, right: Cut, checks: TerritoryChecks) -> pl.DataFrame:
    """Square metres per pair beside slivers, with what only one of the cuts knows.

    A piece that is the largest of one of its areas is no sliver.

    Args:
        left: one cut.
        right: the other, in the same system.
        checks: what counts as a sliver.

    Returns:
        ``left, right, amount``, sorted.
    """
    one, two = usable(left.polygons), usable(right.polygons)
    pieces = overlay(one, two)
    near, far = pieces["source"].to_numpy(), pieces["target"].to_numpy()
    size = pieces["area_m2"].to_numpy()
    home = np.minimum(shapely.area(one)[near], shapely.area(two)[far])
    sliver = is_narrow(size, pieces["length_m"].to_numpy(), checks) & is_small(size, home, checks)
    kept = ~sliver | (size == _largest(near, size)) | (size == _largest(far, size))
    inside = _frame(_names(left, near[kept]), _names(right, far[kept]), size[kept])
    here, here_m2 = _alone(one, two, checks)
    there, there_m2 = _alone(two, one, checks)
    outside = pl.Series([OUTSIDE], dtype=pl.String)
    return pl.concat(
        [
            inside,
            _frame(_names(left, here), outside.new_from_index(0, len(here)), here_m2),
            _frame(outside.new_from_index(0, len(there)), _names(right, there), there_m2),
        ]
    ).sort("left", "right")


def _largest(area: np.ndarray, size: np.ndarray) -> np.ndarray:
    """The largest size of each piece's area."""
    most = np.zeros(int(area.max(initial=-1)) + 1)
    np.maximum.at(most, area, size)
    return np.asarray(most[area])


def _alone(
    polygons: np.ndarray, others: np.ndarray, checks: TerritoryChecks
) -> tuple[np.ndarray, np.ndarray]:
    """Areas with ground that the other cut does not know, and how much; slivers are left out."""
    outline = shapely.union_all(others)
    shapely.prepare(outline)
    rows = np.flatnonzero(~shapely.covers(outline, polygons))
    rest = shapely.difference(polygons[rows], outline)
    size, whole = shapely.area(rest), shapely.area(polygons[rows])
    sliver = is_narrow(size, shapely.length(rest), checks) & is_small(size, whole, checks)
    kept = ~sliver & (size > ROUNDING * whole)
    return rows[kept], size[kept]


def _names(cut: Cut, rows: np.ndarray) -> pl.Series:
    return pl.Series(cut.areas, dtype=pl.String).gather(rows)


def _frame(left: pl.Series, right: pl.Series, size: np.ndarray) -> pl.DataFrame:
    types = {"left": pl.String, "right": pl.String, "amount": pl.Float64}
    return pl.DataFrame([left, right, pl.Series(size, dtype=pl.Float64)], schema=types)
