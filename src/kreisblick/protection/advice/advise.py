"""Advise: estimate all changes cheaply, protect the best few once more, tell what is measured."""

from collections.abc import Iterable, Sequence

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.advice.model import Setting, Suggestion, Variant
from kreisblick.protection.disclosure import Protected, protect
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.statistics.cube import Confidentiality

__all__ = ["advise"]

Figure = tuple[str, str, str]  # cube, slice, area


def advise(
    setting: Setting,
    variants: Sequence[Variant],
    *,
    best: int = 6,
    before: Protected | None = None,
    progress: Progress = silent,
) -> list[Suggestion]:
    """What would free most, the best first; only what frees more than it takes.

    Args:
        setting: what is protected now.
        variants: changes that could be made.
        best: how many are protected once more, at most; every kind has its turn.
        before: of the setting, where it is known already.
        progress: is told of every change that is tried.

    Raises:
        ProtectionFailedError: when the setting itself cannot be protected.
    """
    now = before or _protect(setting)
    found = []
    for one in progress.track(_pick(variants, best), _("trying changes")):
        try:
            then = _protect(one.make())
        except ProtectionFailedError:
            continue  # a change that cannot be protected is no advice
        found.append(_measured(one, now, then))
    helping = [one for one in found if one.net > 0]
    return sorted(helping, key=lambda one: (-one.net, one.kind.value, one.names))


def _pick(variants: Sequence[Variant], best: int) -> list[Variant]:
    """The changes with the largest estimates, in turn of each kind."""
    by_kind: dict[str, list[Variant]] = {}
    for one in sorted(variants, key=lambda one: (-one.estimate, one.names)):
        if one.estimate > 0:
            by_kind.setdefault(one.kind.value, []).append(one)
    picked: list[Variant] = []
    for turn in range(best):
        row: Iterable[Variant] = [found[turn] for found in by_kind.values() if turn < len(found)]
        picked += sorted(row, key=lambda one: (-one.estimate, one.names))
    return picked[:best]


def _protect(setting: Setting) -> Protected:
    return protect(
        setting.cubes,
        setting.publish,
        setting.shares,
        setting.territory,
        setting.rules,
        setting.choices,
        rates=setting.rates,
        earlier=setting.earlier,
    )


def _measured(one: Variant, now: Protected, then: Protected) -> Suggestion:
    """What becomes of every figure of the plan as it is."""
    after = _figures(then, shown=True)
    freed = sum(_then(figure, one) in after for figure in _figures(now, shown=False))
    stay = {figure: _then(figure, one) for figure in _figures(now, shown=True)}
    return Suggestion(
        kind=one.kind,
        names=one.names,
        take=one.take,
        estimate=one.estimate,
        freed=freed,
        lost=sum(place not in after for place in stay.values()),
        joined=sum(place in after and place != figure for figure, place in stay.items()),
    )


def _then(figure: Figure, one: Variant) -> Figure:
    """Where a figure stands after the change."""
    cube, name, area = figure
    return cube, one.slices.get((cube, name), name), one.areas.get(area, area)


def _figures(protected: Protected, *, shown: bool) -> set[Figure]:
    """The figures with a number, or those that are kept secret."""
    hidden = pl.col("confidentiality") != Confidentiality.FREE.value
    wanted = pl.col("value").is_not_null() if shown else hidden
    return {
        (key, *row)
        for key, cube in protected.released.items()
        for row in cube.cells.filter(wanted).select("slice", "area").iter_rows()
    }
