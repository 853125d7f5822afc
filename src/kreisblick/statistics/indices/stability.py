"""Judge stability: how sure a class is, and between which ranks an area mostly lies.

Two different doubts are told apart. *Chance*: how few people stand behind a figure; the
probability of the class answers it, by draws from what the counts allow, under the index as it
stands. *Choice*: that weights, normalisation and the way of putting together could be others;
the range of ranks holds both, 1,000 draws or more of everything at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.indicators.model import Method
from kreisblick.statistics.indices.classify import classify, classify_by_size
from kreisblick.statistics.indices.draw import Counts, draw_values
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import Fitted, score
from kreisblick.statistics.indices.vary import (
    Variation,
    Variety,
    standard_variation,
    vary_part,
    vary_weights,
)

__all__ = ["Stability", "stability", "varied"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Stability:
    """How often an area keeps its class, and between which ranks it mostly lies.

    Attributes:
        class_probability: 0 to 1, that the class is the published one, given the counts; None
            where counts are not known.
        beyond_guessing: how far those classes agree with the published ones, from 0 (as far as
            guesses that know how many areas each class has) to 1; None as above.
        class_share: 0 to 1, share of draws of everything with the published class.
        rank_low, rank_high: the ranks that hold the method's share of those draws.
    """

    class_probability: Floats | None
    beyond_guessing: float | None
    class_share: Floats
    rank_low: NDArray[np.int64]
    rank_high: NDArray[np.int64]


def varied(
    values: Floats,
    counts: Counts,
    part: IndexPart,
    fitted: Fitted,
    method: Method,
    variation: Variation | None = None,
) -> Variety:
    """Draws of counts and weights, and the part under every choice."""
    variation = variation or standard_variation()
    weights = vary_weights(
        fitted, people=variation.weights_people, draws=method.draws, seed=method.seed + 1
    )
    return Variety(
        values=draw_values(values, counts, draws=method.draws, seed=method.seed),
        weights=weights,
        parts=vary_part(part, variation),
        fitted=fitted,
    )


def stability(
    variety: Variety, counts: Counts, published: Places, part: IndexPart, method: Method
) -> Stability:
    """Stability of published classes (``areas``) under the variety."""
    random = np.random.default_rng(method.seed + 2)
    runs = np.arange(method.draws)
    normal, together = zip(*variety.parts, strict=True)
    index = variety.index(
        runs,
        runs,
        random.integers(0, max(normal) + 1, runs.size),
        random.integers(0, max(together) + 1, runs.size),
    )
    tail = (1 - method.rank_interval) / 2
    # where draws are equal nothing orders the areas: each may have any of the places they share
    first, last = rank(index), index.shape[-1] + 1 - rank(-index)
    low = np.quantile(first, tail, axis=0, method="inverted_cdf")
    high = np.quantile(last, 1 - tail, axis=0, method="inverted_cdf")
    drawn = score(variety.values, part, variety.fitted).place if counts.enough() else None
    return Stability(
        class_probability=None if drawn is None else (drawn == published).mean(axis=0),
        beyond_guessing=None if drawn is None else _kappa(drawn, published),
        class_share=(_places(index, published, part) == published).mean(axis=0),
        rank_low=low.astype(np.int64),
        rank_high=high.astype(np.int64),
    )


def _kappa(drawn: Places, published: Places) -> float:
    """Cohen's kappa of the draws and the published classes (Cohen 1960)."""
    sizes = np.arange(max(drawn.max(), published.max()) + 1)
    guessed = sum((drawn == one).mean() * (published == one).mean() for one in sizes)
    if guessed == 1:  # one class for everybody, always
        return 1.0
    return float(((drawn == published).mean() - guessed) / (1 - guessed))


def _places(index: Floats, published: Places, part: IndexPart) -> Places:
    """Classes by the part's cuts; by their sizes where another scale makes cuts meaningless."""
    ends = part.classes[0].ends
    if part.restandardise.by == "none" and ends is not None and ends[0] in {"below", "up_to"}:
        return classify_by_size(index, published, len(part.classes))
    return classify(index, part)
