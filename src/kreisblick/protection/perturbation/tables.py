"""What a perturbed table is made of: dimensions, levels, tables; and its files."""

import hashlib
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import polars as pl

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _

__all__ = ["TOTAL", "TableSpec", "read_table", "require_columns", "strong_secret", "write_table"]

SECRET_BYTES = 32
TOTAL = "total"


class TableSpec(Definition):
    """What a table is made of.

    Attributes:
        dimensions: columns of each dimension, from coarse to fine (``place: [town, area]``).
        tables: columns of each published table; None for all combinations of all levels.
    """

    dimensions: dict[Text, tuple[Text, ...]]
    tables: tuple[tuple[Text, ...], ...] | None = None

    @property
    def columns(self) -> list[str]:
        """All columns of all dimensions in order."""
        return [column for columns in self.dimensions.values() for column in columns]

    def published(self) -> list[list[str]]:
        """The columns of every published table."""
        if self.tables is not None:
            return [list(columns) for columns in self.tables]
        levels = [
            [list(columns[:depth]) for depth in range(len(columns), -1, -1)]
            for columns in self.dimensions.values()
        ]
        return [[c for columns in chosen for c in columns] for chosen in product(*levels)]


def read_table(path: Path) -> pl.DataFrame:
    """A CSV (all columns as text) or Parquet file."""
    parquet = path.suffix == ".parquet"
    return pl.read_parquet(path) if parquet else pl.read_csv(path, infer_schema=False)


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """CSV or Parquet by its ending."""
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        write_bytes(path, frame.write_csv().encode())


def require_columns(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a frame in which a column is missing."""
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise WrongUseError(
            _("The input has no column {names}. Correct the spec or the file.").format(
                names=", ".join(missing)
            )
        )


def strong_secret(secret: bytes) -> bytes:
    """A key of 64 bytes from a secret of any length from 32 bytes on.

    Raises:
        WrongUseError: the secret is shorter.
    """
    if len(secret) < SECRET_BYTES:
        raise WrongUseError(
            _("The secret is too short: it needs {count} bytes.").format(count=SECRET_BYTES)
        )
    return hashlib.blake2b(secret).digest()
