"""Tables of an edition: key figures of the municipality, and its areas beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editions.model import Stock, Town
from kreisblick.products.figures import Described
from kreisblick.products.wording import (
    Figure,
    change_cell,
    change_signs,
    interval_cell,
    sign_keys,
    sign_legend,
    value_cell,
)

__all__ = ["ABOVE", "BELOW", "area_tables", "key_figures", "mark_legend", "standing"]

ABOVE, BELOW = "▲", "▼"
PLAIN = {"unstable", "estimated"}


def key_figures(stock: Stock, town: Town) -> dict[str, Any]:
    """All indicators of the municipality by theme, each beside the district, and the signs."""
    themes, keys = [], set[str]()
    for title, ones in stock.figures.themes().items():
        rows = []
        for one in ones:
            own, whole = stock.figure(one, town.key), stock.figure(one, stock.district)
            if own is not None:
                rows.append(_row(stock, one, own, whole))
                keys |= _signs(own) | _signs(whole) | (change_signs(own) & {"untested"})
        if rows:
            themes.append({"title": title, "rows": rows})
    return {"themes": themes, "legend": _legend(keys)}


def _row(stock: Stock, one: Described, own: Figure, whole: Figure | None) -> dict[str, str]:
    day = stock.latest[one.key]
    return {
        "key": one.key,
        "title": one.title,
        "unit": one.short_unit or one.unit,
        "day": "" if day == stock.figures.dates[-1] else format_date(day),
        "count": value_cell(own, "numerator") if own.denominator is not None else "",
        "value": value_cell(own),
        "interval": interval_cell(own),
        "district": value_cell(whole),
        "standing": standing(own.stand),
        "change": change_cell(own) if own.change is not None and own.kind != "ordinal" else "",
        "sure": _sure(own),
    }


def standing(stand: str) -> str:
    """How a figure stands beside the larger place, in words; empty where it was not tested."""
    words = {
        "above": _("clearly above"),
        "below": _("clearly below"),
        "little_above": _("a little above"),
        "little_below": _("a little below"),
        "same": _("not certain"),
    }
    return words.get(stand, "")


def _sure(figure: Figure) -> str:
    words = {"up": _("risen"), "down": _("fallen"), "same": _("not certain")}
    return words.get(figure.change_significance, "")


def area_tables(stock: Stock, town: Town) -> list[dict[str, Any]]:
    """The municipality and its areas, indicators side by side, spread evenly over the tables.

    A cell is marked where the area differs for sure from the rest of its own municipality.
    """
    small = [one for one in stock.small() if _any_row(stock, one, town)]
    count = -(-len(small) // stock.definition.columns)
    groups = [
        small[len(small) * place // count : len(small) * (place + 1) // count]
        for place in range(count)
    ]
    return [_area_table(stock, town, group) for group in groups]


def _any_row(stock: Stock, one: Described, town: Town) -> bool:
    return any(stock.figure(one, area.key) is not None for area in town.areas)


def _area_table(stock: Stock, town: Town, group: Sequence[Described]) -> dict[str, Any]:
    keys: set[str] = set()
    whole = [stock.figure(one, town.key) for one in group]
    rows = []
    for area in town.areas:
        found = [stock.figure(one, area.key) for one in group]
        keys |= {key for figure in found for key in _signs(figure)}
        cells = [_cell(one, figure) for one, figure in zip(group, found, strict=True)]
        rows.append({"number": str(area.number), "name": area.name, "area": area.key,
                     "cells": cells})  # fmt: skip
    keys |= {key for figure in whole for key in _signs(figure)}
    return {
        "title": ", ".join(dict.fromkeys(one.theme for one in group)),
        "head": [_head(stock, one) for one in group],
        "town": [
            {"key": one.key, "value": value_cell(figure), "mark": "", "words": ""}
            for one, figure in zip(group, whole, strict=True)
        ],
        "rows": rows,
        "legend": _legend(keys),
    }


def _head(stock: Stock, one: Described) -> dict[str, str]:
    day = stock.latest[one.key]
    other = "" if day == stock.figures.dates[-1] else f", {format_date(day)}"
    return {"key": one.key, "title": one.title, "unit": f"{one.short_unit or one.unit}{other}"}


def _cell(one: Described, figure: Figure | None) -> dict[str, str]:
    marks = {
        "above": (ABOVE, _("surely above the municipality's mean")),
        "below": (BELOW, _("surely below the municipality's mean")),
    }
    word = figure.significance_municipal if figure and figure.value is not None else ""
    mark, words = marks.get(word, ("", ""))
    return {"key": one.key, "value": value_cell(figure), "mark": mark, "words": words}


def mark_legend() -> list[list[str]]:
    """The marks of the areas' tables and what they mean."""
    return [
        [ABOVE, _("surely above the municipality's mean")],
        [BELOW, _("surely below the municipality's mean")],
    ]


def _signs(figure: Figure | None) -> set[str]:
    """Signs that the value's cell alone needs."""
    if figure is None or figure.value is None:
        return sign_keys(figure)
    return (sign_keys(figure) & PLAIN) | (
        {"zero"} if 0 in (figure.value, figure.numerator) else set()
    )


def _legend(keys: Iterable[str]) -> list[list[str]]:
    return [list(pair) for pair in sign_legend(keys)]
