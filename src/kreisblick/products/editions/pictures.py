"""The pictures of the editions: the municipality with its areas, maps of figures, courses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing import (
    Outlines,
    PlanArea,
    Role,
    choropleth_svg,
    class_breaks,
    legend_entries,
    locator_svg,
    plan_svg,
    trace_outlines,
    trend_svg,
)
from kreisblick.products.editions.model import Stock, Town
from kreisblick.products.figures import Described
from kreisblick.products.picturing import beside, course_series, map_marks, mark_of
from kreisblick.products.wording import (
    Figure,
    change_sentence,
    count_words,
    district_sentence,
    map_words,
    smoothed_sentence,
    write_round,
)

__all__ = ["HALF_PAGE", "Ground", "draw_course", "draw_locator", "draw_map", "draw_plan"]

EARTH_M = 111_320.0  # metres in one degree of latitude, accurate to 0.5 % in Germany
FULL_PAGE = 23.0  # units, on a map that fills the page
HALF_PAGE = 36.0  # units: names are then as large as the text beside a map half a page wide
COURSE = (430.0, 158.0)  # half a page wide: letters are then as large as the text beside them


class Ground:
    """The district's areas in metres, for plans of its municipalities, and its outlines."""

    def __init__(self, geojson: Mapping[str, Any], towns: Sequence[Town]) -> None:
        self.geojson = geojson
        self.outlines = trace_outlines(geojson)
        self.numbers = {area.key: area.number for town in towns for area in town.areas}
        parts = [f for f in geojson["features"] if f["properties"]["level"] == "planning_area"]
        self.parts = [f["properties"] for f in parts]
        self.shapes = _in_metres([shape(f["geometry"]) for f in parts]) if parts else []

    def plan_areas(self) -> list[PlanArea]:
        """All areas with their numbers and names."""
        return [
            PlanArea(
                shape=outline,
                town=str(part["parent"]),
                mark=str(self.numbers.get(part["area"], "")),
                label=f"{self.numbers.get(part['area'], '')} {part['name']}".strip(),
            )
            for part, outline in zip(self.parts, self.shapes, strict=True)
        ]

    def town_outlines(self, town: Town) -> Outlines:
        """The areas of one municipality as large as the page allows, with their numbers."""
        own = [
            f
            for f in self.geojson["features"]
            if f["properties"]["level"] == "planning_area" and f["properties"]["parent"] == town.key
        ]
        numbers = [_as_town(f, str(self.numbers[f["properties"]["area"]])) for f in own]
        drawn = trace_outlines({"type": "FeatureCollection", "features": own})
        numbered = trace_outlines({"type": "FeatureCollection", "features": numbers})
        return replace(drawn, town_names=numbered.town_names)


