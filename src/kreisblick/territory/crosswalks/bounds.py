"""Bounds of converted counts: between which numbers does the truth probably lie?

A divided source's count is taken for Dirichlet-multinomial (Mosimann 1962): its expected shares are
those of the crosswalk, its variance is c s (1 - s) (c + k) / (1 + k) with count c, share s and
concentration k. Variances of the sources add up in a target; the interval is that of a beta
distribution with this mean and variance between what is certain. An undivided source is certain.
"""

from functools import cache
from typing import Annotated

import numpy as np
from pydantic import Field
from scipy.special import betaincinv

from kreisblick.base.definitions import Definition, read_definition, shipped

__all__ = ["Certainty", "Concentration", "Learning", "likely", "shipped_certainty"]

Positive = Annotated[float, Field(gt=0)]


class Concentration(Definition):
    """How closely people follow the shares.

    Attributes:
        area: where shares come from intersection areas.
        density: where areas are weighted with a density.
        cells: where cells with people are shared out by area.
        address: per address, where shares come from addresses.
    """

    area: Positive
    density: Positive
    cells: Positive
    address: Positive


class Learning(Definition):
    """How people per address are learned (see ``density``).

    Attributes:
        penalty: of the ridge regression on traits with mean 0 and deviation 1.
        trust: what differs between areas counts so much between their parts.
        fewest_people, fewest_addresses: areas with fewer are not learned from.
    """

    penalty: Positive
    trust: Annotated[float, Field(ge=0, le=1)]
    fewest_people: Positive
    fewest_addresses: Positive


class Certainty(Definition):
    """How sure converted counts are (``catalogue/crosswalks.yaml``).

    Attributes:
        confidence: how often the truth lies between the bounds.
        concentration: by basis of the shares.
        learning: how people per address are learned.
    """

    confidence: Annotated[float, Field(gt=0, lt=1)]
    concentration: Concentration
    learning: Learning


@cache
def shipped_certainty() -> Certainty:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "crosswalks.yaml"), Certainty)


def likely(
    mean: np.ndarray, variance: np.ndarray, least: np.ndarray, most: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """The interval that holds the truth with some confidence.

    Args:
        mean: converted counts.
        variance: of the counts; 0 where they are certain.
        least: what each count is at least.
        most: what each count is at most.
        confidence: between 0 and 1.

    Returns:
        Lower and upper bounds, both within what is certain.
    """
    width = most - least
    sure = (variance <= 0) | (width <= 0)
    middle = np.clip((mean - least) / np.where(sure, 1.0, width), 1e-9, 1 - 1e-9)
    spread = np.minimum(variance / np.where(sure, 1.0, width) ** 2, 0.95 * middle * (1 - middle))
    size = middle * (1 - middle) / np.where(sure, 1.0, spread) - 1
    tail = (1 - confidence) / 2
    ends = (betaincinv(middle * size, (1 - middle) * size, p) for p in (tail, 1 - tail))
    low, high = (np.where(sure, mean, least + width * end) for end in ends)
    return np.minimum(low, mean), np.maximum(high, mean)
