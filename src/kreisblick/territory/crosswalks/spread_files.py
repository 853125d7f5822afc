"""Spread counts from file to file (the command ``territory spread``)."""

from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import write_table
from kreisblick.territory.crosswalks.spread import spread
from kreisblick.territory.crosswalks.tables import counts_of, numbers_of, read_columns
from kreisblick.territory.streets.files import Sheet

__all__ = ["spread_file"]

KEY, WEIGHT = "key", "weight"


def spread_file(
    values: Path,
    auxiliary: Path,
    out: Path,
    *,
    count: str | None = None,
    named: str | None = None,
    whole_numbers: bool = False,
    outside: bool = False,
) -> pl.DataFrame:
    """Spread counts of larger places to areas and write the estimates.

    Args:
        values: CSV, workbook or Parquet: ``key`` and a count.
        auxiliary: likewise: ``area, key, weight``.
        out: CSV or Parquet, as ``spread`` gives it.
        count: the column with the count, when there are several with numbers.
        named: what the auxiliary is; the name of its file when None.
        whole_numbers: see ``spread``.
        outside: see ``spread``.

    Raises:
        FaultsFoundError: with everything that is wrong with the two files; nothing is written.
    """
    given, aid = read_columns(values, [KEY]), read_columns(auxiliary, ["area", KEY, WEIGHT])
    faults: list[Fault] = []
    numbers = _column(given, _chosen(given, count, faults), faults, empty=True)
    weights = _column(aid, WEIGHT, faults)
    if faults:
        raise FaultsFoundError(", ".join([given.name, aid.name]), faults)
    found = spread(
        pl.DataFrame([_text(given, KEY), numbers]),
        pl.DataFrame([_text(aid, "area"), _text(aid, KEY), weights]),
        named=named or auxiliary.name.split(".")[0],
        whole_numbers=whole_numbers,
        outside=outside,
    )
    write_table(found, out)
    return found


def _chosen(sheet: Sheet, count: str | None, faults: list[Fault]) -> str | None:
    """The column with the counts; None, and a fault, when it is not clear which."""
    known = counts_of(sheet, but=[KEY])
    wanted = [count] if count else known
    if len(wanted) == 1 and wanted[0] in known:
        return wanted[0]
    text = _("Which column holds the counts? There are: {known}. Name one with --count.")
    message = text.format(known=", ".join(known) or "–")
    faults.append(Fault(code="which_count", message=message, where=sheet.name))
    return None


def _column(
    sheet: Sheet, column: str | None, faults: list[Fault], *, empty: bool = False
) -> pl.Series:
    if column is None:
        return pl.Series("count", [], dtype=pl.Float64)
    found, some = numbers_of(sheet, column, empty=empty)
    faults += some
    return found.alias(column)


def _text(sheet: Sheet, column: str) -> pl.Series:
    return sheet.table[column].cast(pl.String).str.strip_chars().replace("", None).alias(column)
