"""The pages of one indicator, one per reference date, and its data."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from markupsafe import Markup

from kreisblick.base.files import write_bytes
from kreisblick.base.language import format_date
from kreisblick.products.atlas.answer import answer_indicator
from kreisblick.products.atlas.data import values_of
from kreisblick.products.atlas.maps import draw_map, map_keys, mark_areas, study_breaks
from kreisblick.products.atlas.pages import Press
from kreisblick.products.atlas.rows import filled_columns, group_rows, used_signs
from kreisblick.products.drawing import Outlines
from kreisblick.products.exports import (
    Described,
    csv_bytes,
    read_words,
    reader_table,
    released_figures,
)
from kreisblick.products.model import BundleLike
from kreisblick.products.wording import (
    Figure,
    Figures,
    rank_borders,
    scale_of,
    smoothed_sentence,
)

__all__ = ["Content", "page_name", "publish_indicator", "write_data"]


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the indicator pages are made from.

    Attributes:
        bundle: the bundle.
        figures: all figures of the bundle.
        outlines: boundaries, traced once.
        parents: planning area to municipality.
        classes: steps of a map.
        released: the table behind the downloads.
    """

    bundle: BundleLike = field(repr=False)
    figures: Figures = field(repr=False)
    outlines: Outlines = field(repr=False)
    parents: Mapping[str, str]
    classes: int
    released: pl.DataFrame = field(repr=False)

    @classmethod
    def gather(
        cls, bundle: BundleLike, figures: Figures, outlines: Outlines, classes: int
    ) -> "Content":
        """The content of a bundle; parents come from its areas."""
        areas = bundle.areas.filter(
            level="planning_area", generation=str(bundle.report["generation"])
        )
        parents = dict(areas.select("area", "parent").iter_rows())
        return cls(
            bundle=bundle,
            figures=figures,
            outlines=outlines,
            parents=parents,
            classes=classes,
            released=released_figures(bundle),
        )


def page_name(one: Described, day: date, newest: date) -> str:
    """File name of an indicator's page at a date; the newest has the plain name."""
    return f"{one.slug}.html" if day == newest else f"{one.slug}_{day.isoformat()}.html"


def publish_indicator(one: Described, content: Content, press: Press) -> None:
    """Render the pages of one indicator and write its values and its table."""
    rows = [row for row in content.figures.rows if row.indicator == one.key]
    breaks = rank_borders(_titles(one, content)) or study_breaks(rows, content.classes)
    days = sorted({row.reference_date for row in rows}, reverse=True)
    newest = content.figures.last_date(one.key)
    for day in days:
        own = [row for row in rows if row.reference_date == day]
        page = _page(one, own, days, newest, breaks, content, press)
        name = f"indicator/{page_name(one, day, newest)}"
        press.page(name, "indicator.html", description=one.title, **page)
    write_data(one, rows, breaks, content, press)


def write_data(
    one: Described,
    rows: Sequence[Figure],
    breaks: tuple[float, ...],
    content: Content,
    press: Press,
) -> None:
    """The indicator's values as JSON for the movable map and as CSV for readers."""
    values = json.dumps(values_of(rows, one, breaks), ensure_ascii=False, separators=(",", ":"))
    write_bytes(press.out / "data" / f"{one.slug}.json", values.encode())
    table = reader_table(content.released.filter(indicator=one.key), {one.key: one}, read_words())
    write_bytes(press.out / "data" / f"{one.slug}.csv", csv_bytes(table))


def _page(
    one: Described,
    own: Sequence[Figure],
    days: Sequence[date],
    newest: date,
    breaks: tuple[float, ...],
    content: Content,
    press: Press,
) -> dict[str, Any]:
    day = own[0].reference_date
    groups = group_rows(own)
    lines = [row for group in groups for row in group.rows]
    answer = answer_indicator(own, press.site.district)
    others = content.figures.described
    return {
        "one": one,
        "unit": one.unit,
        "answer": answer or [one.title],
        "date": day.isoformat(),
        "day_text": format_date(day),
        "before": _before(own),
        "dates": [_link(one, other, day, newest) for other in days],
        "groups": groups,
        "columns": filled_columns(groups),
        "signs": used_signs(lines, own),
        "remarks": one.told_with_change(day, _changed_from(own)),
        "related": [others[key] for key in one.related if key in others],
        **_map(one, own, breaks, content, " ".join(answer)),
    }


def _map(
    one: Described,
    own: Sequence[Figure],
    breaks: tuple[float, ...],
    content: Content,
    finding: str,
) -> dict[str, Any]:
    marks = mark_areas(own, content.parents)
    day = format_date(own[0].reference_date)
    picture = draw_map(
        content.outlines, marks, breaks, title=one.title, day=day, finding=finding or one.title
    )
    shown = {key: mark for key, mark in marks.items() if key in content.outlines.areas}
    keys = map_keys(shown, breaks, own[0].unit, _titles(one, content))
    told = smoothed_sentence([one for one in own if one.area in marks])
    return {"map_svg": Markup(picture), "keys": keys, "smoothed": told}  # noqa: S704


def _titles(one: Described, content: Content) -> list[str]:
    """The classes of an indicator of categories; none of others."""
    scale = scale_of(content.bundle, one.key)
    return scale.titles if scale else []


def _before(own: Sequence[Figure]) -> str:
    """The date that changes are counted from, in words; empty where there are none."""
    day = _changed_from(own)
    return format_date(day) if day else ""


def _changed_from(own: Sequence[Figure]) -> date | None:
    days = [figure.change_from for figure in own if figure.change_from is not None]
    return max(days, default=None)


def _link(one: Described, other: date, day: date, newest: date) -> dict[str, Any]:
    return {
        "href": page_name(one, other, newest),
        "text": format_date(other),
        "current": other == day,
    }
