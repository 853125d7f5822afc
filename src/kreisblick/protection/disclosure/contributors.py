"""Contributors: who stands behind a figure, and how closely the second could guess the first.

p % rule: sensitive when ``X - x1 - x2 < p/100 * x1``; needed protection
``p/100 * x1 - (X - x1 - x2)``. (n, k) rule: sensitive when the n largest hold more than k % of X;
needed protection ``100/k * (x1 + ... + xn) - X``. One contributor alone is always sensitive.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from kreisblick.protection.disclosure.answers import Ground
from kreisblick.protection.rules import Dominance, RuleSet

__all__ = ["needed_width", "shares_by_area", "sole_holders"]

Holdings = Mapping[str, float]


def shares_by_area(contributions: pl.DataFrame, ground: Ground) -> dict[str, dict[str, float]]:
    """What each holding contributes to each area; a holding counts once however many homes.

    Larger areas without own rows get the sums over their parts.
    """
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    rows = contributions.select("area", "contributor", "value").drop_nulls()
    for area, holding, value in rows.iter_rows():
        found[area][holding] += float(value)
    for _level, area in ground.areas:
        if area not in found:
            for part in ground.parts[area]:
                for holding, value in found.get(part, {}).items():
                    found[area][holding] += value
    return {area: {h: v for h, v in holdings.items() if v > 0} for area, holdings in found.items()}


def sole_holders(by_area: Mapping[str, Holdings], areas: Sequence[str]) -> dict[str, list[str]]:
    """Holdings that stand alone behind areas: they know these figures."""
    found: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        holdings = by_area.get(area, {})
        if len(holdings) == 1:
            found[next(iter(holdings))].append(area)
    return dict(sorted(found.items()))


def needed_width(holdings: Holdings, rules: RuleSet) -> int:
    """By how many units a figure must stay uncertain upwards and downwards; 0 when harmless."""
    if not holdings:
        return 0
    largest = sorted(holdings.values(), reverse=True)
    width = _dominated(largest, rules.dominance) if rules.dominance else 0
    few = rules.minimum_contributors is not None and len(largest) < rules.minimum_contributors
    return max(width, _margin(largest[0], rules)) if few else width


def _dominated(largest: Sequence[float], rule: Dominance) -> int:
    total, widths = sum(largest), [0.0]
    if rule.p_percent is not None:
        rest = total - sum(largest[:2])
        widths.append(rule.p_percent / 100 * largest[0] - rest)
    if rule.largest is not None and rule.share_percent is not None:
        widths.append(100 / rule.share_percent * sum(largest[: rule.largest]) - total)
    return math.ceil(max(widths))


def _margin(largest: float, rules: RuleSet) -> int:
    """With too few contributors: as far as the p % rule asks, at least the minimum count."""
    percent = rules.dominance.p_percent if rules.dominance else None
    share = math.ceil((percent or 0) / 100 * largest)
    return max(1, share, rules.minimum_count or 0)
