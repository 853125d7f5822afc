"""Addresses, their reference, and what can be said about one of them."""

from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

__all__ = ["Decision", "Reference"]


class Decision(StrEnum):
    """What became of an address."""

    MATCH = "match"
    AREA_ONLY = "area_only"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """All addresses of a district with their areas, ready to be searched.

    Attributes:
        streets: one row per street as written, postcode and place: ``sid, street, postcode,
            place`` (text, "" where unknown), ``key`` (folded), ``blind`` (without umlauts),
            ``words`` (spelt out), ``place_key``, ``lowest, highest`` (house numbers), ``label``,
            and ``only_<column>``: the area all its addresses lie in, null when there are several.
        houses: one row per address: ``house`` (row number), ``sid, n, suf`` (null, null for a
            place without number), ``address_id`` and the area columns.
        area_columns: ``area`` and any ``area_<generation>``.
        ranges: one row per stretch of house numbers: ``sid, parity`` (odd, even, both), ``low,
            high`` and the area columns; without rows where only single addresses are known.
    """

    streets: pl.DataFrame = field(repr=False)
    houses: pl.DataFrame = field(repr=False)
    area_columns: tuple[str, ...]
    ranges: pl.DataFrame = field(repr=False)
