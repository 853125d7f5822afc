"""Adjust: a population to the district's targets and to the bounds of areas."""

import numpy as np

from kreisblick.statistics.forecast.model import Floats
from kreisblick.statistics.forecast.settings import Settings

__all__ = ["adjust"]

ROUNDS = 25
CLOSE = 1e-9


def adjust(people: Floats, settings: Settings, year: int) -> Floats:
    """The population with the district's targets met and areas within their bounds.

    Targets by age group and bounds of areas are met by turns (iterative proportional fitting,
    Deming and Stephan 1940), the targets last; without bounds one proportional step is exact.

    Args:
        people: [..., area, sex, age], special groups among them.
        settings: targets and bounds.
        year: position of the year among the targets.

    Returns:
        The same shape. Where bounds and targets contradict each other, the targets are met.
    """
    bounded = settings.lower is not None or settings.upper is not None
    for _turn in range(ROUNDS):
        before = people
        if bounded:
            people = _within_bounds(people, settings)
        people = _to_target(people, settings, year)
        if not bounded or np.abs(people - before).max() <= CLOSE * max(people.max(), 1.0):
            break
    return people


def _to_target(people: Floats, settings: Settings, year: int) -> Floats:
    if settings.targets is None or year >= len(settings.targets):
        return people
    factors = np.ones(people.shape[:-3] + people.shape[-1:])
    district = people.sum((-2, -3))
    for (low, high), target in zip(settings.target_groups, settings.targets[year], strict=True):
        if not np.isnan(target):
            there = district[..., low : high + 1].sum(-1, keepdims=True)
            factors[..., low : high + 1] = target / np.maximum(there, 1e-12)
    adjusted: Floats = people * factors[..., None, None, :]
    return adjusted


def _within_bounds(people: Floats, settings: Settings) -> Floats:
    """Areas moved into their bounds; what that changes goes to the others: the sum stays."""
    total = people.sum((-1, -2))
    lowest = np.zeros(total.shape[-1]) if settings.lower is None else settings.lower
    highest = np.full(total.shape[-1], np.inf) if settings.upper is None else settings.upper
    wanted = np.clip(total, lowest, highest)
    free = (total > lowest) & (total < highest)
    surplus = (total - wanted).sum(-1, keepdims=True)
    room = np.where(free, total, 0.0)
    wanted = wanted + surplus * room / np.maximum(room.sum(-1, keepdims=True), 1e-12)
    scaled: Floats = people * (wanted / np.maximum(total, 1e-12))[..., None, None]
    return scaled
