"""Dot plots: areas side by side, each with the interval its figure allows."""

from collections.abc import Callable, Sequence

from kreisblick.products.drawing.axis import Axis, axis_from_zero
from kreisblick.products.drawing.model import Dot, Reference
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, picture, text

__all__ = ["interval_dots_svg"]

ROW = 22
LEFT = 250
RIGHT = 90
SMALL = 15


def interval_dots_svg(
    rows: Sequence[Dot],
    references: Sequence[Reference],
    write: Callable[[float], str],
    *,
    title: str,
    description: str,
    width: float = 700,
    prefix: str = "dots",
    colours: Colours | None = None,
) -> str:
    """One row per area or municipality: dot, thin interval, value in words at the right.

    Rows keep the order given (by name, never by rank). A row without a value says why.

    Args:
        rows: what is compared.
        references: vertical lines with their label above.
        write: a tick as readers write it.
        title: what is compared.
        description: the finding.
        width: of the picture in units; letters are 15 units high.
        prefix: unique on the page.
        colours: of the light palette unless given.
    """
    colours = colours or read_palette().light
    edges = [v for row in rows for v in (row.value, row.lower, row.upper)]
    axis = axis_from_zero([*edges, *[r.value for r in references]], LEFT, width - RIGHT)
    top = 20.0 * max(1, len(references)) + 8
    bottom = top + ROW * len(rows)
    content = _grid(axis, top, bottom, write, colours)
    content += "".join(_line(r, i, axis, bottom, colours) for i, r in enumerate(references))
    content += "".join(
        _row(row, top + ROW * (place + 0.5), axis, width, colours) for place, row in enumerate(rows)
    )
    return picture(
        content,
        width=width,
        height=bottom + 26,
        title=title,
        description=description,
        prefix=prefix,
        extra={"font-size": str(SMALL)},
    )


def _grid(
    axis: Axis, top: float, bottom: float, write: Callable[[float], str], colours: Colours
) -> str:
    lines = "".join(
        element("path", d=f"M{axis.place(tick):.1f},{top:.1f}V{bottom:.1f}") for tick in axis.ticks
    )
    words = "".join(
        text(write(tick), axis.place(tick), bottom + 18, text_anchor="middle")
        for tick in axis.ticks
    )
    return element("g", lines, stroke=colours.line, class_="line") + element(
        "g", words, fill=colours.quiet, font_size=13, class_="quiet"
    )


def _line(reference: Reference, place: int, axis: Axis, bottom: float, colours: Colours) -> str:
    x, y = axis.place(reference.value), 16.0 + 20 * place
    colour, name = colours.of(reference.role), reference.role.value
    stroke = element(
        "path",
        d=f"M{x:.1f},{y + 4:.1f}V{bottom:.1f}",
        stroke=colour,
        stroke_width=2,
        class_=f"{name}-stroke",
    )
    anchor = "start" if x < (axis.start + axis.end) / 2 else "end"
    shift = 4 if anchor == "start" else -4
    label = text(
        reference.label, x + shift, y, fill=colours.ink, text_anchor=anchor, class_="ink-text"
    )
    return stroke + label


def _row(row: Dot, y: float, axis: Axis, width: float, colours: Colours) -> str:
    name = text(row.label, 0, y + 5, fill=colours.ink, class_="ink-text")
    if row.value is None:
        words = text(row.words, axis.start + 6, y + 5, fill=colours.quiet, class_="quiet")
        return name + words
    value = text(row.text, width - 2, y + 5, fill=colours.ink, text_anchor="end", class_="ink-text")
    return name + _dot(row, y, axis, colours) + value


def _dot(row: Dot, y: float, axis: Axis, colours: Colours) -> str:
    if row.value is None:
        return ""
    colour, drawn = colours.of(row.role), ""
    if row.lower is not None and row.upper is not None:
        drawn = element(
            "path",
            d=f"M{axis.place(row.lower):.1f},{y:.1f}H{axis.place(row.upper):.1f}",
            stroke=colour,
            stroke_width=2,
            class_=f"{row.role.value}-stroke",
        )
    return drawn + element(
        "circle",
        cx=axis.place(row.value),
        cy=y,
        r=5,
        fill=colour,
        class_=f"{row.role.value}-fill",
    )
