"""Read and write the table files of ``kreisblick indicators index``."""

import io
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.statistics.indices.errors import (
    UnknownFileTypeError,
    area_twice,
    column_missing,
    no_number,
)
from kreisblick.statistics.indices.model import (
    IndexDefinition,
    IndexIndicator,
    as_columns,
)

__all__ = ["read_index_table", "write_table"]

FIRST_LINE = 2  # line 1 is the heading


def read_index_table(path: Path, definition: IndexDefinition) -> pl.DataFrame:
    """The input of an index with its columns by their lower-case names, numbers as Float64.

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
    table, faults = _as_numbers(table.select("area", *kept), path.name)
    faults += [
        area_twice(area, line, path.name)
        for line, area in enumerate(table["area"], start=FIRST_LINE)
        if area in _repeated(table)
    ]
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
    """Columns named by the indicator's key, renamed to the method's column."""
    pairs = {}
    for one in _entries(definition):
        for ending in ("", "_n"):
            long, short = one.indicator.lower() + ending, one.name.lower() + ending
            if long != short and long in table.columns and short not in table.columns:
                pairs[long] = short
    return pairs


def _known(definition: IndexDefinition) -> list[str]:
    names = [one.name.lower() for one in _entries(definition)]
    return ["residents", *dict.fromkeys(n + end for n in names for end in ("", "_n"))]


def _missing(table: pl.DataFrame, definition: IndexDefinition, where: str) -> list[Fault]:
    needed = ["area", *(one.name.lower() for one in definition.status.indicators)]
    if definition.exclude.minimum_residents:
        needed.append("residents")
    return [column_missing(n, table.columns, where) for n in needed if n not in table.columns]


def _as_numbers(table: pl.DataFrame, where: str) -> tuple[pl.DataFrame, list[Fault]]:
    faults, columns = [], []
    for name in table.columns[1:]:
        text = table[name].cast(pl.String).str.strip_chars().replace({"": None})
        number = text.cast(pl.Float64, strict=False)
        number = number.set(number.is_nan() | number.is_infinite(), None)
        wrong = (text.is_not_null() & number.is_null()).arg_true()
        faults += [no_number(name, line + FIRST_LINE, where) for line in wrong]
        columns.append(number.alias(name))
    return table.with_columns(pl.col("area").cast(pl.String), *columns), faults


def _repeated(table: pl.DataFrame) -> set[str]:
    counts = table["area"].value_counts()
    return set(counts.filter(pl.col("count") > 1)["area"])
