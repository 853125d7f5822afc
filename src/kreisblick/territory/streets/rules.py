"""How lists of streets are read, checked and written (``catalogue/streets.yaml``)."""

import re
from functools import cache
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["Checks", "RasterRules", "StreetRules", "shipped_street_rules", "squeeze"]

Count = Annotated[int, Field(ge=1)]
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def squeeze(text: str) -> str:
    """A heading without what may differ: ``Haus-Nr. (von)`` becomes ``hausnrvon``.

    >>> squeeze("Straßen-Name")
    'strassenname'
    """
    return re.sub(r"[^a-z0-9+*]", "", text.strip().lower().translate(_GERMAN))


class RasterRules(Definition):
    """The employment agency's Straßenraster.

    Attributes:
        columns: the 13 columns of the raster file in order; ``-`` stays empty.
        area_columns: the 4 columns of the area file in order.
        separator, encoding: of both files.
        heading: whether the first line names the columns.
        odd_end, even_end: what stands for "to the end of the street".
        key_digits: length of an area's key.
        minimum_inhabitants: fewer are refused by the agency.
    """

    columns: Annotated[tuple[str, ...], Field(min_length=13, max_length=13)]
    area_columns: Annotated[tuple[str, ...], Field(min_length=4, max_length=4)]
    separator: Text
    encoding: Text
    heading: bool
    odd_end: Count
    even_end: Count
    key_digits: Count
    minimum_inhabitants: Count


class Checks(Definition):
    """What stops the use of a list, and from when on two streets are the same.

    Attributes:
        hard: codes of faults that stop.
        fewest_common_houses: equal house numbers that make a street that went and one that came
            one renamed street.
    """

    hard: tuple[Text, ...]
    fewest_common_houses: Count


class StreetRules(Definition):
    """Words and numbers of this room.

    Attributes:
        headings: our column to what offices call it.
        parities: ``odd, even, both`` to what offices call them.
        to_the_end: last numbers that mean "all the rest of the street".
        raster: the employment agency's format.
        checks: see there.
    """

    headings: dict[str, tuple[Text, ...]]
    parities: dict[str, tuple[str, ...]]
    to_the_end: tuple[Text, ...]
    raster: RasterRules
    checks: Checks


@cache
def shipped_street_rules() -> StreetRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "streets.yaml"), StreetRules)
