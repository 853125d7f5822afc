"""Read house numbers: number, suffix, ranges; and part them from a street field."""

import polars as pl

from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["part_street", "read_number", "whole_suffix"]

_JOIN = r"(?:-|–|—|/|\+|,|&|\bu\.|\bund\b|\bu\b|\bbis\b)"
_PREFIX = r"(?i)^\s*(?:haus-?\s?)?(?:nummer|nr|no|hnr)?\.?\s*"
_NUMBER = (
    r"^0*(?<n>[1-9]\d{0,4})\s*(?<suf>[a-z]\b)?"
    rf"(?:\s*(?<join>{_JOIN})\s*(?:0*(?<n2>[1-9]\d{{0,4}}))?\s*(?<suf2>[a-z]\b)?)?\s*(?<rest>.*)$"
)
_FRACTION = r"^0*[1-9]\d*\s+(\d/\d)\b"
_EMBEDDED = (
    r"(?i)^(?<street>.*?(?:[^\s,\d]|\d\b))[\s,]*(?<number>(?:\b(?:nr|no)\.?\s*)?\d{1,5}\s*(?:[a-z]\b)?"
    rf"(?:\s*{_JOIN}\s*(?:\d{{1,5}}\s*(?:[a-z]\b)?|[a-z]\b))*(?:\s+\d/\d)?)[\s.,]*$"
)


def part_street(street: pl.Expr, rules: AddressRules) -> pl.Expr:
    """A street field that ends with a house number as struct ``street, number``.

    Both are null where no number stands at the end. ``Straße des 17. Juni 135`` is parted at the
    last number, ``Hauptstr. 14-16`` before the range.
    """
    return street.str.replace(rules.tails, "").str.extract_groups(_EMBEDDED)


def read_number(number: pl.Expr, rules: AddressRules) -> pl.Expr:
    """A house number as struct ``n, suf, n2, suf2``; ``n`` is null where there is none.

    ``012 A`` is 12, a; ``14-16`` is 14 to 16; ``12 a-c`` is 12, a to 12, c; ``12 1/2`` has the
    suffix ``1/2``; whatever else follows the number is its suffix, so that it is never taken for
    the bare number.
    """
    text = number.fill_null("").str.replace(rules.tails, "").str.to_lowercase()
    text = text.str.replace(_PREFIX, "").str.strip_chars(" .,;")
    groups = text.str.extract_groups(_NUMBER)

    def part(name: str) -> pl.Expr:
        found = groups.struct.field(name)
        return pl.when(found == "").then(None).otherwise(found)

    first, second = part("n").cast(pl.Int32), part("n2").cast(pl.Int32)
    left, right, fraction = part("suf"), part("suf2"), text.str.extract(_FRACTION, 1)
    backwards = second <= first
    # "12/1" is no range: a second number that is not higher is an extension of the first
    extension = pl.when(backwards).then(
        pl.concat_str(pl.lit("/"), second.cast(pl.String), right.fill_null(""))
    )
    lone = pl.when(second.is_null() & left.is_null()).then(right)  # "12-a" is 12a
    rest = part("rest").str.replace_all(r"[\s.\-]", "")
    suffix = pl.coalesce(fraction, extension, left, lone, pl.when(rest != "").then(rest))
    spread = fraction.is_null() & ~backwards.fill_null(value=False)
    letters = second.is_null() & left.is_not_null() & right.is_not_null()
    return pl.struct(
        n=first,
        suf=pl.when(first.is_not_null()).then(suffix.fill_null("")),
        n2=pl.when(spread & letters).then(first).when(spread).then(second),
        suf2=pl.when(spread & (letters | second.is_not_null())).then(right.fill_null("")),
    )


def whole_suffix(read: pl.Expr) -> pl.Expr:
    """The suffix of a number that was read, with its range: ``-16`` for 14-16, null without one."""
    last = pl.concat_str(read.struct.field("n2").cast(pl.String), read.struct.field("suf2"))
    ranged = pl.concat_str(read.struct.field("suf"), pl.lit("-"), last)
    return pl.when(last.is_not_null()).then(ranged).otherwise(read.struct.field("suf"))
