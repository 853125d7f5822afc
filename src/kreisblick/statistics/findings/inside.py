"""Inside: areas that look fine against the district but not inside their own town."""

from typing import Any

import polars as pl

from kreisblick.statistics.findings.burdens import difference_p, family_p, ratio
from kreisblick.statistics.findings.model import FindingKind, FindingsRequest
from kreisblick.statistics.findings.words import told_inside

__all__ = ["find_inside"]


def find_inside(now: pl.DataFrame, request: FindingsRequest) -> list[dict[str, Any]]:
    """One finding per area and indicator: not above the district, but above the rest of its town.

    Args:
        now: the rows of the planning areas of one date (``burden_table``).
        request: rules.
    """
    weighed = now.with_columns(direction="watched")
    read = weighed.filter((pl.col("direction") != 0) & pl.col("town_n").is_not_null()).with_columns(
        rest_n=pl.col("town_n") - pl.col("numerator"),
        rest_of=pl.col("town_of") - pl.col("denominator"),
    )
    read = read.filter(pl.col("rest_of") > 0)
    burdened = pl.when(pl.col("direction") > 0).then(pl.lit("above")).otherwise(pl.lit("below"))
    noticed = read.with_columns(weight=ratio("municipal_mean") - 1).filter(
        ~pl.col("significance").is_in(["unknown"])
        & (pl.col("significance") != burdened)
        & (pl.col("weight") >= request.rules.ratio - 1)
        & _agreed(read, burdened)
    )
    p = difference_p(noticed, ("numerator", "denominator"), ("rest_n", "rest_of"))
    adjusted = pl.Series(family_p(p, read.height), dtype=pl.Float64)
    sure = noticed.filter(adjusted <= request.rules.false_discovery_rate)
    return [
        {
            "kind": FindingKind.INSIDE_TOWN.value,
            "area": row["area"],
            "fields": [row["theme"]],
            "indicators": [row["indicator"]],
            "strength": round(row["weight"], 3),
            "reason": told_inside(row),
        }
        for row in sure.iter_rows(named=True)
    ]


def _agreed(read: pl.DataFrame, burdened: pl.Expr) -> pl.Expr:
    """Where the frame itself judges against the municipality, no finding may say otherwise."""
    if "significance_municipal" not in read.columns:
        return pl.lit(value=True)
    return pl.col("significance_municipal") == burdened
