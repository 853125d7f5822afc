"""Liken from a file: ``kreisblick typology neighbours`` and ``kreisblick typology types``."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.statistics.typology.alike import alike
from kreisblick.statistics.typology.errors import (
    UnknownAreaError,
    area_doubled,
    column_absent,
    not_number,
)
from kreisblick.statistics.typology.keep import Counts
from kreisblick.statistics.typology.kinds import sort_table
from kreisblick.statistics.typology.model import ComparisonDefinition
from kreisblick.statistics.typology.table import Table, usable
from kreisblick.territory.areas.files import read_table

__all__ = ["FileOfAreas", "neighbours_of_file", "read_areas", "types_of_file"]

_FIRST_LINE = 2  # line 1 is the heading
_PER = 100.0  # shares in files stand in percent


@dataclass(frozen=True, kw_only=True)
class FileOfAreas:
    """A table of areas that is ready for a comparison.

    Attributes:
        table: what is compared.
        names: key to name; empty where the file has none.
    """

    table: Table = field(repr=False)
    names: dict[str, str] = field(repr=False)


def read_areas(source: Path, definition: ComparisonDefinition) -> FileOfAreas:
    """A CSV or Parquet file with ``area, name?, parent?``, the variables and ``<variable>_n?``.

    ``parent`` is the municipality of an area, or the district of a municipality; areas of other
    parents come first. ``<variable>_n`` is the denominator of a share in percent; with it chance
    can be drawn.

    Raises:
        FaultsFoundError: with all missing columns, cells that are no numbers, doubled areas.
    """
    raw = read_table(source)
    residents = [definition.residents] if definition.residents else []
    needed = ["area", *dict.fromkeys([*definition.keys, *residents])]
    faults = [column_absent(n, raw.columns, source.name) for n in needed if n not in raw.columns]
    if faults:
        raise FaultsFoundError(source.name, faults)
    sizes = [f"{key}_n" for key in definition.keys if f"{key}_n" in raw.columns]
    numbers, faults = _numbers(raw, [*needed[1:], *sizes], source.name)
    doubled = raw.filter(pl.col("area").is_duplicated())["area"].unique().sort()
    faults += [area_doubled(str(area), source.name) for area in doubled]
    if faults:
        raise FaultsFoundError(source.name, faults)
    return _ready(raw, numbers, definition)


def neighbours_of_file(
    file: FileOfAreas, definition: ComparisonDefinition, *, of: str | None = None
) -> pl.DataFrame:
    """Similar areas as ``similar_areas`` gives them, with names, of all areas or of one.

    Raises:
        UnknownAreaError: when the one asked for is not in the table.
    """
    if of is not None and of not in file.table.area:
        raise UnknownAreaError(of)
    found = alike(file.table, definition)
    if of is not None:
        found = found.filter(pl.col("area") == of)
    named = found.with_columns(
        name=pl.col("area").replace_strict(file.names, default=None, return_dtype=pl.String),
        similar_name=pl.col("similar_area").replace_strict(
            file.names, default=None, return_dtype=pl.String
        ),
    )
    return named.select(
        "area", "name", "place", "elsewhere", "similar_area", "similar_name", "distance",
        "nearer_pairs", "compared", "asked", "kept", "carries", "differs", "note",
    )  # fmt: skip


def types_of_file(file: FileOfAreas, definition: ComparisonDefinition) -> dict[str, pl.DataFrame]:
    """``types``, ``marks`` and ``fits`` as ``area_types`` gives them, types with names."""
    found = {
        name: frame.drop("comparison", "reference_date", "generation")
        for name, frame in sort_table(file.table, definition).items()
    }
    name = pl.col("area").replace_strict(file.names, default=None, return_dtype=pl.String)
    found["types"] = found["types"].with_columns(name=name)
    return found


def _numbers(raw: pl.DataFrame, columns: list[str], where: str) -> tuple[pl.DataFrame, list[Fault]]:
    faults, found = [], []
    for name in dict.fromkeys(columns):
        text = raw[name].cast(pl.String).str.strip_chars().replace({"": None})
        number = text.cast(pl.Float64, strict=False)
        number = number.set(number.is_infinite().fill_null(value=False), None).fill_nan(None)
        wrong = (text.is_not_null() & number.is_null()).arg_true()
        faults += [not_number(name, line + _FIRST_LINE, where) for line in wrong]
        found.append(number.fill_null(float("nan")).alias(name))
    return raw.select(pl.col("area").cast(pl.String)).with_columns(found), faults


def _ready(
    raw: pl.DataFrame, numbers: pl.DataFrame, definition: ComparisonDefinition
) -> FileOfAreas:
    order = numbers["area"].arg_sort()
    numbers, raw = numbers[order], raw[order]
    shown = [k for k in definition.keys if (~np.isnan(numbers[k].to_numpy())).any()]
    used = tuple(one for one in definition.variables if one.key in shown)
    values = np.column_stack([numbers[k].to_numpy() for k in shown] or [np.empty(len(numbers))])
    values = values[:, : len(shown)].astype(np.float64)
    people = numbers[definition.residents].to_numpy() if definition.residents else None
    counts: Counts = {
        place: (values[:, place] / _PER * below, below, _PER, True)
        for place, key in enumerate(shown)
        if f"{key}_n" in numbers.columns
        for below in [numbers[f"{key}_n"].to_numpy()]
    }
    return FileOfAreas(
        table=Table(
            area=numbers["area"].to_list(),
            group=_parents(raw),
            values=values,
            variables=used,
            counts=counts,
            note=usable(values, people, used, definition),
        ),
        names=dict(zip(numbers["area"], raw["name"].cast(pl.String), strict=True))
        if "name" in raw.columns
        else {},
    )


def _parents(raw: pl.DataFrame) -> list[str]:
    """Without parents every area lies by itself: all others are elsewhere."""
    if "parent" not in raw.columns:
        return raw["area"].cast(pl.String).to_list()
    return raw["parent"].cast(pl.String).fill_null("").to_list()
