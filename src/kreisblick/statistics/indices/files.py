"""Read and write the table files of ``kreisblick indicators index``."""

import io
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.statistics.indices.errors import (
    UnknownFileTypeError,
    area_twice,
    column_missing,
    no_date,
    no_number,
)
from kreisblick.statistics.indices.model import IndexDefinition, as_columns
from kreisblick.statistics.indices.part import IndexIndicator

__all__ = ["FIRST_LINE", "NO_DAY", "read_index_table", "write_table"]

FIRST_LINE = 2  # line 1 is the heading
KEYS = ("area", "reference_date", "municipality")
NO_DAY = date(2000, 1, 1)  # a file that speaks of one date does not name it
_YEAR = r"^\d{4}$"


def read_index_table(path: Path, definition: IndexDefinition) -> pl.DataFrame:
    """The input of an index with its columns by their lower-case names, numbers as Float64.

    ``reference_date`` (a day or a year) and ``municipality`` are read where they are there; an
    area stands once for each date.

    Args:
        path: CSV or Parquet with ``area``, ``residents`` (needed where the method has a minimum)
            and the columns of the method's status; those of its dynamics and ``<column>_n`` may
            be absent. A change over years is the column ``<column>_change``. Upper and lower
            case are the same; other columns are ignored.
        definition: the method.

    Raises:
        FaultsFoundError: with all missing columns, cells that are no numbers, areas that stand
            twice.
    """
    table = _read(path)
    table = table.rename({name: name.strip().lower() for name in table.columns})
    table = table.rename(_aliases(table, definition))
    faults = _missing(table, definition, path.name)
    if faults:
        raise FaultsFoundError(path.name, faults)
    kept = [name for name in _known(definition) if name in table.columns]
    table, faults = _as_dates(_with_keys(table).select(*KEYS, *kept), path.name)
    table, more = _as_numbers(table, path.name)
    twice = table.select(pl.struct("area", "reference_date").is_duplicated()).to_series()
    faults += more
    faults += [area_twice(table["area"][i], i + FIRST_LINE, path.name) for i in twice.arg_true()]
    if faults:
        raise FaultsFoundError(path.name, faults)
    return table


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write a table as CSV or Parquet by the file's ending, in one step.

    Raises:
        UnknownFileTypeError: when the ending is neither.
    """
    stream = io.BytesIO()
    if path.suffix == ".parquet":
        table.write_parquet(stream)
    elif path.suffix == ".csv":
        table.write_csv(stream)
    else:
        raise UnknownFileTypeError(path.name)
    write_bytes(path, stream.getvalue())


def _read(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix != ".csv":
        raise UnknownFileTypeError(path.name)
    # everything as text first: an area key 01 is not the number 1
    return pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False)


def _entries(definition: IndexDefinition) -> list[IndexIndicator]:
    return [one for part in definition.parts.values() for one in as_columns(part).indicators]


def _aliases(table: pl.DataFrame, definition: IndexDefinition) -> dict[str, str]:
    """Columns named by the indicator's key or another of its names, as the method calls them."""
    pairs: dict[str, str] = {}
    for one in _entries(definition):
        for ending in ("", "_n"):
            short = one.name.lower() + ending
            names = [name.lower() + ending for name in (one.indicator, *one.also)]
            found = [name for name in names if name in table.columns]
            if found and short not in table.columns and short not in pairs.values():
                pairs[found[0]] = short
    return pairs


def _known(definition: IndexDefinition) -> list[str]:
    names = [one.name.lower() for one in _entries(definition)]
    return ["residents", *dict.fromkeys(n + end for n in names for end in ("", "_n"))]


def _missing(table: pl.DataFrame, definition: IndexDefinition, where: str) -> list[Fault]:
    needed = ["area", *(one.name.lower() for one in definition.status.indicators)]
    if definition.exclude.minimum_residents:
        needed.append("residents")
    return [column_missing(n, table.columns, where) for n in needed if n not in table.columns]


def _with_keys(table: pl.DataFrame) -> pl.DataFrame:
    """The table with all key columns as text."""
    absent = [pl.lit(None, pl.String).alias(name) for name in KEYS if name not in table.columns]
    return table.with_columns(absent).with_columns(pl.col(KEYS).cast(pl.String).str.strip_chars())


def _as_dates(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, list[Fault]]:
    """The reference dates as days; a year is its last day, and nothing is one nameless day."""
    text = table["reference_date"]
    year = pl.when(pl.col("reference_date").str.contains(_YEAR))
    whole = year.then(pl.col("reference_date") + "-12-31").otherwise("reference_date")
    day = table.select(whole.str.to_date("%Y-%m-%d", strict=False)).to_series()
    wrong = (text.is_not_null() & day.is_null()).arg_true()
    faults = [no_date(line + FIRST_LINE, where) for line in wrong]
    return table.with_columns(day.fill_null(NO_DAY).alias("reference_date")), faults


def _as_numbers(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, list[Fault]]:
    faults, columns = [], []
    for name in table.columns[len(KEYS) :]:
        text = table[name].cast(pl.String).str.strip_chars().replace({"": None})
        number = text.cast(pl.Float64, strict=False)
        number = number.set(number.is_nan() | number.is_infinite(), None)
        wrong = (text.is_not_null() & number.is_null()).arg_true()
        faults += [no_number(name, line + FIRST_LINE, where) for line in wrong]
        columns.append(number.alias(name))
    return table.with_columns(columns), faults
