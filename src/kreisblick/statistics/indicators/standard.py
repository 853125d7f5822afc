"""Standard populations, and how a definition asks to be standardised by them."""

from functools import cache
from itertools import pairwise
from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import (
    Definition,
    Text,
    Translated,
    read_definitions,
    shipped,
)
from kreisblick.statistics.cube.definition import OLDEST, age_borders

__all__ = ["DISTRICT", "StandardPopulation", "Standardise", "shipped_populations"]

DISTRICT = "district"


class StandardPopulation(Definition):
    """Invented people by age, whose ages every area is given.

    Attributes:
        title, source: for readers of the method.
        people: age group (``0-4``, ``90+``) to people; the groups follow on one another.
    """

    title: Translated
    source: Text
    people: dict[str, int] = Field(min_length=1)

    @model_validator(mode="after")
    def _without_gaps(self) -> Self:
        borders = [age_borders(group) for group in self.people]
        follows = all(a[1] + 1 == b[0] for a, b in pairwise(borders))
        if borders[0][0] != 0 or borders[-1][1] != OLDEST or not follows:
            raise ValueError("the ages go from 0 to an open group, without gaps, in order")
        return self

    def of_ages(self, group: str) -> float:
        """People of an age group; a group that is cut takes its years evenly.

        Raises:
            ValueError: when the group would cut the open one, which has no years to share.

        >>> shipped_populations()["european_2013"].of_ages("18-64")
        61200.0
        """
        low, high = age_borders(group)
        found = 0.0
        for own, people in self.people.items():
            first, last = age_borders(own)
            common = min(high, last) - max(low, first) + 1
            years = last - first + 1
            if 0 < common < years and last == OLDEST:
                raise ValueError(group)
            found += people * max(common, 0) / years
        return found


class Standardise(Definition):
    """That a share or rate is given as if every area had the same ages.

    Attributes:
        by: the dimension, in both cubes.
        groups: codes (or age groups put together) that are told apart; without them the codes
            of the numerator's cube. Fewer groups are withheld less often.
        population: key of a standard population, or ``district``: the district's own people at
            the last of the report's dates.
    """

    by: Text = "age"
    groups: tuple[Text, ...] = ()
    population: Text


@cache
def shipped_populations() -> dict[str, StandardPopulation]:
    """The standard populations that ship with Kreisblick, by key."""
    return read_definitions([shipped("catalogue", "standard_populations")], StandardPopulation)
