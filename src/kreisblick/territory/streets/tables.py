"""Free lists: houses, stretches and renamings as towns keep them, under their own headings."""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl
from pyproj import Transformer

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.files import Sheet
from kreisblick.territory.streets.headings import known_as, rename_known
from kreisblick.territory.streets.model import HOUSES, NAMES, Streets, empty_names
from kreisblick.territory.streets.stretches import Ends, has_stretches, stretches_of

__all__ = ["read_list", "refuse"]

EPSG = 25832
WGS84 = 4326
DATES = ("valid_from", "valid_until")
_DIGITS = {"postcode": 5, "municipality": 8}  # every code has so many
_FEWEST = 2  # other columns that make an otherwise empty row a note
_SHOWN = 20  # more faults than this do not help


def read_list(sheet: Sheet) -> Streets:
    """A free list as houses, stretches or names, by the columns it has.

    Raises:
        StreetColumnError: when no street is named.
        FaultsFoundError: with every row whose numbers or dates cannot be read.
    """
    theirs = known_as(sheet.table.columns)
    table = rename_known(sheet.table)
    if {"old_street", "new_street"} <= set(table.columns):
        return Streets(names=_names(table, sheet), format="renamings")
    if {"street", "other"} <= set(table.columns):
        return Streets(names=_own_names(table, sheet), format="names")
    table = _with_zeros(_with_street(table, sheet))
    table = _numbers_as_numbers(table, sheet)
    if "number" not in table.columns and not has_stretches(table.columns):
        table = table.with_columns(low=pl.lit(None, pl.String), high=pl.lit(None, pl.String))
    notes = _is_note(table)
    as_of, left_out = _as_of(sheet.above), {"note": int(notes.sum())} if notes.any() else {}
    if has_stretches(table.columns):
        ends = Ends(open_high=theirs.get("high") == "high")
        lines = _one_area(table).with_columns(street=pl.when(~notes).then("street"))
        found, faults = stretches_of(lines, ends, first=sheet.first)
        refuse(sheet.name, faults)
        return Streets(ranges=found, format="ranges", as_of=as_of, left_out=left_out)
    houses = _houses(table.filter(~notes))
    return Streets(houses=houses, format="addresses", as_of=as_of, left_out=left_out)


def refuse(name: str, faults: Sequence[Fault]) -> None:
    """Say everything that is wrong, once."""
    if faults:
        raise FaultsFoundError(name, faults)


def _with_zeros(table: pl.DataFrame) -> pl.DataFrame:
    """Postcodes and AGS whose leading zero a spreadsheet took away have it again."""
    return table.with_columns(
        pl.when(pl.col(name).str.contains(rf"^\d{{{digits - 1}}}$"))
        .then(pl.lit("0") + pl.col(name))
        .otherwise(name)
        .alias(name)
        for name, digits in _DIGITS.items()
        if name in table.columns and table.schema[name] == pl.String
    )


def _is_note(table: pl.DataFrame) -> pl.Series:
    """Rows that say nothing but one text, like a source under the table."""
    rest = [name for name in table.columns if name not in {"street", "address", "low", "high"}]
    if len(rest) < _FEWEST:
        return pl.repeat(value=False, n=table.height, eager=True)
    said = [name for name in ("low", "high") if name in table.columns]
    return table.select(
        pl.col("street").is_not_null() & pl.all_horizontal(pl.col(*rest, *said).is_null())
    ).to_series()


