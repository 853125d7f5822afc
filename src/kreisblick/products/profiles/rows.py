"""The rows of a profile's tables, and which of them stand on paper."""

from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.figures import Described
from kreisblick.products.profiles.definition import PaperFigures
from kreisblick.products.profiles.model import Found, Place, Stock
from kreisblick.products.wording import (
    Figure,
    change_cell,
    class_title,
    interval_cell,
    scale_of,
    value_cell,
)

__all__ = ["keys_on_paper", "theme_tables"]

LIMITING = ("definition", "date")  # remarks that make a figure less comparable with others


def theme_tables(stock: Stock, place: Place, found: Found) -> list[dict[str, Any]]:
    """The figures by theme: ``title, rows`` with every cell ready to print."""
    themes: dict[str, list[dict[str, Any]]] = {}
    for one, figure in found:
        themes.setdefault(one.theme, []).append(_row(stock, place, one, figure))
    return [{"title": theme, "rows": rows} for theme, rows in themes.items()]


def keys_on_paper(stock: Stock, found: Found) -> list[str]:
    """The indicators that stand on paper: the same for all areas, to be laid side by side."""
    choice: PaperFigures = stock.definition.paper
    keys = [one.key for one, _figure in found]
    if len(keys) <= choice.all_up_to:
        return keys
    kept: list[str] = []
    of_theme: dict[str, int] = {}
    for one, _figure in found:
        number = of_theme[one.theme] = of_theme.get(one.theme, 0) + 1
        chosen = choice.chosen.get(one.theme)
        if one.key in chosen if chosen is not None else number <= choice.per_theme:
            kept.append(one.key)
    return kept


def _row(stock: Stock, place: Place, one: Described, figure: Figure) -> dict[str, Any]:
    town = stock.figure_of(place.municipality, one)
    whole = stock.figure_of(stock.district, one)
    return {
        "key": one.slug,
        "indicator": one.key,
        "title": one.title,
        "unit": one.short_unit,
        "class": _class(stock, one, figure),
        "day": format_date(figure.reference_date),
        "value": value_cell(figure),
        "count": value_cell(figure, "numerator") if figure.denominator is not None else "",
        "interval": interval_cell(figure),
        "municipality": value_cell(town),
        "district": value_cell(whole),
        "finding": _finding(figure.stand),
        "in_town": _finding(figure.stand_municipal),
        "change": _change(figure),
        "strip": strip_places(stock, one, figure, town, whole),
        "limits": one.told_with_change(
            figure.reference_date, None, place.municipality, *LIMITING, area=place.key
        ),
    }


def strip_places(
    stock: Stock, one: Described, figure: Figure, town: Figure | None, whole: Figure | None
) -> dict[str, float | None] | None:
    """Where value, interval and means lie between zero and the highest value of all areas.

    None where there is no such place: for counts, and where values can lie below zero.
    """
    if figure.kind in {"count", "ordinal"} or figure.value is None:
        return None
    day = stock.figures.last_date(one.key)
    edges = [v for f in stock.figures.of(one.key, "planning_area", day) for v in (f.value, f.upper)]
    known = [v for v in edges if v is not None]
    high = max(known, default=0.0)
    if high <= 0 or min(known) < 0:
        return None
    values = {
        "value": figure.value,
        "lower": figure.lower,
        "upper": figure.upper,
        "municipality": town.value if town else None,
        "district": whole.value if whole else None,
    }
    return {k: None if v is None else min(max(v / high, 0.0), 1.0) for k, v in values.items()}


def _class(stock: Stock, one: Described, figure: Figure) -> str:
    """The class of an area in words, where the figure is a category."""
    scale = scale_of(stock.bundle, one.key) if figure.code else None
    found = scale.of(figure) if scale else None
    return class_title(found) if found else ""


def _finding(stand: str) -> str:
    words: dict[str, str] = {
        "above": _("clearly above"),
        "below": _("clearly below"),
        "little_above": _("a little above"),
        "little_below": _("a little below"),
        "same": _("not certain"),
    }
    return words.get(stand, "")


def _change(figure: Figure) -> str:
    """What a test says of the change; where none was made the change itself, with its sign."""
    words = {"up": _("risen"), "down": _("fallen"), "same": _("not certain")}
    if figure.change_significance in words:
        return words[figure.change_significance]
    told = figure.change is not None and figure.kind != "ordinal"
    return change_cell(figure) if told else ""
