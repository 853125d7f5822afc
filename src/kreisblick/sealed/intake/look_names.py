"""Look at names: an area's name that stands beside another area's key."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.area_names import AreaNames
from kreisblick.sealed.intake.come_from import area_column
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["look_at_names"]

LEVELS = {"area": AreaLevel.PLANNING_AREA, "municipality": AreaLevel.MUNICIPALITY}
KINDS = {"name": "name", "code": "code", "municipality_code": "code"}
MOST = 0.34  # of the rows with both; where more differ, keys and names are of different cuts


@dataclass(frozen=True, kw_only=True)
class _Places:
    """A column that says of which area a row is, by key or by name."""

    column: str
    heading: str
    says: str
    level: AreaLevel
    areas: pl.Series = field(repr=False)


def look_at_names(
    region: Region, definition: DeliveryDefinition, territory: Territory | None, book: FaultBook
) -> None:
    """Rows whose key and whose name are those of two different areas; told at the name.

    What is neither a known key nor a known name is told elsewhere.

    Args:
        region: the table.
        definition: which columns hold keys and names.
        territory: whose areas they are; nothing is told without it.
        book: takes the findings.
    """
    if territory is None or not book.wanted("name_of_other_area"):
        return
    region = replace(region, body=data_rows(region, definition))
    found = list(_places(region, definition, territory))
    keys = [one for one in found if one.says == "code"]
    names = [one for one in found if one.says == "name"]
    for key, name in product(keys, names):
        if key.level != name.level:
            continue
        both = key.areas.is_not_null() & name.areas.is_not_null()
        odd = (both & (key.areas != name.areas)).fill_null(value=False)
        if int(odd.sum()) <= max(1, MOST * int(both.sum())):
            rows = region.body["row"].filter(odd).to_list()
            book.tell(
                "name_of_other_area",
                _words(),
                rows,
                name.column,
                name=name.heading,
                key=key.heading,
            )


def _places(
    region: Region, definition: DeliveryDefinition, territory: Territory
) -> Iterator[_Places]:
    """The column of areas that is read, and those beside it."""
    rule, column = definition.area, area_column(region, definition)
    told: dict[str, tuple[str, AreaLevel]] = {}
    for beside in definition.beside:
        level, _underscore, says = beside.means.rpartition("_")
        place = region.column([beside.column])
        if place is not None and level in LEVELS and says in {"code", "name"}:
            told[place] = (says, LEVELS[level])
    if rule is not None and column is not None and rule.kind in KINDS:
        told[column] = (KINDS[rule.kind], rule.level)
    for place, (says, level) in told.items():
        names = AreaNames(territory, level, by_name=says == "name")
        cells = region.body[place]
        known = {text: _area(text, names) for text in cells.drop_nulls().unique()}
        areas = cells.replace_strict(known, default=None, return_dtype=pl.String)
        heading = region.headings.get(place, place)
        yield _Places(column=place, heading=heading, says=says, level=level, areas=areas)


def _area(text: str, names: AreaNames) -> str | None:
    return names.own(text) or names.by_words(text)


def _words() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this is the name of another area than the key in the column '{key}' "
            "says. Correct one of the two."
        ),
        _(
            "Column '{name}': {count} names are those of other areas than the keys in the column "
            "'{key}' say. Correct one of the two."
        ),
    )
