"""Expand: lists with stretches and lists with houses made comparable, number by number."""

import polars as pl

from kreisblick.territory.streets.model import STREET, Streets
from kreisblick.territory.streets.numbers import part_number, side
from kreisblick.territory.streets.place import place_in_ranges

__all__ = ["points_of"]

_KEPT = (*STREET, "municipality", "street_key", "n", "suffix", "area")
_HOUSE = (*STREET, "n", "suffix")
_BOTH_SIDES = pl.lit(2, pl.Int32)  # a whole street has at least numbers 1 and 2


def points_of(streets: Streets, other: Streets) -> pl.DataFrame:
    """The houses of a list with their areas, for comparison with another list.

    Where a street is kept as stretches, the houses that the other list has there are taken, as far
    as a stretch holds them; where the other list has none, every number of the stretches, an open
    end being cut at the highest number that either list names.

    Returns:
        ``street, postcode, place`` ("" where unknown), ``municipality, street_key`` (null where
        unknown), ``n`` (null for a place without number), ``suffix``, ``area``; each house once.
    """
    own = _numbers(streets.houses)
    known = streets.houses.select(STREET).unique()
    ranges = streets.ranges.join(known, on=STREET, how="anti", nulls_equal=True)
    if not ranges.height:
        return own
    asked = other.houses.join(ranges.select("street").unique(), on="street", how="semi")
    held = asked.with_columns(area=place_in_ranges(asked, ranges)).filter(
        pl.col("area").is_not_null()
    )
    rest = _unasked(ranges, asked)
    numbers = _expanded(rest, _highest(rest, other))
    found = pl.concat([own, _numbers(held), numbers])
    return found.unique(_HOUSE, keep="first", maintain_order=True)


def _unasked(ranges: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The stretches of streets of which the other list has no house under that postcode."""
    keys = ["street", "postcode"]
    any_code = ranges["postcode"].is_null()
    return pl.concat(
        [
            ranges.filter(~any_code).join(asked.select(keys).unique(), on=keys, how="anti"),
            ranges.filter(any_code).join(asked.select("street").unique(), on="street", how="anti"),
        ]
    )


def _numbers(houses: pl.DataFrame) -> pl.DataFrame:
    """One row per house."""
    read = part_number(pl.col("number"), pl.col("suffix"))
    rows = _complete(houses).with_columns(_read=read).drop("suffix").unnest("_read")
    return rows.select(_KEPT).unique(_HOUSE, keep="first", maintain_order=True)


def _highest(ranges: pl.DataFrame, other: Streets) -> pl.DataFrame:
    """The highest number of every street that one of two lists names."""
    both = pl.concat([f.select("street", "low", "high") for f in (ranges, other.ranges)])
    last = pl.max_horizontal("low", "high").max()
    return both.group_by("street").agg(_highest=last)


def _expanded(ranges: pl.DataFrame, highest: pl.DataFrame) -> pl.DataFrame:
    """Every number that stretches hold."""
    rows = _complete(ranges).join(highest, on="street", how="left")
    last = pl.coalesce("high", pl.max_horizontal("_highest", "low", _BOTH_SIDES))
    rows = rows.with_columns(n=pl.int_ranges("low", last + 1)).explode("n")
    rows = rows.filter(pl.col("n").is_not_null())
    holds = (pl.col("parity") == "both") | (pl.col("parity") == side(pl.col("n")))
    named = pl.when(pl.col("n") == pl.col("low")).then(pl.col("low_suffix").str.to_lowercase())
    rows = rows.filter(holds).with_columns(pl.col("n").cast(pl.Int32), suffix=named.fill_null(""))
    return rows.select(_KEPT).unique(_HOUSE, keep="first", maintain_order=True)


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    absent = [n for n in ("municipality", "street_key") if n not in frame.columns]
    return frame.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in absent),
        *(pl.col(name).fill_null("") for name in STREET),
    )
