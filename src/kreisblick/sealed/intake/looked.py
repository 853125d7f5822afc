"""Looked: which columns of a table are looked at, and what is to stand in them.

What a column that is read holds is said by the definition; of a column beside it, the definition
may say it, else its own cells do.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kreisblick.sealed.intake.fields import wanted_headings
from kreisblick.sealed.intake.strays import dates_in, no_numbers, says_nothing
from kreisblick.sealed.mapping.beside import Beside
from kreisblick.sealed.mapping.columns import Field_, Names
from kreisblick.sealed.mapping.contents import sample
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region

__all__ = ["MEANS", "Held", "Looked", "looked_at", "numbers_read"]

Held = Literal["count", "day", "postcode", "postcode_place", "code", "key", "area", "text"]
MEANS: dict[str, Held] = {
    "value": "count", "total": "count", "places": "count", "household_size": "count",
    "birth_date": "day", "date": "day", "from_date": "day", "until_date": "day",
    "postcode": "postcode", "postcode_place": "postcode_place",
    "sex": "code", "citizenship": "code", "second_citizenship": "code", "family_status": "code",
    "main_home": "code", "code": "code", "birth_year": "code", "identifier": "key",
    "area_code": "area", "area_name": "area",
    "municipality_code": "area", "municipality_name": "area",
}  # fmt: skip
"""What columns hold of which the definition says what they mean."""
FEWEST = 3  # cells that show what a column holds
MOSTLY = 0.6  # of the filled cells hold it
NEARLY_ALL = 0.8  # days and keys are written by programmes


@dataclass(frozen=True, kw_only=True)
class Looked:
    """A column and what is to stand in it.

    Attributes:
        column: of the grid.
        heading: as delivered.
        held: what is to stand in it.
        read: the definition reads it.
        means: the agreed word, where the definition says it of a column beside.
        codes: contents that are known.
    """

    column: str
    heading: str
    held: Held
    read: bool = False
    means: str = ""
    codes: frozenset[str] = frozenset()


def looked_at(region: Region, definition: DeliveryDefinition) -> list[Looked]:
    """The columns whose cells are looked at, left to right.

    Numbers and codes that the definition reads are looked at where they are read, and areas where
    they are found.
    """
    read = {region.column(names) for names in wanted_headings(definition)}
    found = {one.column: one for one in _read(region, definition)}
    for beside in definition.beside:
        column = region.column([beside.column])
        if column is not None and column not in read and column not in found:
            held = MEANS.get(beside.means) or _by_cells(region, column)
            found[column] = _beside(beside, column, region, held)
    for column, heading in region.headings.items():
        if column not in read and column not in found and column in region.grid.columns:
            held = _by_cells(region, column)
            found[column] = Looked(column=column, heading=heading, held=held)
    return sorted(found.values(), key=lambda one: int(one.column))


def numbers_read(region: Region, definition: DeliveryDefinition) -> set[str]:
    """The columns from which the definition reads whole numbers."""
    names: list[Names] = [value.column for value in definition.values]
    names += [rule.from_ for rule in definition.columns.values() if rule.as_ == "integer"]
    return {column for one in names if (column := region.column(one)) is not None}


def _beside(beside: Beside, column: str, region: Region, held: Held) -> Looked:
    heading = region.headings.get(column, beside.column)
    codes = frozenset(beside.codes)
    return Looked(column=column, heading=heading, held=held, means=beside.means, codes=codes)


def _read(region: Region, definition: DeliveryDefinition) -> Iterator[Looked]:
    """Columns that are read and hold more than what is read of them."""
    held: list[tuple[Names, Held]] = []
    fields = [*definition.columns.values(), *definition.dimensions.values()]
    held += [(rule.from_, one) for rule in fields if (one := _field(rule)) is not None]
    if definition.address is not None:
        parts: tuple[Held, ...] = ("postcode", "postcode_place")
        held += [(names, part) for part in parts if (names := getattr(definition.address, part))]
    for names, one in held:
        column = region.column(names)
        if column is not None:
            heading = region.headings.get(column, names[0])
            yield Looked(column=column, heading=heading, held=one, read=True)


def _field(rule: Field_) -> Held | None:
    if rule.as_ == "year":
        return "day"
    return "code" if rule.as_ == "code" and rule.otherwise is not None else None


def _by_cells(region: Region, column: str) -> Held:
    """What most cells of a column hold; a sample of a long one is looked at."""
    cells = sample(region.body[column])
    nothing = says_nothing(cells)
    filled = len(cells) - int(nothing.sum())
    if filled < FEWEST:
        return "text"
    days = int(dates_in(cells).is_not_null().sum())
    if days >= NEARLY_ALL * filled:
        return "day"
    if filled - int(no_numbers(cells).sum()) < MOSTLY * filled:
        return "text"
    figures = cells.filter(~nothing)
    zeros = figures.str.contains(r"^0[0-9]").sum()
    return "key" if zeros or figures.str.contains(r"^[0-9]{5,}$").mean() == 1 else "count"
