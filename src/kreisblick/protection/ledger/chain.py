"""The chain: one line for everything that left the house, and the figures that it carried.

A row holds the hash of the row before it and the fingerprint of its figures, so no row and no
figure can be changed or taken out unseen. The last row can be cut off only together with
``released.json`` in its bundle, which holds its hash too.
"""

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.files import fingerprint, write_bytes
from kreisblick.protection.ledger.errors import LedgerBrokenError
from kreisblick.protection.ledger.figures import FIGURE_TYPES, Entry, Figure, content_of
from kreisblick.protection.ledger.shelf import OpenShelf, Shelf

__all__ = ["LedgerRow", "append_row", "ledger_state", "read_figures", "read_ledger"]

FIRST = "0" * 64
FOLDER = "released_figures"
_HASH = re.compile(r"^[0-9a-f]{64}$")
CELL = ["cube", "slice", "reference_date", "generation", "level", "area"]


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One occasion on which figures left.

    Attributes:
        kind: an ``Entry``.
        bundle: the bundle's or the exported file's name.
        manifest: SHA-256 of its manifest, or of the exported file.
        figures: fingerprint of its figures; they lie under this name.
        previous: hash of the row before; 64 zeros for the first.
        day: the day, ISO text.
        by: the office that let it go, never a person.
    """

    kind: str
    bundle: str
    manifest: str
    figures: str
    previous: str
    day: str
    by: str

    @property
    def hash(self) -> str:
        """SHA-256 over the row."""
        return fingerprint(asdict(self))


def read_ledger(ledger: Path) -> list[LedgerRow]:
    """All rows, checked; none when there is no ledger yet.

    Raises:
        LedgerBrokenError: naming the first line that does not follow from the one before.
    """
    if not ledger.exists():
        return []
    rows: list[LedgerRow] = []
    for number, line in enumerate(ledger.read_text(encoding="utf-8").splitlines(), start=1):
        row, stated = _parse(line)
        previous = rows[-1].hash if rows else FIRST
        if row is None or row.previous != previous or row.hash != stated:
            raise LedgerBrokenError.at_line(ledger, number)
        rows.append(row)
    return rows


def ledger_state(ledger: Path) -> str:
    """The hash of the last row: it stands for everything that ever left."""
    rows = read_ledger(ledger)
    return rows[-1].hash if rows else FIRST


def read_figures(ledger: Path, sealed: Shelf | None = None) -> pl.DataFrame:
    """Every figure that ever left: ``entry, export`` and the columns of ``FIGURE_TYPES``.

    ``entry`` is the ledger's line; ``export`` marks exact figures that an office holds, not the
    public.

    Args:
        ledger: the ledger.
        sealed: where exact figures of exports lie; needed as soon as there is an export.

    Raises:
        LedgerBrokenError: the chain is broken, or figures are missing or were changed.
    """
    frames = [
        _figures_of(ledger, number, row, sealed).with_columns(
            entry=pl.lit(number, pl.Int64), export=pl.lit(row.kind == Entry.EXPORT.value)
        )
        for number, row in enumerate(read_ledger(ledger), start=1)
    ]
    empty = pl.DataFrame(schema={**FIGURE_TYPES, "entry": pl.Int64, "export": pl.Boolean})
    return pl.concat([empty, *frames]).select("entry", "export", *FIGURE_TYPES)


def append_row(
    ledger: Path,
    figures: pl.DataFrame,
    *,
    bundle: str,
    manifest: str,
    day: date,
    by: str,
    sealed: Shelf | None = None,
    export: bool = False,
) -> LedgerRow:
    """Add what leaves now at the end; the whole ledger is checked before.

    The figures are put away first: a row without its figures never stands in the ledger.

    Args:
        ledger: made when absent.
        figures: the columns of ``FIGURE_TYPES``.
        bundle: the bundle's or the exported file's name.
        manifest: SHA-256 of its manifest, or of the exported file.
        day: the day on which it leaves.
        by: the office that lets it go.
        sealed: the shelf of exact figures; an export needs it.
        export: exact figures for an office instead of a public release.

    Raises:
        LedgerBrokenError: when it does not hold together.
    """
    with _alone(ledger):
        rows = read_ledger(ledger)
        known = read_figures(ledger, sealed)
        row = LedgerRow(
            kind=(Entry.EXPORT if export else _kind(known, figures)).value,
            bundle=bundle,
            manifest=manifest,
            figures=content_of(figures),
            previous=rows[-1].hash if rows else FIRST,
            day=day.isoformat(),
            by=by,
        )
        _shelf(ledger, len(rows) + 1, row, sealed).put(row.figures, figures)
        lines = [_line(item) for item in [*rows, row]]
        write_bytes(ledger, "".join(lines).encode())
    return row


def _kind(known: pl.DataFrame, figures: pl.DataFrame) -> Entry:
    """A figure that is out with another value makes a release a correction."""
    exact = pl.col("kind") == Figure.EXACT.value
    out = known.filter(exact & ~pl.col("export"))
    both = out.join(figures.filter(exact), on=CELL, suffix="_now")
    changed = both.filter(pl.col("lower") != pl.col("lower_now"))
    return Entry.CORRECTION if changed.height else Entry.RELEASE


def _figures_of(ledger: Path, number: int, row: LedgerRow, sealed: Shelf | None) -> pl.DataFrame:
    found = _shelf(ledger, number, row, sealed).get(row.figures)
    if found is None or dict(found.schema) != FIGURE_TYPES or content_of(found) != row.figures:
        raise LedgerBrokenError.no_figures(ledger, number)
    return found


def _shelf(ledger: Path, number: int, row: LedgerRow, sealed: Shelf | None) -> Shelf:
    if row.kind != Entry.EXPORT.value:
        return OpenShelf(ledger.with_name(FOLDER))
    if sealed is None:
        raise LedgerBrokenError.sealed_figures(ledger, number)
    return sealed


def _line(row: LedgerRow) -> str:
    return json.dumps({**asdict(row), "hash": row.hash}, ensure_ascii=False, sort_keys=True) + "\n"


def _parse(line: str) -> tuple[LedgerRow | None, str]:
    try:
        content = json.loads(line)
        stated = content.pop("hash")
        row = LedgerRow(**content)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, ""
    hashes = _HASH.match(str(row.manifest)) and _HASH.match(str(row.figures))
    return (row, stated) if hashes and row.kind in set(Entry) else (None, "")


@contextmanager
def _alone(ledger: Path) -> Iterator[None]:
    """Two releases at once would each leave the other's row out."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.with_name(f".{ledger.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
