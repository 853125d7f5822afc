"""Near: for every area the most similar ones, those of other municipalities first.

The distance of two areas is the weighted Euclidean distance of their z-values over the variables
that both show, as if the variables that are missing differed like the others: √(Σ w·(z − z')² ·
W / W'), W all weights, W' the weights of the variables both show. It is divided by that of the
farthest pair, so that the farthest = 1 (as in CIPFA's nearest neighbours).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Nearest", "nearest"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_ROWS = 256  # of the table of all pairs that are held at a time
_SAMPLE = 500  # areas whose pairs tell how far pairs are apart; all of them up to twice as many
_NOBODY = -1


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """The most similar areas, one row per area; −1 and NaN where there are no more.

    Attributes:
        area: their places.
        distance: farthest pair of all = 1.
        nearer: share of all pairs that are nearer to each other; of every pair up to a thousand
            areas, of the pairs of evenly picked areas beyond.
        compared: how many variables both show.
        elsewhere: whether it lies in another group.
    """

    area: Ints = field(repr=False)
    distance: Floats = field(repr=False)
    nearer: Floats = field(repr=False)
    compared: Ints = field(repr=False)
    elsewhere: NDArray[np.bool_] = field(repr=False)


def nearest(
    z: Floats, weights: Floats, group: Ints, *, others: int, own: int, minimum_share: float
) -> Nearest:
    """The nearest ``others`` areas of other groups, then the nearest ``own`` of the same one.

    Args:
        z: areas × variables, NaN where not shown.
        weights: of the variables.
        group: of the areas (their municipality).
        others: how many of other groups.
        own: how many of the same one.
        minimum_share: of all weights that both must show to be compared at all.
    """
    members = {int(one): np.flatnonzero(group == one) for one in np.unique(group)}
    place = np.full((len(z), others + own), _NOBODY)
    farthest, sample = 0.0, []
    step = max(1, len(z) // _SAMPLE)
    for rows, squared in squared_distances(z, weights, minimum_share):
        picked = squared[rows % step == 0]
        sample.append(picked[np.isfinite(picked)])
        farthest = max(farthest, float(squared.max(initial=0.0, where=np.isfinite(squared))))
        for row, distances in zip(rows, squared, strict=True):
            same = members[int(group[row])]
            inside = distances[same]
            distances[same] = np.inf
            near = _least(distances, others)
            place[row, : len(near)] = near
            near = same[_least(inside, own)]
            place[row, others : others + len(near)] = near
    return _told(z, weights, group, place, np.sqrt(farthest), np.concatenate([*sample, [0.0]])[:-1])


def squared_distances(
    z: Floats, weights: Floats, minimum_share: float
) -> Iterator[tuple[Ints, Floats]]:
    """Some rows of the table of all squared distances at a time.

    Infinite beside itself and where two areas cannot be compared.
    """
    shown = (~np.isnan(z)).astype(np.float64)
    x = np.nan_to_num(z) * np.sqrt(weights)
    own = x**2
    for start in range(0, len(z), _ROWS):
        rows = np.arange(start, min(start + _ROWS, len(z)))
        shared = (shown[rows] * weights) @ shown.T
        squared = own[rows] @ shown.T + shown[rows] @ own.T - 2 * x[rows] @ x.T
        with np.errstate(divide="ignore", invalid="ignore"):
            squared = np.maximum(squared, 0.0) * weights.sum() / shared
        squared[shared < minimum_share * weights.sum() * (1 - 1e-12)] = np.inf
        squared[shared <= 0] = np.inf
        squared[np.arange(len(rows)), rows] = np.inf
        yield rows, squared


def _least(squared: Floats, count: int) -> Ints:
    """The places of the least finite values, in order; of equal ones the first."""
    if 0 < count < len(squared):
        worst = np.partition(squared, count - 1)[count - 1]
        near = np.flatnonzero(squared <= worst)
    else:
        near = np.arange(len(squared))
    near = near[np.isfinite(squared[near])]
    return near[np.argsort(squared[near], kind="stable")][:count]


def _told(
    z: Floats, weights: Floats, group: Ints, place: Ints, farthest: float, sample: Floats
) -> Nearest:
    """Distances of the chosen pairs once more, straight from their differences."""
    nobody = place == _NOBODY
    apart = z[:, None, :] - z[place]
    shown = ~np.isnan(apart)
    shared = (shown * weights).sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = (np.nan_to_num(apart) ** 2 * weights).sum(axis=2) * weights.sum() / shared
    distance = np.where(nobody, np.nan, np.sqrt(squared))
    known = np.sort(np.sqrt(sample[np.isfinite(sample)]))
    below = np.searchsorted(known, distance * (1 - 1e-9), side="left") / max(known.size, 1)
    return Nearest(
        area=place,
        distance=distance / (farthest or 1.0),
        nearer=np.where(nobody, np.nan, below),
        compared=np.where(nobody, 0, shown.sum(axis=2)),
        elsewhere=~nobody & (group[:, None] != group[place]),
    )
