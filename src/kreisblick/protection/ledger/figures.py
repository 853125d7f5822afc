"""Figures: what a reader holds in hands after a release, cell by cell."""

from enum import StrEnum, auto

import polars as pl

from kreisblick.base.files import fingerprint

__all__ = [
    "FIGURE_TYPES",
    "Entry",
    "Figure",
    "as_ranges",
    "content_of",
    "figures_of",
    "rounded_figures",
]

PLACE = ("cube", "slice", "reference_date", "generation", "level", "area")

FIGURE_TYPES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(PLACE, pl.String),
    "reference_date": pl.Date,
    "kind": pl.String,
    "lower": pl.Float64,
    "upper": pl.Float64,
}
"""Columns of a frame of figures: the cell, a ``Figure``, and what a reader knows of its value."""


class Figure(StrEnum):
    """What a reader was told of a cell."""

    EXACT = auto()  # its value; lower and upper are the same
    RANGE = auto()  # bounds: classed, from–to, withheld by a publisher within bounds
    ROUNDED = auto()  # a sum of rounded atoms; lower and upper are what it may stand for
    WITHHELD = auto()  # that there is a number, and that it is not shown


class Entry(StrEnum):
    """Why figures left."""

    RELEASE = auto()
    CORRECTION = auto()  # a release that shows another value for a figure that is out already
    EXPORT = auto()  # exact figures for an office outside the sealed zone


def figures_of(cells: pl.DataFrame) -> pl.DataFrame:
    """The figures of released cells; cells that never had a number tell none.

    Args:
        cells: ``cube, slice, reference_date, generation, level, area, value, lower, upper,
            confidentiality``.
    """
    shown, bounded = pl.col("value").is_not_null(), pl.col("upper").is_not_null()
    withheld = pl.col("confidentiality") != "free"
    kind = (
        pl.when(withheld)
        .then(pl.lit(Figure.WITHHELD.value))
        .when(shown)
        .then(pl.lit(Figure.EXACT.value))
        .when(bounded)
        .then(pl.lit(Figure.RANGE.value))
    )
    told = cells.with_columns(kind=kind).filter(pl.col("kind").is_not_null())
    value = pl.col("value").cast(pl.Float64)
    exact = pl.col("kind") == Figure.EXACT.value
    lower, upper = pl.col("lower").cast(pl.Float64), pl.col("upper").cast(pl.Float64)
    return _in_form(
        told.with_columns(
            lower=pl.when(exact).then(value).otherwise(lower),
            upper=pl.when(exact).then(value).otherwise(upper),
        )
    )


def rounded_figures(cells: pl.DataFrame, *, closeness: int) -> pl.DataFrame:
    """The figures of a protected cube: each stands for counts no farther away than promised.

    Args:
        cells: ``cube, slice, reference_date, generation, level, area, value``.
        closeness: what ``ProtectedCube`` promises for its tables.
    """
    lower = (pl.col("value") - closeness).clip(lower_bound=0)
    kind = pl.lit(Figure.ROUNDED.value)
    return _in_form(cells.with_columns(lower=lower, upper=pl.col("value") + closeness, kind=kind))


def as_ranges(intervals: pl.DataFrame, *, step: int) -> pl.DataFrame:
    """From–to figures, rounded outwards to a grid, so that no end is the exact one of a program.

    A lower end is rounded down to a multiple of ``step``, an upper end up; an end that lies on
    the grid already moves one step further, unless it is zero.

    Args:
        intervals: ``cube, slice, reference_date, generation, level, area, lower, upper``; a null
            ``upper`` is no bound.
        step: the grid, at least 2.
    """
    if step < 2:  # a grid of one would print the exact ends
        raise ValueError(step)
    below = ((pl.col("lower") / step).ceil() - 1).clip(lower_bound=0) * step
    above = ((pl.col("upper") / step).floor() + 1) * step
    kind = pl.lit(Figure.RANGE.value)
    return _in_form(intervals.with_columns(lower=below, upper=above, kind=kind))


def content_of(figures: pl.DataFrame) -> str:
    """Fingerprint of what the figures say: it names their file."""
    return fingerprint(figures.columns, figures.rows())


def _in_form(frame: pl.DataFrame) -> pl.DataFrame:
    typed = frame.select(pl.col(name).cast(kind) for name, kind in FIGURE_TYPES.items())
    return typed.sort(*PLACE, "kind", "lower", "upper")
