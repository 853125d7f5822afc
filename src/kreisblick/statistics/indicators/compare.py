"""Compare: an area beside its municipality and its district, and a date beside the one before.

Significance: an area is compared with the *rest* of the district, so that it is never compared
with itself: Fisher's exact test for shares, the exact conditional test for rates. A change is
tested as if the people of both dates were different ones; most are the same, so the test is too
careful rather than too bold. All areas of one level, indicator and date are tested together;
the false discovery rate is held after Benjamini and Hochberg. Estimated counts are not tested.
"""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.cube import Observation
from kreisblick.statistics.estimation import adjusted_p, rate_p, share_p
from kreisblick.statistics.indicators.model import Kind, Method
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["add_changes", "add_means", "add_significance"]

_TIME = ["indicator", "reference_date"]
_MEANT = [Kind.SHARE.value, Kind.RATE.value, Kind.RATIO.value, Kind.DELIVERED.value]
_TESTED = [Kind.SHARE.value, Kind.RATE.value]


def add_means(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the means of municipality and district, and the deviations from them.

    A mean is the value of the larger area over the part that its source covers, in the
    indicator's unit; an area has none of its own level. Counts and categories have no mean.
    """
    meant = table.filter(pl.col("kind").is_in(_MEANT))
    towns = meant.filter(pl.col("level") == AreaLevel.MUNICIPALITY.value).select(
        *_TIME, "municipality", municipal_mean="value"
    )
    districts = meant.filter(pl.col("level") == AreaLevel.DISTRICT.value).select(
        *_TIME, district_mean="value", district_numerator="numerator",
        district_denominator="denominator",
    )  # fmt: skip
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


def add_significance(table: pl.DataFrame, method: Method) -> pl.DataFrame:
    """The table with ``significance``: above, below, same or unknown, against the district."""
    n, people = _numbers(table, "numerator"), _numbers(table, "denominator")
    rest = _numbers(table, "district_numerator") - n
    rest_people = _numbers(table, "district_denominator") - people
    tested = _testable(table) & table["district_mean"].is_not_null().to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        higher = n * rest_people > rest * people
    sure = _sure(table, (n, people, rest, rest_people), tested, method)
    return _worded(table, "significance", sure, higher, ("above", "below"))


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
        "indicator", "area", "observation", "covered", "followed",
        *(pl.col(name).alias(f"_{name}") for name in ("value", "numerator", "denominator")),
        change_from="reference_date",
    ).rename({name: f"_{name}" for name in ("observation", "covered", "followed")})  # fmt: skip
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
    names = ("numerator", "denominator", "_numerator", "_denominator")
    n, people, old, old_people = (_numbers(table, name) for name in names)
    counted = (table["_observation"] == Observation.COUNTED.value).fill_null(value=False)
    tested = _testable(table) & counted.to_numpy() & table["change"].is_not_null().to_numpy()
    sure = _sure(table, (n, people, old, old_people), tested, method)
    with np.errstate(invalid="ignore"):
        higher = n * old_people > old * people
    return _worded(table, "change_significance", sure, higher, ("up", "down"))


def _numbers(table: pl.DataFrame, name: str) -> NDArray[np.float64]:
    column = table[name].cast(pl.Float64).fill_null(float("nan"))
    return column.to_numpy().astype(np.float64, copy=True)


def _testable(table: pl.DataFrame) -> NDArray[np.bool_]:
    counted = (pl.col("observation") == Observation.COUNTED.value) & pl.col("value").is_not_null()
    fit = counted & pl.col("kind").is_in(_TESTED)
    return table.select(fit.fill_null(value=False)).to_series().to_numpy()


def _sure(
    table: pl.DataFrame,
    counts: tuple[NDArray[np.float64], ...],
    tested: NDArray[np.bool_],
    method: Method,
) -> NDArray[np.float64]:
    """1 where a difference is found, 0 where not, NaN where it cannot be tested."""
    n, people, other, other_people = (np.where(tested, x, np.nan) for x in counts)
    rate = (table["kind"] == Kind.RATE.value).to_numpy()
    p = np.where(
        rate,
        rate_p(n, people, other, other_people),
        share_p(n, people, other, other_people),
    )
    group = table.select(pl.struct(*_TIME, "level").rank("dense")).to_series().cast(pl.Int64)
    adjusted = adjusted_p(p, group.to_numpy())
    found = np.where(adjusted <= method.false_discovery_rate, 1.0, 0.0)
    return np.where(np.isnan(adjusted), np.nan, found)


def _worded(
    table: pl.DataFrame,
    name: str,
    sure: NDArray[np.float64],
    higher: NDArray[np.bool_],
    words: tuple[str, str],
) -> pl.DataFrame:
    said = np.where(sure == 1, np.where(higher, *words), np.where(sure == 0, "same", "unknown"))
    return table.with_columns(pl.Series(name, said.astype(str), dtype=pl.String))
