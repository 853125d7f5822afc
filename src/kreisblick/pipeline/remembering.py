"""Remember: what has left this workspace before, for the next round and the next release."""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kreisblick.pipeline.memory import load_frame, save_frame
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.ledger import Entry, Shelf, ledger_state, read_figures, read_ledger
from kreisblick.sealed.store import SealedStore

__all__ = ["NOTHING", "Remembered", "SealedShelf", "exported_figures", "ledger_of", "recall"]

FOLDER = "released"


def ledger_of(workspace: Workspace) -> Path:
    """The workspace's release ledger."""
    return workspace.sealed / "release_ledger.jsonl"


@dataclass(frozen=True)
class SealedShelf:
    """Exact figures of exports, in the encrypted store."""

    store: SealedStore

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Keep a frame."""
        save_frame(self.store, f"{FOLDER}/{name}", frame)

    def get(self, name: str) -> pl.DataFrame | None:
        """The frame, or None when it is not there."""
        found = load_frame(self.store, f"{FOLDER}/{name}")
        return None if found is None else found[0]


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """The ledger as it stood when a round began.

    Attributes:
        state: stands for everything that had left; a bundle carries it.
        figures: see ``protection.ledger.read_figures``.
    """

    state: str
    figures: pl.DataFrame = field(repr=False)


NOTHING = Remembered(state="", figures=pl.DataFrame())
"""For those who only count: nothing is released from what they make."""


def recall(workspace: Workspace, store: SealedStore) -> Remembered:
    """What has left.

    Raises:
        LedgerBrokenError: the ledger or its figures were changed; then no round is gone.
    """
    ledger = ledger_of(workspace)
    # the state first: what leaves in between makes the bundle unfit for release, never unseen
    state = ledger_state(ledger)
    return Remembered(state=state, figures=read_figures(ledger, SealedShelf(store)))


def exported_figures(ledger: Path) -> Shelf | None:
    """The shelf of exact figures beside a ledger; None when there was no export."""
    rows = read_ledger(ledger)
    if all(row.kind != Entry.EXPORT.value for row in rows):
        return None
    return SealedShelf(SealedStore(ledger.parent))
