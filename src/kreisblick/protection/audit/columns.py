"""Columns: what a table's headings say about what stands below them."""

import re
from dataclasses import dataclass

from kreisblick.protection.audit.names import Names

__all__ = ["TOP", "Column", "Columns", "columns_of"]

# headings of the figure itself and of what it can be computed from; numerators are own cells
FIGURE = re.compile(
    r"^(value|lower|upper|change|smoothed\w*|geglättet.*|deviation_\w+|wert|"
    r"(untere|obere) grenze.*|abstand .*|veränderung|(.*@)?data-(value|order))$",
    re.IGNORECASE,
)
MAIN = re.compile(r"^(value|wert|.*@data-value|data-value)$", re.IGNORECASE)
# a table about one figure says the unit above it; a class (Stufe) is no number
UNIT = re.compile(
    r"^(prozent(punkte)?|percent(age points)?|(je|per) 1[.,\d]*|menschen|people|haushalte|"
    r"households|plätze|places)$",
    re.IGNORECASE,
)
HERE = {"dieses gebiet"}
TOP = 2
ABOVE = {
    "gemeinde": 1, "mittel der gemeinde": 1, "municipal_mean": 1,
    "kreis": TOP, "mittel des kreises": TOP, "district_mean": TOP,
}  # fmt: skip
# columns of keys: where they stand, no other column is asked
INDICATOR_KEYS = ("indicator", "Kennzahl (Schlüssel)")
AREA_KEYS = ("area", "Gebiet (Schlüssel)")
DAY_KEYS = ("reference_date", "Stichtag")
OF_OTHERS = re.compile("gemeinde|parent|municipality|town|district", re.IGNORECASE)
OF_BEFORE = re.compile("seit|from", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column in which figures stand, and what its heading says of them.

    Attributes:
        heading: of the column.
        main: whether it is the figure itself and not a bound or a change of it.
        indicator, day: where the column is called like a figure.
        areas: where it is called like an area.
        here: of the area that the page is about.
        above: of the municipality (1) or the district (``TOP``) of the row's area.
    """

    heading: str
    main: bool
    indicator: str = ""
    day: str | None = None
    areas: frozenset[str] = frozenset()
    here: bool = False
    above: int = 0


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a table: of figures, and those that name indicator, area and day."""

    figures: tuple[Column, ...]
    indicator: tuple[str, ...]
    area: tuple[str, ...]
    day: tuple[str, ...]


def columns_of(headings: tuple[str, ...], names: Names) -> Columns:
    """What the headings of a table say."""
    said = [h for h in headings if h != "href" and "@" not in h]
    found = (_column(heading, names) for heading in headings if heading not in {"", "href"})
    return Columns(
        figures=tuple(column for column in found if column is not None),
        indicator=_keys(headings, INDICATOR_KEYS) or tuple(said),
        area=_keys(headings, AREA_KEYS) or _of_areas(said),
        day=_keys(headings, DAY_KEYS) or tuple(h for h in said if not OF_BEFORE.search(h)),
    )


def _of_areas(said: list[str]) -> tuple[str, ...]:
    """Columns that may name an area; the municipality only where it stands in front itself."""
    first = next((heading for heading in said if heading), "")
    return tuple(h for h in said if h == first or not OF_OTHERS.search(h))


def _keys(headings: tuple[str, ...], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(heading for heading in headings if heading in keys)


def _column(heading: str, names: Names) -> Column | None:
    words = heading.lower()
    if FIGURE.match(heading):
        return Column(heading=heading, main=bool(MAIN.match(heading)))
    if words in HERE:
        return Column(heading=heading, main=True, here=True)
    if words in ABOVE:
        return Column(heading=heading, main=words in {"gemeinde", "kreis"}, above=ABOVE[words])
    if areas := names.area(heading):
        return Column(heading=heading, main=True, areas=areas)
    title = heading.partition("\n")[0].partition(": ")[0]
    if "@" not in heading and (indicator := names.indicator(title)):
        return Column(
            heading=heading,
            main=": " not in heading,
            indicator=indicator,
            day=names.day(heading),
        )
    return Column(heading=heading, main=True) if UNIT.match(heading) else None
