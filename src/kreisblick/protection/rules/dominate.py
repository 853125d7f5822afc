"""Dominate: by how much a total must stay uncertain because few make it up.

p % rule: sensitive when ``X - x1 - x2 < p/100 * x1``; needed protection
``p/100 * x1 - (X - x1 - x2)``. (n, k) rule: sensitive when the n largest hold more than k % of X;
needed protection ``100/k * (x1 + ... + xn) - X`` (sdcTools, Handbook on Statistical Disclosure
Control, chapter 4). One contributor alone is always sensitive.
"""

from collections.abc import Sequence

from kreisblick.protection.rules.terms import Dominance

__all__ = ["needed_protection"]


def needed_protection(contributions: Sequence[float], rule: Dominance) -> float:
    """By how much a total of contributions must stay uncertain upwards; 0 when harmless.

    >>> needed_protection([80, 15, 5], Dominance(p_percent=10))
    3.0
    >>> needed_protection([40, 35, 25], Dominance(p_percent=10))
    0.0
    """
    largest = sorted(contributions, reverse=True)
    total, needed = sum(largest), [0.0]
    if rule.p_percent is not None:
        needed.append(rule.p_percent * largest[0] / 100 - (total - sum(largest[:2])))
    if rule.largest is not None and rule.share_percent is not None:
        needed.append(100 * sum(largest[: rule.largest]) / rule.share_percent - total)
    return max(needed)
