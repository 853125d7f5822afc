"""Envelopes that arrive: opened in memory, accepted, and laid closed among the deliveries."""

import shutil
from datetime import date
from pathlib import Path

from kreisblick.base.envelope import ENDING, open_envelope
from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.decide import open_desk
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import AcceptedDelivery, Clerk
from kreisblick.sealed.store import SealedStore

__all__ = ["receive_envelope"]


def receive_envelope(
    workspace: Workspace,
    path: Path,
    *,
    supplier: str | None = None,
    reference_date: date | None = None,
    replace: bool = False,
    progress: Progress = silent,
) -> AcceptedDelivery:
    """A closed upload as an accepted delivery; its content never lies open on the disk.

    Args:
        workspace: whose sealed office it is closed to.
        path: the envelope.
        supplier: ``<supplier>/<product>``, where the sender did not write it on the letter inside.
        reference_date: likewise.
        replace: put it in the place of another file of the same date.
        progress: is told the steps.

    Raises:
        UnopenedEnvelopeError: when it is closed to another office, or damaged.
        WrongUseError: when nobody says whose delivery of which day it is.
        FaultsFoundError: with all faults of the file.
    """
    label = open_envelope(path, SealedStore(workspace.sealed).ring.secrets).label
    key = supplier or label.get("supplier", "")
    day = reference_date or _day(label.get("reference_date", ""))
    if not key or day is None:
        message = _(
            "'{name}' does not say whose delivery of which day it is. Name both: --supplier and "
            "--reference-date."
        )
        raise WrongUseError(message.format(name=path.name))
    desk = open_desk(workspace, supplier=key, reference_date=day, path=path, progress=progress)
    delivery, _answer = desk.accept(Clerk(by=""), replace=replace)
    _lay_down(workspace, path, delivery, label.get("file", ""))
    return delivery


def _lay_down(workspace: Workspace, path: Path, delivery: AcceptedDelivery, name: str) -> None:
    """The envelope among the deliveries, so that every round finds it again."""
    home = workspace.folder / "deliveries" / delivery.supplier / delivery.product
    day = delivery.reference_date.isoformat()
    target = home / f"{day}{Path(name).suffix}{ENDING}"
    home.mkdir(parents=True, exist_ok=True)
    if target.resolve() == path.resolve():
        return
    draft = home / f".{target.name}.draft"
    shutil.copyfile(path, draft)
    draft.replace(target)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
