"""Marks: what an area shows on a map, and the legend's rows for templates."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kreisblick.products.drawing import (
    PATTERNS,
    AreaMark,
    LegendEntry,
    Outlines,
    Sign,
    read_palette,
    swatch_svg,
)
from kreisblick.products.wording import Figure

__all__ = ["SIGNS", "legend_rows", "map_marks", "mark_of"]

SIGNS = {
    "suppressed": Sign.HIDDEN,
    "withheld_by_source": Sign.WITHHELD,
    "not_covered": Sign.NOT_COVERED,
    "by_choice": Sign.BY_CHOICE,
}


def map_marks(
    rows: Sequence[Figure], outlines: Outlines, parents: Mapping[str, str]
) -> dict[str, AreaMark]:
    """What each planning area shows: its own figure or that of its municipality."""
    by_area = {row.area: mark_of(row) for row in rows}
    found = {
        area: by_area.get(area) or by_area.get(parents.get(area, "")) for area in outlines.areas
    }
    return {area: mark for area, mark in found.items() if mark is not None}


def mark_of(row: Figure) -> AreaMark:
    """The mark of one figure."""
    if row.value is None:
        return AreaMark(sign=SIGNS.get(row.state, Sign.MISSING))
    return AreaMark(value=row.steady, unstable=row.unstable)


def legend_rows(
    entries: Sequence[LegendEntry], lay: Callable[[str, str], str]
) -> list[dict[str, Any]]:
    """The legend for the template: colour or small picture, words, number of areas."""
    rows = []
    for entry in entries:
        name = "unstable" if entry.unstable else entry.sign.value
        drawn = entry.unstable or entry.sign in PATTERNS
        swatch = lay(f"swatch-{name}.svg", swatch_svg(entry)) if drawn else ""
        rows.append(
            {
                "fill": entry.fill or "#ffffff",
                "swatch": swatch,
                "text": entry.text,
                "count": entry.count,
                "look": _look(entry),
            }
        )
    return rows


def _look(entry: LegendEntry) -> str:
    """The name of the colour step or pattern, as it stands in the map's classes."""
    if entry.unstable:
        return "unstable"
    steps = read_palette().light.sequence
    return (
        f"class-{steps.index(entry.fill)}"
        if entry.fill in steps
        else PATTERNS.get(entry.sign, entry.sign.value)
    )
