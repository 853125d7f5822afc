"""Fit: how well every area sits in its type (Rousseeuw 1987).

s = (b − a) / max(a, b), a the mean distance to the other areas of the own type, b the least mean
distance to the areas of another type; 0 for an area that is alone in its type.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kreisblick.statistics.typology.nearest import squared_distances

__all__ = ["silhouettes"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def silhouettes(x: Floats, labels: Sequence[Ints]) -> list[Floats]:
    """Silhouettes of several divisions of the same areas, in one pass over all distances.

    Args:
        x: areas × variables without gaps, weighted already.
        labels: per division the type of each area, 0, 1, …

    Returns:
        Per division one value between −1 and 1 for each area.
    """
    members = [np.eye(int(one.max()) + 1)[one] for one in labels]
    columns = np.cumsum([0, *(one.shape[1] for one in members)])
    together = np.hstack(members)
    sums = np.zeros((len(x), together.shape[1]))
    for rows, squared in squared_distances(x, np.ones(x.shape[1]), 1.0):
        distance = np.sqrt(np.where(np.isinf(squared), 0.0, squared))
        sums[rows] = distance @ together
    return [
        _fit(sums[:, start:end], one, member.sum(axis=0))
        for one, member, start, end in zip(labels, members, columns, columns[1:], strict=False)
    ]


def _fit(sums: Floats, label: Ints, size: Floats) -> Floats:
    rows = np.arange(len(label))
    own = size[label]
    within = sums[rows, label] / np.maximum(own - 1, 1)
    means = sums / size
    means[rows, label] = np.inf
    between = means.min(axis=1)
    larger = np.maximum(within, between)
    found = np.divide(between - within, larger, out=np.zeros(len(label)), where=larger > 0)
    return np.where(own > 1, found, 0.0)
