"""Strays: cells that are not of the kind of their column, whole columns at once.

Every function takes a column of text and gives a column of truth; empty cells are no strays. Texts
that say that something is unknown ("k. A.", "-", "<10") are none either.
"""

import polars as pl

from kreisblick.sealed.intake.written_days import spelt_out
from kreisblick.sealed.mapping.shapes import CLASS, NUMBER, SIGNS

__all__ = [
    "dates_in",
    "no_dates",
    "no_numbers",
    "no_postcodes",
    "of_another_kind",
    "says_nothing",
    "too_short_keys",
]

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%y", "%Y-%m-%dT%H:%M:%S")
# registers write zeros where a day or month of birth is unknown
UNKNOWN_DAY = (
    r"^(?:00\.(?:0[0-9]|1[0-2])\.[0-9]{4}|[0-9]{4}(?:0[0-9]|1[0-2])00|[0-9]{4}-[01][0-9]-00)$"
)
RARE_PERCENT = 5.0  # cells of another kind in a column that has one
FEWEST = 10  # cells that show a column's kind
MOST_KINDS = 400  # distinct cells of a list of codes or keys; more are names


def says_nothing(cells: pl.Series) -> pl.Series:
    """Empty, or a sign in place of a value."""
    return (cells.is_null() | cells.str.contains(SIGNS)).fill_null(value=True)


def no_numbers(cells: pl.Series) -> pl.Series:
    """Neither a number, nor a sign in place of one, nor a class from the lower to the upper end."""
    first, last = (cells.str.extract(CLASS, end).cast(pl.Int64, strict=False) for end in (1, 2))
    a_class = (first < last).fill_null(value=False)
    return ~says_nothing(cells) & ~a_class & ~cells.str.contains(NUMBER).fill_null(value=True)


def dates_in(cells: pl.Series) -> pl.Series:
    """The days of a column as dates, however they are written; null for all else."""
    distinct = cells.drop_nulls().unique()
    written = spelt_out(distinct)
    found = [written.str.to_date(form, strict=False) for form in DAY_FORMATS]
    days = pl.select(pl.coalesce(*found)).to_series() if len(distinct) else distinct.cast(pl.Date)
    return cells.replace_strict(distinct, days, default=None, return_dtype=pl.Date)


def no_dates(cells: pl.Series) -> pl.Series:
    """No day of the calendar; a day that is written as unknown is one."""
    unknown = spelt_out(cells).str.contains(UNKNOWN_DAY).fill_null(value=False)
    return ~says_nothing(cells) & dates_in(cells).is_null() & ~unknown


def no_postcodes(cells: pl.Series, *, with_place: bool = False) -> pl.Series:
    """No five digits; in a column that also names the place, none in front of it."""
    shape = r"^(?:D-)?[0-9]{5}(?:\s|$)" if with_place else r"^(?:D-)?[0-9]{5}$"
    return ~says_nothing(cells) & ~cells.str.contains(shape).fill_null(value=True)


def of_another_kind(cells: pl.Series) -> pl.Series:
    """Words among figures, figures among words, codes of half or double the length.

    Only in a list of codes or keys, and only where such cells are rare.
    """
    counted = cells.filter(~says_nothing(cells)).alias("text").value_counts()
    whole = int(counted["count"].sum())
    if whole < FEWEST or counted.height > MOST_KINDS:
        return pl.Series([False] * len(cells), dtype=pl.Boolean)
    digits = pl.col("text").str.contains("[0-9]")
    length = pl.col("text").str.len_chars()
    odd = counted.with_columns(digits=digits, length=length).with_columns(
        alike=pl.col("count").sum().over("digits"),
    )
    rare = max(1.0, RARE_PERCENT / 100 * whole)
    usual = odd.filter(pl.col("count") > rare)["length"]
    if usual.is_empty():
        usual = odd.filter(pl.col("alike") > rare)["length"]
    low, high = usual.min(), usual.max()
    sized = (2 * pl.col("length") <= low) | (pl.col("length") >= 2 * pl.lit(high))
    strange = (pl.col("alike") <= rare) | ((pl.col("count") <= rare) & sized)
    return cells.is_in(odd.filter(strange)["text"].to_list()).fill_null(value=False)


def too_short_keys(cells: pl.Series) -> pl.Series:
    """Keys of figures that have lost their leading zero: one figure less than all the others."""
    figures = cells.str.contains(r"^[0-9]+$").fill_null(value=False)
    long = cells.filter(figures).str.len_chars()
    nothing = pl.Series([False] * len(cells), dtype=pl.Boolean)
    lengths = long.mode().to_list()
    if not lengths or max(lengths) < 2:
        return nothing
    usual = int(max(lengths))
    zeros = cells.filter(figures).str.starts_with("0").any()
    alike = (long == usual).sum()
    short = figures & (cells.str.len_chars() == usual - 1).fill_null(value=False)
    return short if zeros and alike > short.sum() and alike >= 3 else nothing
