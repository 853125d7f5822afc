"""How the file of a proposal is written: type, sheet, table, signs of numbers."""

from collections.abc import Collection, Iterable
from typing import Any

import polars as pl

from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.sealed.mapping.weigh import Weighed
from kreisblick.sealed.reading import Format, Table, find_tables
from kreisblick.sealed.reading.dated import with_period

__all__ = ["format_of"]

POINT = r"^[-−]?[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})$"
"""A point that cannot part thousands."""


def format_of(
    table: Table, form: Format, grain: Grain, columns: Collection[Weighed]
) -> dict[str, Any]:
    """The format as plain values: defaults left out, years in the sheet's name as a placeholder.

    Args:
        table: which of the sheet's tables is meant.
        form: as the file was found to be written.
        grain: signs of numbers matter only where numbers are read.
        columns: their cells show which sign parts decimals.
    """
    told = table.grid.named is not None or any(w.column.heading for w in columns)
    out = {"type", "decimal", "thousands"} if grain == Grain.PERSON else {"type"}
    found: dict[str, Any] = {"type": form.type}
    found |= form.model_dump(exclude_defaults=True, exclude=out)
    if form.sheet:
        found["sheet"] = with_period(form.sheet) or form.sheet
    if not told:
        found["header"] = {"rows": 0}
    if told and grain == Grain.AGGREGATE and (carried := _carried(table)):
        found["carry_down"] = carried
    number = _which(table) if told else None
    if number is not None and form.table is None:
        found["table"] = number
    if grain != Grain.PERSON and not form.is_workbook and form.decimal == "," and _points(columns):
        found |= {"decimal": ".", "thousands": ""}
    return found


def _carried(table: Table) -> list[str]:
    """Headings of the columns whose text stands once for the lines below it."""
    if table.transposed:
        return []
    raw = table.grid.cells.filter(pl.col("row").is_in(table.body["row"].implode()))
    return [
        table.headings[name]
        for name in table.columns
        if name in table.headings
        and raw[name].null_count() > table.body[name].null_count()
        and raw[name].forward_fill().equals(table.body[name])
    ]


def _which(table: Table) -> int | None:
    """The table's number on its sheet, from 1; None where it is the only one."""
    if table.transposed:
        return None
    found = find_tables(table.grid)
    same = [
        number
        for number, other in enumerate(found, start=1)
        if (other.first_row, other.columns) == (table.first_row, table.columns)
    ]
    return same[0] if len(found) > 1 and same else None


def _points(columns: Iterable[Weighed]) -> bool:
    cells = [sample(w.column.cells) for w in columns if w.numbers]
    return bool(cells) and bool(pl.concat(cells).str.contains(POINT).any())
