"""Advise: estimate all changes cheaply, protect the best few once more, tell what is measured."""

from collections.abc import Iterable, Sequence

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.protection.advice.model import Setting, Suggestion, Variant
from kreisblick.protection.disclosure import Protected, protect
from kreisblick.protection.rules import ProtectionFailedError

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
    now = _shown(before or _protect(setting))
    found = []
    for one in progress.track(_pick(variants, best), _("trying changes")):
        try:
            then = _shown(_protect(one.make()))
        except ProtectionFailedError:
            continue  # a change that cannot be protected is no advice
        found.append(
            Suggestion(
                kind=one.kind,
                names=one.names,
                take=one.take,
                estimate=one.estimate,
                freed=len(then - now),
                lost=len(now - then),
            )
        )
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
    )


def _shown(protected: Protected) -> set[Figure]:
    """The figures with a number."""
    return {
        (key, *row)
        for key, cube in protected.released.items()
        for row in cube.cells.filter(pl.col("value").is_not_null()).select("slice", "area").rows()
    }
