"""Shelves: where the figures of a row lie, each frame under the fingerprint of its content."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl
import pyarrow.parquet as pq

from kreisblick.base.files import write_bytes

__all__ = ["OpenShelf", "Shelf"]

ENDING = ".pq"  # the sealed store takes every ".parquet" below its folder for a table of its own


class Shelf(Protocol):
    """A place for frames. Exact figures need one that encrypts; the sealed zone brings it."""

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Keep a frame under a name."""

    def get(self, name: str) -> pl.DataFrame | None:
        """The frame, or None when it is not there or cannot be read."""


@dataclass(frozen=True)
class OpenShelf:
    """Parquet files in a folder, for figures that are public already.

    Attributes:
        folder: made when the first frame is put there.
    """

    folder: Path

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Write a frame in one step."""
        stream = io.BytesIO()
        pq.write_table(frame.to_arrow(), stream, compression="zstd", store_schema=False)
        write_bytes(self.folder / f"{name}{ENDING}", stream.getvalue())

    def get(self, name: str) -> pl.DataFrame | None:
        """Read a frame back."""
        try:
            return pl.read_parquet(self.folder / f"{name}{ENDING}")
        except (OSError, pl.exceptions.PolarsError):
            return None
