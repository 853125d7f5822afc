"""Addresses from file to file (the command ``addresses assign``)."""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl

from kreisblick.base.files import write_bytes
from kreisblick.base.progress import Progress, silent
from kreisblick.territory.addresses.assign import assign
from kreisblick.territory.addresses.errors import TableNotReadableError
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.refer import make_reference
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["assign_files", "read_addresses", "read_reference"]


def read_reference(path: Path, *, rules: AddressRules | None = None) -> Reference:
    """A reference from CSV (also ``.gz``) or Parquet with the columns of ``make_reference``.

    Raises:
        TableNotReadableError: when the file is missing or no table.
        AddressColumnError, FaultsFoundError: see ``make_reference``.
    """
    return make_reference(read_addresses(path), rules=rules)


def assign_files(
    input: Path,  # noqa: A002 - the word of the command's contract
    reference: Path,
    out: Path,
    *,
    decisions: pl.DataFrame | None = None,
    hide: Callable[[str], str] | None = None,
    rules: AddressRules | None = None,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Assign a list of addresses and write it, CSV or Parquet by its ending, in one step.

    Args:
        input: CSV or Parquet; all columns are kept, CSV columns as the text they are.
        reference: CSV or Parquet.
        out: CSV or Parquet.
        decisions: what people decided (see ``learn``).
        hide: makes the keyed text of a street (see ``learn``).
        rules: how addresses are read; the shipped rules when None.
        progress: who is told.
    """
    known = read_reference(reference, rules=rules)
    found = assign(
        read_addresses(input), known, decisions=decisions, hide=hide, rules=rules, progress=progress
    )
    stream = io.BytesIO()
    if out.suffix == ".parquet":
        found.write_parquet(stream)
    else:
        found.write_csv(stream)
    write_bytes(out, stream.getvalue())
    return found


def read_addresses(path: Path) -> pl.DataFrame:
    """A table whose columns are text, so that keys and postcodes keep their leading zeros.

    Raises:
        TableNotReadableError: when the file is missing or no table.
    """
    if not path.is_file():
        raise TableNotReadableError(file=str(path))
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        table = pl.read_csv(path, infer_schema=False)
        if table.width == 1 and ";" in table.columns[0]:
            table = pl.read_csv(path, infer_schema=False, separator=";")
    except (pl.exceptions.PolarsError, OSError):
        raise TableNotReadableError(file=str(path)) from None
    return table
