"""Monitor: what is different since the last good round, told in every round without an edit."""

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from kreisblick.pipeline.day import round_day
from kreisblick.pipeline.supply import Supply, open_supply
from kreisblick.pipeline.workspace import NoWorkspaceError, Workspace
from kreisblick.products.changes import Awaited, compared_with, tell_changes
from kreisblick.protection.bundle import Bundle, BundleCorruptError, open_bundle
from kreisblick.supply import DueState

__all__ = ["awaited_deliveries", "tell_monitor"]

CHANGES = "changes"
AHEAD = timedelta(days=365)
DONE = {DueState.RECEIVED, DueState.EMBARGOED, DueState.ENDED}


def tell_monitor(
    workspace: Workspace, bundle: Bundle, out: Path, *, name: str, texts: Sequence[str] = ()
) -> None:
    """Write the monitor page; nothing at the first round.

    A round that is made again is told against the same round as before: by then it is itself the
    last one.

    Args:
        workspace: where the rounds before lie.
        bundle: of this round.
        out: the folder for the page.
        name: of this round.
        texts: sentences about texts that somebody should look at.
    """
    known = workspace.products / name / CHANGES
    before = _before(workspace, known, name)
    if before is not None and before.report["district"] == bundle.report["district"]:
        awaited = awaited_deliveries(open_supply(workspace), round_day(workspace))
        tell_changes(before, bundle, out, texts=texts, awaited=awaited)
    elif known.is_dir():
        shutil.copytree(known, out)


def awaited_deliveries(supply: Supply, day: date) -> list[Awaited]:
    """What the calendars of the suppliers expect until a year after a day, and is not here."""
    found = supply.status(day + AHEAD).deliveries
    return [
        Awaited(
            day=due.expected,
            office=supply.suppliers[due.supplier].title.de,
            product=supply.names.products.get(f"{due.supplier}/{due.product}", due.product),
            reference_date=due.reference_date,
            late=due.expected < day,
        )
        for due in found
        if due.expected is not None and due.state not in DONE
    ]


def _before(workspace: Workspace, known: Path, name: str) -> Bundle | None:
    """The round to compare with; None where there is none, or nobody may trust it."""
    try:
        then = compared_with(known)
        folder = workspace.bundles / then if then else workspace.current(workspace.bundles)
        return None if folder.name == name else open_bundle(folder)
    except (NoWorkspaceError, BundleCorruptError):
        return None
