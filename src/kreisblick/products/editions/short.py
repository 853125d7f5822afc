"""The short version for politics: what matters, how sure it is, what can be done."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editions.choose import change_of, half_widths
from kreisblick.products.editions.model import Stock
from kreisblick.products.editions.pictures import Ground, draw_map
from kreisblick.products.figures import Described
from kreisblick.products.findings import findings_chapter
from kreisblick.products.wording import (
    Figure,
    change_sentence,
    count_words,
    spread_words,
    value_cell,
    write_value,
)

__all__ = ["describe_short"]


def describe_short(stock: Stock, ground: Ground) -> dict[str, Any]:
    """Everything that the two pages may print, richest first; the paper takes what fits."""
    findings = _findings(stock)
    chapter = findings_chapter(stock.bundle, ()) or {"read": "", "towns": [], "strengths": []}
    district_wide, local = _recommendations(stock)
    return {
        "district": stock.district_name,
        "findings": findings,
        "map": _map(stock, ground, findings),
        "read": chapter["read"],
        "needs": _places(chapter["towns"], stock.district_name),
        "strengths": _places(chapter["strengths"], stock.district_name),
        "recommendations": district_wide,
        "local": local,
        "district_can": list(stock.texts.district_can),
        "certainty": list(stock.texts.certainty),
        "sources": _sources(stock),
    }


def _findings(stock: Stock) -> list[dict[str, str]]:
    """One indicator per theme, the surest signals of the whole district first."""
    best: dict[str, tuple[Described, Figure]] = {}
    for one in stock.figures.described.values():
        whole = stock.figure(one, stock.district)
        if whole is None or whole.value is None or not _differing(stock, one, whole):
            continue
        if one.theme not in best or _signal(stock, one, whole) > _signal(stock, *best[one.theme]):
            best[one.theme] = (one, whole)
    chosen = sorted(best.values(), key=lambda pair: _signal(stock, *pair), reverse=True)
    kept = {one.key for one, _whole in chosen[: stock.definition.findings]}
    return [_finding(stock, one, whole) for one, whole in best.values() if one.key in kept]


def _differing(stock: Stock, one: Described, whole: Figure) -> bool:
    moved = whole.change_significance in {"up", "down"}
    return moved or any(row.significance in {"above", "below"} for row in _finest(stock, one))


def _finest(stock: Stock, one: Described) -> Sequence[Figure]:
    return stock.of(one, stock.figures.told_level(one))


def _signal(stock: Stock, one: Described, whole: Figure) -> tuple[bool, float, float]:
    """A sure change of the whole district, then the part of the areas that clearly differ."""
    rows = _finest(stock, one)
    differing = sum(row.significance in {"above", "below"} for row in rows)
    moved = whole.change_significance in {"up", "down"}
    return moved, differing / max(len(rows), 1), half_widths(whole, change_of)


def _finding(stock: Stock, one: Described, whole: Figure) -> dict[str, str]:
    """Value, what is sure about it, and where the areas differ."""
    noun = "areas" if stock.figures.told_level(one) == "planning_area" else "municipalities"
    spread = spread_words(_finest(stock, one), noun)
    told = [change_sentence(whole), f"{spread[:1].upper()}{spread[1:]}." if spread else ""]
    return {
        "key": one.key,
        "title": one.title,
        "value": write_value(whole.value or 0, whole.unit, whole.denominator),
        "cell": value_cell(whole),
        "day": format_date(whole.reference_date),
        "sentence": " ".join(sentence for sentence in told if sentence),
    }


def _map(
    stock: Stock, ground: Ground, findings: Sequence[Mapping[str, str]]
) -> dict[str, Any] | None:
    """The map the definition names, else that of the first finding given for areas."""
    keys = [stock.definition.short_map or "", *[one["key"] for one in findings]]
    described = stock.figures.described
    for one in (described[key] for key in keys if key in described):
        if "planning_area" in one.levels:
            areas = list(ground.outlines.areas)
            drawn = draw_map(stock, one, ground.outlines, areas, prefix="short-map")
            if drawn:
                return drawn
    return None


def _places(towns: Sequence[Mapping[str, Any]], district: str) -> list[dict[str, str]]:
    """Municipalities by name, each with the areas named; the district itself stands elsewhere."""
    rows = []
    for town in towns:
        if town["title"] == district:
            continue
        areas = [place["title"] for place in town["places"] if place["title"]]
        whole = any(not place["title"] for place in town["places"])
        named = [_("as a whole")] if whole else []
        rows.append(
            {
                "town": town["title"],
                "places": ", ".join([*named, *[_short(a, town["title"]) for a in areas]]),
                "count": count_words(len(areas), "areas") if areas else _("as a whole"),
            }
        )
    return rows


def _short(area: str, town: str) -> str:
    """The area's name without the municipality's in front, which stands before it anyway.

    >>> _short("Eschwalde-Heidkrug", "Eschwalde")
    'Heidkrug'
    """
    return area.removeprefix(f"{town}-").removeprefix(f"{town} ") or area


def _recommendations(
    stock: Stock,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What was recommended for the whole district, and for single places with their names."""
    names = dict(stock.bundle.areas.select("area", "name").iter_rows())
    blocks = stock.editorial.of("recommendation")
    whole = [_recommendation(block.printed(), "") for block in blocks if not block.area]
    local = [
        _recommendation(block.printed(), str(names.get(block.area, block.area)))
        for block in blocks
        if block.area
    ]
    return whole, local


def _recommendation(printed: Mapping[str, Any], where: str) -> dict[str, Any]:
    passages = [(one["kind"], _words_of(one)) for one in printed["passages"]]
    told = passages if printed["title"] else passages[1:]
    return {
        "title": printed["title"] or (passages[0][1] if passages else ""),
        "where": where,
        "by": printed["by"],
        "text": _running(told),
    }


def _words_of(passage: Mapping[str, Any]) -> str:
    return "".join(str(stretch["text"]) for stretch in passage["stretches"])


def _running(passages: Sequence[tuple[str, str]]) -> str:
    """Passages as running text: the items of a list part by semicolons and end with a full stop.

    >>> _running([("paragraph", "Zwei Dinge:"), ("item", "ein Ort"), ("item", "ein Raum")])
    'Zwei Dinge: ein Ort; ein Raum.'
    """
    parts = []
    for kind, group in groupby(passages, key=lambda passage: passage[0]):
        words = [text for _kind, text in group]
        if kind == "item":
            words = ["; ".join(text.rstrip(".;,") for text in words) + "."]
        parts += words
    return " ".join(parts)


def _sources(stock: Stock) -> str:
    used = {source for one in stock.figures.described.values() for source in one.sources}
    words = _("Figures of {offices}; every source stands in the report.")
    return words.format(offices=_offices(len(used)))


def _offices(count: int) -> str:
    return _("one office") if count == 1 else _("{count} offices").format(count=format_count(count))
