"""Warn: a trend that turns towards a burden, or quickens.

A change is named where it is sure by itself and, below the district, surely larger than that of
the rest of the district: what all areas share is a finding about the district.
"""

from typing import Any

import numpy as np
import polars as pl
from scipy.stats import norm

from kreisblick.statistics.findings.burdens import Floats, difference_p, family_p
from kreisblick.statistics.findings.model import FindingKind, FindingsRequest, Pattern
from kreisblick.statistics.findings.words import told_warning
from kreisblick.statistics.indicators import Kind
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["find_warnings"]

_KEY = ["indicator", "area"]
_UP = {1: "up", -1: "down"}


def find_warnings(
    now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest
) -> list[dict[str, Any]]:
    """One finding per area and indicator whose change turned towards a burden.

    Args:
        now: the rows of one level and date (``burden_table``).
        table: the rows of all levels and dates.
        request: rules.
    """
    weighs = pl.col("watched").replace_strict(_UP, default=None, return_dtype=pl.String)
    tested = now.filter(
        (pl.col("watched") != 0)
        & pl.col("change").is_not_null()
        & (pl.col("change_significance") != "unknown")
    )
    worse = _with_past(tested.filter(pl.col("change_significance") == weighs), table)
    worse = worse.filter(pl.col("n1").is_not_null()).with_columns(_pattern(weighs))
    worse = worse.filter(pl.col("pattern").is_not_null())
    if worse.is_empty():
        return []
    p = np.maximum(_own_p(worse), _beyond_p(worse))
    p = np.maximum(p, _quicker_p(worse))
    adjusted = pl.Series(family_p(p, tested.height), dtype=pl.Float64)
    sure = worse.filter(adjusted <= request.rules.false_discovery_rate)
    return [_finding(row) for row in sure.iter_rows(named=True)]


def _with_past(rows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """The counts of the date before (``n1, of1``) and of the one before that (``n0, of0``)."""
    before = table.select(
        *_KEY, change_from="reference_date", n1="numerator", of1="denominator",
        district_n1="district_n", district_of1="district_of", change1="change",
        change_from1="change_from", significance1="change_significance",
    )  # fmt: skip
    first = table.select(*_KEY, change_from1="reference_date", n0="numerator", of0="denominator")
    rows = rows.join(before, on=[*_KEY, "change_from"], how="left")
    return rows.join(first, on=[*_KEY, "change_from1"], how="left")


def _pattern(weighs: pl.Expr) -> pl.Expr:
    """What happened before; nothing where it already went the same way for sure and not slower."""
    earlier = pl.col("significance1")
    known = pl.col("change1").is_not_null() & pl.col("n0").is_not_null() & (earlier != "unknown")
    return (
        pl.when(~known.fill_null(value=False))
        .then(pl.lit(Pattern.TWO_DATES.value))
        .when(earlier == "same")
        .then(pl.lit(Pattern.BEGUN.value))
        .when(earlier != weighs)
        .then(pl.lit(Pattern.TURNED.value))
        .when(_per_year("change", "reference_date", "change_from").abs()
              > _per_year("change1", "change_from", "change_from1").abs())
        .then(pl.lit(Pattern.QUICKENED.value))
        .alias("pattern")
    )  # fmt: skip


def _per_year(change: str, day: str, before: str) -> pl.Expr:
    return pl.col(change) / ((pl.col(day) - pl.col(before)).dt.total_days() / 365.25)


def _own_p(rows: pl.DataFrame) -> Floats:
    return difference_p(rows, ("numerator", "denominator"), ("n1", "of1"))


def _beyond_p(rows: pl.DataFrame) -> Floats:
    """Whether the change differs from that of the rest of the district; 0 for the district."""
    now, now_v = _estimate(rows, "numerator", "denominator")
    old, old_v = _estimate(rows, "n1", "of1")
    rest, rest_v = _estimate(rows, "district_n", "district_of", "numerator", "denominator")
    rest1, rest1_v = _estimate(rows, "district_n1", "district_of1", "n1", "of1")
    z = ((now - old) - (rest - rest1)) / np.sqrt(now_v + old_v + rest_v + rest1_v)
    toward = z * rows["watched"].to_numpy() > 0
    p = np.where(toward, 2 * norm.sf(np.abs(z)), 1.0)
    whole = (rows["level"] == AreaLevel.DISTRICT.value).to_numpy()
    return np.where(whole, 0.0, np.where(np.isnan(z), 1.0, p))


def _quicker_p(rows: pl.DataFrame) -> Floats:
    """Whether the change per year is greater than the one before; 0 where that is not claimed."""
    now, now_v = _estimate(rows, "numerator", "denominator")
    old, old_v = _estimate(rows, "n1", "of1")
    first, first_v = _estimate(rows, "n0", "of0")
    years, years1 = (
        rows.select((pl.col(a) - pl.col(b)).dt.total_days() / 365.25).to_series().to_numpy()
        for a, b in (("reference_date", "change_from"), ("change_from", "change_from1"))
    )
    slope = (now - old) / years - (old - first) / years1
    spread = now_v / years**2 + old_v * (1 / years + 1 / years1) ** 2 + first_v / years1**2
    p = 2 * norm.sf(np.abs(slope / np.sqrt(spread)))
    return np.where((rows["pattern"] == Pattern.QUICKENED.value).to_numpy(), p, 0.0)


def _estimate(
    rows: pl.DataFrame, n: str, of: str, less_n: str = "", less_of: str = ""
) -> tuple[Floats, Floats]:
    """Share or rate and its variance, with one case added to both sides (Agresti and Caffo 2000).

    ``less_n, less_of`` are taken away first, so that nobody is compared with itself.
    """
    own, people = (rows[name].cast(pl.Float64).to_numpy() for name in (n, of))
    if less_n:
        own = own - rows[less_n].cast(pl.Float64).to_numpy()
        people = people - rows[less_of].cast(pl.Float64).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (own + 1) / (people + 2)
        spread = share * (1 - share) / (people + 2)
        rate, rate_v = own / people, (own + 1) / people**2
    is_rate = (rows["kind"] == Kind.RATE.value).to_numpy()
    return np.where(is_rate, rate, share), np.where(is_rate, rate_v, spread)


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    old = row["n1"] / row["of1"]
    step = abs(row["numerator"] / row["denominator"] - old) / old if old else 1.0
    return {
        "kind": FindingKind.EARLY_WARNING.value,
        "pattern": row["pattern"],
        "area": row["area"],
        "fields": [row["theme"]],
        "indicators": [row["indicator"]],
        "strength": round(step, 3),
        "reason": told_warning(row),
    }
