"""Choose: how many types there are, and how sure the answer is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.typology.divide import agreement, divisions, scatter
from kreisblick.statistics.typology.model import TypesDefinition
from kreisblick.statistics.typology.silhouettes import silhouettes

__all__ = ["Trial", "chosen", "tried"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One number of types.

    Attributes:
        method: by which they were made.
        label: the type of each area.
        silhouette: of each area.
        gap, gap_error: the gap statistic and its standard error.
        stability: mean adjusted Rand index over bootstrap samples.
    """

    method: str
    label: Ints = field(repr=False)
    silhouette: Floats = field(repr=False)
    gap: float
    gap_error: float
    stability: float

    @property
    def number(self) -> int:
        """Of types."""
        return int(self.label.max()) + 1

    @property
    def fit(self) -> float:
        """Mean silhouette."""
        return float(self.silhouette.mean())

    @property
    def smallest(self) -> int:
        """Areas in the smallest type."""
        return int(np.bincount(self.label).min())


def tried(x: Floats, method: str, types: TypesDefinition) -> list[Trial]:
    """All numbers of types from least to most; fewer than areas, at least two."""
    numbers = [k for k in range(types.least, types.most + 1) if k < len(np.unique(x, axis=0))]
    if not numbers:
        return []
    labels = divisions(x, method, numbers, starts=types.starts, seed=types.seed)
    gaps = _gaps(x, labels, method, types)
    return [
        Trial(
            method=method,
            label=label,
            silhouette=fit,
            gap=gap,
            gap_error=error,
            stability=agreement(x, label, method, draws=types.draws, seed=types.seed),
        )
        for label, fit, (gap, error) in zip(labels, silhouettes(x, labels), gaps, strict=True)
    ]


def chosen(trials: list[Trial], types: TypesDefinition) -> Trial | None:
    """The number of types that the definition's rule takes; none where there is nothing to take.

    By silhouette: the highest mean. By gap: the smallest number k with gap(k) ≥ gap(k+1) −
    error(k+1) (Tibshirani, Walther and Hastie 2001), else the largest tried. Numbers that leave a
    type smaller than allowed are not taken, as long as there are others.
    """
    allowed = [one for one in trials if one.smallest >= types.smallest] or trials
    if not allowed:
        return None
    if isinstance(types.choose, int):
        return min(trials, key=lambda one: abs(one.number - int(types.choose)))
    if types.choose == "silhouette":
        return max(allowed, key=lambda one: (round(one.fit, 9), -one.number))
    after = {one.number - 1: one.gap - one.gap_error for one in trials}
    fits = [one for one in allowed if one.gap >= after.get(one.number, -np.inf)]
    return min(fits or allowed[-1:], key=lambda one: one.number)


def _gaps(
    x: Floats, labels: list[Ints], method: str, types: TypesDefinition
) -> list[tuple[float, float]]:
    """Gap statistic and error per division, against areas spread evenly along the main axes."""
    centred = x - x.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    random = np.random.default_rng(types.seed)
    numbers = [int(label.max()) + 1 for label in labels]
    logs = np.empty((types.references, len(numbers)))
    for draw in range(types.references):
        even = random.uniform(turned.min(axis=0), turned.max(axis=0), size=turned.shape)
        new = divisions(even, method, numbers, starts=1, seed=types.seed)
        logs[draw] = [_log(scatter(even, label)) for label in new]
    observed = np.array([_log(scatter(x, label)) for label in labels])
    error = logs.std(axis=0) * np.sqrt(1 + 1 / types.references)
    return list(zip((logs.mean(axis=0) - observed).tolist(), error.tolist(), strict=True))


def _log(value: float) -> float:
    return float(np.log(max(value, np.finfo(float).tiny)))
