"""The maps of the report: marks from figures, breaks over all dates, and what they say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import (
    Outlines,
    choropleth_svg,
    class_breaks,
    class_of,
    legend_entries,
)
from kreisblick.products.figures import Described
from kreisblick.products.picturing import legend_rows, map_marks, mark_of
from kreisblick.products.wording import (
    Figure,
    Figures,
    map_words,
    rank_borders,
    write_round,
)

__all__ = ["map_picture"]


def map_picture(
    figures: Figures,
    described: Described,
    outlines: Outlines,
    parents: Mapping[str, str],
    lay: Callable[[str, str], str],
    classes: Sequence[str] = (),
) -> dict[str, Any]:
    """The map of one indicator at its last date: file, alternative text, caption, legend.

    It shows planning areas, or municipalities where most areas are hidden, and says so.

    Args:
        figures: of the bundle.
        described: the indicator.
        outlines: of the report's generation.
        parents: planning area to municipality; figures of municipalities fill all their areas.
        lay: puts the picture beside the template.
        classes: titles of categories by rank, where the indicator is of such.
    """
    day = figures.last_date(described.key)
    level = figures.told_level(described)
    rows = figures.of(described.key, level, day)
    pool = [r.steady for d in figures.dates for r in figures.of(described.key, level, d)]
    breaks = rank_borders(classes) or _parting(rows, class_breaks(pool))
    marks = map_marks(rows, outlines, parents)
    unit = rows[0].unit if rows else "percent"
    alt = _alternative(rows, described, unit, classes)
    title = f"{described.title}, {format_date(day)}"
    picture = choropleth_svg(
        outlines,
        marks,
        breaks=breaks,
        title=title,
        description=alt,
        prefix=f"map-{described.slug}",
    )
    own = {row.area: mark_of(row) for row in rows}
    entries = legend_entries(own, breaks, lambda edge: write_round(edge, unit), titles=classes)
    return {
        "file": lay(f"map-{described.slug}.svg", picture),
        "alt": alt,
        "caption": _caption(described, level, format_date(day), _smoothed(rows)),
        "level": level,
        "legend": legend_rows(entries, lay),
    }


def _parting(rows: Sequence[Figure], breaks: tuple[float, ...]) -> tuple[float, ...]:
    """The borders, where they part the areas; a map of one dark colour would show a difference."""
    places = {class_of(row.steady, breaks) for row in rows if row.steady is not None}
    return breaks if len(places) > 1 else ()


def _smoothed(rows: Sequence[Figure]) -> str:
    """That the colours show smoothed values; what that means stands once, in how to read."""
    if all(row.smoothed is None for row in rows):
        return ""
    return _("Colours: smoothed values.")


def _caption(described: Described, level: str, day: str, smoothed: str) -> str:
    where = {"planning_area": _("planning areas"), "municipality": _("municipalities")}[level]
    told = _("{title} ({unit}), {where}, {day}.").format(
        title=described.title, unit=described.unit, where=where, day=day
    )
    fallen = level == "municipality" and "planning_area" in described.levels
    instead = _("Municipalities, because most planning areas are not shown.") if fallen else ""
    return " ".join(part for part in (told, instead, smoothed) if part)


def _alternative(
    rows: Sequence[Figure], described: Described, unit: str, classes: Sequence[str]
) -> str:
    """The finding of the map in words: range, and how many differ for sure."""
    known = [row.value for row in rows if row.value is not None]
    if not known:
        return _("Map: {title}. There are no figures for this date.").format(title=described.title)
    low, high = min(known), max(known)
    if classes:
        ends = (classes[round(low) - 1], classes[round(high) - 1])
    else:
        ends = (write_round(low, unit, 1), write_round(high, unit, 1))
    return map_words(described.title, *ends, rows)
