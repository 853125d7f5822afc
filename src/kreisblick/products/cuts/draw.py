"""Draw: planning areas as filled areas, a town's own areas as dashed lines, names of both."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from kreisblick.base.language import format_decimal
from kreisblick.products.drawing import Colours, read_palette
from kreisblick.products.drawing.choropleth import place_letters
from kreisblick.products.drawing.measure import width_of
from kreisblick.products.drawing.names import place_names
from kreisblick.products.drawing.outlines import TownName
from kreisblick.products.drawing.svg import element, number, picture, text

__all__ = ["draw_own_cut"]

WIDTH = 1000.0  # units of the view box
TALLEST = 700.0  # so that map and table of a small town stand on one page
EARTH_M = 111_320.0  # metres in one degree of latitude, accurate to 0.5 % in Germany
TOLERANCE = 1.2  # units a border may move
LETTERS = 17.0  # units; about 7.5 pt on a picture 15 cm wide
ASIDE = 40.0  # between the map and the legend beside it
FOOT = 54.0  # room for the scale bar
BAR_SHARE = 0.22  # the scale bar's longest part of the map's width
DASHES = "12 8"
POLYGON = 3  # shapely's number of the type


@dataclass(frozen=True)
class _Named:
    name: str
    shape: Any
    own: bool


def draw_own_cut(
    geojson: Mapping[str, Any],
    own: Mapping[str, Any],
    municipality: str,
    *,
    title: str,
    description: str,
    legend: tuple[str, str] | None,
    prefix: str,
) -> str:
    """A map of one town with both cuts.

    Args:
        geojson: the report's areas in WGS84 (``area, name, level, parent``).
        own: the town's own areas in WGS84 (``own_area, name``).
        municipality: key of the town.
        title: what is shown.
        description: the finding in words.
        legend: what a filled area is, what a dashed line, beside the map where there is room;
            without it the picture is as wide as the town.
        prefix: unique on the page.
    """
    colours = read_palette().light
    parts, features = _inside(geojson, municipality), list(own["features"])
    flat, box, metres_per_unit = _project(_shapes([*parts, *features]))
    ours = shapely.coverage_simplify(flat[: len(parts)], TOLERANCE)
    theirs = shapely.coverage_simplify(flat[len(parts) :], TOLERANCE)
    named = [
        *_named(features, theirs, "", own=True),
        *_named(parts, ours, _name_of(geojson, municipality), own=False),
    ]
    content = _grounds(parts, ours, colours) + _dashed(theirs, colours)
    content += _names(named, box, colours) + _bar(box, metres_per_unit, colours)
    content += _legend(legend, box[0] + ASIDE, colours) if legend else ""
    return picture(
        element("g", content, transform="translate(4,4)"),
        width=(WIDTH if legend else box[0]) + 8,
        height=box[1] + FOOT,
        title=title,
        description=description,
        prefix=prefix,
    )


def _shapes(features: Sequence[Any]) -> np.ndarray:
    return np.array([shape(one["geometry"]) for one in features], dtype=object)


def _name_of(geojson: Mapping[str, Any], area: str) -> str:
    told = (one["properties"] for one in geojson["features"])
    return next((str(one["name"]) for one in told if one["area"] == area), "")


def _named(features: Sequence[Any], shapes: np.ndarray, town: str, *, own: bool) -> list[_Named]:
    """Names and their areas; what vanished at this size has no place for a name."""
    found = []
    for one, drawn in zip(features, shapes, strict=True):
        ground = [part for part in shapely.get_parts(drawn) if part.geom_type == "Polygon"]
        if ground:
            largest = max(ground, key=lambda part: float(part.area))
            found.append(_Named(_short(one["properties"]["name"], town), largest, own))
    return found


def _inside(geojson: Mapping[str, Any], municipality: str) -> list[Any]:
    """The town's planning areas; the town itself where it has none."""
    found = [f for f in geojson["features"] if f["properties"]["parent"] == municipality]
    return found or [f for f in geojson["features"] if f["properties"]["area"] == municipality]


def _short(name: str, town: str) -> str:
    """On a map of Lindenau, Lindenau-Altstadt is the Altstadt."""
    return name[len(town) + 1 :] if town and name.startswith((f"{town}-", f"{town} ")) else name


