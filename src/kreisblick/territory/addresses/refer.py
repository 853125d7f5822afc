"""Refer: make a list of addresses with their areas into a reference that can be searched."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.addresses.clean import (
    PLACE,
    POINT,
    check_houses,
    clean_houses,
    no_address,
    valid_rows,
)
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.names import link_names
from kreisblick.territory.addresses.normalise import blind_key, fold, name_key, plain_key, spell_out
from kreisblick.territory.addresses.ranges import clean_ranges
from kreisblick.territory.addresses.rules import AddressRules, shipped_rules

__all__ = ["area_columns", "link_ranges", "make_reference", "make_streets"]


def make_reference(
    houses: pl.DataFrame,
    *,
    ranges: pl.DataFrame | None = None,
    names: pl.DataFrame | None = None,
    rules: AddressRules | None = None,
    on: date | None = None,
) -> Reference:
    """A reference from ``street, number, suffix, postcode, place, area`` (+ ``area_<generation>``).

    ``suffix``, ``postcode``, ``place`` may be absent; the suffix may stand in ``number``. A row
    without number is a place of its own (a square, an island). An ``address_id`` column is kept;
    without one the address itself is the id, so that it is the same next year. A row without area
    is a house that is known, but in no area; where no row has an area, areas are not known at all.

    Args:
        houses: the list, any order; may be empty where ``ranges`` are given.
        ranges: stretches of house numbers, ``street, postcode, place, parity, low, high, area``
            (+ ``low_suffix, high_suffix, area_<generation>``); a null ``high`` reaches to the end
            of the street.
        names: other names of streets, ``street, postcode, place, other`` (+ ``valid_from,
            valid_until``); a null postcode or place means anywhere in the list.
        rules: how names are read; the shipped rules when None.
        on: the day for which the reference is made: what was not valid then (``valid_from,
            valid_until`` of houses and ranges) is not in it; everything is, when None.

    Raises:
        AddressColumnError: when ``street``, ``number`` or ``area`` is missing.
        FaultsFoundError: with every row that cannot be: one address in two areas, a street in
            two municipalities that nothing tells apart; and when there is no address at all.
    """
    rules = rules or shipped_rules()
    rows = valid_rows(clean_houses(houses, rules), on)
    areas = area_columns(rows.columns, ranges)
    rows = rows.with_columns(
        pl.lit(None, dtype=pl.String).alias(name) for name in areas if name not in rows.columns
    )
    stretches = valid_rows(clean_ranges(ranges, areas), on)
    faults = check_houses(rows)
    if rows.is_empty() and stretches.is_empty():
        faults = [no_address()]
    if faults:
        raise FaultsFoundError(_("reference"), faults)
    streets, kept = make_streets(rows, stretches, areas, rules)
    return Reference(
        streets=streets,
        houses=kept,
        area_columns=areas,
        ranges=link_ranges(stretches, streets, areas),
        names=link_names(names, streets, on, rules),
        has_areas=any(part["area"].null_count() < part.height for part in (rows, stretches)),
    )


def area_columns(houses: Iterable[str], ranges: pl.DataFrame | None) -> tuple[str, ...]:
    """``area`` and any ``area_<generation>`` of both lists: of the houses' columns, of ranges."""
    found = [*houses, *([] if ranges is None else ranges.columns)]
    return tuple(dict.fromkeys(n for n in found if n == "area" or n.startswith("area_")))


def link_ranges(
    stretches: pl.DataFrame, streets: pl.DataFrame, areas: tuple[str, ...]
) -> pl.DataFrame:
    """Stretches as in ``Reference.ranges``, in a fixed order."""
    ends = ["low", "low_suffix", "high", "high_suffix"]
    linked = stretches.join(streets.select("sid", *PLACE), on=PLACE)
    return linked.select("sid", "parity", *ends, *areas).sort("sid", "parity", *ends, *areas)


def make_streets(
    rows: pl.DataFrame, stretches: pl.DataFrame, areas: tuple[str, ...], rules: AddressRules
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The distinct streets with their keys and what all their addresses have in common; the houses.

    Args:
        rows: as ``clean_houses`` gives them.
        stretches: as ``clean_ranges`` gives them.
        areas: the area columns.
        rules: how names are read.

    Returns:
        ``Reference.streets`` and ``Reference.houses``, numbered from 0.
    """
    rows = _once(rows, areas)
    ends = [stretches.with_columns(n=end, municipality=None) for end in ("low", "high")]
    known = pl.concat(
        [part.select(*PLACE, "n", "municipality", *areas) for part in (rows, *ends)],
        how="vertical_relaxed",
    )
    streets = known.group_by(PLACE).agg(
        *(
            pl.when(pl.col(area).n_unique() == 1).then(pl.col(area).first()).alias(f"only_{area}")
            for area in areas
        ),
        lowest=pl.col("n").min(),
        highest=pl.col("n").max(),
        municipality=pl.col("municipality").drop_nulls().unique().sort().first(),
    )
    streets = streets.sort("postcode", "street", "place").with_row_index("sid")
    houses = rows.join(streets.select("sid", *PLACE), on=PLACE).sort("sid", "n", "suf")
    points = [name for name in POINT if name in houses.columns]
    kept = ["house", "sid", "n", "suf", "address_id", *areas, *points]
    houses = houses.with_row_index("house").select(kept)
    held = houses.group_by("sid").agg(first_house=pl.col("house").min(), house_count=pl.len())
    streets = streets.join(held, on="sid", how="left", maintain_order="left")
    return _keys(streets, rules), houses


def _once(rows: pl.DataFrame, areas: tuple[str, ...]) -> pl.DataFrame:
    """Every address once; of several rows the one with the first id, whatever their order."""
    same = [*PLACE, "n", "suf"]
    twice = rows.select(same).is_duplicated()
    if not twice.any():
        return rows
    kept = rows.filter(twice).sort("address_id", *areas, nulls_last=True)
    return pl.concat([rows.filter(~twice), kept.unique(same, keep="first", maintain_order=True)])


def _keys(streets: pl.DataFrame, rules: AddressRules) -> pl.DataFrame:
    """Streets with the keys of their names and places."""
    names = streets.select("street").unique()
    names = names.with_columns(words=spell_out(fold(pl.col("street"), rules), rules))
    names = names.with_columns(key=name_key(pl.col("words")))
    key = pl.col("key")
    names = names.with_columns(blind=blind_key(key), plain=plain_key(key))
    places = streets.select("place").unique()
    places = places.with_columns(place_key=name_key(fold(pl.col("place"), rules)))
    town = pl.concat_str("postcode", pl.lit(" "), "place").str.strip_chars()
    return (
        streets.join(names, on="street", how="left", maintain_order="left")
        .join(places, on="place", how="left", maintain_order="left")
        .with_columns(
            label=pl.concat_str("street", pl.lit(", "), town).str.strip_chars(", "),
            first_house=pl.col("first_house").fill_null(0),
            house_count=pl.col("house_count").fill_null(0),
        )
    )
