"""What a list of streets holds, whatever format it was kept in."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

__all__ = [
    "AREAS",
    "HOUSES",
    "NAMES",
    "RANGES",
    "STREET",
    "Streets",
    "empty_areas",
    "empty_houses",
    "empty_names",
    "empty_ranges",
]

HOUSES = ("street", "number", "suffix", "postcode", "place", "area")
RANGES = (
    *("street", "postcode", "place", "parity", "low", "low_suffix", "high", "high_suffix"),
    "area",
)
NAMES = ("street", "postcode", "place", "other", "valid_from", "valid_until")
AREAS = ("area", "name", "inhabitants")
STREET = ("street", "postcode", "place")  # what tells a street from one of the same name


def empty_houses() -> pl.DataFrame:
    """No house."""
    return pl.DataFrame(schema=dict.fromkeys(HOUSES, pl.String))


def empty_ranges() -> pl.DataFrame:
    """No stretch."""
    return pl.DataFrame(
        schema=dict.fromkeys(RANGES, pl.String) | {"low": pl.Int32, "high": pl.Int32}
    )


def empty_names() -> pl.DataFrame:
    """No other name."""
    schema = pl.Schema(dict.fromkeys(NAMES, pl.String()))
    schema |= {"valid_from": pl.Date(), "valid_until": pl.Date()}
    return pl.DataFrame(schema=schema)


def empty_areas() -> pl.DataFrame:
    """Nothing said about areas."""
    return pl.DataFrame(schema={"area": pl.String, "name": pl.String, "inhabitants": pl.Int64})


@dataclass(frozen=True, kw_only=True)
class Streets:
    """Addresses, stretches of house numbers and other names of streets.

    Empty text is null in all frames.

    Attributes:
        houses: one row per address: ``HOUSES`` and where known ``area_<generation>, address_id,
            x, y`` (EPSG:25832), ``valid_from, valid_until`` (dates; first day, first day no
            longer), ``street_key, municipality`` (AGS). Text unless said. ``area`` is null where
            the format knows no areas.
        ranges: one row per stretch of house numbers: ``RANGES`` and where known the same further
            columns; ``parity`` is ``odd, even`` or ``both``; ``low, high`` are whole numbers, a
            null ``high`` reaches to the end of the street. A null ``low_suffix`` begins with the
            bare number, a null ``high_suffix`` ends with the number's last suffix; where two
            stretches hold the same number, the one that names its suffix has it.
        names: one row per other name of a street: ``NAMES``; ``other`` is a former or a second
            name; a null postcode or place means anywhere in the list.
        format: which format it was kept in.
        as_of: the day the list says it was made, if it does.
        areas: ``AREAS`` where the list says it: name and residents (whole number) of each area.
        left_out: rows that were not taken, by reason (``deleted``, ``cadastre_number``,
            ``note``).
    """

    houses: pl.DataFrame = field(repr=False, default_factory=empty_houses)
    ranges: pl.DataFrame = field(repr=False, default_factory=empty_ranges)
    names: pl.DataFrame = field(repr=False, default_factory=empty_names)
    format: str
    as_of: date | None = None
    areas: pl.DataFrame = field(repr=False, default_factory=empty_areas)
    left_out: dict[str, int] = field(default_factory=dict)
