"""The drawn map of an indicator as one file for all its dates, on paper and on every screen.

Borders weigh most in a map. They stand in the file once; the newest date is drawn, and an older
one appears where the file's address names it (``map.svg#d2022-12-31``), by rules of style alone.
"""

from collections.abc import Mapping
from dataclasses import replace

from kreisblick.products.drawing import AreaMark, Colours, Outlines, Sign, class_of, read_palette
from kreisblick.products.drawing.choropleth import frame, pattern_definitions, shade
from kreisblick.products.drawing.svg import element, picture

__all__ = ["FOOT", "colour_rules", "draw_maps", "on_towns"]

FOOT = 54  # room below the map for the scale bar
MARGIN = 4  # half a border stroke would be cut off at the edge
PREFIX = "map"


def draw_maps(
    outlines: Outlines,
    marks: Mapping[str, Mapping[str, AreaMark]],
    breaks: tuple[float, ...],
    title: str,
) -> str:
    """The maps of all dates in one SVG file.

    Its words stand beside it on the page: one file serves both languages.

    Args:
        outlines: the borders of the areas that are filled.
        marks: date as ISO text, newest first → area → what is shown.
        breaks: class borders, the same for all dates.
        title: of the file.
    """
    newest, *older = marks
    light = read_palette().light
    ever = {a for own in marks.values() for a, m in own.items() if _light(m)}
    land = "".join(
        _area(key, path, marks[newest].get(key), breaks, light) + (_over(key, path) * (key in ever))
        for key, path in outlines.areas.items()
    )
    hidden = [key for key in ever if not _light(marks[newest].get(key))]
    rules = "".join(f"#u{key}{{display:none}}" for key in sorted(hidden))
    for day in older:
        rules += _older(day, marks[day], marks[newest], sorted(ever), breaks, outlines)
    content = element("style", colour_rules() + rules)
    content += pattern_definitions(PREFIX, light)
    content += "".join(element("g", id=f"d{day}") for day in older)
    content += element("g", land, stroke=light.line, stroke_width=1.1)
    content += frame(outlines, light)
    return picture(
        element("g", content, transform=f"translate({MARGIN},{MARGIN})"),
        width=outlines.width + 2 * MARGIN,
        height=outlines.height + FOOT,
        title=title,
        description=title,
        prefix=PREFIX,
    )


def on_towns(outlines: Outlines) -> Outlines:
    """The borders of municipalities alone, for figures that do not go further down."""
    return replace(outlines, areas=outlines.municipalities)


def _light(mark: AreaMark | None) -> bool:
    return mark is not None and mark.unstable and mark.sign is Sign.VALUE


def _look(mark: AreaMark | None, breaks: tuple[float, ...]) -> str:
    """Step, pattern or nothing: the name by which rules and attributes call it."""
    if mark is None or (mark.sign is Sign.VALUE and mark.value is None):
        return Sign.MISSING.value
    if mark.sign is Sign.VALUE and mark.value is not None:
        return str(shade(class_of(mark.value, breaks), len(breaks)))
    return mark.sign.value


def _area(
    key: str, path: str, mark: AreaMark | None, breaks: tuple[float, ...], colours: Colours
) -> str:
    look = _look(mark, breaks)
    if look.isdigit():
        fill, name = colours.sequence[int(look)], f"area class-{look}"
    elif look == Sign.MISSING.value:
        fill, name = colours.paper, "area missing"
    else:
        fill, name = f"url(#{PREFIX}-{look})", f"area {look}"
    return element("path", d=path, id=f"a{key}", fill=fill, class_=name)


def _over(key: str, path: str) -> str:
    """Light strokes over an area whose value swings widely."""
    return element("path", d=path, id=f"u{key}", fill=f"url(#{PREFIX}-unstable)", class_="unstable")


def _older(
    day: str,
    own: Mapping[str, AreaMark],
    newest: Mapping[str, AreaMark],
    ever: list[str],
    breaks: tuple[float, ...],
    outlines: Outlines,
) -> str:
    """What is different at an older date."""
    here = f"#d{day}:target~g "
    rules = []
    for key in outlines.areas:
        look = _look(own.get(key), breaks)
        if look != _look(newest.get(key), breaks):
            fill = f"var(--{look})" if look.isdigit() else f"url(#{PREFIX}-{look})"
            fill = "var(--paper)" if look == Sign.MISSING.value else fill
            rules.append(f"{here}#a{key}{{fill:{fill.replace('--', '--c')}}}")
    for key in ever:
        if _light(own.get(key)) != _light(newest.get(key)):
            rules.append(f"{here}#u{key}{{display:{'inline' if _light(own.get(key)) else 'none'}}}")
    return "".join(rules)


def colour_rules() -> str:
    """The colours of paper, and their twins on dark screens."""
    palette = read_palette()
    return (
        f"svg{{{_names(palette.light)}}}"
        f"@media screen and (prefers-color-scheme:dark){{svg{{{_names(palette.dark)}}}"
        f"{_dark(palette.dark)}}}"
    )


def _names(colours: Colours) -> str:
    steps = "".join(f"--c{place}:{colour};" for place, colour in enumerate(colours.sequence))
    return f"{steps}--cpaper:{colours.paper}"


def _dark(colours: Colours) -> str:
    steps = "".join(f".class-{i}{{fill:{c}}}" for i, c in enumerate(colours.sequence))
    land = f".missing,.paper{{fill:{colours.paper}}}.area{{stroke:{colours.line}}}"
    town = f".town{{fill:{colours.ink};stroke:{colours.paper}}}.border{{stroke:{colours.border}}}"
    quiet = f".ink,.quiet{{fill:{colours.quiet}}}.stroke,.scale path{{stroke:{colours.quiet}}}"
    return steps + land + town + quiet
