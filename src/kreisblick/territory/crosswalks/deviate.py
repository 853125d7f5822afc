"""Compare converted counts with a register that knows the truth."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.territory.crosswalks.errors import CrosswalkInputError

__all__ = ["Deviation", "crosswalk_error"]


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """How far converted counts are from the truth.

    Attributes:
        areas: areas compared.
        total: sum of the true counts.
        absolute: sum of the absolute errors; moving one person counts twice (here and there).
        share: ``absolute`` as a share of ``total``.
        median, p90, largest: of the absolute error as a share of the area's true count, over
            areas whose true count is not 0.
    """

    areas: int
    total: float
    absolute: float
    share: float
    median: float
    p90: float
    largest: float


def crosswalk_error(
    converted: pl.DataFrame, truth: pl.DataFrame, *, column: str | None = None
) -> Deviation:
    """The error of a conversion, measured against known counts of the target's areas.

    An area that only one of the two tables has counts as 0 in the other (so what went
    ``outside`` is an error too).

    Args:
        converted: ``area`` and a count.
        truth: ``area`` and the same count.
        column: the count's name in both; the first numeric column of each when None.

    Raises:
        CrosswalkInputError: when there is nothing to compare.
    """
    left, right = (_count(frame, column) for frame in (converted, truth))
    both = left.join(right, on="area", how="full", coalesce=True, suffix="_true").fill_null(0.0)
    error = (both["count"] - both["count_true"]).abs().to_numpy()
    true = both["count_true"].to_numpy()
    if not true.sum() > 0:
        raise CrosswalkInputError(_("There are no true counts to compare with."))
    share = error[true > 0] / true[true > 0]
    return Deviation(
        areas=both.height,
        total=float(true.sum()),
        absolute=float(error.sum()),
        share=float(error.sum() / true.sum()),
        median=float(np.median(share)),
        p90=float(np.quantile(share, 0.9)),
        largest=float(share.max()),
    )


def _count(frame: pl.DataFrame, column: str | None) -> pl.DataFrame:
    numeric = [name for name in frame.columns if frame[name].dtype.is_numeric()]
    if column is None and not numeric:
        raise CrosswalkInputError(_("There are no true counts to compare with."))
    name = column or numeric[0]
    return frame.select(pl.col("area").cast(pl.String), count=pl.col(name).cast(pl.Float64))
