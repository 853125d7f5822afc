"""Forget: rows about persons that have stayed long enough are deleted; what was counted stays."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kreisblick.base.lineage import Lineage
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.counting import Counting, count_deliveries
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.kept import cubes_fed_by, keep_cube
from kreisblick.pipeline.receive import context_of, receive
from kreisblick.pipeline.waiting import waiting_deliveries
from kreisblick.pipeline.workspace import Workspace
from kreisblick.sealed.intake import accepted_deliveries
from kreisblick.sealed.intake.files import answers_about, write_manifest
from kreisblick.sealed.intake.retention import Expired, expired_rows, read_retention
from kreisblick.sealed.store import SealedStore

__all__ = ["expired", "forget"]


def expired(workspace: Workspace, *, on: date) -> list[Expired]:
    """Deliveries whose rows are to be deleted on a day, the longest due first."""
    rules = read_retention([workspace.folder / "catalogue"])
    return expired_rows(accepted_deliveries(SealedStore(workspace.sealed)), rules, on=on)


def forget(workspace: Workspace, *, on: date, progress: Progress = silent) -> list[Expired]:
    """Delete what is due: rows, lists of doubtful addresses, replaced deliveries, the files.

    Before anything is deleted, the counts are made and kept in the encrypted store, so that dates
    long past stay in the report. Files that lie outside the workspace are left to their owner.

    Raises:
        FaultsFoundError: when a delivery cannot be counted any more; nothing was deleted.
    """
    due = expired(workspace, on=on)
    if not due:
        return []
    store = SealedStore(workspace.sealed)
    _keep_counts(workspace, store, due, progress)
    for item in due:
        _delete(workspace, store, item, on)
    return due


def _keep_counts(
    workspace: Workspace, store: SealedStore, due: Sequence[Expired], progress: Progress
) -> None:
    ground = prepare(workspace, progress)
    context, lineage = context_of(ground), Lineage()
    accepted = receive(ground, context, store, lineage, progress)
    counting = Counting(ground=ground, context=context, store=store, lineage=lineage, faults=[])
    days = {item.delivery.reference_date for item in due}
    on_days = [d for d in accepted if d.reference_date in days]
    cubes = count_deliveries(counting, on_days, progress)
    fed = {key for item in due for key in cubes_fed_by(ground, item.delivery)}
    for of_day in cubes.values():
        for key in sorted(fed & of_day.keys()):
            keep_cube(store, of_day[key])


def _delete(workspace: Workspace, store: SealedStore, item: Expired, on: date) -> None:
    """The manifest first: a run that is stopped here finds the rest at the next one."""
    key = item.delivery.key
    subject = f"{item.delivery.supplier}/{item.delivery.product}"
    write_manifest(store, replace(item.delivery, deleted_on=on))
    for table in store.tables():
        if table.startswith(f"{key}/"):
            store.delete(table)
    shutil.rmtree(store.folder / key / "replaced", ignore_errors=True)
    for waiting in waiting_deliveries(workspace):
        same = f"{waiting.supplier}/{waiting.product}" == subject
        if same and waiting.reference_date == item.delivery.reference_date:
            for path in (waiting.path, *answers_about(waiting.path)):
                _delete_file(workspace.folder / "deliveries", path)


def _delete_file(home: Path, path: Path) -> None:
    """A file of the workspace; files elsewhere are not ours."""
    if home.resolve() in path.resolve().parents:
        path.unlink(missing_ok=True)
