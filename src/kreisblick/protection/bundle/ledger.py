"""The release ledger: one line for each bundle that left the house, chained by hashes.

A row holds the hash of the row before it, so no row can be changed or taken out unseen. The last
row can be cut off only together with ``released.json`` in its bundle, which holds its hash too.
"""

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from kreisblick.base.files import fingerprint, write_bytes
from kreisblick.protection.bundle.errors import LedgerBrokenError

__all__ = ["LedgerRow", "append_row", "read_ledger"]

FIRST = "0" * 64
_HASH = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One release.

    Attributes:
        bundle: the bundle's name.
        manifest: SHA-256 of its manifest.
        previous: hash of the row before; 64 zeros for the first.
        released_on: the day, ISO text.
        by: the office that released it, never a person.
    """

    bundle: str
    manifest: str
    previous: str
    released_on: str
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
            raise LedgerBrokenError(ledger, number)
        rows.append(row)
    return rows


def append_row(
    ledger: Path, *, bundle: str, manifest: str, released_on: date, by: str
) -> LedgerRow:
    """Add a release at the end; the whole ledger is checked before.

    Raises:
        LedgerBrokenError: when it does not hold together.
    """
    with _alone(ledger):
        rows = read_ledger(ledger)
        row = LedgerRow(
            bundle=bundle,
            manifest=manifest,
            previous=rows[-1].hash if rows else FIRST,
            released_on=released_on.isoformat(),
            by=by,
        )
        lines = [_line(item) for item in [*rows, row]]
        write_bytes(ledger, "".join(lines).encode())
    return row


def _line(row: LedgerRow) -> str:
    return json.dumps({**asdict(row), "hash": row.hash}, ensure_ascii=False, sort_keys=True) + "\n"


def _parse(line: str) -> tuple[LedgerRow | None, str]:
    try:
        content = json.loads(line)
        stated = content.pop("hash")
        row = LedgerRow(**content)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, ""
    return (row, stated) if _HASH.match(str(row.manifest)) else (None, "")


@contextmanager
def _alone(ledger: Path) -> Iterator[None]:
    """Two releases at once would each leave the other's row out."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.with_name(f".{ledger.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
