"""Variants: the changes that a workspace can make with a line of ``kreisblick.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from kreisblick.pipeline.ground import Ground
from kreisblick.pipeline.plan import AGE_CUBE, Plan, make_plan
from kreisblick.protection.advice import (
    Figures,
    Kind,
    Setting,
    Variant,
    figures_of,
    joined_key,
    neighbouring_areas,
    show_together,
)
from kreisblick.protection.disclosure import SliceRef
from kreisblick.statistics.cube.definition import OLDEST, age_borders
from kreisblick.statistics.indicators import needed_slices

__all__ = ["Planned", "variants_of"]


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a round would protect at one date.

    Attributes:
        ground: definitions and areas.
        plan: what the report asks of the cubes.
        delivered: keys of all cubes that are there at any date.
        setting: what ``protect()`` gets.
    """

    ground: Ground = field(repr=False)
    plan: Plan
    delivered: frozenset[str]
    setting: Setting


def variants_of(planned: Planned) -> list[Variant]:
    """Age groups merged, areas shown together, an indicator left out; with cheap estimates."""
    figures = figures_of(planned.setting)
    return [
        *_ages(planned, figures),
        *_areas(planned, figures),
        *_indicators(planned, figures),
    ]


def _ages(planned: Planned, figures: Figures) -> Iterator[Variant]:
    """Neighbouring groups of the age structure as one; none that an indicator needs."""
    setting, ground = planned.setting, planned.ground
    groups = list(ground.workspace.choices.report.age_groups)
    needed = {SliceRef(*asked) for asked in needed_slices(planned.plan.indicators, ground.cubes)}
    for first, second in pairwise(sorted(groups, key=age_borders)):
        whole = _one_group(first, second)
        refs = [_age(ground, group) for group in (first, second)]
        if age_borders(first)[1] + 1 != age_borders(second)[0] or set(refs) & needed:
            continue
        kept = [ref for ref in setting.publish if ref not in refs]
        publish = sorted({*kept, _age(ground, whole)})
        left = [group for group in groups if group not in {first, second}]
        merged = sorted([*left, whole], key=age_borders)
        yield Variant(
            kind=Kind.CODES,
            names=(first, second),
            estimate=figures.freed_by_merging(*refs),
            make=partial(replace, setting, publish=publish),
            take=f"age_groups = {_listed(merged)}",
            slices={(AGE_CUBE, ref.slice.key): _age(ground, whole).slice.key for ref in refs},
        )


def _age(ground: Ground, group: str) -> SliceRef:
    return SliceRef(AGE_CUBE, ground.cubes[AGE_CUBE].slice({"age": group}, cube=AGE_CUBE))


def _one_group(first: str, second: str) -> str:
    low, high = age_borders(first)[0], age_borders(second)[1]
    return f"{low}+" if high == OLDEST else f"{low}-{high}"


def _areas(planned: Planned, figures: Figures) -> Iterator[Variant]:
    """Two neighbouring areas of a municipality as one."""
    setting = planned.setting
    names = dict(setting.territory.areas.select("area", "name").iter_rows())
    for pair in neighbouring_areas(setting.territory):
        single = [key for area in pair for key in area.split("+")]  # joined already
        told = names[pair[0]], names[pair[1]]
        yield Variant(
            kind=Kind.AREAS,
            names=told,
            estimate=figures.freed_by_joining(pair),
            make=partial(_joined, setting, pair, " / ".join(told)),
            take=f"[[together]]\nareas = {_listed(single)}",
            areas=dict.fromkeys(pair, joined_key(pair)),
        )


def _joined(setting: Setting, pair: tuple[str, str], name: str) -> Setting:
    cubes, territory = show_together(setting.cubes, setting.territory, {name: pair})
    return replace(setting, cubes=cubes, territory=territory)


def _indicators(planned: Planned, figures: Figures) -> Iterator[Variant]:
    """One indicator less, with the slices that only it needs."""
    ground, setting = planned.ground, planned.setting
    choices = ground.workspace.choices.report
    for key, indicator in planned.plan.indicators.items():
        out = (*choices.leave_out, key)
        plan = make_plan(
            choices.model_copy(update={"leave_out": out}),
            ground.indicators,
            ground.cubes,
            planned.delivered,
            ground.concepts,
        )
        gone = set(setting.publish) - set(plan.publish)
        if gone:
            yield Variant(
                kind=Kind.SLICES,
                names=(indicator.title.de,),
                estimate=figures.freed_without(gone),
                make=partial(_fewer, setting, plan),
                take=f"leave_out = {_listed(out)}",
            )


def _fewer(setting: Setting, plan: Plan) -> Setting:
    publish = [ref for ref in setting.publish if ref in plan.publish]
    asked = {ref.cube for ref in publish}
    return replace(
        setting,
        cubes=[cube for cube in setting.cubes if cube.key in asked],
        publish=publish,
        shares=[share for share in setting.shares if share in plan.shares],
    )


def _listed(words: "list[str] | tuple[str, ...]") -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"
