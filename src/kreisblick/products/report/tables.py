"""Tables of the report: cells ready to print, and the legend of the signs in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.wording import (
    Figure,
    Figures,
    change_cell,
    change_signs,
    interval_cell,
    sign_keys,
    sign_legend,
    signed_cell,
    value_cell,
)

__all__ = ["area_tables", "legend_line", "municipality_table"]


def municipality_table(
    figures: Figures, described: Described, district: str, day: date
) -> dict[str, Any]:
    """Count, value, interval, deviation and change of every municipality and the district."""
    rows = figures.of(described.key, "municipality", day)
    whole = figures.get(described.key, district, day)
    shown = [*rows, *([whole] if whole else [])]
    since = next((row.change_from for row in shown if row.change_from), None)
    counted = any(row.denominator is not None for row in shown)
    shape = _Shape(
        counted=counted,
        intervals=any(row.lower is not None for row in shown),
        deviations=any(row.deviation_district is not None for row in shown),
        since=since,
    )
    return {
        "head": _head(described, shape),
        "rows": [_row(row, shape) for row in shown],
        "last_bold": whole is not None,
        "legend": legend_line(
            key
            for row in shown
            for key in sign_keys(row) | change_signs(row)
            if key != "cannot_exist"
        ),
    }


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """Which columns have anything in them; empty columns are not printed."""

    counted: bool
    intervals: bool
    deviations: bool
    since: date | None


def _head(described: Described, shape: _Shape) -> list[str]:
    since = format_date(shape.since) if shape.since else ""
    columns = {
        _("municipality"): True,
        _("count"): shape.counted,
        _("of"): shape.counted,
        described.unit: True,
        _("95 % interval"): shape.intervals,
        _("against the district"): shape.deviations,
        _("change since {day}").format(day=since): bool(since),
    }
    return [title for title, wanted in columns.items() if wanted]


def _row(row: Figure, shape: _Shape) -> list[str]:
    cells = [
        (row.name, True),
        (value_cell(row, "numerator"), shape.counted),
        (value_cell(row, "denominator"), shape.counted),
        (value_cell(row), True),
        (interval_cell(row), shape.intervals),
        (_signed(row.deviation_district, row.unit), shape.deviations),
        ("" if row.change is None else change_cell(row), shape.since is not None),
    ]
    return [cell for cell, wanted in cells if wanted]


def _signed(value: float | None, unit: str) -> str:
    return "" if value is None else signed_cell(value, unit)


def area_tables(figures: Figures, columns: int) -> list[dict[str, Any]]:
    """All areas: municipalities in bold, their areas below, indicators side by side.

    Indicators stand in the report's order, spread evenly over as few tables as the page allows;
    a table's title names the themes in it.
    """
    small = [one for one in figures.described.values() if "planning_area" in one.levels]
    count = -(-len(small) // columns)
    groups = [
        small[len(small) * place // count : len(small) * (place + 1) // count]
        for place in range(count)
    ]
    return [_area_table(figures, group) for group in groups]


def _area_table(figures: Figures, group: Sequence[Described]) -> dict[str, Any]:
    days = {one.key: figures.last_date(one.key) for one in group}
    first = group[0]
    towns = figures.of(first.key, "municipality", days[first.key])
    areas = figures.of(first.key, "planning_area", days[first.key])
    rows, keys = [], set[str]()
    for town in towns:
        inside = [area for area in areas if area.municipality == town.area]
        for place in [town, *inside]:
            found = [figures.get(one.key, place.area, days[one.key]) for one in group]
            keys |= {key for one in found for key in _value_signs(one)}
            rows.append(
                {"name": place.name, "town": place is town, "cells": [value_cell(f) for f in found]}
            )
    return {
        "title": ", ".join(dict.fromkeys(one.theme for one in group)),
        "slugs": [one.slug for one in group],
        "head": [_("planning area"), *[_column(one, days[one.key]) for one in group]],
        "rows": rows,
        "legend": legend_line(keys),
    }


def _value_signs(figure: Figure | None) -> set[str]:
    """Signs that the value's cell alone needs."""
    if figure is None or figure.value is None:
        return sign_keys(figure)
    return {key for key in sign_keys(figure) if key in {"unstable", "estimated"}} | (
        {"zero"} if figure.value == 0 else set()
    )


def _column(one: Described, day: date) -> str:
    return _("{title} ({unit}, {day})").format(title=one.title, unit=one.unit, day=format_date(day))


def legend_line(keys: Iterable[str]) -> str:
    """The legend below a table: only the signs that stand in it."""
    return " · ".join(f"{sign} {words}" for sign, words in sign_legend(keys))
