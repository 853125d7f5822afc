"""Exposure: beside whom the events of each movement are counted.

Ages are those at the end of a year (as in the register by year of birth), so that whoever is a
at the end was a - 1 at its beginning.
"""

import numpy as np

from kreisblick.statistics.forecast.model import Floats

__all__ = ["LEAVING", "age_on", "exposure_of", "women"]

LEAVING = ("died", "moved_out", "moved_inside_out")
FIRST_YEAR = 0


def age_on(people: Floats) -> Floats:
    """Everybody a year older; the oldest stay together, age 0 is empty."""
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    return older


def women(before: Floats, after: Floats, sexes: int) -> Floats:
    """Women by age at the end of the year, mean of both ends; half of all where sex is not told.

    Args:
        before: [..., sex, age] at the beginning.
        after: the same at the end.
        sexes: 1 where sex is not told.
    """
    mean = (age_on(before) + after) / 2
    return mean[..., 0, :] if sexes > 1 else mean[..., 0, :] / 2


def exposure_of(movement: str, before: Floats, after: Floats, born: Floats) -> Floats:
    """[..., sex, age] people beside whom one year's events are counted.

    Those who die or leave are counted beside who was there, newborn children among them; births
    beside women; arrivals beside all residents of the area, whatever their age.

    Args:
        movement: one of ``FLOWS``.
        before: [..., area, sex, age] at the beginning of the year.
        after: the same at its end.
        born: [..., area, sex] children born in the year.
    """
    if movement in LEAVING:
        there = age_on(before)
        there[..., FIRST_YEAR] = born
        return there
    if movement == "born":
        mothers = women(before, after, before.shape[-2])[..., None, :]
        return np.broadcast_to(mothers, before.shape).copy()
    everybody = before.sum((-1, -2), keepdims=True)
    return np.broadcast_to(everybody, before.shape).copy()
