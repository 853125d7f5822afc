"""Fields: which indicators tell one story twice, so that they count once."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import polars as pl
from scipy.stats import rankdata

from kreisblick.statistics.findings.model import FindingsRules

__all__ = ["copies", "distinct"]

Pair = frozenset[str]


def copies(rows: pl.DataFrame, among: Sequence[str], rules: FindingsRules) -> set[Pair]:
    """Pairs of indicators that count as one field.

    They share a theme, their numerators are counted in one cube, or they put the areas of one
    level and date into nearly the same order.

    Args:
        rows: ``indicator, theme, cube, area, value`` of one level and date.
        among: the indicators that are asked about.
        rules: from which rank correlation on, over how many areas.
    """
    told = rows.select("indicator", "theme", "cube").unique().sort("indicator")
    known: Mapping[str, tuple[str, str]] = {key: (a, b) for key, a, b in told.iter_rows()}
    found = {
        frozenset(pair)
        for pair in combinations(sorted(among), 2)
        if any(a == b for a, b in zip(known[pair[0]], known[pair[1]], strict=True))
    }
    return found | _same_order(rows, sorted(among), rules)


def _same_order(rows: pl.DataFrame, among: Sequence[str], rules: FindingsRules) -> set[Pair]:
    wide = rows.filter(pl.col("indicator").is_in(among)).pivot(
        "indicator", index="area", values="value"
    )
    values = {key: wide[key].to_numpy().astype(np.float64) for key in among if key in wide.columns}
    found = set()
    for one, other in combinations(sorted(values), 2):
        both = ~np.isnan(values[one]) & ~np.isnan(values[other])
        if both.sum() < rules.same_order_areas:
            continue
        first, second = (rankdata(values[key][both]) for key in (one, other))
        if min(np.ptp(first), np.ptp(second)) > 0:
            alike = abs(float(np.corrcoef(first, second)[0, 1])) >= rules.same_order
            found |= {frozenset((one, other))} if alike else set()
    return found


def distinct(indicators: Sequence[str], pairs: set[Pair]) -> list[str]:
    """The indicators that stand for a field of their own, taken in the order given.

    One that is a copy of one taken before adds nothing.
    """
    taken: list[str] = []
    for key in indicators:
        if not any(frozenset((key, other)) in pairs for other in taken):
            taken.append(key)
    return taken
