"""Categories in the report: sentences, and a table of the municipalities; never a mean."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kreisblick.base.language import format_count, format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.exports import Described
from kreisblick.products.wording import (
    Figure,
    Figures,
    Scale,
    class_title,
    estimate_words,
    middle_words,
    shares_words,
)

__all__ = ["category_sentences", "category_table", "middle_finding"]


def category_sentences(
    scale: Scale, figures: Figures, described: Described, day: date, district: str
) -> list[str]:
    """How the areas are spread, what stands in the middle, how many that may be."""
    rows = figures.of(described.key, "planning_area", day)
    shares = scale.shares(rows)
    if not shares.areas:
        return []
    return [
        shares_words(scale, shares),
        middle_words(scale, shares),
        estimate_words(scale, rows, district),
    ]


def middle_finding(scale: Scale, figures: Figures, described: Described, day: date) -> str:
    """The middle class as a heading says it."""
    shares = scale.shares(figures.of(described.key, "planning_area", day))
    return middle_words(scale, shares).rstrip(".")


def category_table(
    scale: Scale, figures: Figures, described: Described, day: date, district: str
) -> dict[str, Any]:
    """Every municipality and the district: areas, shares of the classes, middle, bounds."""
    rows = figures.of(described.key, "planning_area", day)
    towns = dict.fromkeys(row.municipality for row in rows if row.municipality)
    groups = [(_town(figures, str(town)), [r for r in rows if r.municipality == town])
              for town in towns]  # fmt: skip
    estimated = bool(scale.mixing)
    head = [_("municipality"), _("areas"), *[one.code for one in scale.classes], _("middle")]
    legend = "; ".join(class_title(one) for one in scale.classes)
    said = _("Shares of the areas in each class: {classes}.").format(classes=legend)
    if estimated:
        said += " " + _("Estimate: between which numbers it lies; a single area is not estimated.")
    return {
        "head": [*head, *([_("estimate")] if estimated else [])],
        "rows": [_row(scale, name, own) for name, own in (*groups, (district, rows))],
        "last_bold": True,
        "legend": said,
    }


def _town(figures: Figures, key: str) -> str:
    return next((row.name for row in figures.rows if row.area == key), key)


def _row(scale: Scale, name: str, rows: Sequence[Figure]) -> list[str]:
    shares = scale.shares(rows)
    cells = [name, format_count(shares.areas)]
    for one in scale.classes:
        percent = shares.percent(one.rank)
        cells.append(format_percent(percent, 0) if percent else "–")
    cells.append(_middle(scale, shares.middle))
    if scale.mixing:
        bounds = scale.bounds(rows)
        words = _("{least} to {most}")
        cells.append(
            words.format(least=format_count(bounds[0]), most=format_count(bounds[1]))
            if bounds
            else "x"
        )
    return cells


def _middle(scale: Scale, middle: tuple[int, int] | None) -> str:
    if middle is None:
        return "x"
    return "/".join(dict.fromkeys(scale.classes[rank - 1].code for rank in middle))
