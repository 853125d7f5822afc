"""The planning areas of a municipality, one block each: by name, never by rank."""

from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.editions.choose import AGAINST_TOWN, of_many_themes
from kreisblick.products.editions.model import Area, Stock, Town
from kreisblick.products.findings import class_lines, findings_about
from kreisblick.products.wording import town_sentence

__all__ = ["area_blocks"]


def area_blocks(stock: Stock, town: Town) -> list[dict[str, Any]]:
    """What the figures say of every area: inside the municipality, hints, strengths, likeness."""
    return [_block(stock, town, area) for area in town.areas]


def _block(stock: Stock, town: Town, area: Area) -> dict[str, Any]:
    found = findings_about(stock.bundle, area.key)
    return {
        "number": str(area.number) if town.parted else "",
        "name": area.name,
        "highlights": _highlights(stock, area) if town.parted else [],
        "classes": class_lines(stock.bundle, area.key),
        "findings": found,
        "similar": _similar(stock, area),
        "texts": [block.printed() for block in stock.editorial.of(area=area.key)],
    }


def _highlights(stock: Stock, area: Area) -> list[dict[str, str]]:
    """In what the area differs for sure from the rest of its own municipality."""
    pairs = [(one, stock.figure(one, area.key)) for one in stock.small()]
    sure = [
        (one, figure)
        for one, figure in pairs
        if figure is not None and figure.significance_municipal in {"above", "below"}
    ]
    most = stock.definition.area_highlights
    kept = {one.key for one in of_many_themes(sure, AGAINST_TOWN)[:most]}
    told = [
        {"title": one.title, "sentence": town_sentence(figure)}
        for one, figure in sure
        if one.key in kept
    ]
    rest = len(sure) - len(told)
    if rest > 0:
        words = _("In {count} more figures, marked in the tables.")
        alone = _("In one more figure, marked in the tables.")
        told.append({"title": "", "sentence": alone if rest == 1 else words.format(count=rest)})
    return told


def _similar(stock: Stock, area: Area) -> list[str]:
    """Areas of other municipalities that are alike, and how far the comparison carries."""
    if area.key in stock.not_compared:
        return [stock.not_compared[area.key]]
    if area.key not in stock.similar:
        return []
    words = _("Alike: {name}; {carries}. {differs}")
    lines = [
        words.format(name=one.name, carries=one.carries, differs=_ended(one.differs)).strip()
        for one in stock.similar[area.key]
    ]
    return lines or [_("No area in another municipality is really alike.")]


def _ended(words: str) -> str:
    return f"{words}." if words else ""
