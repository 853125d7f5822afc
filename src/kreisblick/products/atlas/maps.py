"""The map of an indicator: marks, class borders, legend, picture."""

from collections.abc import Mapping, Sequence

from kreisblick.base.language import translate as _
from kreisblick.products.atlas.model import Key
from kreisblick.products.atlas.tongue import sign_words
from kreisblick.products.drawing import (
    AreaMark,
    Sign,
    class_breaks,
    class_of,
    legend_entries,
)
from kreisblick.products.drawing.choropleth import shade
from kreisblick.products.picturing import mark_of
from kreisblick.products.wording import Figure, write_value

__all__ = [
    "STYLES",
    "map_keys",
    "map_words",
    "mark_areas",
    "said_of",
    "shown_at",
    "step_of",
    "study_breaks",
]

STYLES = {
    Sign.HIDDEN: "hidden-area",
    Sign.WITHHELD: "hidden-area",
    Sign.NOT_COVERED: "not-covered",
    Sign.BY_CHOICE: "by-choice",
    Sign.MISSING: "missing",
}


def study_breaks(
    figures: Sequence[Figure], classes: int, level: str | None = None
) -> tuple[float, ...]:
    """Round class borders of one indicator, the same for all its dates.

    Colours follow the smoothed values where there are such.

    Args:
        figures: of one indicator, all dates and levels.
        classes: how many steps, at most.
        level: whose figures; without it the finest that has any.
    """
    return class_breaks([figure.steady for figure in shown_at(figures, level)], classes)


def shown_at(figures: Sequence[Figure], level: str | None = None) -> list[Figure]:
    """The figures of one level; without one of the finest that a map can fill."""
    wanted = (level,) if level else ("planning_area", "municipality")
    found = ([figure for figure in figures if figure.level == one] for one in wanted)
    return next((own for own in found if own), [])


def mark_areas(figures: Sequence[Figure], parents: Mapping[str, str]) -> dict[str, AreaMark]:
    """What the map shows for each area it fills.

    Args:
        figures: of one indicator at one date.
        parents: planning area to municipality; where figures exist for municipalities only,
            their areas are filled alike.
    """
    marks = {figure.area: mark_of(figure) for figure in shown_at(figures)}
    return marks | {area: marks[town] for area, town in parents.items() if town in marks}


def map_keys(
    marks: Mapping[str, AreaMark],
    breaks: tuple[float, ...],
    unit: str,
    titles: Sequence[str] = (),
) -> list[Key]:
    """The legend as style classes and words; the page's style sheet gives the colours.

    Args:
        marks: what the map shows.
        breaks: class borders.
        unit: key of the indicator's unit.
        titles: of the classes of categories.
    """
    places = iter(range(len(breaks) + 1))
    keys = []
    entries = legend_entries(marks, breaks, lambda edge: write_value(edge, unit), titles=titles)
    for entry in entries:
        style = STYLES.get(entry.sign, "unstable-area" if entry.unstable else "")
        style = style or f"step-{shade(next(places), len(breaks)) + 1}"
        keys.append(Key(style=style, words=entry.text, count=entry.count))
    return keys


def step_of(value: float | None, breaks: tuple[float, ...]) -> int | None:
    """The colour step (0 to 4) of a value; None without one."""
    return None if value is None else shade(class_of(value, breaks), len(breaks))


def said_of(figure: Figure) -> str:
    """The figure in a word or two: ``12,4 %``, or why there is none."""
    if figure.value is None:
        return sign_words(figure.state)
    return figure.code or write_value(figure.value, figure.unit, figure.denominator)


def map_words(title: str, day: str, finding: str) -> str:
    """What a map says, for those who do not see it."""
    return _("Map: {title}, {day}").format(title=title, day=day) + f". {finding}"
