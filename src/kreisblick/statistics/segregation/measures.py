"""Formulas: how unevenly a group lives over areas. ``group`` of ``people`` per area, arrays.

Massey and Denton 1988 for dissimilarity, isolation and exposure; Theil 1972 for the entropy index;
Duncan and Duncan 1955 for Gini; Mackenbach and Kunst 1997 for the slope index.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "dissimilarity", "dissimilarity_bounds", "entropy_index", "entropy_parts", "exposure", "gini",
    "isolation", "location_quotient", "slope_index", "tail_ratio",
]  # fmt: skip

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def dissimilarity(group: Floats, people: Floats) -> Floats:
    """D = ½ Σ|a/A − b/B|: the share of the group that would have to move for an even spread.

    Areas on the last axis; others are kept, so that many draws can be measured at once.
    """
    rest = people - group
    with np.errstate(divide="ignore", invalid="ignore"):
        a = group / group.sum(axis=-1, keepdims=True)
        b = rest / rest.sum(axis=-1, keepdims=True)
    found: Floats = 0.5 * np.abs(a - b).sum(axis=-1)
    return found


def dissimilarity_bounds(
    group: Floats, people: Floats, *, missing_group: float, missing_people: float
) -> tuple[float, float]:
    """The least and the greatest D when some areas are withheld and only their sums are known.

    With the totals fixed D = Σ|a − p·t| / (2·p·(1 − p)·T), p = A/T. Withheld areas add at least
    |R − p·U| (all lean the same way) and at most (1 − p)·R + p·(U − R) (each holds nobody or
    only people of the group), R and U their sums. However the withheld counts are divided, D
    lies between.
    """
    whole = people.sum() + missing_people
    p = (group.sum() + missing_group) / whole if whole > 0 else 0.0
    if not 0 < p < 1:
        return float("nan"), float("nan")
    known = np.abs(group - p * people).sum()
    least = abs(missing_group - p * missing_people)
    most = (1 - p) * missing_group + p * (missing_people - missing_group)
    unit = 2 * p * (1 - p) * whole
    return float((known + least) / unit), float(min((known + most) / unit, 1.0))


def isolation(group: Floats, people: Floats) -> float:
    """The share of the own group in the area of an average member: Σ (a/A)(a/t)."""
    return _mean_share(group, group, people)


def exposure(group: Floats, people: Floats) -> float:
    """The share of all others in the area of an average member of the group: Σ (a/A)(b/t)."""
    return _mean_share(group, people - group, people)


def gini(group: Floats, people: Floats) -> float:
    """Mean difference of the shares of all pairs of people, at most 1 for a group apart."""
    lived = people > 0
    a, t = group[lived], people[lived]
    order = np.argsort(a / t, kind="stable")
    a, t = a[order], t[order]
    x = np.concatenate([[0.0], np.cumsum(t - a) / (t - a).sum()])
    y = np.concatenate([[0.0], np.cumsum(a) / a.sum()])
    return float(1 - ((x[1:] - x[:-1]) * (y[1:] + y[:-1])).sum())


def entropy_index(group: Floats, people: Floats) -> float:
    """Theil's H = Σ t·(E − e) / (E·T): 0 even, 1 wholly apart."""
    whole = people.sum()
    total = _entropy(np.array([group.sum() / whole]))[0]
    lived = people > 0
    inside = _entropy(group[lived] / people[lived])
    return float((people[lived] * (total - inside)).sum() / (total * whole))


def entropy_parts(group: Floats, people: Floats, town: Ints) -> tuple[float, float]:
    """H of the whole as the sum of two parts: between the towns, and inside them."""
    kinds = np.unique(town)
    a = np.array([group[town == kind].sum() for kind in kinds])
    t = np.array([people[town == kind].sum() for kind in kinds])
    between = entropy_index(a, t)
    return between, entropy_index(group, people) - between


def location_quotient(group: Floats, people: Floats) -> Floats:
    """The share in each area as a multiple of the share in the whole; NaN where nobody lives."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (group / people) / (group.sum() / people.sum())
    return found


def tail_ratio(group: Floats, people: Floats, order: Floats, *, tail: float) -> float:
    """The share among the people at the top of an order divided by that at its bottom.

    Areas are put in order; the first and last ``tail`` of the people are compared, an area at
    the limit counts in part. NaN where the bottom has nobody of the group.
    """
    up, low = (_tail_share(group, people, sign * order, tail) for sign in (-1, 1))
    return float(up / low) if low > 0 else float("nan")


def slope_index(group: Floats, people: Floats, order: Floats) -> float:
    """Slope index of inequality: the difference of the shares between the two ends of an order.

    A straight line through the areas' shares over their place in the order (middle of their
    people among all, 0 to 1), weighted by people; its slope, as a fraction of 1.
    """
    sorted_ = np.argsort(order, kind="stable")
    a, t, o = group[sorted_], people[sorted_], order[sorted_]
    place = (np.cumsum(t) - t / 2) / t.sum()
    for value in np.unique(o[1:][o[1:] == o[:-1]]):  # areas alike in the order share a place
        same = o == value
        place[same] = np.average(place[same], weights=t[same])
    share = a / t
    x, y = np.average(place, weights=t), np.average(share, weights=t)
    return float((t * (place - x) * (share - y)).sum() / (t * (place - x) ** 2).sum())


def _mean_share(of: Floats, beside: Floats, people: Floats) -> float:
    lived = people > 0
    return float((of[lived] / of.sum() * beside[lived] / people[lived]).sum())


def _entropy(share: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(p > 0, -p * np.log(p), 0.0) for p in (share, 1 - share)]
    found: Floats = parts[0] + parts[1]
    return found


def _tail_share(group: Floats, people: Floats, order: Floats, tail: float) -> float:
    """The share among the first ``tail`` of the people."""
    sorted_ = np.argsort(order, kind="stable")
    before = np.cumsum(people[sorted_]) - people[sorted_]
    wanted = tail * people.sum()
    part = np.clip((wanted - before) / people[sorted_], 0.0, 1.0)
    return float((part * group[sorted_]).sum() / wanted)
