"""Divide: areas into types, by k-means or by Ward's method, with any number of types."""

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import ClusterError, kmeans2
from sklearn.metrics import adjusted_rand_score

__all__ = ["agreement", "by_size", "centres_of", "divisions", "nearest_centre", "scatter"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ROUNDS = 60  # five steps each
_TREE = 2000  # areas up to which Ward's tree costs less than a start of k-means


def divisions(x: Floats, method: str, numbers: list[int], *, starts: int, seed: int) -> list[Ints]:
    """One division for each number of types: the type of each area, the largest type is 0.

    ``kmeans``: the best of several starts by the sum of squares. ``ward``: cuts of one tree that
    joins the two groups whose union adds least to the sum of squares (Ward 1963).
    """
    if method == "ward":
        tree = linkage(x, "ward")
        return [by_size(x, fcluster(tree, k, "maxclust").astype(np.int64) - 1) for k in numbers]
    random = np.random.default_rng(seed)
    return [by_size(x, _best(x, k, starts, random)) for k in numbers]


def _best(x: Floats, number: int, starts: int, random: np.random.Generator) -> Ints:
    """K-means from several starts (k-means++): the division with the least sum of squares.

    Ward's division is one more start: it is good already, and never leaves a type empty.
    """
    best: Ints | None = None
    if len(x) <= _TREE:
        cut = fcluster(linkage(x, "ward"), number, "maxclust").astype(np.int64) - 1
        best = _settled(x, centres_of(x, cut))
    for _start in range(starts):
        try:
            centres, _label = kmeans2(x, number, iter=2, minit="++", missing="raise", rng=random)
            label = _settled(x, centres)
        except ClusterError:  # a type without areas
            continue
        if best is None or scatter(x, label) < scatter(x, best) * (1 - 1e-12):
            best = label
    return nearest_centre(x, x[:number]) if best is None else best


def _settled(x: Floats, centres: Floats) -> Ints:
    """The division when no area changes its type any more."""
    before: Ints | None = None
    for _round in range(_ROUNDS):
        centres, label = kmeans2(x, centres, iter=5, minit="matrix", missing="raise")
        if before is not None and (label == before).all():
            break
        before = label.astype(np.int64)
    return label.astype(np.int64)


def by_size(x: Floats, label: Ints) -> Ints:
    """The same types with the largest first; of equal ones the one with the lower first value."""
    kinds, size = np.unique(label, return_counts=True)
    first = [tuple(np.round(x[label == kind].mean(axis=0), 9)) for kind in kinds]
    order = sorted(range(len(kinds)), key=lambda i: (-size[i], first[i]))
    new = np.empty(int(kinds.max()) + 1, dtype=np.int64)
    new[kinds[order]] = np.arange(len(kinds))
    return new[label]


def centres_of(x: Floats, label: Ints) -> Floats:
    """The mean of each type."""
    return np.array([x[label == kind].mean(axis=0) for kind in range(int(label.max()) + 1)])


def nearest_centre(x: Floats, centres: Floats) -> Ints:
    """For each area the type whose mean is nearest."""
    squared: Floats = ((x[:, None, :] - centres) ** 2).sum(axis=2)
    nearest: Ints = squared.argmin(axis=1)
    return nearest


def scatter(x: Floats, label: Ints) -> float:
    """Sum of squared distances of all areas to the mean of their type."""
    return float(((x - centres_of(x, label)[label]) ** 2).sum())


def agreement(x: Floats, label: Ints, method: str, *, draws: int, seed: int) -> float:
    """Mean adjusted Rand index between a division and those of samples of the areas.

    Each bootstrap sample is divided anew into as many types; every area then goes to the type
    of the sample whose mean is nearest. 1 is the same division each time, 0 no more agreement
    than by chance (index: Hubert and Arabie 1985; samples: Hennig 2007).
    """
    number = int(label.max()) + 1
    random = np.random.default_rng(seed)
    found = []
    for _draw in range(draws):
        sample = x[random.integers(len(x), size=len(x))]
        if len(np.unique(sample, axis=0)) < number:
            continue
        new = divisions(sample, method, [number], starts=2, seed=seed)[0]
        found.append(adjusted_rand_score(label, nearest_centre(x, centres_of(sample, new))))
    return float(np.mean(found)) if found else float("nan")
