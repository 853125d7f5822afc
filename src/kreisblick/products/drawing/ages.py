"""The age structure of an area beside that of its municipality and district."""

from collections.abc import Callable, Sequence

from kreisblick.products.drawing.axis import Axis, axis_from_zero
from kreisblick.products.drawing.measure import fit, width_of
from kreisblick.products.drawing.model import AgeBar, Role
from kreisblick.products.drawing.palette import Colours, read_palette
from kreisblick.products.drawing.svg import element, fitted, picture, text

__all__ = ["age_bars_svg"]

NAMES = 0.3  # names of groups take at most this part of the width
WORDS = 0.4  # and words in place of a bar
SIZE = 15
GAP = 10
ROW = 28


def age_bars_svg(
    bars: Sequence[AgeBar],
    write: Callable[[float], str],
    *,
    title: str,
    description: str,
    width: float = 700,
    prefix: str = "ages",
    colours: Colours | None = None,
) -> str:
    """A bar per age group from zero; upright strokes for municipality and district.

    Args:
        bars: the groups from young to old, in percent.
        write: a value as readers write it.
        title: what is shown.
        description: the finding.
        width: of the picture in units.
        prefix: unique on the page.
        colours: of the light palette unless given.
    """
    colours = colours or read_palette().light
    known = [v for bar in bars for v in (bar.area, bar.municipality, bar.district)]
    names = min(NAMES * width, max((width_of(bar.label, SIZE) for bar in bars), default=0))
    axis = axis_from_zero(known, names + GAP, width - _room(bars, write, width) - GAP)
    rows = "".join(
        _bar(bar, 6 + ROW * place, axis, width, write, colours) for place, bar in enumerate(bars)
    )
    return picture(
        rows,
        width=width,
        height=ROW * len(bars) + 10,
        title=title,
        description=description,
        prefix=prefix,
        extra={"font-size": str(SIZE)},
    )


def _room(bars: Sequence[AgeBar], write: Callable[[float], str], width: float) -> float:
    """Room behind the longest bar and stroke for what stands there."""
    values = [width_of(write(bar.area), SIZE) for bar in bars if bar.area is not None]
    words = [width_of(bar.words, SIZE) for bar in bars if bar.area is None]
    return max([*values, min(WORDS * width, max(words, default=0))])


def _bar(
    bar: AgeBar,
    y: float,
    axis: Axis,
    width: float,
    write: Callable[[float], str],
    colours: Colours,
) -> str:
    label = fit(bar.label, axis.start - GAP, SIZE)
    drawn = fitted(label, 0, y + 11, fill=colours.ink, class_="ink-text")
    beside = [axis.place(v) for v in (bar.municipality, bar.district) if v is not None]
    if bar.area is None:
        far = max([axis.start, *beside])
        words = fit(bar.words, width - far - 8, SIZE)
        drawn += fitted(words, far + 8, y + 11, fill=colours.quiet, class_="quiet")
    else:
        end = axis.place(bar.area)
        drawn += element(
            "rect",
            x=axis.start,
            y=y + 3,
            width=end - axis.start,
            height=16,
            fill=colours.area,
            class_="area-fill",
        )
        far = max([end, *beside])
        drawn += text(write(bar.area), far + 8, y + 16, fill=colours.ink, class_="ink-text")
    return drawn + "".join(
        element(
            "path",
            d=f"M{axis.place(value):.1f},{y:.1f}v22",
            stroke=colours.of(role),
            stroke_width=3,
            class_=f"{role.value}-stroke",
        )
        for value, role in ((bar.municipality, Role.MUNICIPALITY), (bar.district, Role.DISTRICT))
        if value is not None
    )
