"""What a profile says of one area: the same for paper and screen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import Outlines
from kreisblick.products.exports import Described
from kreisblick.products.findings import class_lines, findings_about
from kreisblick.products.model import BundleLike
from kreisblick.products.profiles.ages import Ages
from kreisblick.products.profiles.definition import ProfileDefinition
from kreisblick.products.wording import (
    Figure,
    Figures,
    change_sentence,
    class_title,
    comparison_sentence,
    count_words,
    interval_cell,
    said_about,
    scale_of,
    sign_keys,
    sign_legend,
    value_cell,
)

__all__ = ["Place", "Stock", "describe_area", "standing_out"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One planning area with its names around it."""

    key: str
    name: str
    municipality: str
    municipality_name: str

    @property
    def slug(self) -> str:
        """The name of its files."""
        return "".join(letter if letter.isalnum() else "-" for letter in self.key)


@dataclass(frozen=True, kw_only=True)
class Stock:
    """What all profiles of a bundle are drawn from."""

    figures: Figures
    outlines: Outlines
    ages: Ages
    services: Mapping[str, pl.DataFrame]
    district: str
    district_name: str
    definition: ProfileDefinition
    bundle: BundleLike


def describe_area(stock: Stock, place: Place) -> dict[str, Any]:
    """Words and numbers of one profile, ready to print; pictures are drawn by the page's maker."""
    found = _figures_of(stock, place)
    return {
        "name": place.name,
        "slug": place.slug,
        "municipality": place.municipality_name,
        "district": stock.district_name,
        "headline": _headline(found),
        "highlights": _highlights(found, stock.definition.highlights),
        "changes": _changes(found),
        "findings": findings_about(stock.bundle, place.key),
        "classes": class_lines(stock.bundle, place.key),
        "themes": _themes(stock, place, found),
        "legend": [list(pair) for pair in _legend(found)],
        "withheld": _withheld(found, place.municipality),
        "remarks": _remarks(found, place),
        "said": said_about(stock.bundle, place.key, place.municipality),
        "services": _services(stock, place),
    }


def figure_of(stock: Stock, area: str, one: Described) -> Figure | None:
    """An indicator of an area at the indicator's last date."""
    return stock.figures.get(one.key, area, stock.figures.last_date(one.key))


def standing_out(stock: Stock, place: Place) -> list[Described]:
    """Indicators in which the area differs for sure from the district, of many themes."""
    return _widest(_figures_of(stock, place))


def _figures_of(stock: Stock, place: Place) -> list[tuple[Described, Figure]]:
    pairs = [(one, figure_of(stock, place.key, one)) for one in stock.figures.described.values()]
    return [(one, figure) for one, figure in pairs if figure is not None]


def _headline(found: Sequence[tuple[Described, Figure]]) -> str:
    """How many people live here, from the first count of people."""
    for _one, figure in found:
        if figure.kind == "count" and figure.unit == "persons" and figure.value is not None:
            return _("{people} lived here on {day}.").format(
                people=count_words(round(figure.value), "persons"),
                day=format_date(figure.reference_date),
            )
    return ""


def _highlights(found: Sequence[tuple[Described, Figure]], most: int) -> list[dict[str, str]]:
    """What differs for sure from the district, of many themes, told in the report's order."""
    kept = {one.key for one in _widest(found)[:most]}
    return [
        {"title": one.title, "sentence": comparison_sentence(figure)}
        for one, figure in found
        if one.key in kept
    ]


def _widest(found: Sequence[tuple[Described, Figure]]) -> list[Described]:
    """The widest difference of every theme first, then the second ones: one tells a field."""
    sure = [pair for pair in found if pair[1].significance in {"above", "below"}]
    seen: Counter[str] = Counter()
    ordered = []
    for one, _figure in sorted(sure, key=lambda pair: _distance(pair[1]), reverse=True):
        ordered.append((seen[one.theme], one))
        seen[one.theme] += 1
    return [one for _turn, one in sorted(ordered, key=lambda pair: pair[0])]


def _distance(figure: Figure) -> float:
    """The deviation in units of the interval's half width."""
    half = ((figure.upper or 0) - (figure.lower or 0)) / 2
    return abs(figure.deviation_district or 0) / half if half > 0 else 0.0


def _changes(found: Sequence[tuple[Described, Figure]]) -> list[dict[str, str]]:
    return [
        {"title": one.title, "sentence": change_sentence(figure)}
        for one, figure in found
        if figure.change_significance in {"up", "down"}
    ]


def _themes(
    stock: Stock, place: Place, found: Sequence[tuple[Described, Figure]]
) -> list[dict[str, Any]]:
    themes: dict[str, list[dict[str, Any]]] = {}
    for one, figure in found:
        themes.setdefault(one.theme, []).append(_row(stock, place, one, figure))
    return [{"title": theme, "rows": rows} for theme, rows in themes.items()]


