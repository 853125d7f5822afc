"""Dot plots: areas side by side, each with the interval its figure allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kreisblick.products.drawing.axis import Axis, axis_from_zero, tick_words
from kreisblick.products.drawing.measure import fit, width_of
from kreisblick.products.drawing.model import Dot, Reference
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, fitted, picture, text

__all__ = ["interval_dots_svg"]

ROW = 22
NAMES = 0.36  # names take at most this part of the width
SMALL = 15
TICK = 13  # size of the words at ticks
GAP = 14  # between names, dots and values


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
    names = min(NAMES * width, max((width_of(row.label, SMALL) for row in rows), default=0))
    values = max((width_of(row.text, SMALL) for row in rows), default=0)
    axis = axis_from_zero(
        [*edges, *[r.value for r in references]], names + GAP, width - values - GAP
    )
    top = 20.0 * max(1, len(references)) + 8
    bottom = top + ROW * len(rows)
    lines = _Lines(top, bottom, [place for place, row in enumerate(rows) if row.value is None])
    content = _grid(axis, lines, width, write, colours)
    content += "".join(_line(r, i, axis, lines, width, colours) for i, r in enumerate(references))
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


@dataclass(frozen=True)
class _Lines:
    """Upright lines behind the rows; they stop where words stand in a row.

    Attributes:
        worded: places of the rows that hold words in place of a dot.
    """

    top: float
    bottom: float
    worded: Sequence[int]

    def path(self, x: float, start: float) -> str:
        """A line from a height down to the last row."""
        drawn = f"M{x:.1f},{start:.1f}"
        for place in self.worded:
            upper = self.top + ROW * place
            drawn += f"V{upper:.1f}M{x:.1f},{upper + ROW:.1f}"
        return f"{drawn}V{self.bottom:.1f}"


def _grid(
    axis: Axis,
    lines: _Lines,
    width: float,
    write: Callable[[float], str],
    colours: Colours,
) -> str:
    drawn = "".join(
        element("path", d=lines.path(axis.place(tick), lines.top)) for tick in axis.ticks
    )
    words = "".join(
        text(said, x, lines.bottom + 18, text_anchor="middle")
        for said, x in tick_words(axis, write, TICK, width)
    )
    return element("g", drawn, stroke=colours.line, class_="line") + element(
        "g", words, fill=colours.quiet, font_size=TICK, class_="quiet"
    )


def _line(
    reference: Reference, place: int, axis: Axis, lines: _Lines, width: float, colours: Colours
) -> str:
    x, y = axis.place(reference.value), 16.0 + 20 * place
    colour, name = colours.of(reference.role), reference.role.value
    stroke = element(
        "path",
        d=lines.path(x, y + 4),
        stroke=colour,
        stroke_width=2,
        class_=f"{name}-stroke",
    )
    behind = x < width / 2
    label = fitted(
        fit(reference.label, (width - x if behind else x) - 6, SMALL),
        x + (4 if behind else -4),
        y - 5,
        fill=colours.ink,
        text_anchor="start" if behind else "end",
        class_="ink-text",
    )
    return stroke + label


def _row(row: Dot, y: float, axis: Axis, width: float, colours: Colours) -> str:
    label = fit(row.label, axis.start - GAP, SMALL)
    name = fitted(label, 0, y, fill=colours.ink, class_="ink-text")
    if row.value is None:
        words = fit(row.words, width - axis.start - 6, SMALL)
        return name + fitted(words, axis.start + 6, y, fill=colours.quiet, class_="quiet")
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
