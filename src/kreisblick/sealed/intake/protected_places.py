"""Facilities that must not be found: shelters whose address is protected.

One of the places that guard privacy: a list of facilities is published with addresses and points.
"""

import polars as pl

from kreisblick.territory.addresses import shipped_rules
from kreisblick.territory.addresses.normalise import fold

__all__ = ["PROTECTED", "hide_protected"]

PROTECTED = "protected_address"  # reason of the address programme, and its pattern in the rules
WHERE = ("street", "number", "suffix", "postcode", "place", "x", "y")
CALLED = ("name", "kind")  # a women's refuge is called one, whatever stands in its address


def hide_protected(
    records: pl.DataFrame, reason: pl.Series | None
) -> tuple[pl.DataFrame, pl.Series]:
    """The records of facilities, those that must not be found without any place; and which.

    Protected is what the address programme says (by a decision, or because the list itself says
    it), and what is called so by its name or kind. It stays in the list, without address, point
    and area.

    Args:
        records: one row per facility.
        reason: of the address programme, in row order; None where points were delivered.
    """
    rules = shipped_rules()
    pattern = rules.no_address[PROTECTED]
    hidden = pl.Series([False] * records.height, dtype=pl.Boolean)
    if reason is not None:
        hidden = (reason == PROTECTED).fill_null(value=False)
    for name in CALLED:
        if name in records.columns:
            words = records.select(fold(pl.col(name).cast(pl.String).fill_null(""), rules))
            hidden = hidden | words.to_series().str.contains(pattern)
    places = [n for n in records.columns if n in WHERE or n == "area" or n.startswith("area_")]
    open_ = ~hidden
    return records.with_columns(pl.when(open_).then(pl.col(n)).alias(n) for n in places), hidden
