"""Recount households: members put together by plain grouping."""

from datetime import date

import polars as pl

from kreisblick.sealed.register import HouseholdRule
from kreisblick.statistics.cube.definition import OLDEST

__all__ = ["households_by_hand"]


def households_by_hand(rows: pl.DataFrame, rule: HouseholdRule, day: date) -> pl.DataFrame:
    """One row per household with ``household_size`` and ``household_type``."""
    by = [name for name in rule.by if name in rows.columns]
    age = day.year - pl.col(rule.birth_year)
    found = (
        rows.drop_nulls(by)
        .group_by(by)
        .agg(
            pl.col("_area").min(),
            adults=age.is_between(rule.adult_from, OLDEST).sum(),
            children=age.is_between(0, rule.adult_from - 1).sum(),
            members=pl.len(),
        )
    )
    size = pl.min_horizontal(pl.col("members"), rule.largest_size).cast(pl.String)
    largest = pl.col("members") >= rule.largest_size
    return found.with_columns(
        household_size=pl.when(largest).then(pl.lit(f"{rule.largest_size}+")).otherwise(size),
        household_type=_type(),
    )


def _type() -> pl.Expr:
    adults, children = pl.col("adults"), pl.col("children")
    known = adults + children == pl.col("members")
    with_children = children > 0
    return (
        pl.when(~known | ~adults.is_in([1, 2]))
        .then(pl.lit("other"))
        .when(adults == 1)
        .then(pl.when(with_children).then(pl.lit("single_parent")).otherwise(pl.lit("single")))
        .when(with_children)
        .then(pl.lit("couple_with_children"))
        .otherwise(pl.lit("couple_no_children"))
    )
