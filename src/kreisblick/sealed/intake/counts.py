"""Cells of counts: a number, a sign with its meaning and bounds, or nothing. None becomes another.

``0``, an empty cell, ``*``, ``.``, ``-``, ``<10`` say different things; each keeps its observation.
"""

import polars as pl

from kreisblick.sealed.intake.convert import codes, numbers
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.statistics.cube import Observation

__all__ = ["read_counts", "take_away"]


def read_counts(
    cells: pl.Series, value: ValueColumn, definition: DeliveryDefinition
) -> list[pl.Series]:
    """``value, lower, upper, observation`` of a column; observation null where unreadable."""
    signs = {sign.strip(): meaning for sign, meaning in definition.signs.items()}
    known = {sign: meaning.means.value for sign, meaning in signs.items() if sign}
    empty = signs[""].means.value if "" in signs else Observation.NOT_DELIVERED.value
    figure = _read_figures(cells, value, definition)
    frame = pl.DataFrame({"text": cells, "figure": figure}).with_columns(
        sign=pl.col("text").replace_strict(known, default=None, return_dtype=pl.String)
    )
    bounds = {
        name: {s: float(b) for s, m in signs.items() if (b := getattr(m, name)) is not None}
        for name in ("value", "lower", "upper")
    }
    looked = {
        name: pl.col("text")
        .fill_null("")
        .replace_strict(found, default=None, return_dtype=pl.Float64)
        for name, found in bounds.items()
    }
    counted = pl.lit(Observation.COUNTED.value)
    observation = (
        pl.when(pl.col("text").is_null())
        .then(pl.lit(empty))
        .when(pl.col("sign").is_not_null())
        .then(pl.col("sign"))
        .when(pl.col("figure").is_not_null())
        .then(counted)
    )
    signed = pl.col("sign").is_not_null() | pl.col("text").is_null()
    number = pl.when(signed).then(looked["value"]).otherwise(pl.col("figure"))
    return frame.select(
        number.alias("value"),
        looked["lower"].alias("lower"),
        looked["upper"].alias("upper"),
        observation.alias("observation"),
    ).get_columns()


def _read_figures(
    cells: pl.Series, value: ValueColumn, definition: DeliveryDefinition
) -> pl.Series:
    """The numbers of a column, or the ranks of its words."""
    if value.codes:
        words = {word: str(rank) for word, rank in value.codes.items()}
        return codes(cells, words).cast(pl.Float64)
    return numbers(cells, definition.format, whole=False) * value.factor


def take_away(frame: pl.DataFrame, less: pl.DataFrame) -> pl.DataFrame:
    """A column less another (men = all - women).

    Where one of the two is no number, the difference is none either: it says of itself what that
    one says, and is bounded by what is known of both.

    Args:
        frame: ``value, lower, upper, observation`` and more.
        less: ``value, lower, upper, observation`` of the column to take away.
    """
    both = frame.with_columns(pl.Series(f"less_{name}", less[name]) for name in less.columns)
    least = pl.coalesce("value", "lower", pl.lit(0.0)) - pl.coalesce("less_value", "less_upper")
    most = pl.coalesce("value", "upper") - pl.coalesce("less_value", "less_lower", pl.lit(0.0))
    known = pl.col("value").is_not_null() & pl.col("less_value").is_not_null()
    silent = pl.col("value").is_null()
    withheld = pl.any_horizontal(
        pl.col("observation", "less_observation") == Observation.WITHHELD_BY_SOURCE.value
    ).fill_null(value=False)
    said = (
        pl.when(withheld & ~known)
        .then(pl.lit(Observation.WITHHELD_BY_SOURCE.value))
        .when(known | silent)
        .then("observation")
        .otherwise("less_observation")
    )
    return both.with_columns(
        value=pl.col("value") - pl.col("less_value"),
        lower=pl.when(withheld & ~known).then(least.clip(lower_bound=0)),
        upper=pl.when(withheld & ~known).then(most),
        observation=said,
    ).drop([f"less_{name}" for name in less.columns])
