"""Relate the columns of a file: ``kreisblick associations relate``."""

from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.statistics.associations.between import (
    ASSOCIATION_COLUMNS,
    Ground,
    judged,
    tested,
)
from kreisblick.statistics.associations.model import Associations
from kreisblick.territory.areas.files import read_table

__all__ = ["relate_file"]

_NOT_RELATED = {"area", "name", "parent", "residents"}
_LEFT_OUT = {"reference_date", "generation", "level", "doubt"}


def relate_file(source: Path, neighbours: Path, asked: Associations) -> pl.DataFrame:
    """All pairs of columns of a table ``area, residents?, …`` under one false discovery rate.

    Args:
        source: CSV or Parquet; empty where nothing is known. ``residents`` weigh the areas.
        neighbours: CSV or Parquet with ``area, neighbour``.
        asked: conventions; its pairs are not asked for.

    Returns:
        The columns of ``ASSOCIATION_COLUMNS`` that apply, and ``caution``: what must stand beside
        every association.

    Raises:
        FaultsFoundError: when a column is missing or a cell is no number.
    """
    table, near = read_table(source).sort("area"), read_table(neighbours)
    faults = [
        Fault(code="column_missing", message=words.format(name=name), where=path.name)
        for frame, path, names in ((table, source, ["area"]), (near, neighbours, ["neighbour"]))
        for name in names
        if name not in frame.columns
        for words in [_("The column '{name}' is missing. Add or rename it.")]
    ]
    columns = [name for name in table.columns if name not in _NOT_RELATED]
    values = {name: _number(table[name]) for name in [*columns, *_weights(table)]}
    faults += [
        Fault(code="no_number", message=words.format(name=name), where=source.name)
        for name, (_found, wrong) in values.items()
        if wrong
        for words in [_("Column '{name}' holds cells that are no numbers. Write 12.4 or nothing.")]
    ]
    if faults:
        raise FaultsFoundError(source.name, faults)
    people = values["residents"][0] if "residents" in values else np.ones(table.height)
    ground = Ground.of(table["area"].cast(pl.String).to_list(), near.cast(pl.String))
    rows = [
        {"one": a, "other": b, **tested(values[a][0], values[b][0], people, ground, asked)}
        for a, b in combinations(columns, 2)
    ]
    schema = {name: kind for name, kind in ASSOCIATION_COLUMNS.items() if name not in _LEFT_OUT}
    found = pl.DataFrame(judged(rows, asked.false_discovery_rate), schema=schema)
    return found.with_columns(caution=pl.lit(asked.caution.de))


def _weights(table: pl.DataFrame) -> list[str]:
    return ["residents"] if "residents" in table.columns else []


def _number(column: pl.Series) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], bool]:
    text = column.cast(pl.String).str.strip_chars().replace({"": None})
    number = text.cast(pl.Float64, strict=False)
    wrong = bool((text.is_not_null() & number.is_null()).any())
    return number.fill_null(float("nan")).to_numpy(), wrong
