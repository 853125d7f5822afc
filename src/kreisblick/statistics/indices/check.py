"""Check an index: what each indicator does in it, how they hang together, what others say.

Every function takes arrays of one date (``areas × indicators``, high is a burden).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from kreisblick.statistics.indices.choices import Normalisation
from kreisblick.statistics.indices.normalise import rank
from kreisblick.statistics.indices.part import IndexPart
from kreisblick.statistics.indices.score import Scores, score

__all__ = [
    "Comparison",
    "LeftOut",
    "compare_index",
    "cronbach",
    "effective_weights",
    "leave_one_out",
]

Floats = NDArray[np.float64]


def effective_weights(scores: Scores) -> Floats:
    """What share of the index's variation goes with each indicator, summing to 1.

    The squared correlation of every indicator with the index, divided by their sum (Paruolo,
    Saisana, Saltelli 2013, for straight lines). Weights in a file say what was meant; these say
    what came of it.
    """
    away = scores.index - scores.index.mean()
    z = scores.z - scores.z.mean(axis=0)
    size = np.sqrt((z**2).sum(axis=0) * (away**2).sum())
    together = np.where(size > 0, (z * away[:, None]).sum(axis=0) / np.where(size > 0, size, 1), 0)
    total = (together**2).sum()
    return np.asarray(together**2 / total if total > 0 else together, dtype=np.float64)


def cronbach(scores: Scores) -> float:
    """Cronbach's alpha of the normalised indicators: how far they tell the same story.

    NaN for one indicator or where nothing varies.
    """
    z = scores.z
    count = z.shape[1]
    whole = z.sum(axis=1).var(ddof=1)
    if count < 2 or whole == 0:
        return float("nan")
    return float(count / (count - 1) * (1 - z.var(axis=0, ddof=1).sum() / whole))


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """The index without one indicator.

    Attributes:
        shift: mean absolute change of rank.
        same_class: share of areas that keep their class.
    """

    shift: float
    same_class: float


def leave_one_out(values: Floats, part: IndexPart, scores: Scores) -> list[LeftOut]:
    """The index made again without each indicator; empty where only two are there.

    A dimension that loses its last indicator is left out with it.
    """
    if len(part.indicators) < 3:
        return []
    published = rank(scores.index)
    found = []
    for out in range(len(part.indicators)):
        kept = [i for i in range(len(part.indicators)) if i != out]
        less = score(values[:, kept], _without(part, kept))
        shift = np.abs(rank(less.index) - published).mean()
        same = (less.place == scores.place).mean()
        found.append(LeftOut(shift=float(shift), same_class=float(same)))
    return found


def _without(part: IndexPart, kept: list[int]) -> IndexPart:
    indicators = tuple(
        part.indicators[i].model_copy(
            update={"normalise": _on_its_own(part.normaliser(part.indicators[i]))}
        )
        for i in kept
    )
    used = {one.dimension for one in indicators}
    above = {one.key: one.part_of for one in part.dimensions}
    for key in [k for k in used if k is not None]:
        place = above[key]
        while place is not None:
            used.add(place)
            place = above[place]
    dimensions = tuple(one for one in part.dimensions if one.key in used)
    return part.model_copy(update={"indicators": indicators, "dimensions": dimensions})


def _on_its_own(one: Normalisation) -> Normalisation:
    return one.model_copy(update={"fit": "each_date"})


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two indices of the same areas.

    Attributes:
        spearman: correlation of ranks; NaN where one does not vary.
        crosstab: number of areas by class of the first (rows) and of the second (columns).
    """

    spearman: float
    crosstab: NDArray[np.int64]


def compare_index(first: Scores, second: Scores, classes: tuple[int, int]) -> Comparison:
    """Two indices beside each other, areas in the same order."""
    table = np.zeros(classes, dtype=np.int64)
    np.add.at(table, (first.place, second.place), 1)
    constant = np.ptp(first.index) == 0 or np.ptp(second.index) == 0
    together = float("nan") if constant else float(spearmanr(first.index, second.index).statistic)
    return Comparison(spearman=together, crosstab=table)
