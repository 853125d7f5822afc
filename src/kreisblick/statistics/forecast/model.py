"""Forecasts: what is assumed and why, and the arrays that are projected."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped

__all__ = [
    "FLOWS",
    "Assumption",
    "Floats",
    "Flows",
    "ForecastDefinition",
    "Integers",
    "Need",
    "Rounding",
    "Stocks",
    "Variant",
    "standard_definition",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FLOWS = ("born", "died", "moved_in", "moved_out", "moved_inside_in", "moved_inside_out")
"""The movements of a population, by the codes of the cube ``population_flows``."""


class Assumption(Definition):
    """A number somebody decided, and why."""

    value: float
    reason: Text


class Factors(Definition):
    """What movements are multiplied with; 1 leaves them as they were.

    Attributes:
        born, died, moved_in, moved_out: factors.
        died_yearly: the yearly factor on the risk of dying (0.99 lets it fall by one percent).
    """

    born: float = Field(default=1.0, ge=0)
    died: float = Field(default=1.0, ge=0)
    died_yearly: float = Field(default=1.0, gt=0.9, le=1.1)
    moved_in: float = Field(default=1.0, ge=0)
    moved_out: float = Field(default=1.0, ge=0)


class Variant(Definition):
    """One way the future may go.

    Attributes:
        title: what readers see.
        reason: why it is worth a look.
        factors: how it differs from what was.
        children_per_woman: the total fertility rate; as it was when absent.
    """

    title: Translated
    reason: Text
    factors: Factors = Factors()
    children_per_woman: float | None = Field(default=None, gt=0)


class Rounding(Definition):
    """Numbers below ``below`` are told in steps of ``to``; the last step has no limit."""

    below: float | None = None
    to: int = Field(gt=0)


class Need(Definition):
    """A need that follows from the population.

    Attributes:
        title: what is needed, and by whom.
        unit: of the result, e.g. places.
        quotas: age group → people in need of 100 people of that age.
        reason: where the quotas come from.
        school_entry: age by the cut-off day ``school_cut_off``, which takes the place of quotas.
    """

    title: Translated
    unit: Translated
    quotas: Mapping[str, float] = {}
    reason: Text
    school_entry: int | None = None


class ForecastDefinition(Definition):
    """All that is decided about a forecast.

    Attributes:
        horizon: years to project.
        base_years: as many years back, at most, tell the rates.
        oldest: the last single year of age; older people are counted there.
        age_groups: what is reported, beside the total.
        phases: ages of life in which an area may differ from its type.
        dwelling_ages: how 100 people who move into new buildings are spread over age groups.
        ratio_groups: age groups of the cohort change ratios.
        ratio_caps: the lowest and highest cohort change ratio of a year that is believed.
        childbearing: ages of the women beside whom children are counted.
        mean_age_of_mothers, spread_age_of_mothers: where births do not tell the mother's age.
        girls: share of births.
        persistence: how much of a good or bad year is left a year later (0 to 1).
        one_interval_chance: share of the differences between areas that is chance, where only one
            interval is known.
        whole_area_change: yearly spread of cohort change ratios of the whole area, where fewer
            than three intervals are known.
        school_cut_off: month and day, ``06-30``.
        origins: how many backtests, at least two.
    """

    title: Translated
    reading: Translated
    horizon: int = Field(ge=1, le=40)
    base_years: int = Field(ge=1)
    oldest: int = Field(ge=80, le=110)
    age_groups: tuple[Text, ...]
    phases: tuple[Text, ...]
    ratio_groups: tuple[Text, ...]
    ratio_caps: tuple[float, float]
    ratio_caps_reason: Text
    childbearing: Text
    mean_age_of_mothers: Assumption
    spread_age_of_mothers: Assumption
    girls: Assumption
    persistence: Assumption
    one_interval_chance: Assumption
    whole_area_change: Assumption
    persons_per_dwelling: Assumption
    dwellings_from_inside: Assumption
    dwelling_ages: Mapping[str, float]
    draws: Assumption
    seed: int
    origins: int = Field(ge=2)
    backtest_years: int = Field(ge=1)
    school_cut_off: Text
    rounding: tuple[Rounding, ...]
    rounding_reason: Text
    variants: Mapping[str, Variant]
    needs: Mapping[str, Need]

    @model_validator(mode="after")
    def _has_base(self) -> Self:
        if "base" not in self.variants:
            raise ValueError("one variant is called base")
        return self


def standard_definition() -> ForecastDefinition:
    """The shipped definition ``standard``."""
    return read_definition(shipped("catalogue", "forecast", "standard.yaml"), ForecastDefinition)


@dataclass(frozen=True, kw_only=True)
class Stocks:
    """Who lived where at several dates.

    Attributes:
        areas: keys.
        dates: in order.
        sexes: ``female`` first; or ``("all",)`` where sex is not told.
        counts: [date, area, sex, single year of age].
        groups: the age groups as delivered, first and last age.
    """

    areas: tuple[str, ...]
    dates: tuple[date, ...]
    sexes: tuple[str, ...]
    counts: Floats = field(repr=False)
    groups: tuple[tuple[int, int], ...] = field(repr=False, default=())

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the dates."""
        return tuple(day.year for day in self.dates)

    @property
    def split(self) -> bool:
        """Whether single years were estimated from age groups."""
        return any(high > low for low, high in self.groups[:-1])

    def until(self, position: int) -> "Stocks":
        """Only the dates up to this position, inclusive."""
        return Stocks(
            areas=self.areas,
            dates=self.dates[: position + 1],
            sexes=self.sexes,
            counts=self.counts[: position + 1],
            groups=self.groups,
        )


@dataclass(frozen=True, kw_only=True)
class Flows:
    """What happened in the years between the dates of ``Stocks``.

    Attributes:
        counts: movement → [interval, area, sex, age], age at the end of the interval; in ``born``
            the sex is the child's and the age the mother's.
        mothers: whether the ages of mothers are told; otherwise all births stand at age 0.
    """

    counts: Mapping[str, Floats] = field(repr=False)
    mothers: bool

    def until(self, intervals: int) -> "Flows":
        """Only the first intervals."""
        return Flows(
            counts={name: events[:intervals] for name, events in self.counts.items()},
            mothers=self.mothers,
        )
