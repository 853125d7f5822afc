"""Maps of areas filled by class, with the signs of what cannot be filled."""

from collections.abc import Mapping, Sequence
from html import escape

from kreisblick.base.language import format_decimal
from kreisblick.products.drawing.breaks import class_of
from kreisblick.products.drawing.model import PATTERNS, AreaMark, Sign
from kreisblick.products.drawing.names import PlacedName, place_names
from kreisblick.products.drawing.outlines import Outlines, TownName
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, fitted, number, picture, text

__all__ = [
    "choropleth_svg",
    "frame",
    "locator_svg",
    "pattern_definitions",
    "place_letters",
    "shade",
]

NAME_SIZE = 23  # units of a map 1,000 units wide: 10 pt on a map 15 cm wide
FOOT = 54  # room below the map for the scale bar
BAR_SHARE = 0.22  # the scale bar's longest part of the map's width


def choropleth_svg(
    outlines: Outlines,
    marks: Mapping[str, AreaMark],
    *,
    breaks: tuple[float, ...],
    title: str,
    description: str,
    prefix: str = "map",
    letters: float = NAME_SIZE,
    colours: Colours | None = None,
) -> str:
    """A map of the planning areas, filled by class.

    Every area carries classes (``area class-0`` to ``class-4``, ``hidden``, ``not_covered``,
    ``missing``, ``unstable``) beside its fill, so a page's style sheet can give dark colours.

    Args:
        outlines: the boundaries, from ``trace_outlines``.
        marks: area key to what is shown; areas without a mark are drawn as missing.
        breaks: inner class borders, from ``class_breaks`` over all dates.
        title: what is shown, of whom, when.
        description: the finding in words.
        prefix: unique on the page.
        letters: size of names in units; the usual ones suit a map 15 cm wide.
        colours: of the light palette unless given.

    Returns:
        SVG text; area names stand in ``<title>`` where a mark has a label, links where it has
        an ``href``.
    """
    colours = colours or read_palette().light
    none = AreaMark(sign=Sign.MISSING)
    shapes = [
        _area(key, path, marks.get(key, none), breaks, colours, prefix)
        for key, path in outlines.areas.items()
    ]
    content = pattern_definitions(prefix, colours)
    content += element("g", "".join(shapes), stroke=colours.line, stroke_width=1.1)
    content += frame(outlines, colours, size=letters)
    return _whole(outlines, content, title, description, prefix)


def locator_svg(
    outlines: Outlines,
    area: str,
    municipality: str,
    *,
    title: str,
    description: str,
    prefix: str = "locator",
    colours: Colours | None = None,
) -> str:
    """A small map that says where an area lies: it dark, its municipality lighter.

    With a municipality only its own name stands on the map, large enough for a map a third of a
    page wide; without one all names stand there.
    """
    colours = colours or read_palette().light
    paper = element("path", d="".join(outlines.areas.values()), fill=colours.paper, class_="land")
    town = element(
        "path",
        d=outlines.municipalities.get(municipality, ""),
        fill=colours.municipality,
        fill_opacity=0.35,
        class_="municipality-fill",
    )
    here = element("path", d=outlines.areas.get(area, ""), fill=colours.area, class_="area-fill")
    own = tuple(name for name in outlines.town_names if name.key == municipality)
    size = NAME_SIZE * 2 if own else NAME_SIZE
    content = paper + town + here + frame(outlines, colours, own or outlines.town_names, size)
    return _whole(outlines, content, title, description, prefix)


def pattern_definitions(prefix: str, colours: Colours) -> str:
    """The patterns: hidden (dots), not covered (hatching), kept back (net), unstable (light)."""
    paper = element("rect", width=14, height=14, fill=colours.paper, class_="paper")
    dot = element("circle", cx=6, cy=6, r=2, fill=colours.quiet, class_="ink")
    stroke = element("path", d="M0,0V12", stroke=colours.quiet, stroke_width=2, class_="stroke")
    grid = element(
        "path",
        d="M0,0V14M0,0H14",
        stroke=colours.quiet,
        stroke_width=1.5,
        class_="stroke",
        fill="none",
    )
    light = element("path", d="M0,0V14", stroke=colours.paper, stroke_width=5, stroke_opacity=0.75)
    kinds = [
        ("hidden", paper + dot, None, 12),
        ("not_covered", paper + stroke, "rotate(45)", 12),
        ("by_choice", paper + grid, "rotate(45)", 14),
        ("unstable", light, "rotate(-45)", 14),
    ]
    return element(
        "defs",
        "".join(
            element(
                "pattern",
                content,
                id=f"{prefix}-{name}",
                width=size,
                height=size,
                patternUnits="userSpaceOnUse",
                patternTransform=turn,
            )
            for name, content, turn, size in kinds
        ),
    )