def _project(geometries: np.ndarray) -> tuple[np.ndarray, tuple[float, float], float]:
    """Local plane with equal scale in both directions; north is up, y grows downwards.

    Returns:
        The shapes, width and height, metres per unit.
    """
    west, south, east, north = shapely.total_bounds(geometries)
    stretch = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * stretch, north - south
    scale = min(WIDTH / wide, TALLEST / high)
    turned: np.ndarray = shapely.transform(
        geometries,
        lambda xy: np.column_stack(
            [(xy[:, 0] - west) * stretch * scale, (north - xy[:, 1]) * scale]
        ),
    )
    return turned, (float(wide * scale), float(high * scale)), EARTH_M / scale


def _grounds(parts: Sequence[Any], shapes: np.ndarray, colours: Colours) -> str:
    """Planning areas, pale, with fine borders; a pointer resting on one reads its name."""
    drawn = [
        element(
            "path",
            element("title", escape(part["properties"]["name"], quote=False)),
            d=_path(one),
            fill=colours.sequence[1],
            stroke=colours.quiet,
            stroke_width=1.3,
            class_="class-1 stroke",
        )
        for part, one in zip(parts, shapes, strict=True)
    ]
    return element("g", "".join(drawn), stroke_linejoin="round")


def _dashed(shapes: np.ndarray, colours: Colours) -> str:
    """Borders of the own areas, each drawn once."""
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(shapes)))
    drawn = []
    for line in shapely.get_parts(lines):
        points = shapely.get_coordinates(line).tolist()
        drawn.append("M" + "L".join(f"{number(x)},{number(y)}" for x, y in points))
    return element(
        "path",
        d="".join(drawn),
        fill="none",
        stroke=colours.border,
        stroke_width=3.5,
        stroke_dasharray=DASHES,
        class_="border",
    )


def _names(named: Sequence[_Named], box: tuple[float, float], colours: Colours) -> str:
    """Own areas in bold, planning areas in plain letters; a name without room is left out."""
    places = [_place(row, one) for row, one in enumerate(named)]
    own = [place for place, one in zip(places, named, strict=True) if one.own]
    order = {place.key: float(-row) for row, place in enumerate(places)}  # own areas first
    bold = set(place_names(own, order, box, LETTERS))
    letters = [
        place_letters(name, colours, halo=5, font_weight=700 if name in bold else 400)
        for name in place_names(places, order, box, LETTERS)
    ]
    return element(
        "g", "".join(letters), text_anchor="middle", aria_hidden="true", pointer_events="none"
    )


def _place(row: int, one: _Named) -> TownName:
    circle = shapely.maximum_inscribed_circle(one.shape, 2.0)
    x, y = shapely.get_coordinates(circle)[0]
    return TownName(key=str(row), name=one.name, x=float(x), y=float(y))


def _legend(words: tuple[str, str], left: float, colours: Colours) -> str:
    """Beside the map; the caption says the same where a wide town leaves no room."""
    if left + 60 + max(width_of(one, LETTERS) for one in words) > WIDTH:
        return ""
    area = element(
        "rect", x=left, y=4, width=44, height=24, fill=colours.sequence[1], class_="class-1"
    )
    line = element(
        "path",
        d=f"M{number(left)},56h44",
        stroke=colours.border,
        stroke_width=3.5,
        stroke_dasharray=DASHES,
        class_="border",
    )
    said = [
        text(one, left + 56, y, font_size=LETTERS, fill=colours.quiet, class_="quiet")
        for one, y in zip(words, (22.0, 62.0), strict=True)
    ]
    return element("g", area + line + "".join(said), aria_hidden="true")


def _bar(box: tuple[float, float], metres_per_unit: float, colours: Colours) -> str:
    width, height = box
    longest = width * BAR_SHARE * metres_per_unit
    metres = max(
        (f * 10**p for p in range(1, 7) for f in (1, 2, 5) if f * 10**p <= longest), default=10
    )
    units, y = metres / metres_per_unit, height + 34
    words = f"{format_decimal(metres / 1000, 0 if metres >= 1000 else 1)} km"
    line = f"M4,{number(y - 8)}V{number(y)}H{number(4 + units)}v-8"
    bar = element("path", d=line, fill="none", stroke=colours.quiet, stroke_width=2.5)
    label = text(words, units + 14, y + 1, font_size=LETTERS, fill=colours.quiet, class_="quiet")
    return element("g", bar + label, class_="scale", aria_hidden="true")


def _path(geometry: Any) -> str:
    """The rings of a polygon; what is left of it as a line or point is no part of it."""
    parts = shapely.get_parts(geometry)
    found = []
    for ring in shapely.get_rings(parts[shapely.get_type_id(parts) == POLYGON]):
        points = shapely.get_coordinates(ring)[:-1].tolist()
        found.append("M" + "L".join(f"{number(x)},{number(y)}" for x, y in points) + "z")
    return "".join(found)
