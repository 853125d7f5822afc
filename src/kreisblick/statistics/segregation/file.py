"""Measure a file: ``kreisblick segregation measure``."""

from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.statistics.segregation.measures import location_quotient
from kreisblick.statistics.segregation.model import SeparationMethod, standard_separation
from kreisblick.statistics.segregation.separate import SEPARATION_COLUMNS, Spread, measure
from kreisblick.territory.areas.files import read_table

__all__ = ["location_quotients", "measure_file"]

_NUMBERS = ("group", "people", "order")
_KEPT = (
    "measure", "amount", "amount_low", "amount_high", "by_chance", "corrected", "p", "areas",
    "areas_missing", "people_shown", "note",
)  # fmt: skip


def measure_file(source: Path, *, method: SeparationMethod | None = None) -> pl.DataFrame:
    """All measures for a table ``area, group, people, parent?, order?`` of one date.

    ``group`` of ``people`` belong to the group; empty where it is not known. ``order`` puts the
    areas in order (for instance the share of people with little money).

    Returns:
        One row per measure, in the columns of ``SEPARATION_COLUMNS`` that apply.

    Raises:
        FaultsFoundError: when a column is missing, a cell is no number, or a group is larger than
            its people.
    """
    table = _read(source)
    known = table.filter(pl.col("group").is_not_null() & (pl.col("people") > 0))
    order = known["order"].to_numpy() if "order" in known.columns else None
    town = known["parent"] if "parent" in known.columns else pl.Series([""] * known.height)
    spread = Spread(
        group=known["group"].to_numpy(),
        people=known["people"].to_numpy(),
        town=town.rank("dense").cast(pl.Int64).to_numpy(),
        order=None if order is None or np.isnan(order).any() else order,
        total_group=float("nan"),
        total_people=float(table["people"].fill_null(float("nan")).sum()),
        missing=table.height - known.height,
    )
    rows = measure(spread, method or standard_separation())
    return pl.DataFrame(rows, schema={name: SEPARATION_COLUMNS[name] for name in _KEPT})


def location_quotients(source: Path) -> pl.DataFrame:
    """``area, location_quotient``: the share in an area as a multiple of the share in all."""
    table = _read(source).filter(pl.col("group").is_not_null() & (pl.col("people") > 0))
    found = location_quotient(table["group"].to_numpy(), table["people"].to_numpy())
    return table.select("area").with_columns(location_quotient=pl.Series(found).fill_nan(None))


def _read(source: Path) -> pl.DataFrame:
    raw = read_table(source)
    absent = [name for name in ("area", "group", "people") if name not in raw.columns]
    words = _("The table needs the column '{name}'. Add or rename it.")
    faults = [Fault(code="column_missing", message=words.format(name=n)) for n in absent]
    if faults:
        raise FaultsFoundError(source.name, faults)
    columns = [n for n in _NUMBERS if n in raw.columns]
    numbers = raw.with_columns(pl.col(columns).cast(pl.Float64, strict=False))
    empty = raw.select(pl.col(columns).cast(pl.String).str.strip_chars().fill_null("") == "")
    for name in columns:
        wrong = (numbers[name].is_null() & ~empty[name]).arg_true()
        said = _("Not a number in column '{name}'. Write 12.4, or leave the cell empty.")
        faults += [_fault(said.format(name=name), source, row) for row in wrong]
    larger = (numbers["group"] > numbers["people"]).fill_null(value=False).arg_true()
    said = _("The group is larger than all people. Correct one of them.")
    faults += [_fault(said, source, row) for row in larger]
    if faults:
        raise FaultsFoundError(source.name, faults)
    return numbers.sort("area")


def _fault(message: str, source: Path, row: int) -> Fault:
    return Fault(code="wrong_cell", message=message, where=f"{source.name}:{row + 2}")
