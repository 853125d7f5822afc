"""Read house numbers: number, suffix, ranges; and part them from a street field."""

import polars as pl

from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["part_otherwise", "part_street", "part_town", "read_number", "with_number"]

_JOIN = r"(?:-|–|—|/|\+|,|&|\bu\.|\bund\b|\bu\b|\bbis\b)"
_NR = r"(?:haus-?\s?)?(?:nummer|nr|no|hnr)"
_PREFIX = rf"(?i)^[^\da-z]*(?:{_NR})?\.?[^\da-z]*"
_PARTS = r"(\d\s*[a-z]?)\s*(?:\bu\.?|\bund|\bbis|[+&;])\s*(\d)"  # "12 u. 14"
_ONE = r"\d{1,5}\s*[a-z]?"
_LIST = (  # 12/14/16
    rf"^(?<first>{_ONE})\s*[-–—/,]\s*(?<second>{_ONE})"
    rf"(?:\s*[-–—/,]\s*{_ONE})*\s*[-–—/,]\s*(?<last>{_ONE})$"
)
_NUMBER = (
    r"^0*(?<n>[1-9]\d{0,4})\s*(?<suf>[a-z]\b)?"
    rf"(?:\s*(?<join>{_JOIN})\s*(?:0*(?<n2>[1-9]\d{{0,4}}))?\s*(?<suf2>[a-z]\b)?)?\s*(?<rest>.*)$"
)
_FRACTION = r"^0*[1-9]\d*\s+(\d/\d)\b"
_EMBEDDED = (
    r"(?i)^(?<street>.*?(?:[^\s,\d]|\d\b))[\s,]*"
    rf"(?<number>(?:\b{_NR}\.?\s*)?\d{{1,5}}\s*(?:[a-z]\b)?"
    rf"(?:\s*{_JOIN}\s*(?:\d{{1,5}}\s*(?:[a-z]\b)?|[a-z]\b))*(?:\s+\d/\d)?)[\s.,]*$"
)
_LAST = r"(?i)^(?<street>.*[^\s,])[\s,]+(?<number>\d{1,5}\s*(?:[a-z]\b)?)[\s.,]*$"
_FIRST = r"(?i)^(?<number>\d{1,4}\s?(?:[a-z]\b)?)[\s,]+(?<street>[^\d\s.,].*)$"
_TOWN = r"(?i)^(?<street>.*\S)[\s,;|•·]+(?:D\s*-?\s*)?(?<postcode>\d{5})\s+(?<place>[^\d,]{2,})$"
_TOWN_ONLY = r"(?i)^(?<street>.*\d\s?[a-z]?)\s*[,;|•·]\s*(?<place>[^\d,]{3,})$"


def part_town(street: pl.Expr) -> pl.Expr:
    """An address written in one field as struct ``street, postcode, place``; nulls if it is none.

    ``Hauptstr. 5, 34117 Kassel`` and ``Hauptstr. 5, Kassel`` are parted.
    """
    full, short = street.str.extract_groups(_TOWN), street.str.extract_groups(_TOWN_ONLY)
    return pl.struct(
        street=pl.coalesce(full.struct.field("street"), short.struct.field("street")),
        postcode=full.struct.field("postcode"),
        place=pl.coalesce(full.struct.field("place"), short.struct.field("place")),
    )


def part_otherwise(street: pl.Expr, rules: AddressRules) -> tuple[pl.Expr, ...]:
    """Rarer ways to read a street field, for names that are not known: structs ``street, number``.

    Only the last number belongs to the house (``Q7, 12``); the number stands first
    (``12 Karl-Marx-Str.``).
    """
    text = street.str.replace(rules.tails, "")
    return text.str.extract_groups(_LAST), text.str.extract_groups(_FIRST)


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
    text = text.str.replace(_PREFIX, "").str.strip_chars(" .,;").str.replace(r"[.,]0$", "")
    text = _in_one_range(text.str.replace(r"\(([a-z])\)", "$1").str.replace_all(_PARTS, "$1-$2"))
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


def _in_one_range(text: pl.Expr) -> pl.Expr:
    """A list of ascending numbers (``12/14/16``) as the range from its first to its last."""
    groups = text.str.extract_groups(_LIST)
    first, second, last = (
        groups.struct.field(name).str.extract(r"^(\d+)", 1).cast(pl.Int32, strict=False)
        for name in ("first", "second", "last")
    )
    ascending = (first < second) & (second < last)
    whole = pl.concat_str(groups.struct.field("first"), pl.lit("-"), groups.struct.field("last"))
    return pl.when(ascending).then(whole).otherwise(text)


def with_number(rows: pl.DataFrame, number: pl.Expr, rules: AddressRules) -> pl.DataFrame:
    """The rows with ``n, suf, n2, suf2`` of ``read_number`` and ``whole``, each text read once.

    ``whole`` is the suffix with its range: ``-16`` for 14-16.
    """
    rows = rows.with_columns(number_text=number)
    read = (
        rows.select("number_text")
        .unique()
        .with_columns(read_number(pl.col("number_text"), rules).alias("read"))
    )
    read = read.with_columns(whole=_whole_suffix(pl.col("read"))).unnest("read")
    found = rows.join(read, on="number_text", how="left", nulls_equal=True, maintain_order="left")
    return found.drop("number_text")


def _whole_suffix(read: pl.Expr) -> pl.Expr:
    """The suffix of a number that was read, with its range: ``-16`` for 14-16, null without one."""
    last = pl.concat_str(read.struct.field("n2").cast(pl.String), read.struct.field("suf2"))
    ranged = pl.concat_str(read.struct.field("suf"), pl.lit("-"), last)
    return pl.when(last.is_not_null()).then(ranged).otherwise(read.struct.field("suf"))
