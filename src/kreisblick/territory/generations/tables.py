"""Read counts as offices type them: thousands with points, decimals with commas, table signs."""

import re
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import read_table
from kreisblick.territory.generations.errors import RekeyError

__all__ = ["read_counts"]

UNKNOWN = frozenset({"", ".", "/", "…", "...", "x", "X", "k.A.", "k. A."})
NOTHING = frozenset({"–", "-", "—"})  # in German tables: exactly zero
THOUSANDS = re.compile(r"-?\d{1,3}([.\s\u00a0\u202f]\d{3})+(,\d+)?|-?\d{1,3}(,\d+)?")
NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def read_counts(path: Path, key: str) -> pl.DataFrame:
    """The key column as ``area`` and every column in which most filled cells are numbers.

    ``–`` is zero, ``.`` and ``/`` are unknown, as in German official tables.

    Raises:
        TableFileError: no table. RekeyError: no such column, or no counts in it.
        FaultsFoundError: cells that are no numbers in columns of numbers.
    """
    table = read_table(path)
    if key not in table.columns:
        raise RekeyError.no_column(path.name, key, table.columns)
    found = {"area": table[key].cast(pl.String).str.strip_chars()}
    faults = []
    for name in table.columns:
        if name == key:
            continue
        if table[name].dtype.is_numeric():
            found[name] = table[name]
            continue
        cells = [str(cell or "").strip() for cell in table[name]]
        numbers, wrong = _numbers(cells)
        filled = sum(cell not in UNKNOWN for cell in cells)
        if filled and 2 * len(wrong) < filled:
            found[name] = pl.Series(name, numbers, dtype=pl.Float64)
            text = _("'{column}' holds something else than a number here. Correct the cell.")
            faults += [
                Fault(
                    code="no_number",
                    message=text.format(column=name),
                    where=_("row {row}").format(row=row + 2),
                )
                for row in wrong
            ]
    if faults:
        raise FaultsFoundError(path.name, faults)
    return pl.DataFrame(found)


def _numbers(cells: list[str]) -> tuple[list[float | None], list[int]]:
    """Cells as numbers, and which are none."""
    filled = [cell for cell in cells if cell not in UNKNOWN | NOTHING]
    grouped = all(THOUSANDS.fullmatch(cell) for cell in filled)
    numbers: list[float | None] = []
    wrong = []
    for row, cell in enumerate(cells):
        plain = re.sub(r"[.\s\u00a0\u202f]", "", cell) if grouped else cell
        if cell in UNKNOWN:
            numbers.append(None)
        elif cell in NOTHING:
            numbers.append(0.0)
        elif NUMBER.fullmatch(plain):
            numbers.append(float(plain.replace(",", ".")))
        else:
            numbers.append(None)
            wrong.append(row)
    return numbers, wrong
