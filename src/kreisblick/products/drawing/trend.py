"""Lines over time, labelled at their ends, with gaps where the figures have gaps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.drawing.axis import Axis, axis_from_zero
from kreisblick.products.drawing.measure import Lines, fit, width_of
from kreisblick.products.drawing.model import Role, Series
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, fitted, picture, text

__all__ = ["trend_svg"]

TOP = 14
BOTTOM = 30
LETTER = 15
SMALL = 13  # size of the words at ticks
LABELS = 0.34  # labels at the ends of lines take at most this part of the width
GAP = 10


def trend_svg(
    dates: Sequence[date],
    series: Sequence[Series],
    write: Callable[[float], str],
    *,
    title: str,
    description: str,
    size: tuple[float, float] = (700, 260),
    prefix: str = "trend",
    colours: Colours | None = None,
) -> str:
    """The course of a figure for the area, its municipality and the district.

    The horizontal axis keeps true distances between dates; the vertical one starts at zero;
    intervals are thin upright lines.

    Args:
        dates: reference dates, ascending.
        series: one line each, values in the order of the dates.
        write: a tick as readers write it.
        title: what is shown.
        description: the finding.
        size: width and height of the picture in units.
        prefix: unique on the page.
        colours: of the light palette unless given.
    """
    colours = colours or read_palette().light
    width, height = size
    edges = [v for one in series for v in _edges(one)]
    up = axis_from_zero(edges, height - BOTTOM, TOP, ticks=3)
    left = max(width_of(write(tick), SMALL) for tick in up.ticks) + GAP
    across = _time_axis(dates, left + GAP, width - _label_room(series, width) - 2 * GAP)
    content = _grid(dates, up, across, width, write, colours)
    content += _break_marks(dates, series, up, across, colours)
    content += "".join(_series(one, dates, up, across, colours) for one in series)
    content += _end_labels(series, up, across.end + GAP, width, colours)
    return picture(
        content,
        width=width,
        height=height,
        title=title,
        description=description,
        prefix=prefix,
        extra={"font-size": str(LETTER)},
    )


def _edges(series: Series) -> list[float | None]:
    return [*series.values, *[edge for pair in series.intervals if pair for edge in pair]]


def _label_room(series: Sequence[Series], width: float) -> float:
    """Room for the labels at the lines' ends: what the longest takes, but not too much."""
    longest = max((width_of(_words(one), LETTER, bold=_is_bold(one)) for one in series), default=0)
    return min(LABELS * width, longest)


def _is_bold(series: Series) -> bool:
    return series.role is Role.AREA


def _words(series: Series) -> str:
    return f"{series.label} {series.text}".strip()


def _time_axis(dates: Sequence[date], start: float, end: float) -> Axis:
    days = [float(day.toordinal()) for day in dates]
    low, high = days[0], max(days[-1], days[0] + 1)
    return Axis(low=low, high=high, start=start, end=end, ticks=tuple(days))


def _named(dates: Sequence[date], across: Axis, width: float) -> list[tuple[str, float]]:
    """The days whose names stand side by side: the last one, and before it what has room.

    With the middle of each; the first and the last are moved inside the picture.
    """
    named: list[tuple[str, float]] = []
    free = float("inf")
    for day in reversed(dates):
        words = format_date(day)
        half = width_of(words, SMALL) / 2
        place = min(max(across.place(day.toordinal()), half), width - half)
        if place + half <= free:
            named.append((words, place))
            free = place - half - SMALL / 2
    return named[::-1]


def _grid(
    dates: Sequence[date],
    up: Axis,
    across: Axis,
    width: float,
    write: Callable[[float], str],
    colours: Colours,
) -> str:
    left = across.start - GAP
    lines = "".join(
        element("path", d=f"M{left:.1f},{up.place(tick):.1f}H{across.end:.1f}") for tick in up.ticks
    )
    words = "".join(
        text(write(tick), left - 4, up.place(tick) + 5, text_anchor="end") for tick in up.ticks
    )
    days = "".join(
        text(words, x, up.start + 22, text_anchor="middle")
        for words, x in _named(dates, across, width)
    )
    return element("g", lines, stroke=colours.line, class_="line") + element(
        "g", words + days, fill=colours.quiet, font_size=SMALL, class_="quiet"
    )


