"""Divide: values, their states and their intervals, from two counts side by side."""

import polars as pl

from kreisblick.statistics.cube import Confidentiality, Observation
from kreisblick.statistics.estimation import poisson_interval, wilson_interval
from kreisblick.statistics.indicators.lookup import name_state, rank_state
from kreisblick.statistics.indicators.model import Kind, Method

__all__ = ["add_intervals", "add_values"]

_DIVIDED = [Kind.SHARE.value, Kind.RATE.value, Kind.RATIO.value]
_SHOWN = [Observation.COUNTED.value, Observation.ESTIMATED.value]


def add_values(table: pl.DataFrame) -> pl.DataFrame:
    """The table with ``observation, confidentiality, value``.

    The state is the worse of the two counts; a visible denominator of zero makes a share
    impossible. A value needs both counts free and known.
    """
    divided = pl.col("kind").is_in(_DIVIDED)
    rank = pl.max_horizontal(rank_state(f"{side}_observation") for side in _sides())
    hidden = pl.any_horizontal(
        (pl.col(f"{side}_confidentiality") == Confidentiality.SUPPRESSED.value).fill_null(
            value=False
        )
        for side in _sides()
    )
    nobody = divided & (pl.col("denominator") == 0).fill_null(value=False)
    table = table.with_columns(
        observation=pl.when(nobody)
        .then(pl.lit(Observation.CANNOT_EXIST.value))
        .otherwise(name_state(rank)),
        confidentiality=pl.when(hidden)
        .then(pl.lit(Confidentiality.SUPPRESSED.value))
        .otherwise(pl.lit(Confidentiality.FREE.value)),
    )
    quotient = pl.col("per") * pl.col("numerator") / pl.col("denominator")
    shown = pl.col("observation").is_in(_SHOWN) & ~hidden
    return table.with_columns(
        value=pl.when(shown).then(pl.when(divided).then(quotient).otherwise("numerator"))
    )


def add_intervals(table: pl.DataFrame, method: Method) -> pl.DataFrame:
    """The table with ``lower, upper`` in the indicator's unit.

    Only counted shares and rates have one: an interval around an estimated count would look
    surer than the estimate is.
    """
    numerator = table["numerator"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    denominator = table["denominator"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    bounds = {
        Kind.SHARE: wilson_interval(numerator, denominator, confidence=method.confidence),
        Kind.RATE: poisson_interval(numerator, denominator, confidence=method.confidence),
    }
    counted = (pl.col("observation") == Observation.COUNTED.value) & pl.col("value").is_not_null()
    found = []
    for name, place in (("lower", 0), ("upper", 1)):
        bound: pl.Expr = pl.lit(None, pl.Float64)
        for kind, arrays in bounds.items():
            column = pl.Series(arrays[place]).fill_nan(None)
            bound = pl.when(counted & (pl.col("kind") == kind.value)).then(column).otherwise(bound)
        found.append((bound * pl.col("per")).alias(name))
    return table.with_columns(found)


def _sides() -> tuple[str, str]:
    return "numerator", "denominator"
