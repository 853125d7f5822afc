"""Write: the employment agency's Straßenraster from houses or stretches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.territory.streets.check import check_streets
from kreisblick.territory.streets.errors import RasterError
from kreisblick.territory.streets.join import join_stretches
from kreisblick.territory.streets.model import Streets
from kreisblick.territory.streets.place import place_in_ranges
from kreisblick.territory.streets.raster import area_file
from kreisblick.territory.streets.rules import RasterRules, shipped_street_rules
from kreisblick.territory.streets.tables import refuse

__all__ = ["Raster", "make_raster", "write_raster"]

_STREET = ("municipality", "street", "postcode", "place")
_SHOWN = 20  # more faults than this do not help; ``check_streets`` has all
_CONTRADICTIONS = {"overlap", "address_in_two_areas", "no_range", "wrong_parity"}
_NUMBERS = ("low", "low_suffix", "high", "high_suffix")


@dataclass(frozen=True, kw_only=True)
class Raster:
    """A Straßenraster ready to be written.

    Attributes:
        rows: one row per line of the raster file, its columns by name, all text.
        areas: one row per line of the area file.
        ranges: the same as stretches, with our areas.
        lost: houses that the raster cannot place where they lie (a house without number in a
            street of several areas).
    """

    rows: pl.DataFrame = field(repr=False)
    areas: pl.DataFrame = field(repr=False)
    ranges: pl.DataFrame = field(repr=False)
    lost: pl.DataFrame = field(repr=False)


def write_raster(streets: Streets, path: Path, *, areas: pl.DataFrame | None = None) -> Raster:
    """Write a Straßenraster: the raster file and beside it the area file (``…ra``, ``…zu``).

    Args:
        streets: houses with areas; stretches where a street has no houses.
        path: the raster file.
        areas: ``area`` and where known ``raster_key`` (nine digits; else the area is the key),
            ``name, inhabitants, municipality``.

    Raises:
        RasterError: when nothing has an area, or an area has no key of its own.
        FaultsFoundError: when the list contradicts itself, or names cannot be written in the
            agency's encoding.
    """
    rules = shipped_street_rules().raster
    raster = make_raster(streets, areas=areas)
    files = {
        path: _as_bytes(raster.rows, rules.columns, rules, path.name),
        area_file(path): _as_bytes(raster.areas, rules.area_columns, rules, area_file(path).name),
    }
    for place, content in files.items():
        write_bytes(place, content)
    return raster


def make_raster(streets: Streets, *, areas: pl.DataFrame | None = None) -> Raster:
    """The lines of a Straßenraster, as few as possible: see ``join_stretches``.

    A line holds one stretch of odd and one of even numbers of the same area.

    Args:
        streets: see ``write_raster``.
        areas: see there.

    Raises:
        RasterError: when nothing has an area, or an area has no key of its own.
        FaultsFoundError: when stretches overlap or an address stands in two areas.
    """
    rules = shipped_street_rules().raster
    wrong = [fault for fault in check_streets(streets) if fault.code in _CONTRADICTIONS]
    refuse(_("list of streets"), wrong[:_SHOWN])
    ranges = join_stretches(streets)
    if not ranges.height:
        raise RasterError.no_area()
    refuse(_("list of streets"), list(_misread(ranges, rules)))
    table = _area_table(ranges, streets, areas, rules)
    keys = table.select("area", "raster_key")
    rows = _pair(ranges.join(keys, on="area"), rules)
    known = streets.houses.filter(pl.col("area").is_not_null())
    placed = place_in_ranges(known, ranges)
    lost = known.filter(placed.is_null() | (placed != known["area"]).fill_null(value=True))
    lines = table.select(
        "municipality", "name", pl.col("inhabitants").cast(pl.String), area="raster_key"
    )
    return Raster(rows=rows, areas=lines.sort("area"), ranges=ranges, lost=lost)


def _misread(ranges: pl.DataFrame, rules: RasterRules) -> Iterator[Fault]:
    """Stretches whose last number the agency would read as the end of the street."""
    end = pl.when(pl.col("parity") == "odd").then(rules.odd_end).otherwise(rules.even_end)
    for row in ranges.filter(pl.col("high") == end).iter_rows(named=True):
        text = _(
            "A border of two areas lies behind number {number}, which the agency reads as the end "
            "of the street. Move the border by one house."
        )
        where = ", ".join(str(row[name]) for name in ("street", "postcode") if row[name])
        yield Fault(code="end_number", message=text.format(number=row["high"]), where=where)


def _area_table(
    ranges: pl.DataFrame, streets: Streets, areas: pl.DataFrame | None, rules: RasterRules
) -> pl.DataFrame:
    """``area, raster_key, name, inhabitants, municipality`` of every area of the raster."""
    given = areas if areas is not None else streets.areas
    absent = [
        n for n in ("raster_key", "name", "inhabitants", "municipality") if n not in given.columns
    ]
    given = given.with_columns(pl.lit(None, pl.String).alias(n) for n in absent)
    towns = ranges.group_by("area").agg(_town=pl.col("municipality").drop_nulls().sort().first())
    table = towns.join(
        given.unique("area", keep="first", maintain_order=True), on="area", how="left"
    )
    table = table.with_columns(
        raster_key=pl.coalesce("raster_key", "area"),
        municipality=pl.coalesce("municipality", "_town"),
    ).sort("area")
    wrong = table.filter(
        ~pl.col("raster_key").str.contains(rf"^\d{{{rules.key_digits}}}$").fill_null(value=False)
    )
    if wrong.height:
        raise RasterError.no_key(wrong["area"].to_list(), rules.key_digits)
    twice = table.filter(pl.col("raster_key").is_duplicated())["raster_key"].unique().sort()
    if len(twice):
        raise RasterError.same_key(twice.to_list())
    return table


def _pair(ranges: pl.DataFrame, rules: RasterRules) -> pl.DataFrame:
    """The k-th odd and the k-th even stretch of an area in one line."""
    keys = [*_STREET, "raster_key", "_k"]
    numbered = ranges.with_columns(
        _k=pl.col("low").cum_count().over([*_STREET, "raster_key", "parity"])
    )
    odd, even = (
        numbered.filter(parity=side).select(
            *keys,
            *(_text(name, end).alias(f"{side}_{name}") for name in _NUMBERS),
            pl.col("low").alias(f"_{side}"),
        )
        for side, end in (("odd", rules.odd_end), ("even", rules.even_end))
    )
    rows = odd.join(even, on=keys, how="full", coalesce=True, nulls_equal=True)
    rows = rows.sort("street", "postcode", "place", "municipality",
                     pl.min_horizontal("_odd", "_even"), "raster_key")  # fmt: skip
    return rows.rename({"raster_key": "area"}).drop("_k", "_odd", "_even")


def _text(name: str, end: int) -> pl.Expr:
    """A number as text; no last number is the sign for the end of the street."""
    text = pl.col(name).cast(pl.String)
    return text.fill_null(str(end)) if name == "high" else text


def _as_bytes(rows: pl.DataFrame, columns: Sequence[str], rules: RasterRules, file: str) -> bytes:
    named = [
        (pl.col(name) if name in rows.columns else pl.lit(None, pl.String)).alias(f"{i}")
        for i, name in enumerate(columns)
    ]
    table = rows.select(named)
    text = table.write_csv(separator=rules.separator, include_header=False, line_terminator="\r\n")
    if rules.heading:
        text = rules.separator.join(columns) + "\r\n" + text
    refuse(file, list(_not_written(text, rules)))
    return text.encode(rules.encoding)


def _not_written(text: str, rules: RasterRules) -> Iterator[Fault]:
    try:
        text.encode(rules.encoding)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        message = _(
            "'{letter}' cannot be written in the agency's encoding. Write the name without it."
        )
        where = _("line {line}").format(line=line)
        yield Fault(code="letter", message=message.format(letter=text[error.start]), where=where)
