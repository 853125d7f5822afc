"""Audit: the attacker judges a draft; what it needs and finds is kept where it belongs.

With the sealed list in its hands the attacker's tables tell which figures had to stay hidden: they
lie in the encrypted store, and so does the memory of what was judged before. What it finds without
that list is public knowledge: those tables stand beside the verdict, for everybody to check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.memory import load_frame, save_frame
from kreisblick.protection.audit import Verdict, attack
from kreisblick.sealed.store import SealedStore

__all__ = ["CERTIFICATES_FILE", "audit_draft"]

CERTIFICATES_FILE = "certificates.parquet"
INTERVALS = {
    "quantity": pl.String,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "required_lower": pl.Float64,
    "required_upper": pl.Float64,
}
PARTS = {"part": pl.String, "judged": pl.Binary}


@dataclass
class _SealedMemory:
    """Judgements of earlier audits in the encrypted store; only those that were used are kept."""

    known: dict[str, bytes]
    used: dict[str, bytes]

    def load(self, key: str) -> bytes | None:
        """What an earlier audit said of a part."""
        if key in self.known:
            self.used[key] = self.known[key]
        return self.known.get(key)

    def save(self, key: str, content: bytes) -> None:
        """Keep what this audit says of it."""
        self.used[key] = content


def audit_draft(
    draft: Path,
    targets: pl.DataFrame,
    store: SealedStore,
    *,
    earlier: Sequence[Path] = (),
    progress: Progress = silent,
) -> Verdict:
    """The verdict over a draft of finished files, with the sealed list in hand.

    Intervals, tables and the memory go to the encrypted store; the tables that everybody could
    find go into the draft.
    """
    found = load_frame(store, "audit/parts")
    memory = _SealedMemory(dict(found[0].iter_rows()) if found else {}, {})
    verdict = attack(draft, targets=targets, earlier=earlier, memory=memory, progress=progress)
    # which cells had to stay hidden, and how well, tells which are small: encrypted only
    intervals = pl.DataFrame([vars(found) for found in verdict.intervals], schema=INTERVALS)
    save_frame(store, "audit/intervals", intervals)
    save_frame(store, "audit/certificates", verdict.certificates.frame)
    if verdict.passed:
        strangers = attack(draft, earlier=earlier, memory=memory, files=False)
        if strangers.passed:
            strangers.certificates.write(draft / CERTIFICATES_FILE)
    parts = pl.DataFrame(list(memory.used.items()), schema=PARTS, orient="row")
    save_frame(store, "audit/parts", parts)
    return verdict
