"""Stretches of house numbers from the columns in which towns and the agency keep them."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.territory.streets.model import RANGES
from kreisblick.territory.streets.numbers import part_number
from kreisblick.territory.streets.rules import shipped_street_rules, squeeze

__all__ = ["SIDES", "Ends", "has_stretches", "stretches_of"]

SIDES = ("", "odd_", "even_", "left_", "right_")  # prefixes of low, low_suffix, high, high_suffix
_SHOWN = 20  # more faults than this do not help
_PARTS = tuple(f"{side}{part}" for side in SIDES for part in ("low", "high"))
_PARTS += tuple(f"{side}{part}" for side in SIDES for part in ("low_suffix", "high_suffix"))


@dataclass(frozen=True, kw_only=True)
class Ends:
    """What a last number means.

    Attributes:
        odd, even: whole numbers that stand for the end of the street; None: none does.
        open_high: whether an empty last number reaches to the end; otherwise the stretch is the
            first number alone.
    """

    odd: int | None = None
    even: int | None = None
    open_high: bool = False


def has_stretches(columns: list[str]) -> bool:
    """Whether a table keeps stretches of house numbers."""
    return any(f"{side}low" in columns for side in SIDES)


def stretches_of(
    table: pl.DataFrame, ends: Ends, *, first: int
) -> tuple[pl.DataFrame, list[Fault]]:
    """The stretches of a table with our names, and what is wrong with it.

    A row may hold one stretch (``parity, low, high``), one per side (``odd_low, even_low …``), or
    the left and the right side, whose numbers tell which is odd. An empty first number is the
    first of its side, and so is a zero; a row with neither first nor last number is the whole
    street.

    Args:
        table: all text; ``street`` is there.
        ends: what a last number means.
        first: the file's line of the first row, for messages.
    """
    rows = table.with_row_index("_line", offset=first).filter(
        pl.col("street").fill_null("").str.strip_chars() != ""
    )
    absent = [n for n in ("postcode", "place", "area") if n not in rows.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    parts = [_side(rows, side, ends) for side in SIDES if f"{side}low" in rows.columns]
    found = pl.concat(parts, how="vertical").sort("_line", "parity", maintain_order=True)
    faults = list(_faults(found))
    more = [n for n in found.columns if n not in RANGES and not n.startswith("_")]
    return found.select(*RANGES, *more), faults


def _side(rows: pl.DataFrame, side: str, ends: Ends) -> pl.DataFrame:
    """The stretches of one side; left and right only where they say something."""
    names = {part: f"{side}{part}" for part in ("low", "low_suffix", "high", "high_suffix")}
    text = {
        part: (pl.col(name) if name in rows.columns else pl.lit(None)).cast(pl.String)
        .fill_null("").str.strip_chars().str.replace(r"(?i)^0+[a-z]?$", "")
        for part, name in names.items()
    }  # fmt: skip
    low, high = (part_number(text[part], text[f"{part}_suffix"]) for part in ("low", "high"))
    part = rows.with_columns(
        _low=low, _high=high, _low_text=text["low"], _high_text=text["high"]
    ).drop([n for n in _PARTS if n in rows.columns])
    if side:
        part = part.filter((pl.col("_low_text") != "") | (pl.col("_high_text") != ""))
    part = part.with_columns(parity=_parity(part, side))
    return _numbers(part, ends)


def _parity(part: pl.DataFrame, side: str) -> pl.Expr:
    """Which numbers a stretch holds; null where the list's word is unknown."""
    if side in ("odd_", "even_"):
        return pl.lit(side.removesuffix("_"))
    low, high = (pl.col(f"_{end}").struct.field("n") for end in ("low", "high"))
    if side:
        last = pl.coalesce(high, low)
        odd = (pl.coalesce(low, high) % 2 == 1) & (last % 2 == 1)
        even = (pl.coalesce(low, high) % 2 == 0) & (last % 2 == 0)
        one = pl.when(odd).then(pl.lit("odd")).when(even).then(pl.lit("even"))
        return one.otherwise(pl.lit("both"))
    if "parity" not in part.columns:
        return pl.lit("both")
    words = {
        squeeze(w): name for name, some in shipped_street_rules().parities.items() for w in some
    }
    said = part["parity"].fill_null("").unique().to_list()
    meant = {word: words.get(squeeze(word)) for word in said}
    return pl.col("parity").fill_null("").replace_strict(meant, return_dtype=pl.String)


def _numbers(part: pl.DataFrame, ends: Ends) -> pl.DataFrame:
    """First and last number; a null last number reaches to the end."""
    low, high = pl.col("_low").struct.field("n"), pl.col("_high").struct.field("n")
    words = [squeeze(word) for word in shipped_street_rules().to_the_end]
    said_end = pl.col("_high_text").str.to_lowercase().str.replace_all(r"[^a-z0-9ß]", "")
    said_end = said_end.str.replace_all("ß", "ss").is_in(words)
    said_end |= (pl.col("parity") == "odd") & (high == (ends.odd or -1)) & high.is_not_null()
    said_end |= (pl.col("parity") == "even") & (high == (ends.even or -1)) & high.is_not_null()
    blank_low, blank_high = pl.col("_low_text") == "", pl.col("_high_text") == ""
    to_end = said_end.fill_null(value=False) | (blank_high & (blank_low | ends.open_high))
    alone = blank_high & ~to_end
    least = pl.when(pl.col("parity") == "even").then(2).otherwise(1)
    suffixes = [
        pl.col(f"_{end}").struct.field("suffix").replace("", None) for end in ("low", "high")
    ]
    return part.with_columns(
        low=pl.when(blank_low).then(least).otherwise(low).cast(pl.Int32),
        low_suffix=suffixes[0],
        high=pl.when(to_end).then(None).when(alone).then(low).otherwise(high).cast(pl.Int32),
        high_suffix=pl.when(to_end).then(None).when(alone).then(suffixes[0]).otherwise(suffixes[1]),
        _no_number=(~blank_low & low.is_null()) | (~to_end & ~alone & high.is_null()),
    )


def _faults(found: pl.DataFrame) -> Iterator[Fault]:
    wrong = {
        "no_parity": (
            pl.col("parity").is_null(),
            _("It is not said whether odd or even numbers are meant. Write odd, even or both."),
        ),
        "no_range": (
            pl.col("_no_number"),
            _("The first or the last house number is no number. Correct it."),
        ),
    }
    for code, (condition, text) in wrong.items():
        for line in found.filter(condition)["_line"].unique().sort().head(_SHOWN):
            yield Fault(code=code, message=text, where=_("line {line}").format(line=line))
