"""Wide: one row per area, or per area and date, with a few columns for each indicator."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

import polars as pl

from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.table import DIGITS, with_class, with_swings
from kreisblick.products.figures import Described

__all__ = [
    "LATEST",
    "WEB",
    "dated_figures",
    "last_day",
    "latest_figures",
    "parts_of",
    "with_colour",
]

LATEST = ("", "_status", "_stichtag")  # a data base holds 2,000 columns at most
WEB = ("", "_von", "_bis", "_status", "_zeichen", "_stichtag")


def with_colour(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with ``colour``, the number that decides their colour, and ``swings``.

    ``colour`` is the smoothed value where there is one; null wherever no number is shown.
    ``swings`` is true where single people move the value.
    """
    return with_swings(figures).with_columns(
        colour=pl.when(pl.col("value").is_not_null()).then(pl.coalesce("smoothed", "value"))
    )


def last_day(own: pl.DataFrame) -> date:
    """The newest date of an indicator that has a number anywhere; its newest date without."""
    known = own.filter(pl.col("value").is_not_null())["reference_date"]
    days = own["reference_date"] if known.is_empty() else known
    return cast(date, days.max())


def latest_figures(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    parts: Iterable[str] = LATEST,
) -> pl.DataFrame:
    """One row per area, per indicator the figure of its last day.

    Args:
        figures: from ``released_figures``.
        described: indicators, in the order of their columns.
        words: of the exports.
        parts: endings of the columns: none (the number or null), ``_von``, ``_bis``, ``_status``
            (a word), ``_zeichen``, ``_stichtag`` (ISO text), ``_farbe``, ``_schwankt``. Where the
            number is the place of a class, ``_stufe`` with its name stands behind it.

    Returns:
        ``area``, then ``<slug><part>`` per indicator.
    """
    wide = figures.select("area").unique().sort("area")
    told = _told(figures, described, words)
    for key, one in described.items():
        own = told.filter(indicator=key)
        latest = own.filter(pl.col("reference_date") == last_day(own))
        wide = wide.join(_parts(latest, one, parts, ["area"]), on="area", how="left")
    return wide.sort("area")


def dated_figures(
    figures: pl.DataFrame,
    described: Mapping[str, Described],
    words: ExportWords,
    parts: Iterable[str],
) -> pl.DataFrame:
    """One row per area and date: ``area, reference_date``, then the parts per indicator."""
    key = ["area", "reference_date"]
    told = _told(figures, described, words).filter(pl.col("indicator").is_in(list(described)))
    wide = told.select(key).unique().sort(key)
    for indicator, one in described.items():
        own = told.filter(indicator=indicator)
        wide = wide.join(_parts(own, one, parts, key), on=key, how="left")
    return wide.sort(key)


def _told(
    figures: pl.DataFrame, described: Mapping[str, Described], words: ExportWords
) -> pl.DataFrame:
    """Every part of a figure under its ending."""
    states = {state.value: word for state, word in words.states.items()}
    signs = {state.value: one.sign for state, one in words.all_told().items()}
    sign = pl.col("state").replace_strict(signs)
    known = with_class(with_colour(figures), described)
    return known.select(
        "indicator",
        "area",
        "reference_date",
        "value",
        pl.col("value").round(DIGITS).alias("#"),
        pl.col("class").alias("#_stufe"),
        pl.col("lower").round(DIGITS).alias("#_von"),
        pl.col("upper").round(DIGITS).alias("#_bis"),
        pl.col("state").replace_strict(states).alias("#_status"),
        pl.when(sign != "").then(sign).alias("#_zeichen"),
        pl.col("reference_date").dt.to_string("iso").alias("#_stichtag"),
        pl.col("colour").alias("#_farbe"),  # not rounded: it could cross the border of a class
        pl.when(pl.col("swings")).then(pl.lit(words.yes)).alias("#_schwankt"),
    )


def _parts(own: pl.DataFrame, one: Described, parts: Iterable[str], key: list[str]) -> pl.DataFrame:
    named = (pl.col(f"#{part}").alias(f"{one.slug}{part}") for part in parts_of(one, parts))
    return own.select(*key, *named)


def parts_of(one: Described, parts: Iterable[str]) -> list[str]:
    """The endings of an indicator's columns: the name of a class behind its place."""
    return [
        name
        for part in parts
        for name in ((part, "_stufe") if part == "" and one.classes else (part,))
    ]
