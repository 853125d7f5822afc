"""The page of a composite index: where several burdens come together, by class, never by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from markupsafe import Markup

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.atlas.maps import STYLES
from kreisblick.products.atlas.model import AtlasDefinition, Key, Town
from kreisblick.products.atlas.pages import Press
from kreisblick.products.drawing import AreaMark, Outlines, Sign, choropleth_svg
from kreisblick.products.drawing.choropleth import shade
from kreisblick.products.exports import Described, State, released_indices, say
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import read_signs

__all__ = ["Overview", "class_words", "gather_overviews", "part_title", "publish_overview"]

PARTS = ("status", "dynamics")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Situation or development: its classes in order, from light to heavy, and its areas.

    Attributes:
        name: ``status`` or ``dynamics``.
        classes: names of the classes.
        rows: area to its line of the index frame.
    """

    name: str
    classes: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One index at its latest date."""

    key: str
    slug: str
    day: date
    definition: Mapping[str, Any]
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The name of the index."""
        return say(self.definition["title"])

    @property
    def question(self) -> str:
        """What it answers."""
        return say(self.definition.get("question") or self.definition["title"])


def gather_overviews(bundle: BundleLike) -> list[Overview]:
    """The indices of a bundle that the catalogue explains, each at its latest date with classes."""
    if bundle.indices.is_empty():
        return []
    frame = released_indices(bundle)
    frame = frame.with_columns(pl.col("reference_date").cast(pl.Date))
    keys = [key for key in sorted(set(frame["index"])) if key in bundle.index_definitions]
    found = [_overview(key, frame.filter(index=key), bundle.index_definitions[key]) for key in keys]
    return [one for one in found if one.parts]


def publish_overview(
    one: Overview,
    outlines: Outlines,
    described: Mapping[str, Described],
    definition: AtlasDefinition,
    press: Press,
) -> None:
    """Render the page of one index."""
    sure = definition.sure_class_from
    parts = [_part_page(one, part, outlines, sure) for part in one.parts]
    press.page(
        f"overview/{one.slug}.html",
        "overview.html",
        description=one.title,
        one=one,
        text=say(one.definition.get("text")),
        reading=say(one.definition.get("reading")),
        limits=[say(limit) for limit in one.definition.get("limits", ())],
        day_text=format_date(one.day),
        parts=parts,
        groups=[_group(town, one.parts, definition) for town in press.site.towns],
        made_of=_made_of(one, described),
    )


def _overview(key: str, frame: pl.DataFrame, definition: Mapping[str, Any]) -> Overview:
    classed = frame.filter(pl.col("class").is_not_null())
    days: list[date] = (classed if classed.height else frame)["reference_date"].to_list()
    day = max(days)
    latest = frame.filter(pl.col("reference_date") == day)
    parts = [_part(name, latest.filter(part=name), definition) for name in PARTS]
    return Overview(
        key=key,
        slug=key.replace("/", "-"),
        day=day,
        definition=definition,
        parts=tuple(part for part in parts if part is not None),
    )


def _part(name: str, rows: pl.DataFrame, definition: Mapping[str, Any]) -> Part | None:
    own = definition.get(name)
    if not own or rows["class"].drop_nulls().is_empty():
        return None
    classes = tuple(str(one["name"]["de"]) for one in own["classes"])
    by_area = {row["area"]: _shown(row) for row in rows.iter_rows(named=True)}
    return Part(name=name, classes=classes, rows=by_area)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A hidden class is hidden here too, whatever a step before left in the row."""
    free = row["confidentiality"] == "free"
    return {**row, "class": row["class"] if free else None}


def part_title(name: str) -> str:
    """Situation or development, in the reader's language."""
    return {"status": _("Situation"), "dynamics": _("Development")}[name]


