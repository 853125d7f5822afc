"""Chance: how uneven a group would live if everybody had drawn an area from a hat."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.segregation.measures import dissimilarity

__all__ = ["ByChance", "by_chance", "interval"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class ByChance:
    """A dissimilarity beside what chance alone would give.

    Attributes:
        expected: mean D when the same number of people of the group are drawn from all people.
        corrected: (D − expected) / (1 − expected) (Winship 1977); below zero: more even than
            chance.
        p: share of draws at least as uneven, (k + 1)/(m + 1).
    """

    expected: float
    corrected: float
    p: float


def by_chance(group: Floats, people: Floats, *, draws: int, seed: int) -> ByChance:
    """D against draws without putting back (multivariate hypergeometric), the counts rounded."""
    random = np.random.default_rng(seed)
    sizes = np.maximum(people, group).round().astype(np.int64)
    members = int(group.round().sum())
    drawn = random.multivariate_hypergeometric(sizes, members, size=draws, method="marginals")
    chance = dissimilarity(drawn.astype(np.float64), sizes.astype(np.float64))
    observed = float(dissimilarity(group, people))
    expected = float(chance.mean())
    above = int((chance >= observed - 1e-12).sum())
    return ByChance(
        expected=expected,
        corrected=(observed - expected) / (1 - expected),
        p=(above + 1) / (draws + 1),
    )


def interval(
    group: Floats, people: Floats, *, confidence: float, draws: int, seed: int
) -> tuple[float, float]:
    """An interval for the D behind the counts, as chance made them.

    Each draw takes new counts from the observed shares (binomial). They are more uneven than the
    truth by about as much as the observed ones are, so their quantiles are mirrored at the
    observed D (basic bootstrap, Davison and Hinkley 1997).
    """
    random = np.random.default_rng(seed)
    n = people.round().astype(np.int64)
    share = np.divide(group, people, out=np.zeros(len(group)), where=people > 0).clip(0, 1)
    drawn = random.binomial(n, share, size=(draws, len(n))).astype(np.float64)
    found = dissimilarity(drawn, n.astype(np.float64))
    observed = float(dissimilarity(group, people))
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail])
    return max(2 * observed - float(high), 0.0), min(2 * observed - float(low), 1.0)
