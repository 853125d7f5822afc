"""Counts: figures that cannot be counts stop the audit; nothing can be proved about them."""

from collections.abc import Iterator

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.audit.files import Published
from kreisblick.protection.audit.model import Breach, Kind

__all__ = ["faulty_counts"]


def faulty_counts(published: Published) -> Iterator[Breach]:
    """Negative figures and decimals where people or things are counted; rates may fall below 0."""
    cells = published.cells
    numbers = [pl.col(name) for name in ("value", "lower", "upper")]
    added = ~pl.col("cube").is_in(published.never_added)
    negative = cells.filter(pl.any_horizontal(*[number < 0 for number in numbers]) & added)
    fraction = (pl.col("value") % 1 != 0) & pl.col("value").is_finite()
    counted = (pl.col("observation") == "counted") & added
    fractional = cells.filter(fraction & counted)
    odd = cells.filter(pl.any_horizontal(*[~number.is_finite() for number in numbers]))
    kinds: list[tuple[Kind, pl.DataFrame, str]] = [
        ("negative", negative, _("{count} published figures are below zero.")),
        ("fractional", fractional, _("{count} counts are not whole numbers.")),
        ("not_a_number", odd, _("{count} published figures are no numbers.")),
    ]
    for kind, found, words in kinds:
        if found.height:
            where = "/".join(str(x) for x in found.select("cube", "slice", "area").row(0))
            yield Breach(kind=kind, quantity=where, detail=words.format(count=found.height))
