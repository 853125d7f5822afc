"""Cells of counts: a number, a sign with its meaning and bounds, or nothing. None becomes another.

``0``, an empty cell, ``*``, ``.``, ``-``, ``<10`` say different things; each keeps its observation.
"""

from collections.abc import Mapping

import polars as pl

from kreisblick.sealed.intake.convert import codes, numbers
from kreisblick.sealed.mapping.columns import ValueColumn
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.mapping.shapes import CLASS
from kreisblick.sealed.mapping.signs import Sign
from kreisblick.statistics.cube import Observation

__all__ = ["read_counts", "take_away"]


def read_counts(
    cells: pl.Series, value: ValueColumn, definition: DeliveryDefinition
) -> list[pl.Series]:
    """``value, lower, upper, observation`` of a column; observation null where unreadable."""
    signs = {_even(sign): meaning for sign, meaning in definition.signs.items()}
    known = {sign: meaning.means.value for sign, meaning in signs.items() if sign}
    empty = signs[""].means.value if "" in signs else Observation.NOT_DELIVERED.value
    figure = _read_figures(cells, value, definition)
    text = pl.col("text").str.to_lowercase().str.replace_all(" ", "")
    words = pl.col("figure").is_null() | text.is_in(list(known))  # an agreed sign may be "-9"
    frame = pl.DataFrame({"text": cells, "figure": figure}).with_columns(
        text=pl.when(words).then(text)
    )
    frame = frame.with_columns(
        sign=pl.col("text").replace_strict(known, default=None, return_dtype=pl.String),
        missing=pl.Series(cells.is_null()),
    )
    looked = {name: _looked_up(name, signs) for name in ("value", "lower", "upper")}
    bounds = _says_bounds(pl.col("text"))
    bounded = pl.any_horizontal(bounds["lower"].is_not_null(), bounds["upper"].is_not_null())
    counted = pl.lit(Observation.COUNTED.value)
    observation = (
        pl.when(pl.col("missing"))
        .then(pl.lit(empty))
        .when(pl.col("sign").is_not_null())
        .then(pl.col("sign"))
        .when(pl.col("figure").is_not_null())
        .then(counted)
        .when(bounded)
        .then(pl.lit(Observation.WITHHELD_BY_SOURCE.value))
    )
    signed = pl.col("sign").is_not_null() | pl.col("missing")
    number = pl.when(signed).then(looked["value"]).otherwise(pl.col("figure"))
    return frame.select(
        number.alias("value"),
        *[
            pl.when(signed).then(looked[name]).otherwise(bounds[name]).alias(name)
            for name in ("lower", "upper")
        ],
        observation.alias("observation"),
    ).get_columns()


def _even(sign: str) -> str:
    """A sign without case and blanks: ``k. A.`` and ``k.A.`` are one."""
    return sign.lower().replace(" ", "")


def _looked_up(name: str, signs: Mapping[str, Sign]) -> pl.Expr:
    """The value or bound that a sign stands for."""
    found = {s: float(b) for s, m in signs.items() if (b := getattr(m, name)) is not None}
    text = pl.col("text").fill_null("")
    return text.replace_strict(found, default=None, return_dtype=pl.Float64)


def _says_bounds(text: pl.Expr) -> dict[str, pl.Expr]:
    """What a text says of a hidden number by itself: ``<3``, ``unter 5``, ``10-24``."""
    below, most, above, least = (
        text.str.extract(rf"^(?:{words})([0-9]+)$", 1).cast(pl.Float64)
        for words in ("<|unter|wenigerals", "≤|<=|höchstens|max\\.?|biszu", ">|über|mehrals",
                      "≥|>=|mindestens|min\\.?")
    )  # fmt: skip
    first, last = (text.str.extract(CLASS, end).cast(pl.Float64) for end in (1, 2))
    is_class = first < last  # "24-10" is none
    upper = pl.coalesce(below - 1, most, pl.when(is_class).then(last))
    lower = pl.coalesce(
        above + 1,
        least,
        pl.when(is_class).then(first),
        pl.when(upper.is_not_null()).then(pl.lit(0.0)),
    )
    return {"lower": lower, "upper": upper}


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
