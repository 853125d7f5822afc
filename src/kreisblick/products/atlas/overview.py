"""The page of a composite index: where several burdens come together, by class, never by rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from kreisblick.base.language import format_count, format_date, language
from kreisblick.base.language import translate as _
from kreisblick.products.atlas.maps import STYLES, map_words
from kreisblick.products.atlas.model import AtlasDefinition, Key, Town
from kreisblick.products.atlas.pages import Press, write
from kreisblick.products.atlas.pictures import draw_maps
from kreisblick.products.atlas.tongue import sign_words
from kreisblick.products.drawing import AreaMark, Outlines, Sign
from kreisblick.products.drawing.choropleth import shade
from kreisblick.products.figures import (
    Described,
    State,
    released_indices,
    say,
)
from kreisblick.products.figures import class_words as class_name
from kreisblick.products.model import BundleLike
from kreisblick.products.picturing import SIGNS
from kreisblick.products.wording import read_signs

__all__ = [
    "Overview",
    "class_words",
    "draw_overview",
    "gather_overviews",
    "part_title",
    "publish_overview",
    "texts_of",
]

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
    untold: Mapping[str, str]

    @property
    def title(self) -> str:
        """The name of the index."""
        return say(self.definition["title"])

    @property
    def question(self) -> str:
        """What it answers; its title where only that has been translated."""
        asked = self.definition.get("question") or self.definition["title"]
        return self.title if language() == "en" and not asked.get("en") else say(asked)


def gather_overviews(bundle: BundleLike) -> list[Overview]:
    """The indices of a bundle that the catalogue explains, each at its latest date with classes."""
    if bundle.indices.is_empty():
        return []
    frame = released_indices(bundle)
    frame = frame.with_columns(pl.col("reference_date").cast(pl.Date))
    keys = [key for key in sorted(set(frame["index"])) if key in bundle.index_definitions]
    found = [_overview(key, frame.filter(index=key), bundle.index_definitions[key]) for key in keys]
    return [one for one in found if one.parts]


def texts_of(one: Overview) -> list[str]:
    """What the catalogue says of an index, in the language that is spoken."""
    own = one.definition
    classes = [name for part in one.parts for name in part.classes]
    rows = [row for part in one.parts for row in part.rows.values()]
    notes = [str(row["note"]) for row in rows if row.get("note")]
    said = [say(own.get(name)) for name in ("title", "question", "text", "reading")]
    return [*said, *(say(limit) for limit in own.get("limits", ())), *classes, *notes]


def draw_overview(
    one: Overview, outlines: Outlines, definition: AtlasDefinition, press: Press
) -> None:
    """The drawn maps of one index, once for both languages."""
    for part in one.parts:
        marks = _marks(part, definition.sure_class_from)
        title = f"{one.title}, {part_title(part.name)}, {format_date(one.day)}"
        borders = tuple(place + 0.5 for place in range(len(part.classes) - 1))
        picture = draw_maps(outlines, {one.day.isoformat(): marks}, borders, title)
        write(press.out / _picture(one, part), picture.encode())


def publish_overview(
    one: Overview,
    described: Mapping[str, Described],
    definition: AtlasDefinition,
    press: Press,
) -> None:
    """Render the page of one index."""
    sure = definition.sure_class_from
    parts = [_part_page(one, part, sure) for part in one.parts]
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
        untold=[(part_title(name), note) for name, note in one.untold.items() if note],
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
        untold=_untold(latest, definition),
    )


def _untold(latest: pl.DataFrame, definition: Mapping[str, Any]) -> dict[str, str]:
    """The parts in which no area has a class, each with the reason."""
    found = {}
    for name in PARTS:
        rows = latest.filter(part=name)
        if definition.get(name) and rows.height and rows["class"].drop_nulls().is_empty():
            found[name] = " ".join(rows["note"].drop_nulls().unique().sort())
    return found


def _part(name: str, rows: pl.DataFrame, definition: Mapping[str, Any]) -> Part | None:
    own = definition.get(name)
    if not own or rows["class"].drop_nulls().is_empty():
        return None
    told = {str(one["name"]["de"]): _class_name(one["name"]) for one in own["classes"]}
    classes = tuple(told.values())
    by_area = {row["area"]: _shown(row, told) for row in rows.iter_rows(named=True)}
    return Part(name=name, classes=classes, rows=by_area)


def _class_name(name: Mapping[str, Any]) -> str:
    return say(name) if name.get("en") else class_name(str(name["de"]))


def _shown(row: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, Any]:
    """A hidden class is hidden here too, whatever a step before left in the row."""
    free = row["confidentiality"] == "free"
    return {**row, "class": told.get(row["class"], row["class"]) if free else None}


def part_title(name: str) -> str:
    """Situation or development, in the reader's language."""
    return {"status": _("Situation"), "dynamics": _("Development")}[name]


def _picture(one: Overview, part: Part) -> str:
    return f"map/overview-{one.slug}_{part.name}.svg"


def _marks(part: Part, sure: float) -> dict[str, AreaMark]:
    return {area: _mark(row, part.classes, sure) for area, row in part.rows.items()}


def _part_page(one: Overview, part: Part, sure: float) -> dict[str, Any]:
    counts = [sum(row["class"] == name for row in part.rows.values()) for name in part.classes]
    said = ", ".join(
        f"{name}: {format_count(count)}" for name, count in zip(part.classes, counts, strict=True)
    )
    title = f"{one.title}, {part_title(part.name)}"
    found = _("Areas by class: {classes}.").format(classes=said)
    return {
        "name": part.name,
        "title": part_title(part.name),
        "said": said,
        "picture": _picture(one, part),
        "picture_words": map_words(title, format_date(one.day), found),
        "classes": _keys(part.classes, counts, _marks(part, sure)),
    }


def _mark(row: Mapping[str, Any], classes: Sequence[str], sure: float) -> AreaMark:
    if row["confidentiality"] == State.BY_CHOICE.value:
        return AreaMark(sign=Sign.BY_CHOICE)
    if row["confidentiality"] != "free":
        return AreaMark(sign=Sign.HIDDEN)
    if row["class"] is None:
        return AreaMark(sign=SIGNS.get(row["observation"], Sign.MISSING))
    return AreaMark(value=float(classes.index(row["class"])), unstable=_at_border(row, sure))


def _keys(
    classes: Sequence[str], counts: Sequence[int], marks: Mapping[str, AreaMark]
) -> list[Key]:
    keys = [
        Key(style=f"step-{shade(place, len(classes) - 1) + 1}", words=name, count=count)
        for place, (name, count) in enumerate(zip(classes, counts, strict=True))
    ]
    words = {
        Sign.HIDDEN: sign_words("suppressed"),
        Sign.WITHHELD: sign_words("withheld_by_source"),
        Sign.NOT_COVERED: sign_words("not_covered"),
        Sign.BY_CHOICE: sign_words("by_choice"),
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
        return sign_words("not_delivered")
    if row["confidentiality"] == State.BY_CHOICE.value:
        return sign_words("by_choice")
    if row["confidentiality"] != "free":
        return sign_words("suppressed")
    if row["class"] is None:
        return str(row.get("note") or sign_words(_sign_of(row)))
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
