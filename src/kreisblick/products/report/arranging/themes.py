"""The chapters by theme, and what associations say beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.report.arranging.blocks import (
    Block,
    Chapter,
    Shape,
    facts,
    heading,
    linked,
    paragraphs,
    picture,
    table,
    text,
    voice,
)

__all__ = ["themes", "voices"]

Data = Mapping[str, Any]
NOTHING: Mapping[str, Any] = {"texts": [], "recommendations": [], "statements": []}


def themes(data: Data) -> list[Chapter]:
    """One chapter per theme: overview, charts, one section per indicator, what people say."""
    return [
        Chapter(
            id=f"thema-{place:02d}",
            title=theme["title"],
            blocks=_theme(data, theme, data["placed"]["themes"].get(theme["title"], NOTHING)),
        )
        for place, theme in enumerate(data["themes"], start=1)
    ]


def voices(data: Data) -> list[Chapter]:
    """Statements and comments that belong to no theme and no municipality."""
    said = data["placed"]["statements"]
    if not said:
        return []
    title = _("What associations and municipalities say")
    return [Chapter(id="stimmen", title=title, blocks=[voice(one) for one in said])]


def _theme(data: Data, theme: Mapping[str, Any], placed: Mapping[str, Any]) -> list[Block]:
    label = data["labels"]
    blocks = [voice(one) for one in placed["texts"]]
    blocks += [heading(label["glance"], 2), _glance(theme, label)]
    blocks += [
        linked(_("Recommendation"), one["title"], f"text-{one['key']}")
        for one in placed["recommendations"]
    ]
    blocks += [
        picture(
            one["file"],
            one["alt"],
            one["subtitle"],
            look="chart",
            title=one["title"],
            twin=f"g-{one['slug']}",
        )
        for one in theme["charts"]
    ]
    for one in theme["indicators"]:
        blocks += _indicator(data, one)
    return [*blocks, *_said(label, theme["said"], placed["statements"])]


def _said(
    label: Mapping[str, str], said: Sequence[Mapping[str, Any]], statements: Sequence[Any]
) -> list[Block]:
    blocks: list[Block] = []
    if statements:
        blocks.append(heading(_("What associations and municipalities say"), 2))
        blocks += [voice(one) for one in statements]
    if said:
        blocks += [heading(label["said"], 2), text(label["said_note"], "small")]
        blocks += [
            {"kind": "quote", "text": one["text"], "source": f"{one['where']} · {one['told']}"}
            for one in said
        ]
    return blocks


def _glance(theme: Mapping[str, Any], label: Mapping[str, str]) -> Block:
    rows = [
        [f"{r['title']} ({r['unit']})", r["value"], r["change"], r["above"], r["below"], r["same"]]
        for r in theme["glance"]
    ]
    head = [label[name] for name in ("indicator", "district", "change", "above", "below", "same")]
    caption = _("{theme} at a glance").format(theme=theme["title"])
    return table(
        caption,
        head,
        rows,
        Shape(widths=(4.4, 1.4, 1.9, 1.3, 1.3, 1.8), headed=True),
        legend=" · ".join(w for w in (label["glance_note"], theme["glance_legend"]) if w),
    )


def _indicator(data: Data, one: Mapping[str, Any]) -> list[Block]:
    label, slug = data["labels"], one["slug"]
    blocks = [heading(one["title"], 2, f"i-{slug}", listed=True, fresh=True)]
    blocks += paragraphs([one["finding"]], "finding")
    blocks += paragraphs([one["subtitle"]], "small")
    blocks += paragraphs([" ".join(one["lead"])])
    blocks += paragraphs([one["text"]], "quiet")
    blocks += [voice(said) for said in data["placed"]["indicators"].get(one["key"], ())]
    drawn = one["map"]
    own = f"g-{slug}"
    twin = data["twins"].get(slug, own) if drawn["level"] == "planning_area" else own
    blocks.append(
        picture(
            drawn["file"], drawn["alt"], drawn["caption"],
            look="map", legend=drawn["legend"], twin=twin,
        )
    )  # fmt: skip
    if one["table"]["rows"]:
        blocks.append(_municipalities(one, label))
    return blocks + facts(
        [
            (label["definition"], " ".join([one["definition"], *one["notes"]])),
            (label["limits"], " ".join([*one["cautions"], *one["limits"]])),
            ("", one["source"]),
        ]
    )


def _municipalities(one: Mapping[str, Any], label: Mapping[str, str]) -> Block:
    shown = one["table"]
    last = len(shown["rows"]) - 1
    return table(
        f"{one['title']}: {label['municipalities']}",
        shown["head"],
        shown["rows"],
        Shape(strong=[last] if shown["last_bold"] else [], size="small"),
        anchor=f"g-{one['slug']}",
        legend=shown["legend"],
    )
