"""Together: areas where burdens of several fields meet, and where strengths stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from kreisblick.statistics.findings.burdens import difference_p, family_p, ratio
from kreisblick.statistics.findings.fields import copies, distinct
from kreisblick.statistics.findings.model import FindingKind, FindingsRequest
from kreisblick.statistics.findings.trend import add_trend
from kreisblick.statistics.findings.words import told_need, told_strength

__all__ = ["find_needs", "find_strengths"]


@dataclass(frozen=True, kw_only=True)
class _Sought:
    """What is looked for: burdens or strengths.

    Attributes:
        sign: 1 for burdens, -1 for strengths.
        refused: trends under which nothing is found.
        fields: how many must meet.
    """

    kind: FindingKind
    sign: int
    refused: Sequence[str]
    fields: int


def find_needs(
    now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest
) -> list[dict[str, Any]]:
    """Level and significance and trend and accumulation: one finding per area.

    Args:
        now: the rows of one level and date (``burden_table``).
        table: the rows of all levels and dates.
        request: rules and definitions.
    """
    rules = request.rules
    refused = ["easing"] if rules.trend == "not_easing" else ["easing", "same", "unknown"]
    sought = _Sought(kind=FindingKind.NEED, sign=1, refused=refused, fields=rules.need_fields)
    return _meet(now, table, request, sought)


def find_strengths(
    now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest
) -> list[dict[str, Any]]:
    """What is clearly better than in the district and does not get worse, one per area."""
    sought = _Sought(
        kind=FindingKind.STRENGTH,
        sign=-1,
        refused=["growing"],
        fields=request.rules.strength_fields,
    )
    return _meet(now, table, request, sought)


def _meet(
    now: pl.DataFrame, table: pl.DataFrame, request: FindingsRequest, sought: _Sought
) -> list[dict[str, Any]]:
    read = now.filter(pl.col("direction") != 0)
    sure = _sure(read, request, sought)
    kept = add_trend(sure, table, request).filter(~pl.col("trend").is_in(sought.refused))
    if kept.is_empty():
        return []
    pairs = copies(read, kept["indicator"].unique().to_list(), request.rules)
    found = []
    for _area, rows in kept.sort("area", "p", -pl.col("weight"), "indicator").group_by(
        "area", maintain_order=True
    ):
        fields = distinct(rows["indicator"].to_list(), pairs)
        if len(fields) >= sought.fields:
            found.append(_finding(rows, fields, sought))
    return found


def _sure(read: pl.DataFrame, request: FindingsRequest, sought: _Sought) -> pl.DataFrame:
    """Clearly and noticeably more burdened (or less) than the rest of the district."""
    tests = read.filter(pl.col("significance") != "unknown").height
    word = pl.when(pl.col("direction") == sought.sign).then(pl.lit("above"))
    wide = ratio("district_mean") ** sought.sign
    sure = read.with_columns(weight=wide - 1).filter(
        (pl.col("significance") == word.otherwise(pl.lit("below")))
        & (wide >= request.rules.ratio)
        & pl.col("district_n").is_not_null()
    )
    sure = sure.with_columns(
        rest_n=pl.col("district_n") - pl.col("numerator"),
        rest_of=pl.col("district_of") - pl.col("denominator"),
    )
    p = difference_p(sure, ("numerator", "denominator"), ("rest_n", "rest_of"))
    adjusted = pl.Series(family_p(p, tests), dtype=pl.Float64)
    return sure.with_columns(pl.Series("p", p)).filter(
        adjusted <= request.rules.false_discovery_rate
    )


def _finding(rows: pl.DataFrame, fields: Sequence[str], sought: _Sought) -> dict[str, Any]:
    order = {key: place for place, key in enumerate(fields)}
    kept = rows.filter(pl.col("indicator").is_in(fields)).sort(
        pl.col("indicator").replace_strict(order, return_dtype=pl.Int64)
    )
    told = told_need if sought.kind is FindingKind.NEED else told_strength
    weight = float(kept["weight"].clip(upper_bound=_MOST).sum())
    return {
        "kind": sought.kind.value,
        "area": str(rows["area"][0]),
        "fields": kept["theme"].to_list(),
        "indicators": [*fields, *(key for key in rows["indicator"] if key not in order)],
        "strength": round(len(fields) + weight / (len(fields) * _MOST), 3),
        "reason": told(list(kept.iter_rows(named=True))),
    }


_MOST = 10.0  # ten times the mean: beyond it the order of findings does not change any more
