"""Settings: what a district knows about its future beside its rates, and what is read off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.ages import group_matrix, parse_age
from kreisblick.statistics.forecast.model import Floats, ForecastDefinition, Need

__all__ = ["TOTAL", "Projection", "Reading", "Settings", "reading_of"]

TOTAL = "total"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What is known about the years to come.

    Attributes:
        building: [year, area] dwellings that are finished in each year.
        held: [area, sex, age] people of special groups (homes, halls of residence, shelters) who
            neither age nor move: they are taken out before and put back after.
        targets: [year, group or 1] people of the whole district, nan where there is no target.
        target_groups: first and last age of each group of the targets.
        lower, upper: [area] fewest and most residents.
    """

    building: Floats | None = field(repr=False, default=None)
    held: Floats | None = field(repr=False, default=None)
    targets: Floats | None = field(repr=False, default=None)
    target_groups: tuple[tuple[int, int], ...] = ()
    lower: Floats | None = field(repr=False, default=None)
    upper: Floats | None = field(repr=False, default=None)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is read off a population: groups of ages and needs.

    Attributes:
        names: ``total``, age groups, then keys of needs.
        weights: [name, age] people (or places) for each person of an age.
        needs: how many of the names are needs, at the end.
    """

    names: tuple[str, ...]
    weights: Floats = field(repr=False)
    needs: int

    def of(self, people: Floats) -> Floats:
        """[..., area, name] from [..., area, sex, age]."""
        read: Floats = people.sum(-2) @ self.weights.T
        return read


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A population projected.

    Attributes:
        years: the years' ends, without the origin.
        reading: what was read off.
        middle: [year, area, name] the expected course.
        draws: [draw, year, area, name] the same with chance; empty where none was asked for.
        moves: movement → [year, area] people in the expected course; ``adjusted`` is what
            targets and bounds added. Empty for the fallback.
        people: [year, area, sex, age] the expected course.
    """

    years: tuple[int, ...]
    reading: Reading
    middle: Floats = field(repr=False)
    draws: Floats = field(repr=False)
    moves: Mapping[str, Floats] = field(repr=False)
    people: Floats = field(repr=False)


def reading_of(definition: ForecastDefinition, groups: Sequence[str] | None = None) -> Reading:
    """Total, age groups and needs of a definition.

    Args:
        definition: whose.
        groups: other age groups, without needs (for a comparison with what really came).
    """
    codes = definition.age_groups if groups is None else groups
    pairs = [pair for code in codes if (pair := parse_age(code, definition.oldest))]
    weights = [np.ones((1, definition.oldest + 1)), group_matrix(pairs, definition.oldest + 1)]
    needs = definition.needs if groups is None else {}
    weights += [_need_weights(need, definition)[None] for need in needs.values()]
    return Reading(names=(TOTAL, *codes, *needs), weights=np.concatenate(weights), needs=len(needs))


def _need_weights(need: Need, definition: ForecastDefinition) -> Floats:
    """[age] people in need for each person.

    Who starts school in a year has the age by the cut-off day of that year; those born after the
    day are a year older at its end only if they were born the year before: the share of the year
    up to the day belongs to one year of birth, the rest to the one before.
    """
    weights = np.zeros(definition.oldest + 1)
    if need.school_entry is not None:
        month, day = (int(part) for part in definition.school_cut_off.split("-"))
        share = (sum(DAYS[: month - 1]) + day) / sum(DAYS)
        weights[need.school_entry] = share
        weights[need.school_entry + 1] = 1 - share
        return weights
    for code, percent in need.quotas.items():
        pair = parse_age(code, definition.oldest)
        if pair is not None:
            weights[pair[0] : pair[1] + 1] = percent / 100
    return weights
