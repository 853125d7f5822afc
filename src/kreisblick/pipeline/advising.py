"""Advise: what the planner could change so that more may be shown, measured on the real figures.

For the sealed zone only: the answer knows where small figures are. Nothing of it is written into
bundle or products; the last answer is kept in the encrypted store, so that it can be taken over.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.advising_variants import Planned, variants_of
from kreisblick.pipeline.choosing import choices_of
from kreisblick.pipeline.day import round_day
from kreisblick.pipeline.gathering import Gathered, gather
from kreisblick.pipeline.memory import load_frame, save_frame
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.remembering import recall
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.advice import Kind, Setting, Suggestion, advise
from kreisblick.sealed.store import SealedStore

__all__ = ["advise_workspace", "last_advice", "suggestion_words"]

LAST = "advice/last"
COLUMNS: dict[str, Any] = {
    "kind": pl.String,
    "names": pl.List(pl.String),
    "take": pl.String,
    "estimate": pl.Int64,
    "freed": pl.Int64,
    "lost": pl.Int64,
    "joined": pl.Int64,
}


def advise_workspace(
    workspace: Workspace,
    *,
    day: date | None = None,
    best: int = 6,
    today: date | None = None,
    progress: Progress = silent,
) -> list[Suggestion]:
    """What would free most at one reference date, the last with counts unless named.

    Raises:
        WrongUseError: when nothing is counted at the date.
    """
    gathered = gather(workspace, round_day(workspace, today), progress)
    by_day = gathered.cubes
    chosen = day or max(by_day, default=None)
    if chosen is None or chosen not in by_day:
        words = _("Nothing is counted for {day}. Go the round first: kreisblick run -w {folder}")
        told = format_date(chosen or max(workspace.choices.report.dates))
        raise WrongUseError(words.format(day=told, folder=workspace.folder))
    planned = _planned(gathered, chosen)
    found = advise(planned.setting, variants_of(planned), best=best, progress=progress)
    save_frame(
        gathered.counting.store, LAST, pl.DataFrame([_row(one) for one in found], schema=COLUMNS)
    )
    return found


def _planned(gathered: Gathered, day: date) -> Planned:
    ground, delivered = gathered.counting.ground, gathered.delivered
    choices = ground.workspace.choices.report
    plan = make_plan(choices, ground.indicators, ground.cubes, delivered, ground.concepts)
    asked = {ref.cube for ref in plan.publish}
    cubes = [cube for key, cube in sorted(gathered.cubes[day].items()) if key in asked]
    there = {cube.key for cube in cubes}
    figures = recall(ground.workspace, gathered.counting.store).figures
    setting = Setting(
        cubes=cubes,
        publish=[ref for ref in plan.publish if ref.cube in there],
        shares=[s for s in plan.shares if {s.numerator.cube, s.denominator.cube} <= there],
        territory=ground.report_territory,
        rules={cube.key: ground.rules[ground.cubes[cube.key].rules] for cube in cubes},
        choices=choices_of(ground),
        rates=plan.rates,
        earlier=figures.filter(pl.col("reference_date") == day),
    )
    return Planned(ground=ground, plan=plan, delivered=delivered, setting=setting)


def _row(one: Suggestion) -> dict[str, object]:
    return {**{name: getattr(one, name) for name in COLUMNS}, "kind": one.kind.value}


def last_advice(workspace: Workspace) -> list[Suggestion]:
    """The suggestions of the last call, from the encrypted store."""
    found = load_frame(SealedStore(workspace.sealed), LAST)
    rows: Sequence[dict[str, object]] = [] if found is None else found[0].to_dicts()
    return list(_suggestions(rows))


def _suggestions(rows: Sequence[Mapping[str, object]]) -> Iterator[Suggestion]:
    for row in rows:
        more = {name: value for name, value in row.items() if name not in {"kind", "names"}}
        names = row["names"]
        told = tuple(str(name) for name in names) if isinstance(names, list) else ()
        yield Suggestion(kind=Kind(str(row["kind"])), names=told, **more)  # type: ignore[arg-type]


def suggestion_words(one: Suggestion) -> str:
    """One suggestion as a planner reads it: what, and how many figures more."""
    heads = {
        Kind.CODES: _("Age groups {first} and {second} together"),
        Kind.AREAS: _("{first} and {second} together"),
        Kind.SLICES: _("Without the indicator “{first}”"),
    }
    parts = dict(zip(("first", "second"), [*one.names, ""], strict=False))
    head = heads[one.kind].format(**parts)
    more = _("one figure more") if one.net == 1 else _("{count} figures more")
    told = more.format(count=format_count(one.net))
    return f"{head}: {told}{_losses(one)}"


def _losses(one: Suggestion) -> str:
    """What it takes, in brackets; empty where it takes nothing."""
    parts = []
    if one.joined:
        parts.append(_("{count} only together").format(count=format_count(one.joined)))
    if one.lost:
        parts.append(_("{count} no longer").format(count=format_count(one.lost)))
    return f" ({', '.join(parts)})" if parts else ""
