"""Smooth: what an area's value becomes when the chance of few people is taken out of it."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.estimation import neighbour_matrix, smooth_rates, smooth_rates_near
from kreisblick.statistics.indicators.model import Kind, Request
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["add_smoothed"]

_SMOOTHED = [Kind.SHARE.value, Kind.RATE.value]
_LEVELS = (AreaLevel.PLANNING_AREA, AreaLevel.MUNICIPALITY)
Floats = NDArray[np.float64]


def add_smoothed(table: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The table with ``smoothed, smoothed_near`` in the indicator's unit.

    Shares and rates of areas of one level are drawn towards their common rate, or towards that
    of their neighbours (``estimation.smooth_rates``). Only shown counts take part; an area whose
    own value is not shown gets none, nor does the district, which has nothing to be drawn
    towards. An estimated count is smoothed as if it were counted.
    """
    rows = table.with_row_index("_row").filter(
        pl.col("kind").is_in(_SMOOTHED) & pl.col("value").is_not_null()
    )
    found = [_of_level(rows, level, request) for level in _LEVELS]
    numbers = pl.concat(found)
    table = table.with_row_index("_row").join(numbers, on="_row", how="left", maintain_order="left")
    return table.drop("_row")


def _of_level(rows: pl.DataFrame, level: AreaLevel, request: Request) -> pl.DataFrame:
    """``_row, smoothed, smoothed_near`` of the areas of one level."""
    rows = rows.filter(pl.col("level") == level.value).with_columns(
        _column=pl.struct("indicator", "reference_date").rank("dense").cast(pl.Int64) - 1,
        _area=pl.col("area").rank("dense").cast(pl.Int64) - 1,
    )
    at = rows["_area"].to_numpy(), rows["_column"].to_numpy()
    shape = tuple(int(one.max(initial=-1)) + 1 for one in at)
    events, base = (_matrix(shape, at, numbers) for numbers in _counts(rows))
    share = np.zeros(shape[1], dtype=bool)
    share[at[1]] = rows.select(_binomial()).to_series().to_numpy()
    several = ((base > 0).sum(axis=0) > 1)[None, :]
    found = np.where(several, smooth_rates(events, base, share=share), np.nan)
    near = np.full(shape, np.nan)
    pairs = _pairs(rows, level, request)
    if pairs.size:
        near = smooth_rates_near(events, base, neighbour_matrix(shape[0], pairs), share=share)
    per = rows["per"].to_numpy()
    return rows.select(
        "_row",
        pl.Series("smoothed", found[at] * per, nan_to_null=True),
        pl.Series("smoothed_near", near[at] * per, nan_to_null=True),
    )


def _binomial() -> pl.Expr:
    """Standardised shares are weighed by their variance instead."""
    return (pl.col("kind") == Kind.SHARE.value) & pl.col("rate").is_null()


def _counts(rows: pl.DataFrame) -> tuple[Floats, Floats]:
    """Events and base; of a standardised rate those of a plain one with the same variance."""
    people = pl.col("rate") / pl.col("variance")
    counts = rows.select(
        events=pl.coalesce(people * pl.col("rate"), "numerator").cast(pl.Float64),
        base=pl.coalesce(people, "denominator").cast(pl.Float64),
    )
    return counts["events"].to_numpy(), counts["base"].to_numpy()


def _matrix(
    shape: tuple[int, ...], at: tuple[NDArray[np.int64], NDArray[np.int64]], numbers: Floats
) -> Floats:
    matrix = np.full(shape, np.nan)
    matrix[at] = numbers
    return matrix


def _pairs(rows: pl.DataFrame, level: AreaLevel, request: Request) -> NDArray[np.int64]:
    """The places of neighbouring areas in the rows' matrix."""
    places = rows.select("area", "_area").unique()
    pairs = request.neighbours.filter(pl.col("level") == level.value).unique()
    pairs = pairs.join(places, on="area")
    beside = places.rename({"area": "neighbour", "_area": "_beside"})
    return pairs.join(beside, on="neighbour").select("_area", "_beside").to_numpy()
