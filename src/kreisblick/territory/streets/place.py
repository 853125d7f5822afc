"""Place: the area of houses, by their coordinates or by stretches of house numbers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from pyproj import Transformer

from kreisblick.base.language import translate as _
from kreisblick.territory.areas import Territory, locate
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.model import STREET, Streets
from kreisblick.territory.streets.numbers import LAST, part_number, side

__all__ = ["place_houses", "place_in_ranges"]

EPSG = 25832


def place_houses(streets: Streets, territories: Sequence[Territory]) -> Streets:
    """Houses (and stretches with a middle) with ``area_<generation>`` for every cut.

    ``area`` is the latest cut's. What lies in no area, or has no coordinates, has a null area.

    Args:
        streets: houses, stretches, or both with ``x, y`` (EPSG:25832).
        territories: the cuts.

    Raises:
        StreetColumnError: when nothing has coordinates.
    """
    placed = {
        name: _placed(frame, territories)
        for name, frame in (("houses", streets.houses), ("ranges", streets.ranges))
        if {"x", "y"} <= set(frame.columns)
    }
    if not placed:
        known = (streets.houses if streets.houses.height else streets.ranges).columns
        file, told = _("list of streets"), _("the coordinates")
        raise StreetColumnError(file=file, column=told, known=known)
    return replace(streets, **placed)  # type: ignore[arg-type]


def _placed(frame: pl.DataFrame, territories: Sequence[Territory]) -> pl.DataFrame:
    x, y = (frame[name].fill_null(float("nan")).to_numpy() for name in ("x", "y"))
    found = {}
    for cut in territories:
        points = np.column_stack(_turned(x, y, cut.crs))
        found[f"area_{cut.generation.key}"] = locate(points, cut)
    latest = max(territories, key=lambda cut: (cut.generation.valid_from, cut.generation.key))
    found["area"] = found[f"area_{latest.generation.key}"]
    return frame.with_columns(**found)


def _turned(x: np.ndarray, y: np.ndarray, crs: int) -> tuple[np.ndarray, np.ndarray]:
    """Points in another system; unknown ones stay NaN."""
    if crs == EPSG:
        return x, y
    east, north = Transformer.from_crs(EPSG, crs, always_xy=True).transform(x, y)
    known = np.isfinite(east) & np.isfinite(north)
    return np.where(known, east, np.nan), np.where(known, north, np.nan)


def place_in_ranges(houses: pl.DataFrame, ranges: pl.DataFrame) -> pl.Series:
    """The area of each house by the stretches of its street; null where none or several fit.

    Where two stretches hold the same number, the one that names its suffix has it. A house
    without number lies in the area of its street when that is one. A stretch without postcode or
    place holds for any.

    Args:
        houses: ``street, number, suffix, postcode, place``.
        ranges: as in ``Streets``.
    """
    read = part_number(pl.col("number"), pl.col("suffix"))
    asked = houses.select(*(pl.col(n).fill_null("") for n in STREET), _read=read)
    asked = asked.with_row_index("row").unnest("_read").with_columns(parity=side(pl.col("n")))
    joined = _join(asked, ranges.rename({"parity": "_side"}))
    fits = joined.filter(pl.col("n").is_not_null()).filter(_fits())
    best = pl.col("_named") == pl.col("_named").max().over("row")
    answers = [
        part.group_by("row").agg(
            area=pl.when(pl.col("area").n_unique() == 1).then(pl.col("area").first())
        )
        for part in (
            fits.with_columns(_named=_names_suffix()).filter(best),
            joined.filter(pl.col("n").is_null()),
        )
    ]
    placed = asked.select("row").join(pl.concat(answers), on="row", how="left")
    return placed.sort("row")["area"]


def _join(asked: pl.DataFrame, ranges: pl.DataFrame) -> pl.DataFrame:
    """Every house beside every stretch of its street."""
    columns = ("_side", "low", "low_suffix", "high", "high_suffix", "area")
    parts = []
    for postcode in (True, False):
        for place in (True, False):
            keys = ["street", *["postcode"] * postcode, *["place"] * place]
            some = ranges.filter(
                pl.col("postcode").is_not_null() == postcode, pl.col("place").is_not_null() == place
            )
            parts.append(asked.join(some.select(*keys, *columns), on=keys))
    return pl.concat(part.select(*asked.columns, *columns) for part in parts)


def _fits() -> pl.Expr:
    """Whether a house lies in a stretch beside it."""
    n, suffix = pl.col("n"), pl.col("suffix")
    last = pl.coalesce("high", pl.lit(2**31 - 1, pl.Int32))
    after = pl.col("low_suffix").str.to_lowercase().fill_null("") <= suffix
    before = pl.col("high_suffix").str.to_lowercase().fill_null(LAST) >= suffix
    return (
        ((pl.col("_side") == "both") | (pl.col("_side") == pl.col("parity")))
        & ((pl.col("low") < n) | ((pl.col("low") == n) & after))
        & ((last > n) | ((last == n) & before))
    )


def _names_suffix() -> pl.Expr:
    """Whether a stretch names the suffix of a house at its first or last number."""
    low = (pl.col("low") == pl.col("n")) & pl.col("low_suffix").is_not_null()
    return low | ((pl.col("high") == pl.col("n")) & pl.col("high_suffix").is_not_null()).fill_null(
        value=False
    )
