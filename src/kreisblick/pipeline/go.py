"""Go: one timetable from territory to handbook.

territory → intake → register → protect → indicators → draft bundle → products → audit
"""

import shutil
import tempfile
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.building import build_products
from kreisblick.pipeline.choosing import remember_choices
from kreisblick.pipeline.comparing import compare_sources
from kreisblick.pipeline.deriving import derive_all
from kreisblick.pipeline.editorial import editorial_for
from kreisblick.pipeline.explain_sealed import remember_targets
from kreisblick.pipeline.gathering import gather
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.insights import gather_insights
from kreisblick.pipeline.last import remember
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.protecting import protect_all
from kreisblick.pipeline.sealing import Sealed, seal
from kreisblick.pipeline.summary import Summary, grouped
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.secrecy import kept_sentence
from kreisblick.protection.rules import sign_off_notes

__all__ = ["go"]

CURRENT = "current"


def go(workspace: Workspace, state: str, day: date, progress: Progress = silent) -> Summary:
    """Go the whole round and remember under which state of everything it was gone.

    What is embargoed on the round's day is accepted and kept, but not counted.
    """
    gathered = gather(workspace, day, progress)
    counting, accepted, cubes = gathered.counting, gathered.accepted, gathered.cubes
    ground, store, lineage = counting.ground, counting.store, counting.lineage
    delivered = gathered.delivered
    plan = make_plan(
        workspace.choices.report, ground.indicators, ground.cubes, delivered, ground.concepts
    )
    comparison = compare_sources(counting, plan)
    protected = protect_all(counting, cubes, plan, progress)
    derived = derive_all(ground, cubes, protected, plan, comparison, lineage)
    insights = gather_insights(counting, accepted, day)
    targets = pl.concat([found.targets.frame for _day, found in sorted(protected.items())])
    remember_targets(store, targets)
    with tempfile.TemporaryDirectory(dir=_made(workspace.bundles)) as draft:
        folder = Path(draft) / "bundle"
        sealed = seal(folder, counting, accepted, plan, comparison, protected, derived, insights)
        editorial, unprinted = editorial_for(workspace, sealed.bundle)
        build_products(
            workspace,
            sealed.bundle,
            targets,
            store,
            name=sealed.key,
            editorial=editorial,
            progress=progress,
        )
        _keep(sealed, workspace.bundles / sealed.key)
    notes = (
        *grouped(counting.faults), *insights.notes, *unprinted, *_unsigned(ground, delivered)
    )  # fmt: skip
    return _finish(workspace, state, sealed, notes)


def _unsigned(ground: Ground, delivered: Collection[str]) -> list[str]:
    """What to say of the rules behind these cubes, where their signature is missing or old."""
    used = {ground.cubes[key].rules for key in delivered}
    return sign_off_notes({key: ground.rules[key] for key in used})


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(sealed: Sealed, target: Path) -> None:
    """The draft becomes a bundle of its own name; the same content is there already."""
    if not target.exists():
        with new_folder(target) as draft:
            shutil.copytree(sealed.bundle.folder, draft, dirs_exist_ok=True)


def _finish(
    workspace: Workspace,
    state: str,
    sealed: Sealed,
    notes: Sequence[str],
) -> Summary:
    summary = Summary(
        products=workspace.products / sealed.key,
        bundle=workspace.bundles / sealed.key,
        unchanged=False,
        shown=sealed.shown,
        withheld=sealed.withheld,
        missing=sealed.missing,
        notes=notes,
        detail=kept_sentence(sealed.bundle),
    )
    for folder in (workspace.bundles, workspace.products):
        write_bytes(folder / CURRENT, f"{sealed.key}\n".encode())
    remember(workspace, state, summary)
    remember_choices(workspace)
    return summary
