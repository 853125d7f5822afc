"""Released figures as the table that readers get: German titles, plain words, signs."""

from collections.abc import Mapping

import polars as pl

from kreisblick.base.spreadsheets import harmless_table
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.figures import Described
from kreisblick.products.limits import read_wording

__all__ = ["DIGITS", "csv_bytes", "reader_table", "with_class", "with_swings"]

DIGITS = 4  # fewer would be rounded twice when a reader prints one decimal


def reader_table(
    figures: pl.DataFrame, described: Mapping[str, Described], words: ExportWords
) -> pl.DataFrame:
    """The columns of the catalogue, with their titles, one row per figure.

    Args:
        figures: from ``released_figures``; rows of unknown indicators are left out.
        described: from ``describe_indicators``.
        words: titles, levels, states.

    Returns:
        Numbers as numbers with at most four decimals and dates as dates; empty where there is
        no number.
    """
    known = with_swings(figures.filter(pl.col("indicator").is_in(list(described))))
    full = with_class(known, described).with_columns(
        title=_look_up("indicator", {key: one.title for key, one in described.items()}),
        theme=_look_up("indicator", {key: one.theme for key, one in described.items()}),
        unit=_look_up("indicator", {key: one.unit for key, one in described.items()}),
        level=_look_up("level", words.levels),
        significance=_look_up("significance", words.words),
        significance_municipal=_look_up("significance_municipal", words.words),
        change_significance=_change_words(words),
        sign=_look_up("state", {s.value: one.sign for s, one in words.all_told().items()}),
        state=_look_up("state", {s.value: one for s, one in words.states.items()}),
        swings=pl.when(pl.col("swings")).then(pl.lit(words.yes)),
        source=_look_up("indicator", {k: "; ".join(one.sources) for k, one in described.items()}),
        remarks=_remarks(known, described),
    )
    return _rounded(full).select(pl.col(name).alias(t) for name, t in words.columns.items())


def with_swings(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with ``swings``: true where single people move the value (see ``limits``)."""
    half = (pl.col("upper") - pl.col("lower")) / 2
    wide = half / pl.col("value").abs() > read_wording().unstable_from
    return figures.with_columns(swings=(wide & (pl.col("value") != 0)).fill_null(value=False))


def with_class(figures: pl.DataFrame, described: Mapping[str, Described]) -> pl.DataFrame:
    """The figures with ``class``: the class in words where the value is its place, else null."""
    rows = [
        (one.key, float(place), words)
        for one in described.values()
        for place, words in enumerate(one.classes, start=1)
    ]
    kinds = {"indicator": pl.String, "value": pl.Float64, "class": pl.String}
    classes = pl.DataFrame(rows, schema=kinds, orient="row")
    return figures.join(classes, on=["indicator", "value"], how="left", maintain_order="left")


def csv_bytes(table: pl.DataFrame) -> bytes:
    """A table as UTF-8 text: comma between fields, point in numbers, ISO dates (RFC 4180).

    A text that a spreadsheet would compute has an apostrophe in front (``base.spreadsheets``).
    """
    return harmless_table(table).write_csv(date_format="%Y-%m-%d").encode()


def _remarks(figures: pl.DataFrame, described: Mapping[str, Described]) -> pl.Series:
    """What must be known of each figure, in sentences; empty where nothing must."""
    columns = ("indicator", "reference_date", "level", "municipality", "area")
    told = [
        " ".join(
            one.text
            for one in described[key].remarks_on(
                day, town, area=area if level == "planning_area" else None
            )
        )
        for key, day, level, town, area in figures.select(columns).iter_rows()
    ]
    return pl.Series("remarks", [text or None for text in told], dtype=pl.String)


def _change_words(words: ExportWords) -> pl.Expr:
    """What is known of a change; a change of which nothing is known was not tested."""
    untested = pl.col("change").is_not_null() & (pl.col("change_significance") == "unknown")
    told = _look_up("change_significance", words.words)
    return pl.when(untested).then(pl.lit(words.words["untested"])).otherwise(told)


def _look_up(column: str, words: Mapping[str, str]) -> pl.Expr:
    found = pl.col(column).replace_strict(words, default=pl.col(column), return_dtype=pl.String)
    return pl.when(found != "").then(found)


def _rounded(table: pl.DataFrame) -> pl.DataFrame:
    """Counts without decimals where they are whole, other numbers with four."""
    whole = [
        pl.col(name).cast(pl.Int64)
        for name in ("numerator", "denominator")
        if (table[name].drop_nulls() % 1 == 0).all()
    ]
    table = table.with_columns(whole)
    floats = [name for name, kind in table.schema.items() if kind.is_float()]
    return table.with_columns(pl.col(name).round(DIGITS) for name in floats)
