"""Text cells to typed values, column by column, by explicit mapping; never by guessing."""

from dataclasses import dataclass

import polars as pl

from kreisblick.sealed.intake.written_days import spelt_out
from kreisblick.sealed.mapping.columns import Field_
from kreisblick.sealed.reading.format import Format

__all__ = ["Converted", "codes", "convert", "numbers", "whole_date", "year"]

# 153.99999999999997 is 154 written by a programme that divided and multiplied again
FLOAT_NOISE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Converted:
    """A typed column, and which of its cells could not be read.

    Attributes:
        values: typed; null where the cell is empty or unreadable.
        bad: True where there is content that is no such value.
        empty: True where there is nothing.
    """

    values: pl.Series
    bad: pl.Series
    empty: pl.Series


def convert(cells: pl.Series, rule: Field_, form: Format) -> Converted:
    """A column of text as the field's type."""
    empty = cells.is_null()
    if rule.as_ == "code":
        values = codes(cells, rule.codes)
        if rule.otherwise is not None:
            other = cells.is_not_null() & values.is_null()
            values = values.set(other, rule.otherwise)
    elif rule.as_ == "year":
        values = year(cells)
    elif rule.as_ == "date":
        values = whole_date(cells)
    elif rule.as_ in {"integer", "decimal"}:
        values = numbers(cells, form, whole=rule.as_ == "integer")
    else:
        values = cells
    if rule.empty is not None:
        filled = pl.Series([rule.empty]).cast(values.dtype)[0]
        values = pl.select(pl.when(empty).then(pl.lit(filled)).otherwise(values)).to_series()
    return Converted(values=values, bad=values.is_null() & ~empty, empty=empty)


def numbers(cells: pl.Series, form: Format, *, whole: bool) -> pl.Series:
    """Numbers as the supplier writes them; null for everything else.

    A thousands sign must stand where thousands are: ``12.5`` is no number where the point
    separates thousands, because it may be twelve and a half or a hundred and twenty-five.
    """
    decimal, thousands = _escaped(form.decimal), _escaped(form.thousands)
    grouped = rf"[0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|" if thousands else ""
    shape = rf"^[-−+]?(?:{grouped}[0-9]+)(?:{decimal}[0-9]+)?(?:[eE][-+]?[0-9]+)?$"
    clean = cells.str.replace_all("\u202f|\u00a0", " ").str.replace("−", "-")
    clean = _closed_up(clean, decimal)
    fits = clean.str.contains(shape)
    text = clean.str.replace_all(form.thousands, "", literal=True) if thousands else clean
    text = text.str.replace(form.decimal, ".", literal=True).str.strip_prefix("+")
    values = pl.select(pl.when(fits).then(text)).to_series().cast(pl.Float64, strict=False)
    if not whole:
        return values
    near = (values - values.round()).abs() <= FLOAT_NOISE
    return pl.select(pl.when(near).then(values.round())).to_series().cast(pl.Int64, strict=False)


def _closed_up(cells: pl.Series, decimal: str) -> pl.Series:
    """``1 234`` as ``1234``: a blank between groups of three can only part thousands."""
    if not cells.str.contains(" ", literal=True).any():
        return cells
    grouped = cells.str.contains(rf"^[-+]?[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+(?:{decimal}[0-9]+)?$")
    closed = cells.str.replace_all(" ", "", literal=True)
    return pl.select(pl.when(grouped).then(closed).otherwise(cells)).to_series()


def year(cells: pl.Series) -> pl.Series:
    """The year of ``1987``, ``01.02.1987``, ``1987-02-01``, ``19870201``, ``01021987``.

    Nothing else is kept.
    """
    cells = spelt_out(cells)
    patterns = (
        r"^([0-9]{4})(?:-[0-9]{2}-[0-9]{2}|[0-9]{4})?$",
        r"^[0-9]{1,2}\.[0-9]{1,2}\.([0-9]{4})$",
    )
    found = [cells.str.extract(pattern, 1) for pattern in patterns]
    return pl.select(pl.coalesce(*found)).to_series().cast(pl.Int64, strict=False)


def whole_date(cells: pl.Series) -> pl.Series:
    """The day of ``01.02.1987``, ``1987-02-01``, ``19870201``, ``01021987``; else null."""
    cells = spelt_out(cells)
    iso = cells.str.replace(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", "${1}-${2}-${3}")
    german = r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})$"
    parts = [cells.str.extract(german, group).str.zfill(2) for group in (3, 2, 1)]
    day = pl.select(pl.coalesce(pl.concat_str(parts, separator="-"), iso)).to_series()
    return day.str.to_date("%Y-%m-%d", strict=False)


def codes(cells: pl.Series, translation: dict[str, str]) -> pl.Series:
    """Codes through their list, without regard to case; null for a code that is not in it."""
    lower = {key.strip().casefold(): value for key, value in translation.items()}
    distinct = {text: lower.get(text.casefold()) for text in cells.drop_nulls().unique()}
    return cells.replace_strict(distinct, default=None, return_dtype=pl.String)


def _escaped(sign: str) -> str:
    return rf"\{sign}" if sign in {".", ","} else sign
