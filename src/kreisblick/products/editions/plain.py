"""The version in plain language: reviewed texts, and figures that one can picture."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.editions.model import Stock
from kreisblick.products.editorial import TextBlock
from kreisblick.products.wording import plain_sentences

__all__ = ["describe_plain"]

SENTENCE_END = re.compile(r"(?<=[a-zäöüß“\")][.!?:])\s+(?=[A-ZÄÖÜ„])")


def describe_plain(stock: Stock) -> dict[str, Any] | None:
    """Intro, chapters by theme, explained words; None without any reviewed text."""
    blocks = stock.editorial.of("plain")
    if not blocks:
        return None
    chapters = [
        {
            "title": theme,
            "blocks": [_block(stock, block, _indicator(stock, block, ones)) for block in ones],
        }
        for theme, ones in _by_theme(stock, blocks).items()
    ]
    return {
        "district": stock.district_name,
        "intro": list(stock.texts.plain_intro),
        "numbers": list(stock.texts.plain_numbers),
        "chapters": chapters,
        "words": _explained(stock, chapters),
    }


def _by_theme(stock: Stock, blocks: Sequence[TextBlock]) -> dict[str, list[TextBlock]]:
    """Texts without a theme first, then the themes in the report's order."""
    order = ["", *stock.figures.themes()]
    found: dict[str, list[TextBlock]] = {}
    known = {theme: place for place, theme in enumerate(order)}
    for block in sorted(blocks, key=lambda one: known.get(_theme(stock, one), len(order))):
        found.setdefault(_theme(stock, block), []).append(block)
    return found


def _theme(stock: Stock, block: TextBlock) -> str:
    """The block's own theme, or that of its indicator."""
    one = stock.figures.described.get(block.indicator)
    return block.theme or (one.theme if one else "")


def _indicator(stock: Stock, block: TextBlock, chapter: Sequence[TextBlock]) -> str:
    """The indicator whose figure a block tells: its own, or its theme's where nobody tells that."""
    chosen = stock.definition.plain_figures.get(block.theme, "")
    told = block is not chapter[0] or any(one.indicator == chosen for one in chapter)
    return block.indicator or ("" if told else chosen)


def _block(stock: Stock, block: TextBlock, indicator: str) -> dict[str, Any]:
    printed = block.printed()
    return {
        "key": block.key,
        "title": printed["title"],
        "lines": [line for one in printed["passages"] for line in _lines(one)],
        "figure": _figure(stock, block, indicator),
        "by": printed["by"],
        "day": printed["day"],
    }


def _lines(passage: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One idea per line: a passage is parted after its sentences, whatever look its words have."""
    if passage["kind"] == "heading":
        return [{"kind": "heading", "stretches": passage["stretches"]}]
    words = "".join(stretch["text"] for stretch in passage["stretches"])
    ends = [match.start() for match in SENTENCE_END.finditer(words)]
    lines = []
    for low, high in pairwise([0, *ends, len(words)]):
        found = _between(passage["stretches"], low, high)
        if found:
            lines.append({"kind": passage["kind"], "stretches": found})
    return lines


def _between(stretches: Sequence[Mapping[str, Any]], low: int, high: int) -> list[dict[str, Any]]:
    """The parts of stretches between two places of the whole text, without outer blanks."""
    found, start = [], 0
    for one in stretches:
        part = one["text"][max(low - start, 0) : max(high - start, 0)]
        start += len(one["text"])
        if part:
            found.append({**one, "text": part})
    if found:
        found[0]["text"] = found[0]["text"].lstrip()
        found[-1]["text"] = found[-1]["text"].rstrip()
    return [one for one in found if one["text"]]


def _figure(stock: Stock, block: TextBlock, indicator: str) -> dict[str, Any] | None:
    """The figure of an indicator, for the block's area or the district, in plain sentences."""
    one = stock.figures.described.get(indicator)
    if one is None or _adjusted(stock, one.key):
        return None
    figure = stock.figure(one, block.area or stock.district)
    if figure is None:
        return None
    sentences = plain_sentences(figure, stock.definition.people.get(one.key, ""))
    if not sentences:
        return None
    where = figure.name if block.area else stock.district_name
    words = _("{title}, {place}:")
    return {
        "key": one.key,
        "area": figure.area,
        "title": words.format(title=one.title, place=where),
        "sentences": sentences,
        "day": _("It was so on {day}.").format(day=format_date(figure.reference_date))
        if figure.value is not None
        else "",
    }


def _adjusted(stock: Stock, key: str) -> bool:
    """Whether a figure is adjusted for age: then so many of so many people are not really there."""
    return bool(stock.bundle.indicator_definitions[key].get("standardise"))


def _explained(stock: Stock, chapters: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The explained words that occur, in the order of the alphabet as the file has it."""
    text = " ".join(_all_words(chapters))
    return [
        {"word": one.word, "meaning": one.meaning}
        for one in stock.texts.plain_words
        if re.search(rf"\b{re.escape(one.word)}", text, re.I)
    ]


def _all_words(chapters: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for chapter in chapters:
        for block in chapter["blocks"]:
            found += [
                block["title"],
                *[s["text"] for one in block["lines"] for s in one["stretches"]],
            ]
            if block["figure"]:
                found += [block["figure"]["title"], *block["figure"]["sentences"]]
    return found
