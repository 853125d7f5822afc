"""Draw: how sure a class and a rank are, given how few people stand behind a share.

Each share is drawn again from the binomial distribution of its own numerator and denominator,
1,000 times or more, and everything is scored again. The draws of two dates are independent,
though most people are the same; classes of dynamics therefore look less sure than they are.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.indicators.model import Method
from kreisblick.statistics.indices.model import IndexPart
from kreisblick.statistics.indices.score import rank, score

__all__ = ["Stability", "draw_shares", "stability"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How often an area keeps its class, and between which ranks it mostly lies.

    Attributes:
        class_probability: share of draws, 0 to 1, with the class that is published.
        rank_low, rank_high: the ranks that hold the method's share of the draws.
    """

    class_probability: Floats
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]


def draw_shares(numerator: Floats, denominator: Floats, *, draws: int, seed: int) -> Floats:
    """``draws × areas × indicators`` of fractions, binomial around the observed ones."""
    random = np.random.default_rng(seed)
    people = denominator.round().astype(np.int64)
    chance = np.clip(numerator / denominator, 0.0, 1.0)
    return random.binomial(people, chance, size=(draws, *people.shape)) / people


def stability(
    values: Floats, published: NDArray[np.int64], part: IndexPart, method: Method
) -> Stability:
    """Stability of published classes from drawn values (``draws × areas × indicators``)."""
    drawn = score(values, part)
    ranks = rank(drawn.index)
    tail = (1 - method.rank_interval) / 2
    low, high = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Stability(
        class_probability=(drawn.place == published).mean(axis=0),
        rank_low=low.astype(np.int64),
        rank_high=high.astype(np.int64),
    )
