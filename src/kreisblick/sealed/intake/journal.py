"""The quality log: what people decided about deliveries, who, when and why.

Every entry is an encrypted table of its own that is never written again. It carries the hash of
the entry before it and is signed (Ed25519), so that an entry taken out, changed or slipped in is
found. Corrections may hold contents of a person's row; therefore nothing of it lies open.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum, auto
from typing import Any

import pyarrow as pa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kreisblick.base.errors import Fault
from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.sealed.store.store import SealedStore

__all__ = ["Act", "Decision", "Journal"]

HOME = "quality"
DIGITS = 8


class Act(StrEnum):
    """What was decided."""

    ACCEPT = auto()
    ACCEPT_IN_PART = auto()
    REJECT = auto()
    CONFIRM = auto()  # a finding is right as it is
    CORRECT = auto()
    UNDO = auto()  # a correction no longer counts


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One entry.

    Attributes:
        number: its place in the log, from 1.
        act: what was decided.
        supplier, product: about whose delivery.
        day: its reference date (ISO); empty when the decision holds for every date.
        by: the office that decided; empty when the round went unattended.
        at: when, in UTC (ISO).
        reason: why.
        content: what else belongs to the act.
    """

    number: int
    act: Act
    supplier: str
    product: str
    day: str
    by: str
    at: str
    reason: str
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Journal:
    """The quality log of a store; whoever writes holds the intake's lock.

    Attributes:
        store: where it is kept.
        signer: the workspace's signing key.
    """

    store: SealedStore
    signer: Ed25519PrivateKey = field(repr=False)
    # a round asks before each delivery; entries are never changed, and ``faults`` reads them anew
    _known: dict[int, Decision] = field(default_factory=dict, repr=False, compare=False)

    def write(
        self,
        act: Act,
        *,
        subject: tuple[str, str, str],
        by: str,
        at: datetime,
        reason: str,
        content: Mapping[str, Any] | None = None,
    ) -> Decision:
        """Add an entry; ``subject`` is supplier, product and day."""
        numbers = self._numbers()
        entry = Decision(
            number=numbers[-1] + 1 if numbers else 1,
            act=act,
            supplier=subject[0],
            product=subject[1],
            day=subject[2],
            by=by,
            at=at.astimezone(UTC).isoformat(timespec="seconds"),
            reason=reason,
            content=dict(content or {}),
        )
        before = self._read(numbers[-1])["hash"] if numbers else ""
        digest = fingerprint(before, asdict(entry))
        row = {
            "entry": [json.dumps(asdict(entry), ensure_ascii=False)],
            "before": [before],
            "hash": [digest],
            "signature": [self.signer.sign(digest.encode()).hex()],
        }
        self.store.write_table(self._key(entry.number), pa.table(row))
        return entry

    def entries(self) -> Iterator[Decision]:
        """All decisions, the oldest first."""
        for number in self._numbers():
            if number not in self._known:
                content = json.loads(self._read(number)["entry"])
                self._known[number] = Decision(**{**content, "act": Act(content["act"])})
            yield self._known[number]

    def faults(self) -> list[Fault]:
        """Entries that were changed, are missing, or were not signed here."""
        found, before = [], ""
        for place, number in enumerate(self._numbers(), start=1):
            row = self._read(number)
            digest = fingerprint(before, json.loads(row["entry"]))
            whole = (row["before"], row["hash"], number) == (before, digest, place)
            if not whole or not self._is_signed(row):
                message = _("The entry was changed, or the one before it is missing.")
                where = _("entry {number}").format(number=number)
                found.append(Fault(code="broken_chain", message=message, where=where))
            before = row["hash"]
        return found

    def _is_signed(self, row: Mapping[str, str]) -> bool:
        try:
            signature = bytes.fromhex(row["signature"])
            self.signer.public_key().verify(signature, row["hash"].encode())
        except (InvalidSignature, ValueError):
            return False
        return True

    def _numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in (self.store.folder / HOME).glob("[0-9]*.parquet"))

    def _read(self, number: int) -> dict[str, str]:
        row: dict[str, str] = self.store.read_table(self._key(number)).to_pylist()[0]
        return row

    def _key(self, number: int) -> str:
        return f"{HOME}/{number:0{DIGITS}d}"
