"""What a profile says of one area: the same for paper and screen."""

from collections import Counter
from typing import Any

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editorial import Kind, TextBlock
from kreisblick.products.figures import Described
from kreisblick.products.findings import class_lines, findings_about
from kreisblick.products.model import area_slug
from kreisblick.products.profiles.model import Found, Place, Stock
from kreisblick.products.profiles.notes import any_shown, legend_of, remarks_on, withheld_from
from kreisblick.products.profiles.reach import homes_near, reach_note, services_about
from kreisblick.products.profiles.rows import keys_on_paper, theme_tables
from kreisblick.products.wording import (
    Figure,
    change_sentence,
    comparison_sentence,
    count_words,
    said_about,
)

__all__ = ["describe_area", "standing_out"]

CLEAR = {"above", "below"}
WRITTEN: tuple[Kind, ...] = ("recommendation", "comment", "statement", "text", "focus")


def describe_area(stock: Stock, place: Place) -> dict[str, Any]:
    """Words and numbers of one profile, ready to print; pictures are drawn by the page's maker."""
    found = stock.found(place.key)
    return {
        "name": place.name,
        "slug": place.slug,
        "municipality": place.municipality_name,
        "district": stock.district_name,
        "headline": _headline(found),
        "nothing": "" if any_shown(found) else _("No figure of this area is shown."),
        "highlights": _highlights(found, stock.definition.highlights),
        "changes": _changes(found),
        "changes_note": _changes_note(found),
        "findings": findings_about(stock.bundle, place.key),
        "classes": class_lines(stock.bundle, place.key),
        "themes": theme_tables(stock, place, found),
        "legend": legend_of(stock, place, found),
        "withheld": withheld_from(found, place.municipality),
        "remarks": remarks_on(found, place.key, place.municipality),
        "said": said_about(stock.bundle, place.key, place.municipality),
        "texts": _texts(stock, place),
        "services": services_about(stock, place),
        "reach_note": reach_note(stock),
        "homes": homes_near(stock, place),
        "similar": [
            {**vars(one), "slug": area_slug(one.area)} for one in stock.similar.get(place.key, ())
        ],
        "similar_note": _similar_note(stock, place),
        "paper": _paper(stock, place, found),
    }


def standing_out(stock: Stock, place: Place) -> list[Described]:
    """Indicators in which the area differs for sure from the district, of many themes."""
    return _widest(stock.found(place.key))


def _paper(stock: Stock, place: Place, found: Found) -> dict[str, Any]:
    """What is shorter on paper: chosen figures with their signs, limits and gaps."""
    keys = keys_on_paper(stock, found)
    kept = [pair for pair in found if pair[0].key in keys]
    return {
        "themes": theme_tables(stock, place, kept),
        "day": format_date(stock.figures.dates[-1]),
        "left": len(found) - len(kept),
        "legend": legend_of(stock, place, kept),
        "withheld": withheld_from(found, place.municipality, keys),
        "remarks": remarks_on(kept, place.key, place.municipality),
    }


def _headline(found: Found) -> str:
    """How many people live here, from the first count of people."""
    for _one, figure in found:
        if figure.kind == "count" and figure.unit == "persons" and figure.value is not None:
            return _("{people} lived here on {day}.").format(
                people=count_words(round(figure.value), "persons"),
                day=format_date(figure.reference_date),
            )
    return ""


def _highlights(found: Found, most: int) -> list[dict[str, str]]:
    """What differs for sure from the district, of many themes, told in the report's order."""
    kept = {one.key for one in _widest(found)[:most]}
    return [
        {"title": one.title, "sentence": comparison_sentence(figure)}
        for one, figure in found
        if one.key in kept
    ]


def _widest(found: Found) -> list[Described]:
    """The widest difference of every theme first, then the second ones: one tells a field.

    Differences that are sure but small come after all that are clear.
    """
    sure = [pair for pair in found if pair[1].significance in {"above", "below"}]
    seen: Counter[str] = Counter()
    ordered = []
    for one, figure in sorted(sure, key=lambda pair: _distance(pair[1]), reverse=True):
        ordered.append(((figure.stand not in CLEAR, seen[one.theme]), one))
        seen[one.theme] += 1
    return [one for _turn, one in sorted(ordered, key=lambda pair: pair[0])]


def _distance(figure: Figure) -> float:
    """The deviation in units of the interval's half width."""
    half = ((figure.upper or 0) - (figure.lower or 0)) / 2
    return abs(figure.deviation_district or 0) / half if half > 0 else 0.0


def _changes(found: Found) -> list[dict[str, str]]:
    return [
        {"title": one.title, "sentence": change_sentence(figure)}
        for one, figure in found
        if figure.change_significance in {"up", "down"}
    ]


def _changes_note(found: Found) -> str:
    """Of how many figures a change was looked for and none is sure."""
    open_ = sum(figure.change_significance == "same" for _one, figure in found)
    if not open_:
        return ""
    one = _("Of one figure no certain change can be seen.")
    many = _("Of {count} figures no certain change can be seen.")
    return one if open_ == 1 else many.format(count=format_count(open_))


def _similar_note(stock: Stock, place: Place) -> str:
    """Why no area is named; empty where one is, or where nothing was compared."""
    if place.key in stock.not_compared:
        return _("Not compared. {reason}").format(reason=stock.not_compared[place.key])
    if place.key in stock.similar and not stock.similar[place.key]:
        return _("No area in another municipality is really alike.")
    return ""


def _texts(stock: Stock, place: Place) -> list[dict[str, Any]]:
    """What was written about the area, then about its municipality: recommendations first."""
    blocks: list[TextBlock] = [
        block
        for area in (place.key, place.municipality)
        for kind in WRITTEN
        for block in stock.editorial.of(kind, area=area)
    ]
    words = {
        "recommendation": _("Recommendation"),
        "comment": _("Comment of the municipality"),
        "statement": _("Statement"),
    }
    names = stock.outlines.names
    return [
        {
            **block.printed(),
            "kind_words": words.get(block.kind, ""),
            "where": names.get(block.area, block.area),
        }
        for block in blocks
    ]