def _as_town(feature: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An area under another name where the drawing room puts the names of municipalities."""
    words = {**feature["properties"], "level": "municipality", "name": name}
    return {**feature, "properties": words}


def _in_metres(shapes: Sequence[Any]) -> Any:
    """A flat plane that is true to scale within a district."""
    _west, south, _east, north = shapely.total_bounds(np.array(shapes))
    stretch = math.cos(math.radians((south + north) / 2)) * EARTH_M
    return shapely.transform(
        np.array(shapes, dtype=object), lambda xy: xy * np.array([stretch, EARTH_M])
    )


def draw_plan(ground: Ground, town: Town) -> dict[str, Any]:
    """The municipality with its areas, numbered by name."""
    alt = _("Map of {town} with {areas}; the list beside it gives their names.").format(
        town=town.name, areas=count_words(len(town.areas), "areas")
    )
    svg = plan_svg(
        ground.plan_areas(),
        title=town.name,
        description=alt,
        town=town.key,
        prefix=f"plan-{town.slug}",
    )
    return {"name": "plan", "svg": svg, "alt": alt}


def draw_locator(ground: Ground, stock: Stock, town: Town) -> dict[str, Any]:
    """Where the municipality lies in its district."""
    alt = _("Map: {town} in {district}.").format(town=town.name, district=stock.district_name)
    svg = locator_svg(
        ground.outlines, "", town.key, title=town.name, description=alt, prefix=f"place-{town.slug}"
    )
    return {"name": "locator", "svg": svg, "alt": alt}


def draw_map(
    stock: Stock,
    one: Described,
    outlines: Outlines,
    areas: Sequence[str],
    *,
    prefix: str,
    letters: float = FULL_PAGE,
) -> dict[str, Any] | None:
    """The map of an indicator for some areas; None where none of them has a figure."""
    rows = [row for row in stock.of(one, "planning_area") if row.area in set(areas)]
    if not any(row.value is not None for row in rows) or rows[0].kind == "ordinal":
        return None
    breaks, unit = _breaks_of_map(stock, one), rows[0].unit
    entries = legend_entries(
        {row.area: mark_of(row) for row in rows}, breaks, lambda edge: write_round(edge, unit)
    )
    alt = _map_words(one, rows)
    svg = choropleth_svg(
        outlines,
        map_marks(rows, outlines, {}),
        breaks=breaks,
        title=one.title,
        description=alt,
        prefix=prefix,
        letters=letters,
    )
    day = format_date(rows[0].reference_date)
    return {
        "name": f"map-{one.slug}",
        "svg": svg,
        "alt": alt,
        "title": one.title,
        "subtitle": _("{unit}, {day}").format(unit=one.unit, day=day),
        "note": smoothed_sentence(rows),
        "entries": entries,
    }


def _breaks_of_map(stock: Stock, one: Described) -> tuple[float, ...]:
    """The district's class borders over all dates, so that a colour means the same everywhere."""
    return class_breaks(
        row.steady
        for day in stock.figures.dates
        for row in stock.levels.get((one.key, "planning_area", day), ())
    )


def _map_words(one: Described, rows: Sequence[Figure]) -> str:
    known = [row.value for row in rows if row.value is not None]
    low, high = (write_round(end(known), rows[0].unit, 1) for end in (min, max))
    return map_words(one.title, low, high, rows)


def draw_course(stock: Stock, one: Described, town: Town) -> dict[str, Any] | None:
    """The course of a figure in the municipality and the district; None without two dates."""
    dates = stock.figures.dates
    own = [stock.figures.get(one.key, town.key, day) for day in dates]
    whole = [stock.figures.get(one.key, stock.district, day) for day in dates]
    last = stock.figure(one, town.key)
    if last is None or last.kind in {"count", "ordinal"} or _known(own) < 2:
        return None
    broken = _breaks(stock, one, town)
    lines = [
        course_series(_("district"), Role.DISTRICT, whole, broken, intervals=False),
        course_series(town.name, Role.MUNICIPALITY, own, broken, intervals=True),
    ]
    words = " ".join(s for s in (district_sentence(last, town.name), change_sentence(last)) if s)
    svg = trend_svg(
        dates,
        [line for line in lines if line is not None],
        lambda tick: write_round(tick, beside(last.unit)),
        title=one.title,
        description=words,
        size=COURSE,
        prefix=f"course-{town.slug}-{one.slug}",
    )
    alt = _("Course of {title}. {words}").format(title=one.title, words=words)
    return {"name": f"course-{one.slug}", "svg": svg, "alt": alt, "title": one.title,
            "subtitle": one.unit}  # fmt: skip


def _known(figures: Sequence[Figure | None]) -> int:
    return sum(figure is not None and figure.value is not None for figure in figures)


def _breaks(stock: Stock, one: Described, town: Town) -> frozenset[int]:
    """Places of dates that may not be joined with the date before."""
    dates = stock.figures.dates
    return frozenset(
        dates.index(max(remark.dates))
        for day in dates
        for remark in one.remarks_on(day, town.key, "break")
        if max(remark.dates) in dates
    )
