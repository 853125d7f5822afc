"""House numbers of a list: whole number and suffix, one after the other along the street."""

import polars as pl

__all__ = ["LAST", "order", "part_number", "side"]

LAST = "\U0010ffff"  # comes after every suffix


def part_number(number: pl.Expr, suffix: pl.Expr) -> pl.Expr:
    """Number and suffix, wherever the suffix stands, as struct ``n`` (whole), ``suffix`` (text).

    ``0012 A`` is 12, a; a place without number has a null ``n``; a suffix that is absent is "".
    """
    whole = pl.concat_str(number.fill_null(""), suffix.fill_null("")).str.strip_chars()
    groups = whole.str.extract_groups(r"^0*(?<n>[1-9]\d{0,6})\s*(?<suffix>.*?)\s*$")
    n = groups.struct.field("n").replace("", None).cast(pl.Int32)
    rest = groups.struct.field("suffix").str.to_lowercase().str.replace_all(r"\s", "")
    return pl.struct(n=n, suffix=pl.when(n.is_not_null()).then(rest).fill_null(""))


def side(n: pl.Expr) -> pl.Expr:
    """``odd`` or ``even``."""
    return pl.when(n % 2 == 1).then(pl.lit("odd")).otherwise(pl.lit("even"))


def order(n: pl.Expr, suffix: pl.Expr) -> pl.Expr:
    """A struct that sorts as houses stand along a street: 12, 12 1/2, 12a, 12b, 13."""
    return pl.struct(n=n, suffix=suffix.fill_null("").str.to_lowercase())
