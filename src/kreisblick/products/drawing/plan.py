"""Plans of a cut: its areas with numbers, or filled by class, of the district or one town."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import shapely

from kreisblick.base.language import format_decimal
from kreisblick.products.drawing.breaks import class_of
from kreisblick.products.drawing.choropleth import shade
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, number, picture, text

__all__ = ["PlanArea", "plan_svg"]

WIDTH = 1000  # units of the view box
FOOT = 50  # room for the scale bar
MARGIN = 0.04  # ground around a single town, as a share of its width
TOLERANCE = 1.2  # units a border may move
LARGEST, SMALLEST = 30.0, 11.0  # units; 17 are 7 pt on a map 15 cm wide
POLYGON = 3  # shapely's number of the type
BAR_SHARE = 0.2  # the scale bar's longest part of the map's width


@dataclass(frozen=True, kw_only=True)
class PlanArea:
    """One area of a cut on a map.

    Attributes:
        shape: its polygon in metres.
        town: key of its municipality.
        mark: what stands in it, a number for instance; empty for nothing.
        value: decides its fill where class borders are given.
        label: words for a pointer resting on it.
    """

    shape: Any = field(repr=False)
    town: str = ""
    mark: str = ""
    value: float | None = None
    label: str = ""


def plan_svg(
    areas: Sequence[PlanArea],
    *,
    title: str,
    description: str,
    breaks: tuple[float, ...] | None = None,
    town: str | None = None,
    letters: float = 20.0,
    prefix: str = "plan",
    colours: Colours | None = None,
) -> str:
    """A map of a cut: fine borders of areas, strong ones of municipalities, a scale bar.

    Args:
        areas: of the whole district, in metres; neighbours have the same border.
        title: what is shown.
        description: the finding in words.
        breaks: inner class borders of the areas' values; without them areas stay white.
        town: only this municipality and what lies around it, pale and without numbers.
        letters: size of the words at the scale bar; 20 suit a map 15 cm wide.
        prefix: unique on the page.
        colours: of the light palette unless given.
    """
    colours = colours or read_palette().light
    chosen = np.array([town is None or one.town == town for one in areas])
    shapes = np.array([one.shape for one in areas], dtype=object)
    box = _box(shapes[chosen], 0.0 if town is None else MARGIN)
    flat, scale = _flatten(shapes, box)
    height = (box[3] - box[1]) * scale
    seen = shapely.clip_by_rect(flat, 0, 0, WIDTH, height)
    content = "".join(
        _fill(one, path, inside=bool(own), breaks=breaks, colours=colours)
        for one, path, own in zip(areas, seen, chosen, strict=True)
        if not shapely.is_empty(path)
    )
    content += _borders(areas, flat, height, colours) + _marks(areas, flat, chosen, colours)
    return picture(
        element("g", content + _bar(height, scale, letters, colours), transform="translate(3,3)"),
        width=WIDTH + 6,
        height=height + FOOT,
        title=title,
        description=description,
        prefix=prefix,
    )


def _box(shapes: np.ndarray, margin: float) -> tuple[float, float, float, float]:
    left, low, right, high = shapely.total_bounds(shapes)
    more = margin * max(right - left, high - low)
    return float(left - more), float(low - more), float(right + more), float(high + more)


def _flatten(
    shapes: np.ndarray, box: tuple[float, float, float, float]
) -> tuple[np.ndarray, float]:
    """Polygons in units of the view box, y downwards."""
    scale = WIDTH / max(box[2] - box[0], 1e-9)
    turned = shapely.transform(
        shapes, lambda xy: np.column_stack([(xy[:, 0] - box[0]), (box[3] - xy[:, 1])]) * scale
    )
    return shapely.coverage_simplify(turned, TOLERANCE), scale


def _fill(
    one: PlanArea,
    shape: Any,
    *,
    inside: bool,
    breaks: tuple[float, ...] | None,
    colours: Colours,
) -> str:
    fill, names = colours.paper, "plan-area"
    if not inside:
        fill, names = colours.line, "plan-area around"
    elif breaks is not None and one.value is not None:
        step = shade(class_of(one.value, breaks), len(breaks))
        fill, names = colours.sequence[step], f"plan-area class-{step}"
    words = element("title", escape(one.label, quote=False)) if one.label else ""
    opacity = None if inside else 0.35
    return element("path", words, d=_path(shape), fill=fill, fill_opacity=opacity, class_=names)


def _borders(areas: Sequence[PlanArea], flat: np.ndarray, height: float, colours: Colours) -> str:
    """Fine borders of areas, strong ones of municipalities; the edge of the picture is none."""
    names = np.array([one.town for one in areas])
    whole = shapely.make_valid(flat)
    towns = np.array(
        [shapely.union_all(whole[names == key], grid_size=0.1) for key in np.unique(names)]
    )
    return "".join(
        element(
            "path",
            d=_lines(shapely.clip_by_rect(shapely.boundary(shapes), 0, 0, WIDTH, height)),
            fill="none",
            stroke=colour,
            stroke_width=width,
            stroke_linejoin="round",
            class_=kind,
        )
        for shapes, colour, width, kind in (
            (whole, colours.quiet, 1.2, "edge"),
            (towns, colours.border, 3, "border"),
        )
    )


def _marks(
    areas: Sequence[PlanArea], flat: np.ndarray, chosen: np.ndarray, colours: Colours
) -> str:
    """Numbers where an area is widest, as large as it allows."""
    drawn = []
    for one, shape, own in zip(areas, flat, chosen, strict=True):
        if not own or not one.mark or shapely.is_empty(shape):
            continue
        circle = shapely.maximum_inscribed_circle(shape, 1.0)
        (x, y), room = shapely.get_coordinates(circle)[0], float(shapely.length(circle))
        size = min(LARGEST, max(SMALLEST, 1.5 * room / max(1.4, 0.75 * len(one.mark))))
        drawn.append(
            text(
                one.mark,
                float(x),
                float(y) + size * 0.36,
                font_size=size,
                fill=colours.ink,
                stroke=colours.paper,
                stroke_width=size * 0.18,
                stroke_linejoin="round",
                paint_order="stroke",
                text_anchor="middle",
                class_="mark",
            )
        )
    return element("g", "".join(drawn), font_weight=600)


def _bar(height: float, scale: float, letters: float, colours: Colours) -> str:
    longest = WIDTH * BAR_SHARE / scale
    metres = max((f * 10**p for p in range(1, 7) for f in (1, 2, 5) if f * 10**p <= longest),
                 default=10)  # fmt: skip
    y = height + 32
    size = 8 * letters / 20
    words = f"{format_decimal(metres / 1000, 0 if metres >= 1000 else 1)} km"
    line = f"M3,{number(y - size)}V{number(y)}H{number(3 + metres * scale)}v{number(-size)}"
    return element(
        "g",
        element("path", d=line, fill="none", stroke=colours.quiet, stroke_width=size * 0.3)
        + text(
            words, metres * scale + 13, y + 1, font_size=letters, fill=colours.quiet, class_="quiet"
        ),
        aria_hidden="true",
    )


def _lines(lines: np.ndarray) -> str:
    """Open lines as a path."""
    found = []
    for line in shapely.get_parts(shapely.line_merge(lines)):
        points = shapely.get_coordinates(line).tolist()
        found.append("M" + "L".join(f"{number(x)},{number(y)}" for x, y in points))
    return "".join(found)


def _path(shape: Any) -> str:
    """The rings of a polygon as a path; what is left of it as a line or point is no part of it."""
    found = []
    parts = shapely.get_parts(shape)
    for ring in shapely.get_rings(parts[shapely.get_type_id(parts) == POLYGON]):
        points = shapely.get_coordinates(ring)[:-1].tolist()
        found.append("M" + "L".join(f"{number(x)},{number(y)}" for x, y in points) + "z")
    return "".join(found)