def _row(stock: Stock, place: Place, one: Described, figure: Figure) -> dict[str, Any]:
    town = figure_of(stock, place.municipality, one)
    whole = figure_of(stock, stock.district, one)
    return {
        "key": one.slug,
        "title": one.title,
        "unit": _class(stock, one, figure) or one.short_unit,
        "day": format_date(figure.reference_date),
        "value": value_cell(figure),
        "count": value_cell(figure, "numerator") if figure.denominator is not None else "",
        "interval": interval_cell(figure),
        "municipality": value_cell(town),
        "district": value_cell(whole),
        "finding": _finding(figure),
        "change": _change(figure),
        "strip": strip_places(stock, one, figure, town, whole),
    }


def strip_places(
    stock: Stock, one: Described, figure: Figure, town: Figure | None, whole: Figure | None
) -> dict[str, float | None] | None:
    """Where value, interval and means lie between zero and the highest value of all areas."""
    if figure.kind in {"count", "ordinal"} or figure.value is None:
        return None
    day = stock.figures.last_date(one.key)
    edges = [v for f in stock.figures.of(one.key, "planning_area", day) for v in (f.value, f.upper)]
    high = max([v for v in edges if v is not None], default=0.0)
    if high <= 0:
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


def _finding(figure: Figure) -> str:
    words = {
        "above": _("clearly above"),
        "below": _("clearly below"),
        "same": _("not certain"),
    }
    return words.get(figure.significance, "")


def _change(figure: Figure) -> str:
    words = {"up": _("risen"), "down": _("fallen"), "same": _("not certain")}
    return words.get(figure.change_significance, "")


def _legend(found: Sequence[tuple[Described, Figure]]) -> list[tuple[str, str]]:
    keys = {key for _one, f in found for key in sign_keys(f)}
    keys = {key for key in keys if key != "cannot_exist"} | {
        "cannot_exist" for _one, f in found if f.state == "cannot_exist"
    }
    return sign_legend(keys)


def _remarks(found: Sequence[tuple[Described, Figure]], place: Place) -> list[str]:
    """What must be known before comparing: other definitions and days, breaks, stumbling blocks."""
    kinds = ("definition", "date", "break", "end", "note")
    town, area = place.municipality, place.key
    by_text: dict[str, list[str]] = {}
    for one, figure in found:
        days = figure.reference_date, figure.change_from
        for text in one.told_with_change(*days, town, *kinds, area=area):
            by_text.setdefault(text, []).append(one.title)
    words = _("{titles}: {text}")
    return [words.format(titles=", ".join(own), text=text) for text, own in by_text.items()]


def _withheld(found: Sequence[tuple[Described, Figure]], town: str) -> list[str]:
    """What this profile does not show, and why, with the indicators by name."""
    words = {
        "suppressed": _("Not shown, to protect single persons: {titles}."),
        "by_choice": _("Not shown, at the municipality's own wish: {titles}."),
        "withheld_by_source": _("Not shown by the delivering office: {titles}."),
        "not_covered": _("The source does not cover this municipality: {titles}."),
        "not_comparable": _("Not comparable with the other municipalities: {titles}."),
        "not_delivered": _("Not delivered for this date: {titles}."),
    }
    lines = []
    for state, sentence in words.items():
        for reason, titles in _by_reason(found, state, town).items():
            lines.append(f"{sentence.format(titles=', '.join(titles))} {reason}".rstrip())
    return lines or [_("All figures of this area can be shown.")]


def _by_reason(
    found: Sequence[tuple[Described, Figure]], state: str, town: str
) -> dict[str, list[str]]:
    """Reason (empty where none is known) to titles of the indicators in one state."""
    reasons: dict[str, list[str]] = {}
    for one, figure in found:
        if figure.state == state:
            known = one.remarks_on(figure.reference_date, town, "coverage")
            reason = known[0].reason if known and state == "not_covered" else ""
            words = _("Reason: {reason}").format(reason=reason) if reason else ""
            reasons.setdefault(words, []).append(one.title)
    return reasons


def _services(stock: Stock, place: Place) -> list[dict[str, Any]]:
    """Facilities inside the area by service; none is a finding, too."""
    inside = stock.services.get(place.key)
    if inside is None:
        return []
    titles = stock.definition.service_titles
    groups: dict[str, list[dict[str, str]]] = {}
    for row in inside.sort("service", "name").iter_rows(named=True):
        title = titles.get(str(row["service"]), str(row["service"]))
        groups.setdefault(title, []).append(_service(row))
    return [{"title": t, "number": len(ones), "items": ones} for t, ones in groups.items()]


def _service(row: Mapping[str, Any]) -> dict[str, str]:
    places = row.get("places")
    street = " ".join(str(row[name]) for name in ("street", "number") if row.get(name))
    return {
        "name": str(row["name"]),
        "kind": str(row.get("kind") or ""),
        "provider": str(row.get("provider") or ""),
        "address": street,
        "places": count_words(round(places), "places") if places else "",
    }