def _area(
    key: str,
    path: str,
    mark: AreaMark,
    breaks: tuple[float, ...],
    colours: Colours,
    prefix: str,
) -> str:
    names, fill = _look(mark, breaks, colours, prefix)
    title = element("title", escape(mark.label, quote=False)) if mark.label else ""
    shape = element("path", title, d=path, fill=fill, class_=f"area {names}", data_area=key)
    if mark.unstable and mark.sign is Sign.VALUE:
        shape += element("path", d=path, fill=f"url(#{prefix}-unstable)", class_="unstable")
    return element("a", shape, href=mark.href) if mark.href else shape


def _look(
    mark: AreaMark, breaks: tuple[float, ...], colours: Colours, prefix: str
) -> tuple[str, str]:
    if mark.sign is Sign.VALUE and mark.value is not None:
        place = shade(class_of(mark.value, breaks), len(breaks))
        return f"class-{place}", colours.sequence[place]
    if mark.sign in PATTERNS:
        pattern = PATTERNS[mark.sign]
        return pattern, f"url(#{prefix}-{pattern})"
    return Sign.MISSING.value, colours.paper


def shade(place: int, borders: int) -> int:
    """The step of the colour row; few classes lie spread over the whole row."""
    return round(place * 4 / borders) if borders else 2


def frame(
    outlines: Outlines,
    colours: Colours,
    shown: Sequence[TownName] = (),
    size: float = NAME_SIZE,
) -> str:
    """Borders of municipalities, their names, and the scale bar."""
    borders = element(
        "path",
        d="".join(outlines.municipalities.values()),
        fill="none",
        stroke=colours.border,
        stroke_width=3,
        stroke_linejoin="round",
        class_="border",
    )
    large = {key: box[2] * box[3] for key, box in outlines.boxes.items()}
    ground = (outlines.width, outlines.height)
    placed = place_names(shown or outlines.town_names, large, ground, size)
    names = "".join(place_letters(name, colours) for name in placed)
    letters = element(
        "g",
        names,
        font_size=size,
        text_anchor="middle",
        font_weight=700,
        aria_hidden="true",
        pointer_events="none",
    )
    return borders + letters + _scale_bar(outlines, colours, size)


def place_letters(name: PlacedName, colours: Colours, *, halo: float = 6, **look: object) -> str:
    """The words of a place on a map, with a halo of paper so that lines do not cross them.

    Args:
        name: the words and where they stand.
        colours: of the palette.
        halo: width of the halo in units of the picture.
        look: further attributes of the text.
    """
    return fitted(
        name.words,
        name.x,
        name.y,
        fill=colours.ink,
        stroke=colours.paper,
        stroke_width=halo,
        stroke_linejoin="round",
        paint_order="stroke",
        class_="town",
        **look,
    )


def _scale_bar(outlines: Outlines, colours: Colours, size: float) -> str:
    longest = outlines.metres_per_unit * outlines.width * BAR_SHARE
    metres = max(
        (f * 10**p for p in range(1, 7) for f in (1, 2, 5) if f * 10**p <= longest), default=10
    )
    units = metres / outlines.metres_per_unit
    words = f"{format_decimal(metres / 1000, 0 if metres >= 1000 else 1)} km"
    y = outlines.height + 34
    line = f"M4,{number(y - 8)}V{number(y)}H{number(4 + units)}v-8"
    bar = element("path", d=line, fill="none", stroke=colours.quiet, stroke_width=2.5)
    label = text(
        words, units + 14, y + 1, font_size=size * 0.87, fill=colours.quiet, class_="quiet"
    )
    return element("g", bar + label, class_="scale", aria_hidden="true")


def _whole(outlines: Outlines, content: str, title: str, description: str, prefix: str) -> str:
    margin = 4  # half a border stroke would be cut off at the edge
    return picture(
        element("g", content, transform=f"translate({margin},{margin})"),
        width=outlines.width + 2 * margin,
        height=outlines.height + FOOT,
        title=title,
        description=description,
        prefix=prefix,
    )
