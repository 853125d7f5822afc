"""Ranges: stretches of house numbers, as street keys and the agency's street grid hold them.

A number that lies in a stretch has an area; that the house exists is not proved, so it is never an
address.
"""

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.errors import AddressColumnError

__all__ = ["END", "PARITIES", "clean_ranges", "named_end", "within"]

END = 99_999  # what "to the end of the street" is taken for
PARITIES = ("odd", "even", "both")
_TEXT = ("street", "postcode", "place", "parity")
_SUFFIXES = ("low_suffix", "high_suffix")
_DATES = ("valid_from", "valid_until")
_SHOWN = 20  # more faults than this do not help


def clean_ranges(ranges: pl.DataFrame | None, areas: tuple[str, ...]) -> pl.DataFrame:
    """Ranges with our columns and whole numbers.

    Args:
        ranges: as ``make_reference`` takes them.
        areas: the area columns of the houses; each is null where the ranges lack it.

    Raises:
        AddressColumnError: when a column is missing.
        FaultsFoundError: with every range that is none.
    """
    schema = dict.fromkeys(_TEXT, pl.String) | dict.fromkeys(("low", "high"), pl.Int32)
    schema |= dict.fromkeys(_SUFFIXES, pl.String)
    if ranges is None or ranges.is_empty():
        return pl.DataFrame(schema=schema | dict.fromkeys(areas, pl.String))
    dates = [name for name in _DATES if name in ranges.columns]
    for column in ("street", "parity", "low", "high", "area"):
        if column not in ranges.columns:
            raise AddressColumnError(table=_("ranges"), column=column, known=ranges.columns)
    rows = ranges.with_columns(
        *(
            (pl.col(name) if name in ranges.columns else pl.lit(""))
            .cast(pl.String)
            .fill_null("")
            .str.strip_chars()
            .alias(name)
            for name in _TEXT
        ),
        *(
            (pl.col(name) if name in ranges.columns else pl.lit(None)).cast(pl.String).alias(name)
            for name in areas
        ),
        *(
            (pl.col(name) if name in ranges.columns else pl.lit(None))
            .cast(pl.String)
            .str.strip_chars()
            .str.to_lowercase()
            .replace("", None)
            .alias(name)
            for name in _SUFFIXES
        ),
        pl.col("low").cast(pl.Int32, strict=False),
        pl.col("high").cast(pl.Int32, strict=False).fill_null(END),
    )
    _refuse(rows)
    return rows.select(*schema, *areas, *dates)


def _refuse(rows: pl.DataFrame) -> None:
    numbered = rows.with_row_index("row", offset=2)
    wrong = numbered.filter(
        ~pl.col("parity").is_in(PARITIES)
        | pl.col("low").is_null()
        | (pl.col("low") > pl.col("high"))
    )
    if wrong.height:
        text = _(
            "This is no range of house numbers: it needs odd, even or both, a first number, and a "
            "last number that is not smaller."
        )
        where = _("row {row}")
        raise FaultsFoundError(
            _("ranges"),
            [
                Fault(code="no_range", message=text, where=where.format(row=row))
                for row in wrong["row"].head(_SHOWN)
            ],
        )


def within(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Whether the asked numbers touch a range ``low, low_suffix, high, high_suffix, parity``.

    A null ``low_suffix`` begins with the bare number, a null ``high_suffix`` ends with the
    number's last suffix.

    Args:
        first: lowest number asked, its suffix in ``suf``.
        last: highest number asked, its suffix in ``suf2``; equal to the first for a single house.
    """
    odd = pl.when(first % 2 == 1).then(pl.lit("odd")).otherwise(pl.lit("even"))
    mixed = (last - first) % 2 == 1
    side = pl.col("parity").is_in(["both"]) | (pl.col("parity") == odd) | mixed
    end = pl.coalesce("suf2", "suf").fill_null("")
    before = (last == pl.col("low")) & (end < pl.col("low_suffix").fill_null(""))
    behind = (first == pl.col("high")) & (pl.col("suf").fill_null("") > pl.col("high_suffix"))
    touched = (pl.col("low") <= last) & (pl.col("high") >= first)
    return side & touched & ~before & ~behind.fill_null(value=False)


def named_end(number: pl.Expr) -> pl.Expr:
    """Whether a range ends at a number and says with which suffix: it has it then."""
    low = (pl.col("low") == number) & pl.col("low_suffix").is_not_null()
    return low | ((pl.col("high") == number) & pl.col("high_suffix").is_not_null())
