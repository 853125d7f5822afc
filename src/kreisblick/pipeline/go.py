"""Go: one timetable from territory to handbook.

territory → intake → register → protect → indicators → draft bundle → products → audit
"""

import tempfile
from collections.abc import Collection
from datetime import date
from pathlib import Path

import polars as pl

from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.choosing import remember_choices
from kreisblick.pipeline.comparing import compare_sources
from kreisblick.pipeline.deriving import derive_all
from kreisblick.pipeline.explain_sealed import remember_targets
from kreisblick.pipeline.finish import Draft, finish
from kreisblick.pipeline.gathering import gather
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.insights import gather_insights
from kreisblick.pipeline.last import RoundState
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.protecting import protect_all
from kreisblick.pipeline.sealing import Sealed, seal
from kreisblick.pipeline.summary import Summary, grouped
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.secrecy import kept_sentence
from kreisblick.protection.rules import sign_off_notes

__all__ = ["go"]


def go(workspace: Workspace, state: RoundState, day: date, progress: Progress = silent) -> Summary:
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
    with tempfile.TemporaryDirectory(dir=_made(workspace.bundles)) as made:
        folder = Path(made) / "bundle"
        sealed = seal(folder, counting, accepted, plan, comparison, protected, derived, insights)
        remember_targets(store, targets, bundle=sealed.key, figures=state.figures)
        notes = (*grouped(counting.faults), *insights.notes, *_unsigned(ground, delivered))
        summary = _summary(workspace, sealed, notes)
        draft = Draft(bundle=sealed.bundle, summary=summary, targets=targets, store=store)
        finished = finish(workspace, state, draft, progress)
    remember_choices(workspace)
    return finished


def _unsigned(ground: Ground, delivered: Collection[str]) -> list[str]:
    """What to say of the rules behind these cubes, where their signature is missing or old."""
    used = {ground.cubes[key].rules for key in delivered}
    return sign_off_notes({key: ground.rules[key] for key in used})


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _summary(workspace: Workspace, sealed: Sealed, notes: tuple[str, ...]) -> Summary:
    return Summary(
        products=workspace.products / sealed.key,
        bundle=workspace.bundles / sealed.key,
        unchanged=False,
        shown=sealed.shown,
        withheld=sealed.withheld,
        missing=sealed.missing,
        notes=notes,
        detail=kept_sentence(sealed.bundle),
    )
