"""Protect: the cubes of each date pass disclosure control together."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage, Step
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.choosing import choices_of, told_choices
from kreisblick.pipeline.code import code_fingerprint
from kreisblick.pipeline.counting import Counting
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.memory import load_frame, save_frame
from kreisblick.pipeline.past import Past, past_of
from kreisblick.pipeline.plan import Plan
from kreisblick.pipeline.together import joined_areas
from kreisblick.protection.disclosure import Protected, protect, reopen
from kreisblick.protection.rules import RuleSet
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import Cube

__all__ = ["protect_all"]


def protect_all(
    counting: Counting,
    cubes: Mapping[date, Mapping[str, Cube]],
    plan: Plan,
    progress: Progress = silent,
) -> dict[date, Protected]:
    """Every date's cubes under their rules; one joint system per date, from memory where known.

    Raises:
        ProtectionFailedError: when safety could not be shown; then nothing is released.
    """
    found: dict[date, Protected] = {}
    before: dict[date, tuple[Sequence[Cube], Protected]] = {}
    ground = counting.ground
    for day in progress.track(sorted(cubes), _("protection")):
        of_day = [cube for key, cube in sorted(cubes[day].items()) if _asked(plan, key)]
        rules = {cube.key: ground.rules[ground.cubes[cube.key].rules] for cube in of_day}
        past = past_of(counting, day, of_day, rules, before)
        state = _state(counting, of_day, rules, plan)
        place = f"protected/{day.isoformat()}"
        name = f"{place}/{fingerprint(state, past.state)[:24]}"
        same = f"{place}/last-{fingerprint(state, past.kept)[:24]}"
        known = _recall(counting.store, name, rules) or _standing(counting.store, same, rules, past)
        if known is None:
            known = _protect_day(ground, of_day, rules, plan, past)
            _remember(counting.store, name, known)
            save_frame(counting.store, same, pl.DataFrame({"name": [name]}))
        found[day] = known
        before[day] = of_day, known
        _record(counting.lineage, day, of_day, rules, known)
    return found


def _protect_day(
    ground: Ground,
    cubes: Sequence[Cube],
    rules: Mapping[str, RuleSet],
    plan: Plan,
    past: Past,
) -> Protected:
    there = {cube.key for cube in cubes}
    return protect(
        cubes,
        [ref for ref in plan.publish if ref.cube in there],
        [s for s in plan.shares if {s.numerator.cube, s.denominator.cube} <= there],
        ground.report_territory,
        rules,
        choices_of(ground),
        rates=plan.rates,
        earlier=past.earlier,
        sticky=past.sticky,
    )


def _standing(
    store: SealedStore, same: str, rules: Mapping[str, RuleSet], past: Past
) -> Protected | None:
    """The last result from the same counts and rules, where nothing beyond it has left since.

    Its own release is no reason to choose anew what is withheld: readers know just what it shows.
    """
    last = load_frame(store, same)
    known = _recall(store, last[0]["name"].item(), rules) if last is not None else None
    return known if known is not None and past.within(known) else None


def _state(
    counting: Counting, cubes: Sequence[Cube], rules: Mapping[str, RuleSet], plan: Plan
) -> str:
    """Fingerprint of everything protection depends on."""
    days = {cube.reference_date.isoformat() for cube in cubes}
    counted = [counting.lineage[f"count {cube.key} {day}"].output for cube in cubes for day in days]
    return fingerprint(
        counted,
        [rules[cube.key].model_dump(mode="json") for cube in cubes],
        [(ref.cube, ref.slice.key) for ref in plan.publish],
        [str(share) for share in (*plan.shares, *plan.rates)],
        told_choices(counting.ground),
        joined_areas(counting.ground.workspace),
        code_fingerprint("protection", "statistics/cube"),
    )


def _remember(store: SealedStore, name: str, protected: Protected) -> None:
    for key, cube in protected.released.items():
        save_frame(store, f"{name}/{key}", cube.cells)
    meta = {"cubes": sorted(protected.released), "report": protected.report}
    save_frame(store, f"{name}.proofs", protected.proofs)
    save_frame(store, name, protected.targets.frame, meta)


def _recall(store: SealedStore, name: str, rules: Mapping[str, RuleSet]) -> Protected | None:
    found = load_frame(store, name)
    if found is None:
        return None
    targets, meta = found
    cells = {key: load_frame(store, f"{name}/{key}") for key in meta["cubes"]}
    proofs = load_frame(store, f"{name}.proofs")
    return reopen(
        {key: frame[0] for key, frame in cells.items() if frame is not None},
        {key: rules[key].title.de for key in cells},
        targets,
        meta["report"],
        proofs[0] if proofs else None,
    )


def _record(
    lineage: Lineage,
    day: date,
    cubes: Sequence[Cube],
    rules: Mapping[str, RuleSet],
    protected: Protected,
) -> None:
    for cube in cubes:
        cells = protected.released[cube.key].cells
        lineage.record(
            Step(
                verb="protect",
                subject=f"{cube.key} {day.isoformat()}",
                inputs=(f"count {cube.key} {day.isoformat()}",),
                output=fingerprint(cells.rows()),
                parameters={"rules": rules[cube.key].title.de},
            )
        )


def _asked(plan: Plan, key: str) -> bool:
    return any(ref.cube == key for ref in plan.publish)
