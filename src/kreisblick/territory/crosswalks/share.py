"""Shares from amounts: whole multiples of a small unit, so that they add up to exactly 1."""

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.crosswalks.errors import CrosswalkInputError
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["AMOUNTS", "COLUMNS", "need", "share", "weigh"]

EXACT = 1 << 50  # shares are multiples of 1/EXACT, so that their sum is 1 without rounding
AMOUNTS = {
    "source": pl.String,
    "target": pl.String,
    "amount": pl.Float64,
    "basis": pl.String,
}
COLUMNS = ["source", "target", "share", "basis", "weight_n"]


def share(amounts: pl.DataFrame, *, source: str, target: str) -> Crosswalk:
    """Amounts as shares that add up to exactly 1: whole multiples of 1/EXACT."""
    part = pl.col("amount") / pl.col("amount").sum().over("source")
    frame = amounts.sort("source", "target").with_columns(
        units=(part * EXACT).floor().cast(pl.Int64)
    )
    first = pl.col("units").arg_max() == pl.int_range(pl.len())
    missing = EXACT - pl.col("units").sum()
    frame = frame.with_columns(
        units=(pl.col("units") + pl.when(first).then(missing).otherwise(0)).over("source")
    )
    shares = (
        frame.filter(pl.col("units") > 0)
        .with_columns(share=pl.col("units") / EXACT)
        .select(COLUMNS)
    )
    return Crosswalk(source_generation=source, target_generation=target, shares=shares)


def weigh(placed: pl.DataFrame) -> pl.DataFrame:
    """Amounts from ``source, target, weight``, a row per point.

    A source in which no weight lies, but points, goes by their number.
    """
    loaded = pl.col("weight").sum().over("source") > 0
    number = pl.col("weight_n").cast(pl.Float64)
    return (
        placed.drop_nulls("source")
        .group_by("source", "target")
        .agg(pl.col("weight").sort().sum(), weight_n=pl.len().cast(pl.Int64))
        .select(
            "source",
            "target",
            "weight_n",
            amount=pl.when(loaded).then("weight").otherwise(number),
            basis=pl.when(loaded).then(pl.lit("residents")).otherwise(pl.lit("addresses")),
        )
        .filter(pl.col("amount") > 0)
    )


def need(frame: pl.DataFrame, columns: list[str]) -> None:
    """Refuse a table without one of the columns."""
    for column in columns:
        if column not in frame.columns:
            raise CrosswalkInputError(
                _("The table for the crosswalk has no column '{column}'; it has: {known}.").format(
                    column=column, known=", ".join(frame.columns)
                )
            )
