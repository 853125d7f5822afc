"""The chapters before the themes: what matters, introduction, recommendations, focus, reading."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.report.arranging.blocks import (
    Block,
    Chapter,
    Shape,
    heading,
    paragraphs,
    table,
    voice,
)

__all__ = ["focus", "introduction", "key_page", "reading", "recommendations"]

Data = Mapping[str, Any]


def key_page(data: Data) -> Chapter:
    """The few findings that a councillor reads."""
    blocks: list[Block] = [
        {
            "kind": "key",
            "value": one["value"],
            "day": one["day"],
            "title": one["title"],
            "text": " ".join(one["sentences"]),
            "to": f"i-{one['slug']}",
        }
        for one in data["key"]
    ]
    return Chapter(id="wichtigstes", title=data["labels"]["key"], blocks=blocks)


def introduction(data: Data) -> list[Chapter]:
    """What the planners say beforehand; no chapter where they say nothing."""
    return _of_voices("einfuehrung", _("Introduction"), data["placed"]["introduction"])


def recommendations(data: Data) -> list[Chapter]:
    """All recommendations in full."""
    blocks = data["placed"]["recommendations"]
    return _of_voices("empfehlungen", _("Recommendations"), blocks)


def focus(data: Data) -> list[Chapter]:
    """The focus topics, each with a heading that the contents name."""
    return _of_voices("schwerpunkte", _("In focus"), data["placed"]["focus"])


def reading(data: Data) -> Chapter:
    """How to read the report, and the signs in its tables."""
    texts, label = data["texts"], data["labels"]
    blocks = paragraphs(texts["purpose"])
    for section in texts["how_to_read"]:
        blocks += [heading(section["title"], 2), *paragraphs(section["paragraphs"])]
    blocks += [
        heading(label["signs"], 2),
        table(
            label["signs"],
            [_("sign"), _("meaning")],
            data["signs"],
            Shape(left=2, size="small", widths=(1, 8), headed=True),
        ),
    ]
    return Chapter(id="lesehilfe", title=label["reading"], blocks=blocks)


def _of_voices(name: str, title: str, blocks: Sequence[Mapping[str, Any]]) -> list[Chapter]:
    if not blocks:
        return []
    parts = [part for one in blocks for part in _titled(voice(one))]
    return [Chapter(id=name, title=title, blocks=parts)]


def _titled(one: Block) -> list[Block]:
    """A text as a section: here it is no voice beside the report but a part of it."""
    said = " · ".join(word for word in (one["by"], one["day"], one["about"]) if word)
    opening = [heading(one["title"], 2, one["id"], listed=True)] if one["title"] else []
    return [*opening, *one["blocks"], *paragraphs([said], "small")]
