"""Shown: which figure stands where, in tables, pages, maps' data and papers."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath

from kreisblick.protection.audit.columns import TOP, Columns, columns_of
from kreisblick.protection.audit.names import Names
from kreisblick.protection.audit.outsider import Part, Row

__all__ = ["Shown", "figures_in"]

CELLS = {"cube", "slice"}
NUMBER = re.compile(r"^\(?[+\u2212-]?\d[\d.,\u00a0\u202f]*")
CELL = re.compile(r"^(\(?[+\u2212-]?\d[\d.]*(,\d+)?\)?|[.\u2013/x]\S?)( s)?([\u00a0\u202f ]?\D*)$")
UNIT = re.compile(r"^\([^)]*\)")
REST = re.compile(r"^([+\u2212-]?[\d.,]+|%|[.\u2013x/]\S*|\(.*\))+$")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What stands in a place for a figure.

    Attributes:
        indicator, areas, day: which figure; several areas where a name means several, no day
            where none is said.
        text: what stands there.
        main: whether it is the figure itself and not a bound or a change of it.
        where: the file and part.
    """

    indicator: str
    areas: frozenset[str]
    day: str | None
    text: str
    main: bool
    where: str

    @property
    def number(self) -> bool:
        """Whether a number stands there."""
        return bool(NUMBER.match(self.text))


@dataclass(frozen=True)
class _Place:
    """What is known of a place: of which figure, where, when."""

    where: str
    indicator: str | None = None
    areas: frozenset[str] = frozenset()
    day: str | None = None

    def shown(self, value: object, *, main: bool) -> Iterator[Shown]:
        if self.indicator and self.areas and not isinstance(value, bool):
            yield Shown(
                indicator=self.indicator,
                areas=self.areas,
                day=self.day,
                text=_text(value),
                main=main,
                where=self.where,
            )


def figures_in(part: Part, names: Names) -> Iterator[Shown]:
    """Every figure that a part of a file shows or withholds."""
    stem = PurePosixPath(part.file).stem
    where = f"{part.file} {part.name}".strip()
    indicator, day = names.of_file(stem)
    place = _Place(where, indicator, names.area(stem), day)
    columns: dict[tuple[str, ...], Columns] = {}
    for row in part.rows:
        if row.keys() >= CELLS:
            continue  # the cells themselves; a cube may be called like a figure made of it
        headings = tuple(row)
        if headings not in columns:
            columns[headings] = columns_of(headings, names)
        yield from _in_row(row, place, columns[headings], names)
    if part.data is not None:
        yield from _in_data(part.data, place, names)
    if part.name.endswith("#text"):
        for line in part.text.splitlines():
            yield from _in_line(line.strip(), place, names)


def _in_row(row: Row, place: _Place, columns: Columns, names: Names) -> Iterator[Shown]:
    here = _named(row, place, columns, names)
    for column in columns.figures:
        value, of = row[column.heading], here
        if column.indicator:
            said = row.get(f"{column.heading}_stichtag")
            day = str(said) if said else column.day or here.day
            of = replace(here, indicator=column.indicator, day=day)
        elif column.areas:
            of = replace(here, areas=column.areas)
        elif column.here:
            of = replace(here, areas=place.areas)
        elif column.above and not names.area(str(value)):
            of = replace(here, areas=_above(here, column.above, names))
        elif column.above:
            continue
        yield from of.shown(value, main=column.main)


def _above(here: _Place, steps: int, names: Names) -> frozenset[str]:
    """The municipality, or the district, that an area lies in."""
    chains = {area: names.above(area) for area in here.areas}
    if steps == TOP:
        return frozenset(chain[-1] for chain in chains.values())
    return frozenset(chain[-2] for chain in chains.values() if len(chain) > 2)


def _named(row: Row, place: _Place, columns: Columns, names: Names) -> _Place:
    """What a row says of itself."""
    indicator, areas, day = place.indicator, place.areas, place.day
    for stem in names.stems(str(row.get("href", ""))):
        indicator = names.indicators.get(stem, indicator)
        areas = names.area(stem) or areas
    for heading in columns.indicator:
        if isinstance(said := row[heading], str):
            indicator = names.indicator(said) or indicator
    for heading in columns.area:
        if isinstance(said := row[heading], str):
            areas = names.area(said) or areas
    for heading in columns.day:
        said = row[heading]
        if isinstance(said, str | date):
            day = names.day(str(said)) or day
    return _Place(place.where, indicator, areas, day)


def _in_data(data: object, place: _Place, names: Names) -> Iterator[Shown]:
    """JSON: keys on the way down name figure, area and day."""
    if isinstance(data, Mapping):
        if any(not isinstance(value, Mapping | list) for value in data.values()):
            columns = columns_of(tuple(str(key) for key in data), names)
            yield from _in_row(data, place, columns, names)
            place = _named(data, place, columns, names)
        for key, value in data.items():
            inner = replace(
                place,
                indicator=names.indicators.get(str(key), place.indicator),
                areas=names.area(str(key)) or place.areas,
                day=names.day(str(key)) or place.day,
            )
            yield from _in_data(value, inner, names) if isinstance(value, Mapping | list) else ()
    elif isinstance(data, list):
        scalars = [value for value in data if not isinstance(value, Mapping | list)]
        if scalars and isinstance(data[0], str) and CELL.match(data[0]):  # as it is printed
            yield from place.shown(data[0], main=True)
        if scalars and place.day:
            for value in scalars:
                if not isinstance(value, str):
                    yield from place.shown(value, main=False)
        for value in data:
            if isinstance(value, Mapping | list):
                yield from _in_data(value, place, names)


def _in_line(line: str, place: _Place, names: Names) -> Iterator[Shown]:
    """A line of a paper: the title of a figure and then nothing but numbers and signs."""
    for title in names.titles:
        if line.startswith(f"{title} "):
            rest = UNIT.sub("", line[len(title) :].strip()).split()
            if rest and all(REST.match(word) for word in rest):
                found = replace(place, indicator=names.indicators[title])
                yield from found.shown(rest[0], main=True)
            return


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip()