def _as_of(above: str) -> date | None:
    """The day after the word "Stand" in what stands above a table."""
    found = re.search(r"(?i)\bstand\b\D{0,20}(\d{1,2})\.(\d{1,2})\.(\d{4})", above)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _with_street(table: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """The table with a street; where street and number share a column, they are parted."""
    columns = table.columns
    if "address" in columns and ("street" not in columns or "number" not in columns):
        parts = pl.col("address").str.extract_groups(
            r"^\s*(?<street>.*?[^\s\d])[\s,]+(?<number>\d+\s*(?:[A-Za-z]|\d/\d|-\s*\d+[A-Za-z]?)?)\s*$"
        )
        whole = pl.col("address").str.strip_chars()
        table = table.with_columns(
            street=pl.coalesce(parts.struct.field("street"), whole),
            number=parts.struct.field("number"),
        )
    if "street" not in table.columns:
        raise StreetColumnError(file=sheet.name, column=_("the street"), known=sheet.table.columns)
    return table


def _one_area(table: pl.DataFrame) -> pl.DataFrame:
    """``area``; a list that has only ``area_<generation>`` gives the one, or the latest year's."""
    if "area" in table.columns:
        return table
    cuts = sorted(name for name in table.columns if name.startswith("area_"))
    years = all(re.match(r"area_\d{4}", name) for name in cuts)
    chosen = pl.col(cuts[-1]) if len(cuts) == 1 or (cuts and years) else pl.lit(None, pl.String)
    return table.with_columns(chosen.cast(pl.String).alias("area"))


def _houses(table: pl.DataFrame) -> pl.DataFrame:
    """One row per address: our columns first, as they stand; rows without street left out."""
    table = _one_area(table)
    absent = [pl.lit(None, pl.String).alias(n) for n in HOUSES if n not in table.columns]
    more = [name for name in table.columns if name not in HOUSES]
    texts = [n for n in HOUSES if n in table.columns and table.schema[n] != pl.String]
    rows = table.with_columns(*absent, *(pl.col(n).cast(pl.String) for n in texts))
    return rows.select(*HOUSES, *more).filter(pl.col("street").is_not_null())


def _numbers_as_numbers(table: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Coordinates as metres (EPSG:25832), days as dates.

    Raises:
        FaultsFoundError: with every row where that is not possible.
    """
    if {"lon", "lat"} <= set(table.columns) and not {"x", "y"} <= set(table.columns):
        lon, lat = (_decimal(table, name).to_numpy() for name in ("lon", "lat"))
        x, y = Transformer.from_crs(WGS84, EPSG, always_xy=True).transform(lon, lat)
        points = (pl.Series(name, v).fill_nan(None) for name, v in (("x", x), ("y", y)))
        table = table.with_columns(*points).drop("lon", "lat")
        table = table.with_columns(
            pl.when(pl.col(n).is_finite()).then(pl.col(n)).alias(n) for n in ("x", "y")
        )
    elif {"x", "y"} <= set(table.columns):
        table = table.with_columns(_decimal(table, name).alias(name) for name in ("x", "y"))
    return _days(table, sheet)


def _decimal(table: pl.DataFrame, name: str) -> pl.Series:
    """A column of numbers with decimal comma or point; null where there is none."""
    column = table[name]
    if column.dtype == pl.String:
        column = column.str.strip_chars().str.replace(",", ".", literal=True)
    return column.cast(pl.Float64, strict=False)


def _days(table: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """The columns of validity as dates, written as 31.12.2024 or 2024-12-31."""
    faults: list[Fault] = []
    for name in DATES:
        if name not in table.columns or table.schema[name] == pl.Date:
            continue
        text = table[name].cast(pl.String).str.strip_chars().replace("", None)
        day = text.str.to_date("%d.%m.%Y", strict=False)
        day = day.fill_null(text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
        wrong = (text.is_not_null() & day.is_null()).arg_true().head(_SHOWN)
        message = _("'{column}' holds no day. Write it as 31.12.2024.").format(column=name)
        faults += [
            Fault(
                code="broken_dates",
                message=message,
                where=_("line {line}").format(line=int(row) + sheet.first),
            )
            for row in wrong
        ]
        table = table.with_columns(day.alias(name))
    refuse(sheet.name, faults)
    return table


def _names(table: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Renamings: the former name ends on the day on which the new one begins."""
    table = _days(table, sheet)
    if "valid_from" not in table.columns:
        table = table.with_columns(valid_from=pl.lit(None, pl.Date))
    table = table.with_columns(
        street=pl.col("new_street").str.strip_chars(),
        other=pl.col("old_street").str.strip_chars(),
        valid_from=pl.lit(None, pl.Date),
        valid_until=pl.col("valid_from"),
    )
    return _own_names(table, sheet)


def _own_names(table: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Other names under our columns; rows that lack one of the two names are left out."""
    table = _days(table, sheet)
    schema = empty_names().schema
    absent = [pl.lit(None, schema[n]).alias(n) for n in NAMES if n not in table.columns]
    named = pl.col("street").is_not_null() & pl.col("other").is_not_null()
    return table.with_columns(absent).filter(named).select(NAMES)
