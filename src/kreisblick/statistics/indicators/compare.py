"""Compare: an area beside its municipality and its district, and a date beside the one before.

Significance: an area is compared with the *rest* of the district, and with the rest of its own
municipality, so that it is never compared with itself: Fisher's exact test for shares, the exact
conditional test for rates, the normal distribution for standardised ones. A change is
tested as if the people of both dates were different ones; most are the same, so the test is too
careful rather than too bold. All areas of one level, indicator and date are tested together;
the false discovery rate is held after Benjamini and Hochberg. Estimated counts are not tested.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.cube import Observation
from kreisblick.statistics.estimation import (
    StandardisedRate,
    adjusted_p,
    rate_p,
    share_p,
    standardised_p,
)
from kreisblick.statistics.indicators.model import Kind, Method
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["add_changes", "add_means", "add_significance"]

_TIME = ["indicator", "reference_date"]
_MEANT = [Kind.SHARE.value, Kind.RATE.value, Kind.RATIO.value, Kind.DELIVERED.value]
_TESTED = [Kind.SHARE.value, Kind.RATE.value]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class _Group:
    """People of whom some are counted: an area, the rest around it, the same area before.

    Attributes:
        count, people: NaN where they are not known.
        rate, variance: of a standardised figure; NaN elsewhere.
    """

    count: Floats
    people: Floats
    rate: Floats
    variance: Floats

    @classmethod
    def of(cls, table: pl.DataFrame, names: tuple[str, str, str, str]) -> "_Group":
        count, people, rate, variance = (_numbers(table, name) for name in names)
        return cls(count=count, people=people, rate=rate, variance=variance)

    def without(self, inner: "_Group") -> "_Group":
        """The rest of the larger area; its standardised rate is known already."""
        return _Group(
            count=self.count - inner.count,
            people=self.people - inner.people,
            rate=self.rate,
            variance=self.variance,
        )

    @property
    def standardised(self) -> StandardisedRate:
        return StandardisedRate(rate=self.rate, variance=self.variance, events=self.count)


_OWN = ("numerator", "denominator", "rate", "variance")


def add_means(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the means of municipality and district, and the deviations from them.

    A mean is the value of the larger area over the part that its source covers, in the
    indicator's unit; an area has none of its own level. Counts and categories have no mean.
    """
    meant = table.filter(pl.col("kind").is_in(_MEANT))
    towns = _larger(meant, AreaLevel.MUNICIPALITY, "municipal")
    districts = _larger(meant, AreaLevel.DISTRICT, "district").drop("municipality")
    small = pl.col("level") == AreaLevel.PLANNING_AREA.value
    inside = pl.col("level") != AreaLevel.DISTRICT.value
    table = table.join(towns, on=[*_TIME, "municipality"], how="left")
    table = table.join(districts, on=_TIME, how="left").with_columns(
        municipal_mean=pl.when(small).then("municipal_mean"),
        district_mean=pl.when(inside).then("district_mean"),
    )
    return table.with_columns(
        deviation_municipal=pl.col("value") - pl.col("municipal_mean"),
        deviation_district=pl.col("value") - pl.col("district_mean"),
    )


def _larger(meant: pl.DataFrame, level: AreaLevel, name: str) -> pl.DataFrame:
    return meant.filter(pl.col("level") == level.value).select(
        *_TIME,
        "municipality",
        pl.col("value").alias(f"{name}_mean"),
        pl.col("numerator").alias(f"{name}_numerator"),
        pl.col("denominator").alias(f"{name}_denominator"),
    )


def add_significance(table: pl.DataFrame, method: Method) -> pl.DataFrame:
    """The table with ``significance, significance_municipal``: above, below, same or unknown.

    The first against the rest of the district, the second of planning areas against the rest of
    their municipality.
    """
    own = _Group.of(table, _OWN)
    around = (("significance", "district", "rest"), ("significance_municipal", "municipal", "town"))
    for name, larger, rest in around:
        whole = (f"{larger}_numerator", f"{larger}_denominator", f"{rest}_rate", f"{rest}_variance")
        other = _Group.of(table, whole).without(own)
        tested = _testable(table) & table[f"{larger}_mean"].is_not_null().to_numpy()
        sure, higher = _sure(table, own, other, tested, method)
        table = _worded(table, name, sure, higher, ("above", "below"))
    return table


