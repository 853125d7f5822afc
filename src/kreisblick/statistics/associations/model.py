"""Pairs of interest between fields, agreed beforehand, and how they are tested."""

from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["Associations", "Pair"]


class Pair(Definition):
    """Two indicators of different fields that people want to see beside each other.

    Attributes:
        one, other: indicators.
        question: what somebody wants to know.
        group: whom it is about (children, older people), in German.
    """

    one: Text
    other: Text
    question: Translated
    group: Text

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.one == self.other:
            raise ValueError("a pair needs two indicators")
        return self


class Associations(Definition):
    """The agreed pairs and the conventions of the test.

    Attributes:
        level: whose areas are set beside each other.
        residents: the indicator whose number of people weighs the areas.
        draws, seed: of the randomisation.
        confidence: of intervals.
        false_discovery_rate: over all pairs of a date.
        minimum_areas: with fewer that show both nothing is tested.
        caution: the sentence that stands beside every association.
        pairs: what is asked.
    """

    level: AreaLevel
    residents: Text
    draws: int = Field(ge=199)
    seed: int
    confidence: float = Field(gt=0, lt=1)
    false_discovery_rate: float = Field(gt=0, lt=1)
    minimum_areas: int = Field(ge=10)
    caution: Translated
    pairs: tuple[Pair, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Self:
        names = [frozenset((pair.one, pair.other)) for pair in self.pairs]
        if len(set(names)) != len(names):
            raise ValueError("name each pair once")
        return self
