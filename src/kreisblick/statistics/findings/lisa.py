"""Moran: whether neighbours are alike, on the whole and around each area, by more than chance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

__all__ = ["LocalMoran", "global_p", "local_moran"]

Floats = NDArray[np.float64]
Places = list[NDArray[np.int64]]
_CLOSE = 4  # draws as extreme: with so few, the p-value of a first round is only a rough one


@dataclass(frozen=True, kw_only=True)
class LocalMoran:
    """One value per area.

    Attributes:
        local: Moran's I of the area.
        own, around: the area's own standardised value and the mean of its neighbours'.
        p: one-sided pseudo p-value, ``(k + 1) / (m + 1)``; NaN without neighbours.
    """

    local: Floats
    own: Floats
    around: Floats
    p: Floats


def global_p(values: Floats, neighbours: Places) -> float:
    """One-sided p-value for neighbours that are alike on the whole (Moran's I).

    The normal approximation under randomisation (Cliff and Ord, Spatial processes, 1981), weights
    per row adding to 1; NaN with fewer than four areas or without any neighbours.
    """
    n = values.size
    weights = np.zeros((n, n))
    for one, places in enumerate(neighbours):
        weights[one, places] = 1 / max(places.size, 1)
    own, total = values - values.mean(), weights.sum()
    if n < 4 or total == 0 or not own.any():
        return float("nan")
    moran = n / total * (own @ weights @ own) / (own @ own)
    both = ((weights + weights.T) ** 2).sum() / 2
    margins = ((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum()
    kurtosis = n * (own**4).sum() / (own @ own) ** 2
    plain = n * ((n**2 - 3 * n + 3) * both - n * margins + 3 * total**2)
    peaked = kurtosis * ((n**2 - n) * both - 2 * n * margins + 6 * total**2)
    expected = -1 / (n - 1)
    spread = (plain - peaked) / ((n - 1) * (n - 2) * (n - 3) * total**2) - expected**2
    return float(norm.sf((moran - expected) / np.sqrt(spread)))


def local_moran(
    values: Floats, neighbours: Places, *, permutations: int, refined: int, seed: int
) -> LocalMoran:
    """Local Moran's I with conditional permutation (Anselin 1995), weights per row adding to 1.

    The area stays, the others are dealt anew to its neighbours' places. Areas that no draw
    surpassed are drawn ``refined`` times, so that the smallest p-value can be told apart.
    The order of areas does not matter as long as equal values may be exchanged.
    """
    spread = values.std()
    own = (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
    counts = np.array([places.size for places in neighbours])
    around = np.array([own[p].mean() if p.size else np.nan for p in neighbours])
    p = np.full(values.size, np.nan)
    draws = _draws(values.size, int(counts.max(initial=0)), permutations, seed)
    for size in np.unique(counts[counts > 0]):
        ones = np.flatnonzero(counts == size)
        p[ones] = _pseudo_p(own, around, ones, draws[:, :size])
    least = np.flatnonzero(p <= (_CLOSE + 1) / (permutations + 1))
    if least.size and refined > permutations:
        finer = _draws(values.size, int(counts[least].max()), refined, seed + 1)
        for one in least:
            p[one] = _pseudo_p(own, around, np.array([one]), finer[:, : counts[one]])[0]
    return LocalMoran(local=own * around, own=own, around=around, p=p)


def _draws(areas: int, most: int, permutations: int, seed: int) -> NDArray[np.int64]:
    """Places among the other areas, without repetition: ``permutations × most``."""
    random = np.random.default_rng(seed)
    others = np.broadcast_to(np.arange(max(areas - 1, 0)), (permutations, max(areas - 1, 0)))
    return random.permuted(others, axis=1)[:, :most]


def _pseudo_p(
    own: Floats, around: Floats, ones: NDArray[np.int64], draws: NDArray[np.int64]
) -> Floats:
    """The rarer tail, as the field counts it: the own arrangement is one of the draws."""
    places = draws[None, :, :] + (draws[None, :, :] >= ones[:, None, None])
    drawn = own[places].mean(axis=2) * own[ones][:, None]
    larger = (drawn >= (own * around)[ones][:, None]).sum(axis=1)
    tail = np.minimum(larger, draws.shape[0] - larger)
    return np.asarray((tail + 1) / (draws.shape[0] + 1), dtype=np.float64)
