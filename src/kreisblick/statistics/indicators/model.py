"""Indicators: what is asked, what is divided by what, and what the answer does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from functools import cache
from pathlib import Path
from typing import Literal, Self

import polars as pl
from pydantic import Field, field_validator, model_validator

from kreisblick.base.definitions import Definition, Text, Translated, read_definition
from kreisblick.statistics.concepts import nothing_differs
from kreisblick.statistics.cube import CubeDefinition, DateRule, Observation, Slice
from kreisblick.statistics.indicators.example import Example
from kreisblick.statistics.indicators.standard import (
    Standardise,
    StandardPopulation,
    shipped_populations,
)
from kreisblick.supply import AttachedNote
from kreisblick.territory.areas.model import AreaLevel

__all__ = [
    "Example",
    "IndicatorDefinition",
    "Kind",
    "Method",
    "Part",
    "Reading",
    "Request",
    "Review",
    "Unit",
    "standard_method",
]

DEFINITION_VERSION = r"^[a-z][a-z0-9_]*/\d+$"


class Kind(StrEnum):
    """What sort of figure an indicator is; it decides which interval and which test fit."""

    COUNT = auto()  # people or places; nothing is divided
    SHARE = auto()  # the numerator is a part of the denominator: Wilson interval
    RATE = auto()  # cases beside people, not a part of them: Poisson interval
    RATIO = auto()  # two stocks beside each other (places per child): no chance, no interval
    ORDINAL = auto()  # a rough category; never a mean
    DELIVERED = auto()  # a published rate without its counts; taken as it is


class Unit(StrEnum):
    """In what the value is said."""

    PERCENT = auto()
    PER_100 = auto()
    PER_1000 = auto()
    PERSONS = auto()
    HOUSEHOLDS = auto()
    PLACES = auto()
    POINTS = auto()  # percentage points
    CATEGORY = auto()

    @property
    def factor(self) -> float:
        """What numerator / denominator is multiplied with: 100, 1,000 or 1."""
        factors = {Unit.PERCENT: 100.0, Unit.PER_100: 100.0, Unit.PER_1000: 1000.0}
        return factors.get(self, 1.0)


class Reading(StrEnum):
    """Which direction eases life; ``neutral`` where neither does."""

    LOWER_IS_BETTER = auto()
    HIGHER_IS_BETTER = auto()
    NEUTRAL = auto()


class Part(Definition):
    """A question to a cube: ``{cube: residents, where: {age: 0-14}}``."""

    cube: Text
    where: dict[str, Text | tuple[Text, ...]] = Field(default_factory=dict)

    def slice(self, cubes: Mapping[str, CubeDefinition]) -> Slice:
        """The cube's slice that answers.

        Raises:
            KeyError: when the cube is not defined.
            UnknownCodeError: when the cube lacks a dimension or code.
        """
        return cubes[self.cube].slice(self.where, cube=self.cube)


class Review(Definition):
    """Who wrote a definition, who else checked it, and when it is looked at again."""

    written_by: Text
    checked_by: Text
    checked_on: date
    next_check: date

    @model_validator(mode="after")
    def _two_people(self) -> Self:
        if self.written_by == self.checked_by:
            raise ValueError("a definition is checked by another person than its writer")
        if self.next_check <= self.checked_on:
            raise ValueError("the next check comes after the last one")
        return self


class Mixing(Definition):
    """An agreed way to set categories beside numbers; it is printed wherever it was used.

    Attributes:
        whole: the counts whose share the classes bound (``{cube: households}``).
        counts: what is estimated, as it is called in a sentence.
        rule: how it is made, in German, a complete sentence.
        agreed_by, agreed_on: who agreed to it, and when.
    """

    whole: Part
    counts: Translated
    rule: Translated
    agreed_by: Text
    agreed_on: date


class IndicatorDefinition(Definition):
    """One indicator; the protection of its counts stands with its cubes.

    Attributes:
        title, question: for people; the question heads its page.
        theme: the chapter, in German, as it is printed.
        order: place in the report; a theme stands where its first indicator stands.
        kind, unit, reading: how the figure is made, said and read.
        numerator, denominator: counts; the denominator is absent for counts, categories and
            delivered figures.
        formula: what is divided by what, in words.
        text: why it matters and what it does not say; one or two sentences of the report.
        limits: what a reader must know before comparing, in German.
        summary: how categories of several areas are told; a mean is refused with a sentence.
        mixing: how categories are set beside numbers; without a rule they are not.
        standardise: that the value is given as if every area had the same ages.
        definition: reference (``variant/version``) to the concept of the group of people.
        pairing: which day of the denominator fits a day of the numerator; by the rhythm without
            (``catalogue/dates.yaml``).
        sources: ``supplier/product`` of the deliveries it rests on.
        legal_basis, rhythm, owner: by what right, how often, which office answers for it.
        sets: the indicator sets it belongs to.
        related: keys of indicators worth reading beside it.
        levels: the levels it is given for.
        notes: statistical stumbling blocks of its figures.
        review: absent until two people of the district have checked it.
        next_check: by which day its law, source and words are looked at again, where no review
            of the district says so.
        examples: worked examples, run by ``assure``.
    """

    title: Translated
    question: Translated
    theme: Text
    order: int = 1000
    kind: Kind
    unit: Unit
    reading: Reading
    numerator: Part
    denominator: Part | None = None
    summary: Literal["median", "mean"] = "median"
    mixing: Mixing | None = None
    standardise: Standardise | None = None
    formula: Translated
    text: Translated
    limits: tuple[Text, ...] = Field(min_length=1)
    definition: str = Field(pattern=DEFINITION_VERSION)
    pairing: DateRule | None = None
    sources: tuple[Text, ...] = Field(min_length=1)
    legal_basis: Text
    rhythm: Literal["monthly", "quarterly", "half_yearly", "yearly", "two_yearly"]
    owner: Text
    sets: tuple[Text, ...] = Field(min_length=1)
    related: tuple[Text, ...] = ()
    levels: tuple[AreaLevel, ...] = tuple(AreaLevel)
    notes: tuple[AttachedNote, ...] = ()
    review: Review | None = None
    next_check: date | None = None
    examples: tuple[Example, ...] = Field(min_length=1)

    @property
    def per(self) -> float:
        """The factor of the value: 100 (percent), 1,000 or 1."""
        return self.unit.factor

    @property
    def look_again(self) -> date | None:
        """By which day the definition is looked at again."""
        return self.review.next_check if self.review is not None else self.next_check

    @property
    def divides(self) -> bool:
        """Whether the value is numerator / denominator."""
        return self.kind in {Kind.SHARE, Kind.RATE, Kind.RATIO}

    @field_validator("levels")
    @classmethod
    def _some_level(cls, levels: tuple[AreaLevel, ...]) -> tuple[AreaLevel, ...]:
        if not levels or len(set(levels)) != len(levels):
            raise ValueError("name each level once, at least one")
        return levels

    @model_validator(mode="after")
    def _denominator_fits(self) -> Self:
        if self.divides and self.denominator is None:
            raise ValueError(f"a {self.kind.value} needs a denominator")
        if not self.divides and self.denominator is not None:
            raise ValueError(f"a {self.kind.value} has no denominator")
        if self.kind is Kind.ORDINAL and self.unit is not Unit.CATEGORY:
            raise ValueError("an ordinal indicator has the unit category")
        if self.mixing is not None and self.kind is not Kind.ORDINAL:
            raise ValueError("only categories are mixed with numbers by a rule")
        if self.standardise is not None and self.kind not in {Kind.SHARE, Kind.RATE}:
            raise ValueError("only a share or a rate is standardised")
        return self


class Method(Definition):
    """Conventions of statistics that a steering group decides, with their reasons in the file.

    Attributes:
        confidence: of intervals (0.95).
        false_discovery_rate: share of false alarms allowed among the differences named.
        standardised_from: events from which on a standardised figure is given.
        draws, seed: of the simulation behind class and rank stability.
        rank_interval: the share of draws that the printed rank range holds.
    """

    confidence: float = Field(gt=0, lt=1)
    false_discovery_rate: float = Field(gt=0, lt=1)
    standardised_from: int = Field(ge=1)
    draws: int = Field(ge=1000)
    seed: int
    rank_interval: float = Field(gt=0, lt=1)


@cache
def standard_method() -> Method:
    """The method that ships with Kreisblick (``method.yaml`` in this room)."""
    return read_definition(Path(__file__).with_name("method.yaml"), Method)


def _nobody_beside() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("level", "area", "neighbour"), pl.String))


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is to be computed, for which areas and dates.

    Attributes:
        definitions, cubes: by key.
        areas: ``generation, area, name, level, parent`` of one generation, every level.
        coverage: ``cube, reference_date, municipality``: one row per municipality that a source
            served at a date. A cube without any row at a date was not delivered then.
        dates: the report's reference dates.
        method: confidence, false discovery rate, draws.
        compared: whose counts may not stand beside the others, and by which factor some are
            multiplied (``concepts.COMPARED``).
        neighbours: ``level, area, neighbour``, each pair both ways, for ``smoothed_near``.
        populations: standard populations by key.
    """

    definitions: Mapping[str, IndicatorDefinition]
    cubes: Mapping[str, CubeDefinition]
    areas: pl.DataFrame = field(repr=False)
    coverage: pl.DataFrame = field(repr=False)
    dates: Sequence[date]
    method: Method = field(default_factory=standard_method)
    compared: pl.DataFrame = field(default_factory=nothing_differs, repr=False)
    neighbours: pl.DataFrame = field(default_factory=_nobody_beside, repr=False)
    populations: Mapping[str, StandardPopulation] = field(default_factory=shipped_populations)


# The worst state of two parts is the state of what is made of them; estimated is better than none.
STATE_ORDER = (
    Observation.COUNTED,
    Observation.ESTIMATED,
    Observation.WITHHELD_BY_SOURCE,
    Observation.CANNOT_EXIST,
    Observation.NOT_DELIVERED,
    Observation.NOT_COVERED,
    Observation.NOT_COMPARABLE,
)
