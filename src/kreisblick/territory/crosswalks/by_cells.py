"""Amounts by cells: any polygons with people, such as those of a grid, shared out by area."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.overlay import usable
from kreisblick.territory.crosswalks.cut import Cells, Cut
from kreisblick.territory.crosswalks.model import OUTSIDE

__all__ = ["by_cells"]


def by_cells(source: Cut, target: Cut, pieces: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    """People per pair of areas, for the sources that people of some cell live in.

    Args:
        source: the old cut.
        target: the new cut.
        pieces: the pairs that have ground in common, ``source, target`` (``outside`` among them).
        cells: polygons with people, in the same system.

    Returns:
        ``source, target, amount, basis, weight_n``; ``weight_n`` counts inhabited cells.
    """
    live = cells.people > 0
    ground, people = usable(cells.polygons[live]), cells.people[live]
    inside = pieces.filter(pl.col("target") != OUTSIDE)
    near = _ground_of(source, inside["source"])
    common = shapely.intersection(near, _ground_of(target, inside["target"]))
    amount, count = _living(common, ground, people)
    found = inside.select("source", "target").with_columns(
        amount=pl.Series(amount, dtype=pl.Float64), weight_n=pl.Series(count, dtype=pl.Int64)
    )
    open_ = pieces.filter(pl.col("target") == OUTSIDE)
    whole, count = _living(_ground_of(source, open_["source"]), ground, people)
    covered = open_.select("source").join(
        found.group_by("source").agg(pl.col("amount").sum(), pl.col("weight_n").max()),
        on="source",
        how="left",
        maintain_order="left",
    )
    rest = whole - covered["amount"].fill_null(0.0).to_numpy()
    beyond = open_.select("source", "target").with_columns(
        amount=pl.Series(np.maximum(rest, 0.0), dtype=pl.Float64),
        weight_n=pl.Series(count, dtype=pl.Int64),
    )
    return (
        pl.concat([found, beyond]).filter(pl.col("amount") > 0).with_columns(basis=pl.lit("cells"))
    )


def _ground_of(cut: Cut, keys: pl.Series) -> np.ndarray:
    number = {key: row for row, key in enumerate(cut.areas)}
    ground: np.ndarray = usable(cut.polygons)[[number[key] for key in keys]]
    return ground


def _living(
    ground: np.ndarray, cells: np.ndarray, people: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """How many people of the cells live on each ground, and on how many cells."""
    near, far = shapely.STRtree(cells).query(ground, predicate="intersects")
    part = shapely.area(shapely.intersection(ground[near], cells[far])) / shapely.area(cells[far])
    some = part > 0
    amount = np.bincount(near[some], part[some] * people[far[some]], minlength=len(ground))
    return amount, np.bincount(near[some], minlength=len(ground))
