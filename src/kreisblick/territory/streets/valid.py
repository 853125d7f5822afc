"""Valid: what of a list holds on a day; and other names added to it."""

from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.territory.streets.model import NAMES, Streets

__all__ = ["add_names", "valid_on"]


def valid_on(streets: Streets, day: date) -> Streets:
    """Houses and stretches that were valid on a day.

    ``valid_from`` is included, ``valid_until`` is not; a null means without limit. Other names are
    kept from their first day on and for ever: offices write a former name for years.

    Args:
        streets: the list.
        day: the day.
    """
    named = streets.names.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
    return replace(
        streets,
        houses=streets.houses.filter(_holds(streets.houses, day)),
        ranges=streets.ranges.filter(_holds(streets.ranges, day)),
        names=named,
    )


def _holds(frame: pl.DataFrame, day: date) -> pl.Expr:
    holds = pl.lit(value=True)
    if "valid_from" in frame.columns:
        holds &= pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    if "valid_until" in frame.columns:
        holds &= pl.col("valid_until").is_null() | (pl.col("valid_until") > day)
    return holds


def add_names(streets: Streets, names: pl.DataFrame) -> Streets:
    """The list with further names of its streets, each once.

    Args:
        streets: the list.
        names: as ``Streets.names``, of a renaming list for example.
    """
    both = pl.concat([streets.names, names.select(NAMES)])
    return replace(streets, names=both.unique().sort(NAMES, nulls_last=False))
