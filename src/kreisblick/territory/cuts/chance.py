"""How much would two cuts agree if people were dealt out by chance?

The expected mutual information under the hypergeometric model of Vinh, Epps and Bailey (2010):
the areas keep their numbers of people, who is dealt into which area is chance. Exact but for
the outermost tails: of every pair only the counts within 8 standard deviations and 20 people of
the mean are summed; by Bernstein's inequality less than 1e-12 of the probability lies beyond.
"""

import numpy as np
from scipy.special import gammaln

__all__ = ["expected_information"]

DEVIATIONS, AROUND = 8.0, 20.0


def expected_information(left: np.ndarray, right: np.ndarray) -> float:
    """Expected mutual information of two cuts of the same people, in nats.

    Args:
        left: people of each area of one cut, whole numbers.
        right: of the other; the same sum.
    """
    (a, times_a), (b, times_b) = (
        np.unique(side[side > 0].astype(np.int64), return_counts=True) for side in (left, right)
    )
    total = int(left.sum())
    if total < 2:
        return 0.0
    logs = gammaln(np.arange(max(a[-1], b[-1]) + 2, dtype=np.float64) + 1)
    found = 0.0
    for size, times in zip(a.tolist(), times_a.tolist(), strict=True):
        found += times * float(times_b @ _row(size, b, total, logs))
    return found


def _row(size: int, b: np.ndarray, total: int, logs: np.ndarray) -> np.ndarray:
    """What one area of the left cut contributes with each area of the right one."""
    mean = size * b / total
    deviation = np.sqrt(mean * (total - size) / total * (total - b) / max(total - 1, 1))
    reach = DEVIATIONS * deviation + AROUND
    low = np.maximum(np.maximum(1, size + b - total), np.floor(mean - reach)).astype(np.int64)
    high = np.minimum(np.minimum(size, b), np.ceil(mean + reach)).astype(np.int64)
    length = np.maximum(high - low + 1, 0)
    place = np.repeat(np.arange(len(b)), length)
    step = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length, length)
    n, other = low[place] + step, b[place]
    constant = logs[size] + logs[b] + gammaln(total - size + 1.0) + gammaln(total - b + 1.0)
    constant -= gammaln(total + 1.0)
    log_chance = constant[place] - logs[n] - logs[size - n] - logs[other - n]
    log_chance -= gammaln(total - size - other + n + 1.0)
    worth = n / total * (np.log(n) + np.log(total / size) - np.log(other)) * np.exp(log_chance)
    return np.bincount(place, weights=worth, minlength=len(b))
