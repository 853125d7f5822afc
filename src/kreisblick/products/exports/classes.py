"""Classes of a map: the same borders, colours and words as in the report."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kreisblick.base.language import format_decimal
from kreisblick.products.drawing import class_breaks, legend_entries
from kreisblick.products.exports.wide import last_day, with_colour
from kreisblick.products.figures import Described, State

__all__ = ["IndicatorMap", "MapClass", "border_words", "indicator_maps"]

NARROW_SPACE = "\u202f"
PLACES = range(3)  # borders are round; no class needs more decimals


@dataclass(frozen=True, kw_only=True)
class MapClass:
    """One colour of a map.

    Attributes:
        lower: the smallest value of the class; None for the first.
        upper: the first value that belongs to the class above; None for the last.
        words: as the legend says it.
        fill: ``#rrggbb``.
    """

    lower: float | None
    upper: float | None
    words: str
    fill: str


@dataclass(frozen=True, kw_only=True)
class IndicatorMap:
    """An indicator on one level as a map of its last day.

    Attributes:
        one: the indicator.
        level: of the areas.
        day: ISO text.
        classes: over all dates, so that a colour means the same in every year.
        states: of figures without a number that occur on that day, in the order of ``State``.
        swings: whether any value swings widely because of few cases.
    """

    one: Described
    level: str
    day: str
    classes: tuple[MapClass, ...]
    states: tuple[State, ...]
    swings: bool


def indicator_maps(
    figures: pl.DataFrame, described: Mapping[str, Described]
) -> dict[str, list[IndicatorMap]]:
    """The maps of every indicator, from small areas to large; the district alone is none."""
    known = with_colour(figures)
    found: dict[str, list[IndicatorMap]] = {}
    for key, one in described.items():
        own = known.filter(indicator=key)
        day = last_day(own)
        levels = [level for level in ("planning_area", "municipality") if level in one.levels]
        blocks = [(level, own.filter(level=level)) for level in levels]
        found[key] = [
            _map(one, level, block, block.filter(reference_date=day), day.isoformat())
            for level, block in blocks
            if block.filter(reference_date=day).height
        ]
    return found


def border_words(value: float, one: Described) -> str:
    """A class border as readers write it, with its unit and no idle zeros."""
    digits = next((n for n in PLACES if round(value, n) == value), PLACES[-1])
    number = format_decimal(value, digits)
    space = NARROW_SPACE if one.short_unit == "%" else " "
    return f"{number}{space}{one.short_unit}" if one.short_unit else number


def _map(
    one: Described, level: str, block: pl.DataFrame, latest: pl.DataFrame, day: str
) -> IndicatorMap:
    present = set(latest["state"].to_list())
    return IndicatorMap(
        one=one,
        level=level,
        day=day,
        classes=_classes(one, block["colour"].to_list()),
        states=tuple(s for s in State if not s.has_number and s.value in present),
        swings=bool(latest["swings"].any()),
    )


def _classes(one: Described, values: list[float | None]) -> tuple[MapClass, ...]:
    if one.classes:
        breaks = tuple(rank + 0.5 for rank in range(1, len(one.classes)))
    else:
        breaks = class_breaks(values)
    entries = legend_entries({}, breaks, lambda edge: border_words(edge, one), titles=one.classes)
    edges = (None, *breaks, None)
    return tuple(
        MapClass(lower=edges[n], upper=edges[n + 1], words=entry.text, fill=entry.fill)
        for n, entry in enumerate(entries)
    )
