"""Ratios: how many of a cohort are there a year later, where nobody tells births, deaths and moves.

Hamilton and Perry 1962: how many times the people of a cohort are there a year later carries all
that happened to them. Children come from the child-woman ratio. Intervals of several years are
brought to one year by their root, so that any dates will do. Here the ratios of an area are
drawn towards those of all areas (``levels``) and capped; ``plain`` takes them as they are, for
comparison.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kreisblick.statistics.forecast.ages import group_matrix, parse_age
from kreisblick.statistics.forecast.exposure import age_on
from kreisblick.statistics.forecast.levels import Levels, estimate_levels
from kreisblick.statistics.forecast.model import Floats, ForecastDefinition, Integers, Stocks

__all__ = ["Ratios", "change_ratios", "mothers_of"]

FEW = 1e-9


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """Cohort change ratios, a year each.

    Attributes:
        all_areas: [sex, row] of all areas together; the first row is children per woman.
        plain: [area, sex, row] of each area, as they were.
        levels: how the areas differ, sexes together, over ``length`` years.
        row: the row of each single age.
        length: years of an interval.
    """

    all_areas: Floats = field(repr=False)
    plain: Floats = field(repr=False)
    levels: Levels = field(repr=False)
    row: Integers = field(repr=False)
    length: float

    @property
    def root(self) -> Floats:
        """[row, 1] the power that brings an interval to one year; births are yearly already."""
        rows = self.all_areas.shape[1]
        return 1 / np.array([1.0, *[self.length] * (rows - 1)])[:, None]


def change_ratios(stocks: Stocks, definition: ForecastDefinition) -> Ratios:
    """Ratios of the intervals within the last ``base_years`` years.

    Age groups are those of the definition, or those delivered where these are coarser.
    """
    years = stocks.years
    first = next(at for at, year in enumerate(years) if year >= years[-1] - definition.base_years)
    first = min(first, len(years) - 2)
    pairs = list(zip(range(first, len(years)), range(first + 1, len(years)), strict=False))
    groups = _groups(stocks, definition)
    then, now = zip(*(_interval(stocks, a, b, groups, definition) for a, b in pairs), strict=True)
    beside, seen = np.array(then), np.array(now)  # [interval, area, sex, row]
    length = (years[-1] - years[first]) / len(pairs)
    together = seen.sum((0, 1)) / np.maximum(beside.sum((0, 1)), FEW)
    expected = (beside * together).sum(2).transpose(2, 0, 1)
    levels = estimate_levels(seen.sum(2).transpose(2, 0, 1), expected, definition, chance=0.0)
    raw = seen.sum(0) / np.maximum(beside.sum(0), FEW)
    lengths = np.array([1.0, *[length] * len(groups)])  # births are given by the year already
    matrix = group_matrix(groups, definition.oldest + 1)
    row = matrix.argmax(0) + 1
    row[0] = 0
    return Ratios(
        all_areas=together ** (1 / lengths),
        plain=np.where(beside.sum(0) > 0, raw, together) ** (1 / lengths),
        levels=levels,
        row=row,
        length=length,
    )


def _groups(stocks: Stocks, definition: ForecastDefinition) -> list[tuple[int, int]]:
    codes = (parse_age(code, definition.oldest) for code in definition.ratio_groups)
    wanted = [pair for pair in codes if pair is not None]
    return list(stocks.groups) if stocks.split and len(stocks.groups) < len(wanted) else wanted


def _interval(
    stocks: Stocks,
    a: int,
    b: int,
    groups: Sequence[tuple[int, int]],
    definition: ForecastDefinition,
) -> tuple[Floats, Floats]:
    """[area, sex, row] beside whom, and who was there at the end; row 0: women, new children."""
    length = stocks.years[b] - stocks.years[a]
    before, after = stocks.counts[a], stocks.counts[b]
    older = before
    for _year in range(length):
        older = age_on(older)
    matrix = group_matrix(groups, definition.oldest + 1).copy()
    matrix[:, :length] = 0.0  # not yet born at the beginning
    low, high = parse_age(definition.childbearing, definition.oldest) or (0, 0)
    mothers = mothers_of(before, after, low, high) * length
    then = np.broadcast_to(mothers[:, None, None], (*before.shape[:2], 1))
    now = after[..., :length].sum(-1, keepdims=True)
    return (
        np.concatenate([then, older @ matrix.T], axis=-1),
        np.concatenate([now, after @ matrix.T], axis=-1),
    )


def mothers_of(before: Floats, after: Floats, low: int, high: int) -> Floats:
    """[..., area] women of childbearing age, mean of both ends; half of all without sex."""
    mean: Floats = (before + after)[..., low : high + 1].sum(-1) / 2
    women: Floats = mean[..., 0] if mean.shape[-1] > 1 else mean[..., 0] / 2
    return women
