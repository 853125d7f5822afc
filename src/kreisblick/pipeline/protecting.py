"""Protect: the cubes of each date pass disclosure control together."""

from collections.abc import Mapping, Sequence
from datetime import date

from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.base.lineage import Lineage, Step
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.plan import Plan
from kreisblick.protection.disclosure import Protected, RuleSet, protect
from kreisblick.statistics.cube import Cube

__all__ = ["protect_all"]


def protect_all(
    ground: Ground,
    cubes: Mapping[date, Mapping[str, Cube]],
    plan: Plan,
    lineage: Lineage,
    progress: Progress = silent,
) -> dict[date, Protected]:
    """Every date's cubes under their rules; one joint system per date.

    Raises:
        ProtectionFailedError: when safety could not be shown; then nothing is released.
    """
    found: dict[date, Protected] = {}
    for day in progress.track(sorted(cubes), _("protection")):
        of_day = [cube for key, cube in sorted(cubes[day].items()) if _asked(plan, key)]
        rules = {cube.key: ground.rules[ground.cubes[cube.key].rules] for cube in of_day}
        there = {cube.key for cube in of_day}
        found[day] = protect(
            of_day,
            [ref for ref in plan.publish if ref.cube in there],
            [s for s in plan.shares if {s.numerator.cube, s.denominator.cube} <= there],
            ground.report_territory,
            rules,
        )
        _record(lineage, day, of_day, rules, found[day])
    return found


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
