"""Categories in the report: sentences, and a table of the municipalities; never a mean."""

from collections.abc import Sequence
from typing import Any

from kreisblick.base.language import format_count, format_percent
from kreisblick.base.language import translate as _
from kreisblick.products.wording import (
    Figure,
    Figures,
    Scale,
    class_title,
    estimate_words,
    middle_words,
    shares_words,
)
from kreisblick.statistics.indicators import ClassShares

__all__ = ["category_sentences", "category_table", "middle_cell", "middle_finding"]


def category_sentences(scale: Scale | None, rows: Sequence[Figure], place: str) -> list[str]:
    """How the areas are spread, what stands in the middle, how many that may be; none of numbers.

    Args:
        scale: of the indicator; None where it is none of categories.
        rows: figures of the areas.
        place: of which they are parts.
    """
    if scale is None or not (shares := scale.shares(rows)).areas:
        return []
    return [
        shares_words(scale, shares),
        middle_words(scale, shares),
        estimate_words(scale, rows, place),
    ]


def middle_finding(scale: Scale, rows: Sequence[Figure]) -> str:
    """The middle class as a heading says it."""
    shares = scale.shares(rows)
    if shares.middle is None:
        return ""
    low, high = (scale.classes[rank - 1].code for rank in shares.middle)
    if low == high:
        return _("in the middle of the areas: class {code}").format(code=low)
    return _("in the middle of the areas: classes {low} and {high}").format(low=low, high=high)


def category_table(
    scale: Scale, figures: Figures, rows: Sequence[Figure], district: str
) -> dict[str, Any]:
    """Every municipality and the district: areas, shares of the classes, middle, bounds."""
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
    cells.append(middle_cell(scale, shares))
    if scale.mixing:
        bounds = scale.bounds(rows)
        words = _("{least} to {most}")
        cells.append(
            words.format(least=format_count(bounds[0]), most=format_count(bounds[1]))
            if bounds
            else "x"
        )
    return cells


def middle_cell(scale: Scale, shares: ClassShares) -> str:
    """The codes of the middle class or classes, for a table."""
    if shares.middle is None:
        return "x"
    return "/".join(dict.fromkeys(scale.classes[rank - 1].code for rank in shares.middle))
