"""A fan: the expected course as a line, 80 and 95 percent ranges as bands around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kreisblick.base.language import format_count
from kreisblick.products.drawing.palette import read_palette
from kreisblick.products.drawing.svg import element, number, picture, text

__all__ = ["FanYear", "draw_fan"]

WIDTH, HEIGHT = 640.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 96.0, 16.0, 32.0
STEPS = 4  # lines of the scale
TEN = 10.0


@dataclass(frozen=True, kw_only=True)
class FanYear:
    """One year of a fan."""

    year: int
    value: float
    lower_80: float
    upper_80: float
    lower_95: float
    upper_95: float


def draw_fan(years: Sequence[FanYear], *, title: str, description: str, prefix: str) -> str:
    """The fan as SVG; the scale begins near the lowest value, so that the range can be seen."""
    scale = _Scale.of(years)
    parts = [*_lines(scale), *_bands(years, scale), *_labels(years, scale)]
    return picture(
        "".join(parts),
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        prefix=prefix,
    )


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """Where years and values stand."""

    first: int
    last: int
    low: float
    high: float
    step: float

    @classmethod
    def of(cls, years: Sequence[FanYear]) -> "_Scale":
        low, high = min(one.lower_95 for one in years), max(one.upper_95 for one in years)
        step = _step((high - low) / STEPS)
        low, high = low // step * step, -(-high // step) * step
        first, last = years[0].year, years[-1].year
        return cls(first=first, last=last, low=low, high=max(high, low + step), step=step)

    def x(self, year: int) -> float:
        return LEFT + (year - self.first) * (WIDTH - LEFT - RIGHT) / max(self.last - self.first, 1)

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    def points(self, places: Sequence[tuple[int, float]]) -> str:
        return " ".join(f"{number(self.x(a))},{number(self.y(b))}" for a, b in places)


def _lines(scale: _Scale) -> Iterator[str]:
    colours = read_palette().light
    for at in range(round((scale.high - scale.low) / scale.step) + 1):
        level = scale.low + at * scale.step
        y = scale.y(level)
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=colours.line)
        words, fill = format_count(level), colours.quiet
        yield text(words, LEFT - 8, y + 4, text_anchor="end", font_size=12, fill=fill)


def _bands(years: Sequence[FanYear], scale: _Scale) -> Iterator[str]:
    colour = read_palette().light.area
    for name, strength in (("95", "0.22"), ("80", "0.4")):
        upper = [(one.year, getattr(one, f"upper_{name}")) for one in years]
        lower = [(one.year, getattr(one, f"lower_{name}")) for one in reversed(years)]
        points = scale.points([*upper, *lower])
        yield element("polygon", points=points, fill=colour, fill_opacity=strength)
    line = scale.points([(one.year, one.value) for one in years])
    yield element("polyline", points=line, fill="none", stroke=colour, stroke_width=2)


def _labels(years: Sequence[FanYear], scale: _Scale) -> Iterator[str]:
    colours, last = read_palette().light, years[-1]
    labels = [
        (last.value, format_count(last.value), colours.area),
        (last.upper_95, "95 %", colours.quiet),
        (last.upper_80, "80 %", colours.quiet),
    ]
    for value, words, colour in labels:
        yield text(words, WIDTH - RIGHT + 8, scale.y(value) + 4, font_size=12, fill=colour)
    for one in years:
        if one in (years[0], last) or one.year % 5 == 0:
            at, fill = scale.x(one.year), colours.quiet
            yield text(
                str(one.year), at, HEIGHT - 10, text_anchor="middle", font_size=12, fill=fill
            )


def _step(rough: float) -> float:
    """A round step of a scale: 1, 2 or 5 times a power of ten, at least 1."""
    power = 1.0
    while power * TEN <= rough:
        power *= TEN
    return next((power * k for k in (1.0, 2.0, 5.0, 10.0) if power * k >= rough), power * TEN)
