"""Burdens: the indicator frame beside the question which way a figure weighs on people."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.cube import Observation
from kreisblick.statistics.estimation import adjusted_p, rate_p, share_p
from kreisblick.statistics.findings.model import FindingsRequest
from kreisblick.statistics.indicators import Kind, Reading
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Floats", "burden_table", "difference_p", "family_p", "ratio", "years_before"]

Floats = NDArray[np.float64]
_READ = {Reading.LOWER_IS_BETTER: 1, Reading.HIGHER_IS_BETTER: -1, Reading.NEUTRAL: 0}
_WATCHED = {"rising": 1, "falling": -1}


def burden_table(indicators: pl.DataFrame, request: FindingsRequest) -> pl.DataFrame:
    """Every counted share and rate, with what a finding needs beside it.

    Returns:
        The rows of the indicator frame that can be tested (counted, both counts free), and
        ``title, theme, cube, kind, unit, per, parent``; ``direction`` is 1 where a high value
        is a burden, -1 where a low one is, 0 where neither; ``watched`` likewise, and also
        for indicators that the rules watch; ``district_n, district_of`` and ``town_n, town_of``
        are the counts of the areas above.
    """
    table = indicators.join(_definitions(request), on="indicator").filter(
        (pl.col("observation") == Observation.COUNTED.value)
        & pl.col("value").is_not_null()
        & pl.col("numerator").is_not_null()
        & (pl.col("denominator") > 0)
    )
    parents = request.areas.select("area", "parent").unique("area")
    table = table.join(parents, on="area", how="left")
    key = ["indicator", "reference_date"]
    whole = table.filter(level=AreaLevel.DISTRICT.value).select(
        *key, district_n="numerator", district_of="denominator"
    )
    towns = table.filter(level=AreaLevel.MUNICIPALITY.value).select(
        *key, town_n="numerator", town_of="denominator", parent="area"
    )
    small = pl.col("level") == AreaLevel.PLANNING_AREA.value
    table = table.join(whole, on=key, how="left").join(towns, on=[*key, "parent"], how="left")
    return table.with_columns(pl.when(small).then(name).alias(name) for name in towns.columns[2:4])


def _definitions(request: FindingsRequest) -> pl.DataFrame:
    rows = [
        (
            key, one.title.de, one.theme, one.numerator.cube, one.kind.value, one.unit.value,
            one.per, _READ[one.reading], _watched(key, request) or _READ[one.reading],
        )
        for key, one in sorted(request.definitions.items())
        if one.kind in {Kind.SHARE, Kind.RATE}
    ]  # fmt: skip
    schema = {
        "indicator": pl.String, "title": pl.String, "theme": pl.String, "cube": pl.String,
        "kind": pl.String, "unit": pl.String, "per": pl.Float64, "direction": pl.Int64,
        "watched": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _watched(key: str, request: FindingsRequest) -> int:
    found = request.rules.watched.get(key)
    return 0 if found is None else _WATCHED[found.direction]


def ratio(mean: str) -> pl.Expr:
    """How many times as burdened as the mean an area is: 1.25 is a quarter more.

    Where a high share is wanted, the rest is compared: 85 % vaccinated against 90 % are 15 %
    against 10 % who are not.
    """
    share = pl.col("kind") == Kind.SHARE.value
    rest = (pl.col("per") - pl.col("value")) / (pl.col("per") - pl.col(mean))
    upside_down = pl.when(share).then(rest).otherwise(pl.col(mean) / pl.col("value"))
    plain = pl.col("value") / pl.col(mean)
    return pl.when(pl.col("direction") > 0).then(plain).otherwise(upside_down)


def difference_p(table: pl.DataFrame, own: Sequence[str], other: Sequence[str]) -> Floats:
    """Two-sided p-values for the counts of two groups without common people.

    Args:
        table: with ``kind`` and the columns named.
        own: numerator and denominator of one group.
        other: of the other.
    """
    counts = [_numbers(table, name) for name in (*own, *other)]
    rate = (table["kind"] == Kind.RATE.value).to_numpy()
    shares, rates = (np.where(wanted, counts, np.nan) for wanted in (~rate, rate))
    return np.where(rate, rate_p(*rates), share_p(*shares))


def family_p(p: Floats, tests: int) -> Floats:
    """P-values adjusted for all tests of their family, of which only the candidates are given.

    The others count as if nothing had been found there, which errs on the careful side.
    """
    whole = np.concatenate([p, np.ones(max(tests - p.size, 0))])
    return adjusted_p(whole, np.zeros(whole.size, dtype=np.int64))[: p.size]


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; of 29 February the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=day.day - 1)


def _numbers(table: pl.DataFrame, name: str) -> Floats:
    return table[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().astype(np.float64)
