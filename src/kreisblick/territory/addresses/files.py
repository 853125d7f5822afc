"""Addresses from file to file (the command ``addresses assign``)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.progress import Progress, silent
from kreisblick.territory.addresses.assign import assign
from kreisblick.territory.addresses.errors import NoAreasError
from kreisblick.territory.addresses.index import open_index
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.refer import make_reference
from kreisblick.territory.addresses.rules import AddressRules
from kreisblick.territory.addresses.tables import read_addresses, read_known
from kreisblick.territory.areas.files import write_table

__all__ = ["assign_files", "read_addresses", "read_reference", "without_protected"]

_ADDRESS = ("street", "number", "suffix", "postcode", "place")


def read_reference(
    path: Path, *, rules: AddressRules | None = None, on: date | None = None
) -> Reference:
    """A reference from a list of streets in any format (see ``streets.read_streets``).

    Args:
        path: house coordinates, Straßenraster, stretches of numbers, a free list as CSV (also
            ``.gz``), XLSX or Parquet; or a folder that ``build_index`` made.
        rules: how names are read; the shipped rules when None.
        on: the day for which the reference is made; see ``make_reference``. An index was made for
            its day.

    Raises:
        TableNotReadableError: when the file is missing or no table.
        AddressColumnError, FaultsFoundError: see ``make_reference``.
        KreisblickError: see ``open_index`` and ``streets.read_streets``.
    """
    if path.is_dir():
        return open_index(path, rules)
    found = read_known(path)
    return make_reference(found.houses, ranges=found.ranges, names=found.names, rules=rules, on=on)


def assign_files(
    input: Path,  # noqa: A002 - the word of the command's contract
    reference: Path,
    out: Path,
    *,
    decisions: pl.DataFrame | None = None,
    supplier: str = "",
    hide: Callable[[str], str] | None = None,
    on: date | None = None,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Assign a list of addresses and write it, CSV or Parquet by its ending, in one step.

    All columns are kept, CSV columns as the text they are; but a protected address is written
    without its street, number, postcode and place.

    Args:
        input: CSV, Parquet or the first sheet of a workbook.
        reference: see ``read_reference``.
        out: CSV or Parquet.
        decisions: what people decided (see ``learn``).
        supplier: whose list it is.
        hide: makes the keyed text of a street (see ``learn``).
        on: the day for which the reference is made.
        progress: who is told.

    Returns:
        What was written.

    Raises:
        NoAreasError: when no address of the reference has an area.
        KreisblickError: see ``read_reference`` and ``assign``.
    """
    known = read_reference(reference, on=on)
    if not known.has_areas:
        raise NoAreasError(file=reference.name)
    table = read_addresses(input)
    found = assign(
        table,
        known,
        decisions=decisions,
        supplier=supplier,
        hide=hide,
        progress=progress,
    )
    found = without_protected(found)
    write_table(found, out)
    return found


def without_protected(found: pl.DataFrame) -> pl.DataFrame:
    """Assigned addresses fit to be stored: protected ones say only that they are protected."""
    hidden = pl.col("reason") == "protected_address"
    return found.with_columns(
        pl.when(~hidden).then(pl.col(name)).alias(name)
        for name in _ADDRESS
        if name in found.columns
    )
