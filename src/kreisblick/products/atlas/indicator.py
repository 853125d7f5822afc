"""The pages of one indicator, one per reference date, its pictures and its data."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import polars as pl

from kreisblick.base.language import format_date, language
from kreisblick.products.atlas.content import Content
from kreisblick.products.atlas.explorer import give
from kreisblick.products.atlas.maps import (
    map_keys,
    map_words,
    mark_areas,
    study_breaks,
)
from kreisblick.products.atlas.pages import Press, write
from kreisblick.products.atlas.pictures import FOOT, draw_maps, on_towns
from kreisblick.products.atlas.rows import filled_columns, group_rows, used_signs
from kreisblick.products.atlas.tongue import theme_words
from kreisblick.products.atlas.values import changed_from, values_of
from kreisblick.products.exports import csv_bytes, read_words, reader_table
from kreisblick.products.figures import Described
from kreisblick.products.wording import Figure, rank_borders, smoothed_sentence

__all__ = ["page_name", "publish_indicator", "publish_once"]


def page_name(one: Described, day: date, newest: date) -> str:
    """File name of an indicator's page at a date; the newest has the plain name."""
    return f"{one.slug}.html" if day == newest else f"{one.slug}_{day.isoformat()}.html"


def picture_name(one: Described, day: date | None = None) -> str:
    """Address of the drawn map below the atlas folder; without a date that of the newest one."""
    return f"map/{one.slug}.svg" + (f"#d{day.isoformat()}" if day else "")


def publish_indicator(one: Described, content: Content, press: Press) -> None:
    """Render the pages of one indicator in the language of the press, and write its values."""
    rows = content.rows[one.key]
    breaks = _breaks(one, content)
    days = sorted({row.reference_date for row in rows}, reverse=True)
    for day in days:
        own = [row for row in rows if row.reference_date == day]
        page = _page(one, own, days, breaks, content)
        name = page_name(one, day, content.latest[one.key])
        press.page(f"indicator/{name}", "indicator.html", description=one.title, **page)
    values = values_of(
        one,
        rows,
        partial(content.answer, one),
        classes=content.definition.classes,
        titles=content.titles(one.key),
        ranking=content.definition.ranking,
    )
    file = press.out / "data" / language() / "values" / f"{one.slug}.js"
    write(file, give(f"values/{one.slug}", values))


def publish_once(one: Described, content: Content, press: Press, released: pl.DataFrame) -> None:
    """What needs no language of its own: the drawn maps, and the table for other programmes."""
    rows = content.rows[one.key]
    days = sorted({row.reference_date for row in rows}, reverse=True)
    days.sort(key=lambda day: day != content.latest[one.key])
    fine = any(row.level == "planning_area" for row in rows)
    parents = content.parents if fine else {}
    marks = {
        day.isoformat(): mark_areas([r for r in rows if r.reference_date == day], parents)
        for day in days
    }
    outlines = content.outlines if fine else on_towns(content.outlines)
    picture = draw_maps(outlines, marks, _breaks(one, content), one.title)
    write(press.out / picture_name(one), picture.encode())
    table = reader_table(released, {one.key: one}, read_words())
    write(press.out / "data" / f"{one.slug}.csv", csv_bytes(table))


def _breaks(one: Described, content: Content) -> tuple[float, ...]:
    titles = content.titles(one.key)
    return rank_borders(titles) or study_breaks(content.rows[one.key], content.definition.classes)


def _page(
    one: Described,
    own: Sequence[Figure],
    days: Sequence[date],
    breaks: tuple[float, ...],
    content: Content,
) -> dict[str, Any]:
    day, before = own[0].reference_date, changed_from(own)
    groups = group_rows(own)
    lines = [row for group in groups for row in group.rows]
    answer = content.answer(one, own)
    others = content.figures.described
    newest = content.latest[one.key]
    return {
        "one": one,
        "theme": theme_words(one.theme),
        "answer": answer,
        "date": day.isoformat(),
        "day_text": format_date(day),
        "before": format_date(before) if before else "",
        "dates": [_link(one, other, day, newest) for other in days],
        "groups": groups,
        "columns": filled_columns(groups),
        "signs": used_signs(lines, own),
        "remarks": one.told_with_change(day, before),
        "related": [others[key] for key in one.related if key in others],
        "blocks": [block.printed() for block in content.editorial.of(indicator=one.key)],
        **_map(one, own, breaks, content, " ".join(answer)),
    }


def _map(
    one: Described,
    own: Sequence[Figure],
    breaks: tuple[float, ...],
    content: Content,
    finding: str,
) -> Mapping[str, Any]:
    marks = mark_areas(own, content.parents)
    shown = {key: mark for key, mark in marks.items() if key in content.outlines.areas}
    day = own[0].reference_date
    return {
        "picture": picture_name(one, None if day == content.latest[one.key] else day),
        "picture_size": (1008, round(content.outlines.height + FOOT)),
        "picture_words": map_words(one.title, format_date(day), finding),
        "keys": map_keys(shown, breaks, own[0].unit, content.titles(one.key)),
        "smoothed": smoothed_sentence([row for row in own if row.area in marks]),
    }


def _link(one: Described, other: date, day: date, newest: date) -> dict[str, Any]:
    return {
        "href": page_name(one, other, newest),
        "text": format_date(other),
        "current": other == day,
    }
