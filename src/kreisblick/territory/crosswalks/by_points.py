"""Amounts by points: residents at their addresses, or addresses without residents."""

import numpy as np
import polars as pl

from kreisblick.territory.areas.locate import locate_in
from kreisblick.territory.crosswalks.cut import Cut
from kreisblick.territory.crosswalks.model import OUTSIDE
from kreisblick.territory.crosswalks.share import need, weigh

__all__ = ["by_points"]


def by_points(source: Cut, target: Cut, weights: pl.DataFrame) -> pl.DataFrame:
    """Weight per pair of areas, for the sources in which a point lies.

    Args:
        source: the old cut.
        target: the new cut.
        weights: ``x, y`` and optionally ``weight``.

    Returns:
        ``source, target, amount, basis, weight_n``.
    """
    need(weights, ["x", "y"])
    weighted = "weight" in weights.columns
    load = weights["weight"] if weighted else pl.repeat(0.0, weights.height, eager=True)
    placed = pl.DataFrame(
        {
            "source": _area_of(weights, source),
            "target": _area_of(weights, target).fill_null(OUTSIDE),
            "weight": load.cast(pl.Float64).fill_null(0.0),
        }
    )
    return weigh(placed)


def _area_of(points: pl.DataFrame, cut: Cut) -> pl.Series:
    """The area each point lies in; null where it lies in none."""
    row = locate_in(points["x"].to_numpy(), points["y"].to_numpy(), cut.polygons)
    names = pl.Series([*cut.areas, None], dtype=pl.String)
    return names.gather(np.where(row < 0, len(cut.areas), row))
