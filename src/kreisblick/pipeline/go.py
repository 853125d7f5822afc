"""Go: one timetable from territory to handbook.

territory → intake → register → protect → indicators → draft bundle → products → audit
"""

import shutil
import tempfile
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.lineage import Lineage
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.building import build_products
from kreisblick.pipeline.choosing import check_choices, remember_choices, without_those_out
from kreisblick.pipeline.comparing import check_classes, check_deviations, compare_sources
from kreisblick.pipeline.counting import Counting, count_deliveries
from kreisblick.pipeline.deriving import derive_all
from kreisblick.pipeline.explain_sealed import remember_targets
from kreisblick.pipeline.flows import with_flows
from kreisblick.pipeline.ground import Ground, prepare
from kreisblick.pipeline.insights import gather_insights
from kreisblick.pipeline.last import remember
from kreisblick.pipeline.noted import check_notes
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.protecting import protect_all
from kreisblick.pipeline.receive import context_of, receive
from kreisblick.pipeline.remembering import recall
from kreisblick.pipeline.sealing import Sealed, seal
from kreisblick.pipeline.summary import Summary, grouped
from kreisblick.pipeline.supply import resting
from kreisblick.pipeline.together import check_together, shown_together
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.secrecy import kept_sentence
from kreisblick.protection.rules import sign_off_notes
from kreisblick.sealed.intake import IntakeContext
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.indicators import check_categories

__all__ = ["go"]

CURRENT = "current"


def go(workspace: Workspace, state: str, day: date, progress: Progress = silent) -> Summary:
    """Go the whole round and remember under which state of everything it was gone.

    What is embargoed on the round's day is accepted and kept, but not counted.
    """
    lineage, faults = Lineage(), list[Fault]()
    store = SealedStore(workspace.sealed)
    ground = prepare(workspace, progress)
    context = context_of(ground)
    _check(ground, context)
    check_choices(ground, day)
    check_together(ground)
    received = receive(ground, context, store, lineage, progress)
    rests = resting(context.suppliers, received, as_of=day)
    accepted = [d for d in received if (d.supplier, d.product, d.reference_date) not in rests]
    counting = Counting(
        ground=ground,
        context=context,
        store=store,
        lineage=lineage,
        faults=faults,
        resting=rests,
        remembered=recall(workspace, store),
    )
    counted = count_deliveries(counting, accepted, progress)
    ground, cubes = shown_together(ground, with_flows(counting, accepted, counted))
    counting.ground = ground
    cubes = without_those_out(ground, cubes)
    delivered = {key for of_day in cubes.values() for key in of_day}
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
        build_products(workspace, sealed.bundle, targets, store, name=sealed.key, progress=progress)
        _keep(sealed, workspace.bundles / sealed.key)
    notes = (*grouped(faults), *insights.notes, *_unsigned(ground, delivered))
    return _finish(workspace, state, sealed, notes)


def _check(ground: Ground, context: IntakeContext) -> None:
    """What definitions say of one another holds."""
    check_deviations(context.deliveries, ground.concepts)
    check_notes(ground, context)
    check_classes(context.deliveries, ground.cubes)
    if faults := check_categories(ground.indicators, ground.indices, ground.cubes):
        raise FaultsFoundError("catalogue", faults)


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