def _series(series: Series, dates: Sequence[date], up: Axis, across: Axis, colours: Colours) -> str:
    colour, name = colours.of(series.role), series.role.value
    points = [
        (across.place(day.toordinal()), up.place(value)) if value is not None else None
        for day, value in zip(dates, series.values, strict=True)
    ]
    thick = 3 if series.role is Role.AREA else 2
    written = _line(points, series.breaks | series.regrouped)
    line = element(
        "path",
        d=written,
        fill="none",
        stroke=colour,
        stroke_width=thick,
        class_=f"{name}-stroke",
    )
    dots = "".join(
        element("circle", cx=p[0], cy=p[1], r=4, fill=colour, class_=f"{name}-fill")
        for p in points
        if p
    )
    return _intervals(series, points, up, colour) + (line if "L" in written else "") + dots


def _break_marks(
    dates: Sequence[date],
    series: Sequence[Series],
    up: Axis,
    across: Axis,
    colours: Colours,
) -> str:
    """A dotted upright line with a word where a series may not be read on."""
    words = {i: _("other coverage") for one in series for i in one.regrouped}
    words |= {i: _("other definition") for one in series for i in one.breaks}
    drawn = ""
    for place in sorted(i for i in words if 0 < i < len(dates)):
        before, after = (across.place(day.toordinal()) for day in dates[place - 1 : place + 1])
        x = (before + after) / 2
        line = f"M{x:.1f},{up.end:.1f}V{up.start:.1f}"
        drawn += element("path", d=line, stroke_dasharray="2 3", stroke=colours.quiet, fill="none")
        drawn += text(
            words[place], x, up.end - 2, text_anchor="middle", fill=colours.quiet,
            font_size=12, class_="quiet",
        )  # fmt: skip
    return drawn


def _line(
    points: Sequence[tuple[float, float] | None], breaks: frozenset[int] = frozenset()
) -> str:
    written, pen_up = "", True
    for place, point in enumerate(points):
        pen_up |= place in breaks
        if point is not None:
            written += f"{'M' if pen_up else 'L'}{point[0]:.1f},{point[1]:.1f}"
        pen_up = point is None
    return written


def _intervals(
    series: Series, points: Sequence[tuple[float, float] | None], up: Axis, colour: str
) -> str:
    return "".join(
        element(
            "path",
            d=f"M{point[0]:.1f},{up.place(pair[0]):.1f}V{up.place(pair[1]):.1f}",
            stroke=colour,
            stroke_width=1.2,
            class_=f"{series.role.value}-stroke",
        )
        for point, pair in zip(points, series.intervals, strict=False)
        if point is not None and pair is not None
    )


@dataclass
class _Label:
    """A label at the end of a line: where its middle should stand, how high it is."""

    middle: float
    words: Lines
    series: Series

    @property
    def height(self) -> float:
        """Of all its lines, with a little room."""
        return self.words.size * len(self.words.texts) + 2


def _end_labels(
    series: Sequence[Series], up: Axis, x: float, width: float, colours: Colours
) -> str:
    """Labels beside the last points, pushed apart where lines end close together."""
    labels = [
        _Label(up.place(known[-1]), fit(_words(one), width - x, LETTER, bold=_is_bold(one)), one)
        for one in series
        if (known := _known(one))
    ]
    labels.sort(key=lambda label: label.middle)
    _push_apart(labels, up.start + GAP)
    return "".join(
        fitted(
            label.words,
            x,
            label.middle,
            fill=colours.ink,
            font_weight=700 if _is_bold(label.series) else 400,
            class_="ink-text",
        )
        for label in labels
    )


def _push_apart(labels: Sequence[_Label], lowest: float) -> None:
    """Downwards until none covers the one above, then up again what would fall out below."""
    top = 0.0
    for label in labels:
        label.middle = max(label.middle, top + label.height / 2)
        top = label.middle + label.height / 2
    for label in reversed(labels):
        label.middle = min(label.middle, lowest - label.height / 2)
        lowest = label.middle - label.height / 2


def _known(series: Series) -> list[float]:
    return [value for value in series.values if value is not None]
