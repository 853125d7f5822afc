"""Findings: of which kinds they are, by which rules they are made, what is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from functools import cache
from typing import Literal

import polars as pl
from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.statistics.indicators import IndicatorDefinition
from kreisblick.territory.areas.model import AreaLevel

__all__ = [
    "ANSWER_COLUMNS",
    "FINDING_COLUMNS",
    "Cluster",
    "FindingKind",
    "FindingsRequest",
    "FindingsRules",
    "Pattern",
    "State",
    "Watched",
    "shipped_rules",
]

FINDING_COLUMNS = {
    "finding": pl.String, "kind": pl.String, "pattern": pl.String, "reference_date": pl.Date,
    "generation": pl.String, "level": pl.String, "area": pl.String, "fields": pl.String,
    "indicators": pl.String, "strength": pl.Float64, "reason": pl.String, "state": pl.String,
    "answer": pl.String, "office": pl.String, "answered_on": pl.Date,
}  # fmt: skip
ANSWER_COLUMNS = {
    "finding": pl.String, "state": pl.String, "answer": pl.String, "office": pl.String,
    "answered_on": pl.Date,
}  # fmt: skip


class FindingKind(StrEnum):
    """What a finding points at."""

    NEED = auto()  # burdens of several fields come together
    INSIDE_TOWN = auto()  # inconspicuous in the district, burdened inside its own municipality
    CLUSTER = auto()  # area and neighbours together, or against each other
    EARLY_WARNING = auto()  # a trend turns towards a burden, or quickens
    STRENGTH = auto()  # clearly better than the district


class Pattern(StrEnum):
    """How a cluster or a trend looks; ``high`` is a heavy burden, not a high value."""

    HIGH_HIGH = auto()
    LOW_LOW = auto()
    HIGH_LOW = auto()  # the area is burdened, its neighbours are not
    LOW_HIGH = auto()
    TURNED = auto()  # after it had eased
    BEGUN = auto()  # after no sure change
    QUICKENED = auto()  # faster than before
    TWO_DATES = auto()  # only one change is known; whether a trend turns cannot be said


class State(StrEnum):
    """Whether the municipality has read a finding."""

    PROPOSED = auto()
    READ = auto()
    NO_PROBLEM = auto()


class Cluster(Definition):
    """How local clusters are searched.

    Attributes:
        permutations: conditional permutations for every area.
        refined: for those that hardly any permutation surpassed.
        seed: of the draws.
        minimum_areas: with fewer there is no search.
        low_power_below: with fewer areas a reader is told that little can be found.
    """

    permutations: int = Field(ge=99)
    refined: int = Field(ge=99)
    seed: int
    minimum_areas: int = Field(ge=5)
    low_power_below: int


class Watched(Definition):
    """An indicator without good or bad, whose change is worth a warning; and why."""

    direction: Literal["rising", "falling"]
    reason: Translated


class FindingsRules(Definition):
    """The content of ``catalogue/findings.yaml``, where every number has its reason.

    Attributes:
        levels: of the areas that are looked at.
        ratio: how much more burden than in the district matters (1.25: a quarter more).
        false_discovery_rate: over all findings of one kind, level and date.
        trend: whether a burden must only not ease, or grow.
        trend_years: over how many years.
        need_fields, strength_fields: how many different fields must come together.
        same_order, same_order_areas: from which rank correlation, over how many areas, two
            indicators count as copies of one.
        index_sure: from which probability of its class on an index is named with a need.
        cluster: the search for clusters.
        watched: indicators without good or bad, by key.
    """

    levels: tuple[AreaLevel, ...] = Field(min_length=1)
    ratio: float = Field(gt=1)
    false_discovery_rate: float = Field(gt=0, lt=1)
    trend: Literal["not_easing", "growing"]
    trend_years: int = Field(ge=1)
    need_fields: int = Field(ge=1)
    strength_fields: int = Field(ge=1)
    same_order: float = Field(gt=0, le=1)
    same_order_areas: int = Field(ge=4)
    index_sure: float = Field(gt=0, le=1)
    cluster: Cluster
    watched: dict[Text, Watched] = Field(default_factory=dict)


@cache
def shipped_rules() -> FindingsRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "findings.yaml"), FindingsRules)


def _no_answers() -> pl.DataFrame:
    return pl.DataFrame(schema=ANSWER_COLUMNS)


@dataclass(frozen=True, kw_only=True)
class FindingsRequest:
    """What is looked for, where and when.

    Attributes:
        definitions: of the indicators, by key.
        areas: ``generation, area, name, level, parent``.
        neighbours: ``level, area, neighbour``.
        dates: the reference dates that are looked at; earlier ones serve as comparison.
        rules: the conventions.
        answers: what municipalities said (``ANSWER_COLUMNS``).
        index_titles: titles of the indices by key.
    """

    definitions: Mapping[str, IndicatorDefinition]
    areas: pl.DataFrame = field(repr=False)
    neighbours: pl.DataFrame = field(repr=False)
    dates: Sequence[date]
    rules: FindingsRules = field(default_factory=shipped_rules)
    answers: pl.DataFrame = field(default_factory=_no_answers, repr=False)
    index_titles: Mapping[str, str] = field(default_factory=dict)
