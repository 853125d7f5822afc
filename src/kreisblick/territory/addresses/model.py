"""Addresses, their reference, and what can be said about one of them."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

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
            place`` (text, "" where unknown), ``municipality`` (null where unknown or several),
            ``key`` (folded), ``plain`` (without umlauts), ``blind`` (nor double letters), ``words``
            (spelt out), ``place_key``,
            ``lowest, highest`` (house numbers), ``label``, ``first_house, house_count`` (rows of
            ``houses``) and ``only_<column>``: the area all its addresses lie in, null when there
            are several.
        houses: one row per address: ``house`` (row number), ``sid, n, suf`` (null, null for a
            place without number), ``address_id``, the area columns and, where the list knows them,
            ``x, y``, sorted by ``sid``; without rows where they lie in an index.
        area_columns: ``area`` and any ``area_<generation>``.
        ranges: one row per stretch of house numbers: ``sid, parity`` (odd, even, both), ``low,
            low_suffix, high, high_suffix`` and the area columns; without rows where only single
            addresses are known.
        names: one row per other name of a street: ``sid, key, reason`` (other_name, former_name).
        index: the folder the houses lie in; None where they are in ``houses``.
        has_areas: whether the list knows areas at all; if it does, a house without one is in none.
    """

    streets: pl.DataFrame = field(repr=False)
    houses: pl.DataFrame = field(repr=False)
    area_columns: tuple[str, ...]
    ranges: pl.DataFrame = field(repr=False)
    names: pl.DataFrame = field(repr=False)
    index: Path | None = None
    has_areas: bool = True
