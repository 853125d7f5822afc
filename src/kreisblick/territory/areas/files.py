"""Tables as offices keep them: read and write CSV and Parquet."""

import gzip
import io
from pathlib import Path

import polars as pl

from kreisblick.base.files import write_bytes
from kreisblick.territory.areas.errors import TableEndingError, TableFileError

__all__ = ["read_table", "write_table"]

ENDINGS = {".csv", ".parquet"}


def read_table(path: Path, *, numbers: bool = False) -> pl.DataFrame:
    """A CSV (also ``.gz``) or Parquet file; CSV columns are text unless ``numbers`` are asked for.

    The column ``area`` always stays text, so that keys keep their leading zeros.

    Raises:
        TableFileError: when the file is missing or no table.
    """
    if not path.is_file():
        raise TableFileError(file=str(path))
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        sign = _separator(path)
        if numbers:
            area = {"area": pl.String}
            return pl.read_csv(
                path, separator=sign, infer_schema_length=None, schema_overrides=area
            )
        return pl.read_csv(path, separator=sign, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError):
        raise TableFileError(file=str(path)) from None


def _separator(path: Path) -> str:
    """The sign between columns: German offices write ``;``, programmes ``,``."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        heading = stream.readline()
    return max(",;\t", key=lambda sign: heading.count(sign.encode()))


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """A table as CSV or Parquet by the path's ending, in one step.

    Raises:
        TableEndingError: when the ending promises something else.
    """
    if path.suffix.lower() not in ENDINGS:
        raise TableEndingError(file=str(path))
    stream = io.BytesIO()
    if path.suffix == ".parquet":
        frame.write_parquet(stream)
    else:
        frame.write_csv(stream)
    write_bytes(path, stream.getvalue())
