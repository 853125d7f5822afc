"""Trend: since when a figure can be compared, and whether it eases or grows for sure."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from kreisblick.statistics.findings.burdens import difference_p, family_p, years_before
from kreisblick.statistics.findings.model import FindingsRequest

__all__ = ["add_trend"]

_KEY = ["indicator", "area"]


def add_trend(now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest) -> pl.DataFrame:
    """Rows of one date with ``trend``: ``easing, growing, same``, or ``unknown``.

    A trend reaches back over comparable changes, as far as the rules' years go. It is only
    called one where the counts of both ends differ by more than chance.

    Args:
        now: the rows of one date, with ``direction``.
        table: the rows of all dates (``burden_table``).
        request: the rules.
    """
    began = _began(now, table, request)
    earlier = table.select(
        *_KEY, began="reference_date", old_n="numerator", old_of="denominator", old_value="value"
    )
    found = now.join(began, on=_KEY, how="left").join(earlier, on=[*_KEY, "began"], how="left")
    known = found["old_n"].is_not_null().to_numpy()
    p = difference_p(found, ("numerator", "denominator"), ("old_n", "old_of"))
    adjusted = family_p(np.where(known, p, np.nan), 0)
    moved = (found["value"] - found["old_value"]).sign().fill_null(0) * found["direction"]
    sure = pl.Series(adjusted <= request.rules.false_discovery_rate)
    return found.with_columns(
        trend=pl.when(~pl.Series(known))
        .then(pl.lit("unknown"))
        .when(sure & (moved > 0))
        .then(pl.lit("growing"))
        .when(sure & (moved < 0))
        .then(pl.lit("easing"))
        .otherwise(pl.lit("same"))
    ).drop("old_n", "old_of", "old_value")


def _began(now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest) -> pl.DataFrame:
    """The earliest date to which comparable changes lead back: ``indicator, area, began``."""
    steps = table.filter(pl.col("change_from").is_not_null()).select(
        *_KEY, began="reference_date", before="change_from"
    )
    day: date | None = now["reference_date"].max()  # type: ignore[assignment]
    reached = now.select(*_KEY, began="reference_date")
    if day is None:
        return reached
    limit = years_before(day, request.rules.trend_years)
    dates: Sequence[date] = table["reference_date"].unique().to_list()
    for _step in dates:
        further = reached.join(steps, on=[*_KEY, "began"], how="left")
        goes = pl.col("before").is_not_null() & (pl.col("before") >= limit)
        reached = further.select(*_KEY, began=pl.when(goes).then("before").otherwise("began"))
    start = pl.col("began") < day
    return reached.select(*_KEY, began=pl.when(start).then("began"))
