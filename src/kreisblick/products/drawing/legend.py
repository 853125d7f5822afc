"""Legends as data: each page writes them in its own letters."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kreisblick.base.language import translate as _
from kreisblick.products.drawing.breaks import class_of
from kreisblick.products.drawing.choropleth import pattern_definitions, shade
from kreisblick.products.drawing.model import PATTERNS, AreaMark, LegendEntry, Sign
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, picture

__all__ = ["legend_entries", "swatch_svg"]


def legend_entries(
    marks: Mapping[str, AreaMark],
    breaks: tuple[float, ...],
    write: Callable[[float], str],
    colours: Colours | None = None,
    titles: Sequence[str] = (),
) -> list[LegendEntry]:
    """The legend of a map: all classes, then only the signs that occur.

    Args:
        marks: what the map shows.
        breaks: the inner class borders.
        write: a border as readers write it, with its unit.
        colours: of the light palette unless given.
        titles: of the classes, where they are an office's own and no stretches of numbers.
    """
    colours = colours or read_palette().light
    shown = [m for m in marks.values() if m.sign is Sign.VALUE and m.value is not None]
    places = [class_of(mark.value, breaks) for mark in shown if mark.value is not None]
    entries = [
        LegendEntry(
            text=titles[place] if titles else _class_words(place, breaks, write),
            fill=colours.sequence[shade(place, len(breaks))],
            count=places.count(place),
        )
        for place in range(len(breaks) + 1)
        if breaks or place in places  # one class without any area says nothing
    ]
    return entries + _sign_entries(marks, unstable=sum(mark.unstable for mark in shown))


def swatch_svg(entry: LegendEntry, prefix: str = "swatch", colours: Colours | None = None) -> str:
    """The small picture beside a legend entry; it says nothing the words do not say."""
    colours = colours or read_palette().light
    fill = entry.fill or colours.paper
    if entry.sign in PATTERNS:
        fill = f"url(#{prefix}-{PATTERNS[entry.sign]})"
    if entry.unstable:
        fill = colours.sequence[3]
    box: dict[str, Any] = {"x": 1, "y": 1, "width": 46, "height": 28}
    content = element("rect", **box, fill=fill, stroke=colours.quiet, stroke_width=1.2)
    if entry.unstable:
        content += element("rect", **box, fill=f"url(#{prefix}-unstable)")
    return picture(
        pattern_definitions(prefix, colours) + content,
        width=48,
        height=30,
        title=entry.text,
        description=entry.text,
        prefix=prefix,
    )


def _class_words(place: int, breaks: tuple[float, ...], write: Callable[[float], str]) -> str:
    if not breaks:
        return _("all areas about the same")
    if place == 0:
        return _("below {upper}").format(upper=write(breaks[0]))
    if place == len(breaks):
        return _("{lower} and more").format(lower=write(breaks[-1]))
    return _("{lower} to below {upper}").format(
        lower=write(breaks[place - 1]), upper=write(breaks[place])
    )


def _sign_entries(marks: Mapping[str, AreaMark], unstable: int) -> list[LegendEntry]:
    words = {
        Sign.HIDDEN: _("not shown, to protect single persons"),
        Sign.WITHHELD: _("not shown by the office that delivers"),
        Sign.NOT_COVERED: _("the source does not cover this town"),
        Sign.BY_CHOICE: _("not shown, at the municipality's own wish"),
        Sign.MISSING: _("no figure"),
    }
    counts = {sign: sum(mark.sign is sign for mark in marks.values()) for sign in words}
    entries = [
        LegendEntry(text=text, sign=sign, count=counts[sign])
        for sign, text in words.items()
        if counts[sign]
    ]
    if unstable:
        entries.append(
            LegendEntry(text=_("swings widely because of few cases"), unstable=True, count=unstable)
        )
    return entries
