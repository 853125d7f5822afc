"""Spread: estimate for areas what is known for a larger place only, by a declared auxiliary.

A count of a municipality, a postcode, an institution is shared out like the auxiliary: residents of
the age group, addresses, places. The result is an estimate and never anything else. Its interval is
that of a Dirichlet-multinomial (see ``bounds``) whose concentration is a number per area of the
place: that areas differ among themselves does not depend on how many they are.
"""

from functools import cache
from typing import Annotated

import numpy as np
import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, read_definition, shipped
from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.crosswalks.bounds import likely
from kreisblick.territory.crosswalks.convert import Converter
from kreisblick.territory.crosswalks.model import OUTSIDE
from kreisblick.territory.crosswalks.share import share
from kreisblick.territory.crosswalks.spread_check import check_spread, keys_without_weight

__all__ = ["SpreadCertainty", "shipped_spread_certainty", "spread"]

ESTIMATED, NOT_DELIVERED = "estimated", "not_delivered"


class SpreadCertainty(Definition):
    """How sure spread counts are (``catalogue/spread.yaml``).

    Attributes:
        confidence: how often the truth lies between the bounds.
        concentration: per area of a place.
    """

    confidence: Annotated[float, Field(gt=0, lt=1)]
    concentration: Annotated[float, Field(gt=0)]


@cache
def shipped_spread_certainty() -> SpreadCertainty:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "spread.yaml"), SpreadCertainty)


def spread(
    values: pl.DataFrame,
    auxiliary: pl.DataFrame,
    *,
    named: str,
    whole_numbers: bool = False,
    outside: bool = False,
    certainty: SpreadCertainty | None = None,
) -> pl.DataFrame:
    """Counts of larger places as estimates for areas, with bounds; the total stays the same.

    The truth lies between the bounds about nine times in ten (``catalogue/spread.yaml``). They meet
    where a place has one area only; the value is an estimate there, too. Where the count of a
    place is unknown, so are its areas.

    Args:
        values: ``key`` (of the place) and one column with counts from 0 on.
        auxiliary: ``area, key, weight``: the weight of an area in a place. An area may have a part
            in several places.
        named: what the auxiliary is, for the reader of the result.
        whole_numbers: by largest remainder within each place; needs whole counts.
        outside: counts of places without any weight go to ``outside``; else they are refused.
        certainty: how sure; the shipped rules when None.

    Returns:
        ``area, value, lower, upper, observation, auxiliary`` sorted by area. ``observation`` is
        ``estimated``; ``not_delivered`` where there is no value.

    Raises:
        FaultsFoundError: with everything that is wrong with the two tables.
    """
    faults = check_spread(values, auxiliary, whole_numbers=whole_numbers, outside=outside)
    if faults:
        raise FaultsFoundError(named, faults)
    certainty = certainty or shipped_spread_certainty()
    ready = Converter(crosswalk=share(_amounts(values, auxiliary), source="key", target="area"))
    given = pl.DataFrame({"key": ready.sources}).join(
        values.select("key", count=pl.exclude("key").cast(pl.Float64)),
        on="key",
        how="left",
        maintain_order="left",
    )["count"]
    counts, unknown = given.fill_null(0.0).to_numpy()[:, None], given.is_null().to_numpy()
    moved = _whole(ready, counts) if whole_numbers else ready.apply(counts)
    least, most = ready.whole @ counts, ready.touched @ counts
    # two roundings of one number are not a width
    most = np.where(np.isclose(least, most, rtol=1e-12), least, most)
    scatter = ready.variance(counts, _concentration(ready, certainty.concentration))
    lower, upper = likely(moved, scatter, least, most, certainty.confidence)
    if whole_numbers:
        lower, upper = np.floor(lower), np.ceil(upper)
    open_ = (ready.touched @ unknown.astype(np.float64)) > 0
    return _table(ready.targets, moved, lower, upper, open_, named, whole_numbers)


def _amounts(values: pl.DataFrame, auxiliary: pl.DataFrame) -> pl.DataFrame:
    """Weights per place and area; places without weight have ``outside``."""
    weighed = (
        auxiliary.filter(pl.col("weight") > 0)
        .select(source="key", target="area", amount=pl.col("weight").cast(pl.Float64))
        .with_columns(basis=pl.lit("auxiliary"), weight_n=pl.lit(1, dtype=pl.Int64))
    )
    alone = keys_without_weight(values, auxiliary)
    rest = pl.DataFrame({"source": alone}, schema={"source": pl.String}).with_columns(
        target=pl.lit(OUTSIDE),
        amount=pl.lit(1.0),
        basis=pl.lit("auxiliary"),
        weight_n=pl.lit(1, dtype=pl.Int64),
    )
    return pl.concat([weighed, rest])


def _concentration(ready: Converter, per_area: float) -> np.ndarray:
    """Per place: so much for each area it would have if they were equally large."""
    square = pl.col("share").pow(2).sum()
    areas = ready.crosswalk.shares.group_by("source").agg(number=1 / square).sort("source")
    found: np.ndarray = per_area * areas["number"].to_numpy()
    return found


def _whole(ready: Converter, counts: np.ndarray) -> np.ndarray:
    """Whole numbers of each place by largest remainder; ties go to the smaller key."""
    of_place = pl.Series(counts[:, 0])
    rows = ready.crosswalk.shares.select("source", "target", "share").sort("source", "target")
    place = np.searchsorted(ready.sources, rows["source"].to_numpy())
    exact = pl.col("share") * pl.col("count")
    near = pl.when((exact - exact.round()).abs() < 1e-9).then(exact.round()).otherwise(exact)
    rows = rows.with_columns(count=of_place.gather(place)).with_columns(exact=near)
    missing = pl.col("count").first() - pl.col("exact").floor().sum()
    rank = (pl.col("exact").floor() - pl.col("exact")).rank("ordinal").over("source")
    whole = pl.col("exact").floor() + (rank <= missing.over("source")).cast(pl.Float64)
    areas = rows.select("target", whole=whole).group_by("target").agg(pl.col("whole").sum())
    found: np.ndarray = areas.sort("target")["whole"].to_numpy()[:, None]
    return found


def _table(
    areas: list[str],
    value: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    open_: np.ndarray,
    named: str,
    whole_numbers: bool,
) -> pl.DataFrame:
    kind = pl.Int64() if whole_numbers else pl.Float64()
    known = ~pl.Series(open_)
    frame = pl.DataFrame(
        {"area": areas, "value": value[:, 0], "lower": lower[:, 0], "upper": upper[:, 0]},
        schema={"area": pl.String, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64},
    )
    return frame.with_columns(
        pl.col("lower").cast(kind),
        pl.when(known).then(pl.col("value", "upper")).cast(kind),
        observation=pl.when(known).then(pl.lit(ESTIMATED)).otherwise(pl.lit(NOT_DELIVERED)),
        auxiliary=pl.lit(named),
    )