def add_changes(table: pl.DataFrame, dates: list[date], method: Method) -> pl.DataFrame:
    """The table with ``change, change_from, change_significance`` against the date before.

    The change is in the indicator's unit (percentage points for percent). Categories have none,
    nor has a district whose covered part is another one than before, nor a count that
    follows another concept than before.
    """
    before = pl.DataFrame(
        {"reference_date": dates[1:], "change_from": dates[:-1]},
        schema={"reference_date": pl.Date, "change_from": pl.Date},
    )
    earlier = table.select(
        "indicator", "area",
        *(pl.col(name).alias(f"_{name}")
          for name in ("value", "observation", "covered", "followed", *_OWN)),
        change_from="reference_date",
    )  # fmt: skip
    table = table.join(before, on="reference_date", how="left")
    table = table.join(earlier, on=["indicator", "area", "change_from"], how="left")
    comparable = (pl.col("kind") != Kind.ORDINAL.value) & (
        (pl.col("level") != AreaLevel.DISTRICT.value) | (pl.col("covered") == pl.col("_covered"))
    )
    comparable &= pl.col("followed") == pl.col("_followed")
    table = table.with_columns(
        change=pl.when(comparable).then(pl.col("value") - pl.col("_value"))
    ).with_columns(change_from=pl.when(pl.col("change").is_not_null()).then("change_from"))
    return _judge_change(table, method)


def _judge_change(table: pl.DataFrame, method: Method) -> pl.DataFrame:
    n, people, rate, variance = (f"_{name}" for name in _OWN)
    now, before = _Group.of(table, _OWN), _Group.of(table, (n, people, rate, variance))
    counted = (table["_observation"] == Observation.COUNTED.value).fill_null(value=False)
    tested = _testable(table) & counted.to_numpy() & table["change"].is_not_null().to_numpy()
    sure, higher = _sure(table, now, before, tested, method)
    return _worded(table, "change_significance", sure, higher, ("up", "down"))


def _numbers(table: pl.DataFrame, name: str) -> Floats:
    column = table[name].cast(pl.Float64).fill_null(float("nan"))
    return column.to_numpy().astype(np.float64, copy=True)


def _testable(table: pl.DataFrame) -> Flags:
    counted = (pl.col("observation") == Observation.COUNTED.value) & pl.col("value").is_not_null()
    fit = counted & pl.col("kind").is_in(_TESTED)
    return table.select(fit.fill_null(value=False)).to_series().to_numpy()


def _sure(
    table: pl.DataFrame, one: _Group, other: _Group, tested: Flags, method: Method
) -> tuple[Floats, Flags]:
    """1 where a difference is found, 0 where not, NaN where untested; whether one is higher."""
    p = np.full(table.height, np.nan)
    standardised = ~np.isnan(one.rate)
    rate = (table["kind"] == Kind.RATE.value).to_numpy()
    for test, rows in (
        (share_p, tested & ~standardised & ~rate),
        (rate_p, tested & ~standardised & rate),
    ):
        p[rows] = test(one.count[rows], one.people[rows], other.count[rows], other.people[rows])
    by_age = standardised_p(one.standardised, other.standardised)
    p = np.where(tested & standardised, by_age, p)
    group = table.select(pl.struct(*_TIME, "level").rank("dense")).to_series().cast(pl.Int64)
    adjusted = adjusted_p(p, group.to_numpy())
    found = np.where(adjusted <= method.false_discovery_rate, 1.0, 0.0)
    with np.errstate(invalid="ignore"):
        plain = one.count * other.people > other.count * one.people
        higher = np.where(standardised, one.rate > other.rate, plain)
    return np.where(np.isnan(adjusted), np.nan, found), higher


def _worded(
    table: pl.DataFrame, name: str, sure: Floats, higher: Flags, words: tuple[str, str]
) -> pl.DataFrame:
    said = np.where(sure == 1, np.where(higher, *words), np.where(sure == 0, "same", "unknown"))
    return table.with_columns(pl.Series(name, said.astype(str), dtype=pl.String))
