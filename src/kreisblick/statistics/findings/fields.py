"""Fields: which indicators tell one story twice, so that they count once."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from kreisblick.statistics.findings.model import FindingsRules

__all__ = ["copies", "distinct"]

Pair = frozenset[str]
Floats = NDArray[np.float64]


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
    ranked: dict[tuple[str, bytes], Floats] = {}  # most columns are whole: each is ranked once
    found = set()
    for one, other in combinations(sorted(values), 2):
        both = ~np.isnan(values[one]) & ~np.isnan(values[other])
        if both.sum() < rules.same_order_areas:
            continue
        mask = both.tobytes()
        for key in (one, other):
            if (key, mask) not in ranked:
                ranked[key, mask] = _unit_ranks(values[key][both])
        if abs(float(ranked[one, mask] @ ranked[other, mask])) >= rules.same_order:
            found.add(frozenset((one, other)))
    return found


def _unit_ranks(values: Floats) -> Floats:
    """Ranks about their mean, of length 1: the product of two is Spearman's correlation."""
    ranks = np.asarray(rankdata(values)) - (len(values) + 1) / 2
    length = float(np.linalg.norm(ranks))
    return ranks / length if length > 0 else ranks


def distinct(indicators: Sequence[str], pairs: set[Pair]) -> list[str]:
    """The indicators that stand for a field of their own, taken in the order given.

    One that is a copy of one taken before adds nothing.
    """
    taken: list[str] = []
    for key in indicators:
        if not any(frozenset((key, other)) in pairs for other in taken):
            taken.append(key)
    return taken
