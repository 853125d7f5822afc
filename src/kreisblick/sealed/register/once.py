"""Several counting expressions, one pass over a stream of records.

One of the places that guard privacy: a row is decrypted once, seen by every expression, and gone.
One expression reads the stream as a whole. The others see it pass by: rows are kept until some
deliveries are complete, counted, and let go, so memory grows with the largest delivery and not
with the register.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.sealed.register.execute import Express, Records, execute
from kreisblick.sealed.register.files import DELIVERY

__all__ = ["Piece", "Wanted", "execute_once"]

ROWS = 2_000_000  # kept at least before they are counted: about 100 MB


class Piece(StrEnum):
    """Of which pieces of the records counts may be added up."""

    ROWS = auto()  # any: each row counts for itself
    DELIVERY = auto()  # whole deliveries: what belongs together lies in one
    ALL = auto()  # none


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One expression, the fields it reads, and the pieces that it may be counted in."""

    express: Express
    fields: tuple[str, ...]
    piece: Piece


def execute_once(
    records: Records, wanted: Mapping[str, Wanted], progress: Progress = silent
) -> dict[str, pl.DataFrame]:
    """The counts of every expression, from one pass over the records.

    Args:
        records: a table on any engine, or a stream that gives one delivery after the other.
        wanted: what to count, by key.
        progress: told of every batch of a stream.

    Raises:
        ValueError: when a stream goes back to a delivery that it had left.
    """
    if not isinstance(records, pa.RecordBatchReader):
        return {key: execute(records, item.express) for key, item in wanted.items()}
    streamed = _streamed(wanted)
    passers = {key: _Passer(wanted[key], records.schema) for key in wanted if key != streamed}
    failures: list[Exception] = []
    batches = _pass_by(records, list(passers.values()), progress, failures)
    found = {}
    if streamed is None:
        for _batch in batches:
            pass
    else:
        reader = pa.RecordBatchReader.from_batches(records.schema, batches)
        found[streamed] = _execute_saying_why(reader, wanted[streamed].express, failures)
    found |= {key: passer.finish() for key, passer in passers.items()}
    return {key: found[key] for key in wanted}


def _streamed(wanted: Mapping[str, Wanted]) -> str | None:
    """The expression that reads the stream as a whole; none where only deliveries are counted."""
    for piece in (Piece.ALL, Piece.ROWS):
        for key, item in wanted.items():
            if item.piece is piece:
                return key
    return None


def _pass_by(
    reader: pa.RecordBatchReader,
    passers: Sequence["_Passer"],
    progress: Progress,
    failures: list[Exception],
) -> Iterator[pa.RecordBatch]:
    try:
        for batch in progress.track(reader, _("reading records")):
            for passer in passers:
                passer.see(batch)
            yield batch
    except Exception as failure:  # the engine that reads the stream would tell it in its own words
        failures.append(failure)
        raise


def _execute_saying_why(
    reader: pa.RecordBatchReader, express: Express, failures: Sequence[Exception]
) -> pl.DataFrame:
    try:
        return execute(reader, express)
    except Exception:
        if failures:
            raise failures[0] from None
        raise


class _Passer:
    """Counts a stream that somebody else reads, piece by piece."""

    def __init__(self, wanted: Wanted, schema: pa.Schema) -> None:
        self._wanted = wanted
        self._names = [name for name in schema.names if name in wanted.fields]
        self._schema = pa.schema([schema.field(name) for name in self._names])
        self._batches: list[pa.RecordBatch] = []
        self._kept = 0
        self._delivery: int | None = None
        self._found: list[pl.DataFrame] = []

    def see(self, batch: pa.RecordBatch) -> None:
        """Keep the rows; count those before them, if there are enough and they are complete."""
        complete = self._wanted.piece is Piece.ROWS or self._begins_another(batch)
        if complete and self._kept >= ROWS:
            self._count()
        self._batches.append(batch.select(self._names))
        self._kept += batch.num_rows

    def finish(self) -> pl.DataFrame:
        """All counts, added up."""
        if self._kept or not self._found:
            self._count()
        return self._added()

    def _begins_another(self, batch: pa.RecordBatch) -> bool:
        """Whether no row of this batch or of a later one belongs to an earlier delivery."""
        if self._wanted.piece is Piece.ALL or DELIVERY not in self._names or not batch.num_rows:
            return False
        ends = pc.min_max(batch.column(DELIVERY)).as_py()
        last, self._delivery = self._delivery, ends["max"]
        if last is not None and ends["min"] < last:
            raise ValueError("a stream of records gives one delivery after the other")
        return last is not None and ends["min"] > last

    def _count(self) -> None:
        table = pa.Table.from_batches(self._batches, self._schema)
        self._batches, self._kept = [], 0
        self._found.append(execute(table, self._wanted.express))
        if sum(frame.height for frame in self._found) > ROWS:
            self._found = [self._added()]

    def _added(self) -> pl.DataFrame:
        frames = pl.concat(self._found)
        names = [name for name in frames.columns if name != "value"]
        return frames.group_by(names).agg(pl.col("value").sum())
