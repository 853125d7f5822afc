"""The chapters of what the figures point at: needs, strengths, and composite indices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.products.figures import german_order
from kreisblick.products.report.arranging.blocks import (
    Block,
    Chapter,
    Shape,
    bullets,
    heading,
    linked,
    paragraphs,
    picture,
    run,
    table,
    text,
    voice,
)

__all__ = ["findings", "indices"]

Data = Mapping[str, Any]


def findings(data: Data) -> list[Chapter]:
    """Needs by municipality and area with what was said to them, then strengths."""
    found, towns = data["findings"], data["placed"]["towns"]
    if found is None and not towns:
        return []
    label = data["labels"]
    chapter = Chapter(id="hinweise", title=label["findings"])
    needs = found["towns"] if found else []
    if found:
        chapter.blocks += [*paragraphs(found["intro"]), *_overview(data, found)]
        chapter.blocks += paragraphs([found["read"]], "strong")
    for number, (name, places) in enumerate(_by_town(data, needs, towns), start=1):
        chapter.blocks.append(heading(name, 2, f"h-{number}", listed=True))
        chapter.blocks += _said(towns.get(name))
        chapter.blocks += [part for place in places for part in _place(place)]
    chapter.blocks += _one_field(data, "burdens", label["one_burden"], "one_burden")
    if found and found["strengths"]:
        chapter.blocks.append(heading(label["strengths"], 2, "staerken", listed=True))
        chapter.blocks += paragraphs(data["texts"]["strengths"])
        chapter.blocks += _short_list(found["strengths"])
    chapter.blocks += _one_field(data, "strengths", label["one_strength"], "one_strength")
    return [chapter]


def _one_field(data: Data, name: str, title: str, intro: str) -> list[Block]:
    """Places that stand out in a single field; nothing where there are none."""
    towns = (data["one_field"] or {}).get(name, ())
    if not towns or data["findings"] is None:
        return []
    opening = heading(title, 2, f"ein-feld-{name}", listed=True)
    lines = [
        [run(f"{_in_town(place['title'], town['title'])}: ", bold=True),
         run(" ".join(item["reason"] for item in place["items"]))]
        for town in towns
        for place in town["places"]
    ]  # fmt: skip
    return [opening, *paragraphs(data["texts"][intro]), *bullets(lines)]


def _short_list(towns: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Places with their reasons, a line each, below their municipality."""
    blocks: list[Block] = []
    for town in towns:
        blocks.append(heading(town["title"], 3))
        blocks += [_strength(place) for place in town["places"]]
    return blocks


def _in_town(place: str, town: str) -> str:
    """A place with its municipality, where the name does not say it."""
    return town if not place else place if town in place else f"{place} ({town})"


def _by_town(
    data: Data, needs: Sequence[Mapping[str, Any]], towns: Mapping[str, Any]
) -> list[tuple[str, Sequence[Mapping[str, Any]]]]:
    """The district, then the towns by name; also those about which there is nothing but a text."""
    places = {str(town["title"]): town["places"] for town in needs}
    names = _by_name([*places, *towns], data["meta"]["district"])
    return [(name, places.get(name, ())) for name in names]


def _by_name(names: Iterable[str], first: str) -> list[str]:
    """Each name once, as German directories sort them; the district's stands first."""
    frame = pl.DataFrame({"name": list(dict.fromkeys(names))}, schema={"name": pl.String})
    return frame.sort(pl.col("name") != first, german_order("name"))["name"].to_list()


def _said(placed: Mapping[str, Any] | None) -> list[Block]:
    """Texts about a municipality, and where the recommendations for it stand."""
    if placed is None:
        return []
    links = [
        linked(_("Recommendation"), one["title"], f"text-{one['key']}")
        for one in placed["recommendations"]
    ]
    return [*[voice(one) for one in placed["texts"]], *links]


def _place(place: Mapping[str, Any]) -> list[Block]:
    """The findings about one place; those with the same state stand together under it."""
    groups: dict[str, list[list[str]]] = {}
    for item in place["items"]:
        groups.setdefault(item["state"], []).append([item["kind"], item["reason"]])
    return [
        {
            "kind": "finding",
            "place": place["title"] if first else "",
            "items": items,
            "state": state,
        }
        for first, (state, items) in zip(
            [True, *[False] * len(groups)], groups.items(), strict=False
        )
    ]


def _strength(place: Mapping[str, Any]) -> Block:
    said = " ".join(item["short"] for item in place["items"])
    if not place["title"]:
        return text(said, "tight")
    return text([run(f"{place['title']}. ", bold=True), run(said)], "tight")


def _overview(data: Data, found: Mapping[str, Any]) -> list[Block]:
    """In how many places of each municipality something stands; by name, never by number."""
    counts: dict[str, list[int]] = {}
    for column, name in enumerate(("towns", "strengths")):
        for town in found[name]:
            row = counts.setdefault(town["title"], [0, 0])
            row[column] = len(town["places"])
    rows = [
        [name, *[format_count(count) if count else "–" for count in counts[name]]]
        for name in _by_name(counts, data["meta"]["district"])
    ]
    head = [_("municipality"), _("places with hints"), _("places with strengths")]
    caption = _("Places with hints and with strengths")
    return [table(caption, head, rows, Shape(widths=(3, 1.4, 1.4)))] if rows else []


def indices(data: Data) -> list[Chapter]:
    """Composite indices: what they are made of, a map of their classes, how far they carry."""
    if not data["indices"]:
        return []
    label, texts = data["labels"], data["texts"]
    chapter = Chapter(id="belastungen", title=label["indices"])
    chapter.blocks += paragraphs(texts["index_intro"])
    for index in data["indices"]:
        chapter.blocks += _index(index, label)
    chapter.blocks.append(heading(label["limits"], 2))
    for index in data["indices"]:
        chapter.blocks.append(text(index["title"], "strong"))
        chapter.blocks += bullets(index["limits"])
    chapter.blocks += paragraphs(texts["index_limits"])
    return [chapter]


def _index(index: Mapping[str, Any], label: Mapping[str, str]) -> list[Block]:
    blocks = [heading(index["title"], 2, f"x-{index['slug']}", listed=True)]
    blocks += paragraphs([index["text"]])
    if index["made_of"]:
        made = run(f"{label['made_of']}: ", bold=True)
        blocks.append(text([made, run(", ".join(index["made_of"]) + ".")]))
    blocks += paragraphs([index["reading"]])
    for part in index["parts"]:
        blocks.append(heading(part["title"], 3))
        blocks += _classes(part)
    if index["cross"] is not None:
        cross = index["cross"]
        blocks.append(heading(label["cross"], 3))
        caption = _("{title}: number of planning areas").format(title=label["cross"])
        blocks.append(table(caption, cross["head"], cross["rows"]))
    return blocks


def _classes(part: Mapping[str, Any]) -> list[Block]:
    """The map of the classes; where none is named, why."""
    if part["file"] is None:
        return paragraphs([" ".join(part["left_out"])])
    drawn = picture(part["file"], part["alt"], part["caption"], look="map", legend=part["legend"])
    return [drawn, *paragraphs([" ".join(part["left_out"])], "small")]
