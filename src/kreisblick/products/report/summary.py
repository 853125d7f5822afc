"""The page of findings: the few sentences a councillor reads, each with its date."""

from typing import Any

from kreisblick.base.language import format_date
from kreisblick.products.figures import Described
from kreisblick.products.report.chapters import lead_sentences
from kreisblick.products.report.scene import Scene
from kreisblick.products.wording import Figure, write_value

__all__ = ["key_findings"]


def key_findings(scene: Scene, most: int) -> list[dict[str, Any]]:
    """One finding per theme, then second ones while there is room, in the report's order.

    Within a theme the indicator with the surest signal stands first: a change of the whole
    district that the test found, then the part of the areas that clearly differ.
    """
    themes = scene.figures.themes()
    ordered = {theme: _by_signal(scene, list(ones)) for theme, ones in themes.items()}
    chosen: list[tuple[str, Described]] = []
    for place in range(max((len(ones) for ones in ordered.values()), default=0)):
        chosen += [(t, ones[place]) for t, ones in ordered.items() if place < len(ones)]
    kept = {one.key for _, one in chosen[:most]}
    return [
        _finding(scene, theme, one)
        for theme, ones in themes.items()
        for one in ones
        if one.key in kept
    ]


def _by_signal(scene: Scene, ones: list[Described]) -> list[Described]:
    known = [one for one in ones if (whole := scene.whole(one)) and whole.value is not None]
    return sorted(known, key=lambda one: _signal(scene, one), reverse=True)


def _signal(scene: Scene, one: Described) -> tuple[int, float]:
    whole = scene.whole(one)
    _level, rows = scene.finest(one)
    differing = sum(row.significance in {"above", "below"} for row in rows)
    moved = whole is not None and whole.change_significance in {"up", "down"}
    return int(moved), differing / max(len(rows), 1)


def _finding(scene: Scene, theme: str, one: Described) -> dict[str, Any]:
    whole = scene.whole(one)
    return {
        "theme": theme,
        "slug": one.slug,
        "title": one.title,
        "value": _headline(whole),
        "day": format_date(scene.figures.last_date(one.key)),
        "sentences": lead_sentences(scene, one, remarked=False)[1:3],
    }


def _headline(whole: Figure | None) -> str:
    if whole is None or whole.value is None:
        return "–"
    return write_value(whole.value, whole.unit, whole.denominator)