def _part_page(one: Overview, part: Part, outlines: Outlines, sure: float) -> dict[str, Any]:
    marks = {area: _mark(row, part.classes, sure) for area, row in part.rows.items()}
    counts = [sum(row["class"] == name for row in part.rows.values()) for name in part.classes]
    said = ", ".join(
        f"{name}: {format_count(count)}" for name, count in zip(part.classes, counts, strict=True)
    )
    title = f"{one.title}, {part_title(part.name)}, {format_date(one.day)}"
    picture = choropleth_svg(
        outlines,
        marks,
        breaks=tuple(place + 0.5 for place in range(len(part.classes) - 1)),
        title=_("Map: {title}").format(title=title),
        description=_("Areas by class: {classes}.").format(classes=said),
        prefix=f"map-{part.name}",
    )
    return {
        "name": part.name,
        "title": part_title(part.name),
        "said": said,
        "map_svg": Markup(picture),  # noqa: S704  the picture escapes its own words
        "classes": _keys(part.classes, counts, marks),
    }


def _mark(row: Mapping[str, Any], classes: Sequence[str], sure: float) -> AreaMark:
    if row["confidentiality"] == State.BY_CHOICE.value:
        return AreaMark(sign=Sign.BY_CHOICE)
    if row["confidentiality"] != "free":
        return AreaMark(sign=Sign.HIDDEN)
    if row["class"] is None:
        return AreaMark(sign=Sign.MISSING)
    return AreaMark(value=float(classes.index(row["class"])), unstable=_at_border(row, sure))


def _keys(
    classes: Sequence[str], counts: Sequence[int], marks: Mapping[str, AreaMark]
) -> list[Key]:
    keys = [
        Key(style=f"step-{shade(place, len(classes) - 1) + 1}", words=name, count=count)
        for place, (name, count) in enumerate(zip(classes, counts, strict=True))
    ]
    words = {
        Sign.HIDDEN: read_signs().signs["suppressed"].words,
        Sign.BY_CHOICE: read_signs().signs["by_choice"].words,
        Sign.MISSING: _("without a class, see the table"),
    }
    for sign, text in words.items():
        count = sum(mark.sign is sign for mark in marks.values())
        if count:
            keys.append(Key(style=STYLES[sign], words=text, count=count))
    near = sum(mark.unstable for mark in marks.values())
    if near:
        words_near = _("stands at the border of two classes")
        keys.append(Key(style="unstable-area", words=words_near, count=near))
    return keys


def _group(town: Town, parts: Sequence[Part], definition: AtlasDefinition) -> dict[str, Any]:
    rows = [
        {
            "place": place,
            "cells": [class_words(part.rows.get(place.area), definition) for part in parts],
        }
        for place in town.places
    ]
    return {"town": town, "rows": rows}


def class_words(row: Mapping[str, Any] | None, definition: AtlasDefinition) -> str:
    """The class in words, with how sure it is, or why there is none."""
    if row is None:
        return read_signs().signs["not_delivered"].words
    if row["confidentiality"] == State.BY_CHOICE.value:
        return read_signs().signs["by_choice"].words
    if row["confidentiality"] != "free":
        return read_signs().signs["suppressed"].words
    if row["class"] is None:
        return str(row.get("note") or read_signs().signs[_sign_of(row)].words)
    if _at_border(row, definition.sure_class_from):
        return _("{name} (at the border of two classes)").format(name=row["class"])
    return str(row["class"])


def _at_border(row: Mapping[str, Any], sure: float) -> bool:
    """Whether chance may well have put the area into this class."""
    found = row.get("class_probability")
    return found is not None and found < sure


def _sign_of(row: Mapping[str, Any]) -> str:
    state = str(row["observation"])
    return state if state in read_signs().signs else "cannot_exist"


def _made_of(one: Overview, described: Mapping[str, Described]) -> list[Described]:
    """The indicators the situation is made of, as far as the atlas shows them."""
    own = one.definition.get("status") or {}
    keys = [entry["indicator"] for entry in own.get("indicators", ())]
    return [described[key] for key in keys if key in described]
