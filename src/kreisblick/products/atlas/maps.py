"""The map of an indicator: marks, class borders, legend, picture."""

from collections.abc import Mapping, Sequence

from kreisblick.base.language import translate as _
from kreisblick.products.atlas.model import Key
from kreisblick.products.drawing import (
    AreaMark,
    Outlines,
    Sign,
    choropleth_svg,
    class_breaks,
    class_of,
    legend_entries,
)
from kreisblick.products.drawing.choropleth import shade
from kreisblick.products.wording import Figure, read_signs, write_value

__all__ = ["draw_map", "map_keys", "mark_areas", "said_of", "step_of", "study_breaks"]

SIGNS = {
    "suppressed": Sign.HIDDEN,
    "withheld_by_source": Sign.HIDDEN,
    "not_covered": Sign.NOT_COVERED,
    "by_choice": Sign.BY_CHOICE,
}
STYLES = {
    Sign.HIDDEN: "hidden-area",
    Sign.NOT_COVERED: "not-covered",
    Sign.BY_CHOICE: "by-choice",
    Sign.MISSING: "missing",
}


def study_breaks(figures: Sequence[Figure], classes: int) -> tuple[float, ...]:
    """Round class borders of one indicator, the same for all its dates.

    Taken from the areas that the map fills: the planning areas, or the municipalities where
    the indicator is given for these only. Colours follow the smoothed values where there are such.

    Args:
        figures: of one indicator, all dates and levels.
        classes: how many steps, at most.
    """
    return class_breaks([figure.steady for figure in _filled(figures)], classes)


def mark_areas(figures: Sequence[Figure], parents: Mapping[str, str]) -> dict[str, AreaMark]:
    """What the map shows for each area it fills.

    Args:
        figures: of one indicator at one date.
        parents: planning area to municipality; where figures exist for municipalities only,
            their areas are filled alike.
    """
    marks = {figure.area: _mark(figure) for figure in _filled(figures)}
    return marks | {area: marks[town] for area, town in parents.items() if town in marks}


def draw_map(
    outlines: Outlines,
    marks: Mapping[str, AreaMark],
    breaks: tuple[float, ...],
    *,
    title: str,
    day: str,
    finding: str,
) -> str:
    """The map as SVG, titled with measure and date, described by its finding."""
    words = _("Map: {title}, {day}").format(title=title, day=day)
    return choropleth_svg(outlines, marks, breaks=breaks, title=words, description=finding)


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
        return read_signs().signs[figure.state].words
    return figure.code or write_value(figure.value, figure.unit, figure.denominator)


def _filled(figures: Sequence[Figure]) -> list[Figure]:
    areas = [figure for figure in figures if figure.level == "planning_area"]
    return areas or [figure for figure in figures if figure.level == "municipality"]


def _mark(figure: Figure) -> AreaMark:
    known = figure.value is not None
    return AreaMark(
        value=figure.steady,
        sign=Sign.VALUE if known else SIGNS.get(figure.state, Sign.MISSING),
        unstable=figure.unstable,
        label=f"{figure.name}: {said_of(figure)}",
    )
