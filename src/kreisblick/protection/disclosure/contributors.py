"""Contributors: who stands behind a figure, and by how much it must stay uncertain for them."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from kreisblick.protection.disclosure.answers import Ground
from kreisblick.protection.rules import Terms, needed_protection

__all__ = ["needed_width", "shares_by_area", "sole_holders"]

Holdings = Mapping[str, float]


def shares_by_area(contributions: pl.DataFrame, ground: Ground) -> dict[str, dict[str, float]]:
    """What each holding contributes to each area; a holding counts once however many homes.

    Larger areas without own rows get the sums over their parts.
    """
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    rows = contributions.select("area", "contributor", "value").drop_nulls()
    for area, holding, value in rows.iter_rows():
        found[area][_folded(holding)] += float(value)
    for _level, area in ground.areas:
        if area not in found:
            for part in ground.parts[area]:
                for holding, value in found.get(part, {}).items():
                    found[area][holding] += value
    return {area: {h: v for h, v in holdings.items() if v > 0} for area, holdings in found.items()}


def _folded(holding: str) -> str:
    """One name however it is spaced and capitalised: two spellings are not two holdings."""
    return " ".join(holding.casefold().split())


def sole_holders(by_area: Mapping[str, Holdings], areas: Sequence[str]) -> dict[str, list[str]]:
    """Holdings that stand alone behind areas: they know these figures."""
    found: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        holdings = by_area.get(area, {})
        if len(holdings) == 1:
            found[next(iter(holdings))].append(area)
    return dict(sorted(found.items()))


def needed_width(holdings: Holdings, rules: Terms) -> int:
    """By how many units a figure must stay uncertain upwards and downwards; 0 when harmless."""
    if not holdings:
        return 0
    largest = sorted(holdings.values(), reverse=True)
    rule = rules.dominance
    width = math.ceil(needed_protection(largest, rule)) if rule else 0
    few = rules.minimum_contributors is not None and len(largest) < rules.minimum_contributors
    return max(width, _margin(largest[0], rules)) if few else width


def _margin(largest: float, rules: Terms) -> int:
    """With too few contributors: as far as the p % rule asks, at least the minimum count."""
    percent = rules.dominance.p_percent if rules.dominance else None
    share = math.ceil((percent or 0) / 100 * largest)
    return max(1, share, rules.minimum_count or 0)
