"""Cluster: areas that are burdened together with their neighbours, or against them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kreisblick.statistics.estimation import eb_standardised_rates
from kreisblick.statistics.findings.burdens import family_p
from kreisblick.statistics.findings.lisa import global_p, local_moran
from kreisblick.statistics.findings.model import (
    FindingKind,
    FindingsRequest,
    FindingsRules,
    Pattern,
)
from kreisblick.statistics.findings.words import told_cluster

__all__ = ["find_clusters"]

_PATTERNS = {
    (True, True): Pattern.HIGH_HIGH, (False, False): Pattern.LOW_LOW,
    (True, False): Pattern.HIGH_LOW, (False, True): Pattern.LOW_HIGH,
}  # fmt: skip


def find_clusters(now: pl.DataFrame, request: FindingsRequest) -> list[dict[str, Any]]:
    """One finding per area and indicator whose surroundings are alike, or unlike, for sure.

    Rates are standardised by empirical Bayes. An indicator is only searched where neighbours are
    alike on the whole (false discovery rate over the indicators); then the rate is held over its
    areas. Areas without a figure, or whose neighbours have none, take no part.
    """
    rules = request.rules
    around = _around(request.neighbours, str(now["level"][0]) if now.height else "")
    read = now.filter((pl.col("direction") != 0) & pl.col("district_mean").is_not_null())
    maps = [_Map.of(rows, around) for rows in _by_indicator(read, rules.cluster.minimum_areas)]
    alike = family_p(np.array([global_p(one.values, one.neighbours) for one in maps]), 0)
    few = max((one.rows.height for one in maps), default=0) < rules.cluster.low_power_below
    return [
        finding
        for one, p in zip(maps, alike, strict=True)
        if p <= rules.false_discovery_rate
        for finding in _findings(one, rules, few=few)
    ]


@dataclass(frozen=True, kw_only=True)
class _Map:
    """The areas of one indicator, their standardised rates, and the places of their neighbours."""

    rows: pl.DataFrame
    values: NDArray[np.float64]
    neighbours: list[NDArray[np.int64]]

    @classmethod
    def of(cls, rows: pl.DataFrame, around: Mapping[str, list[str]]) -> "_Map":
        place = {area: i for i, area in enumerate(rows["area"])}
        near = [[place[x] for x in around.get(area, ()) if x in place] for area in rows["area"]]
        n, people = (rows[c].cast(pl.Float64).to_numpy() for c in ("numerator", "denominator"))
        return cls(
            rows=rows,
            values=np.nan_to_num(eb_standardised_rates(n, people)),
            neighbours=[np.array(sorted(places), dtype=np.int64) for places in near],
        )


def _by_indicator(read: pl.DataFrame, least: int) -> list[pl.DataFrame]:
    """The rows of every indicator; in an order that follows from figures alone, never from keys."""
    groups = read.sort("indicator").group_by("indicator", maintain_order=True)
    return [rows.sort("numerator", "denominator") for _key, rows in groups if rows.height >= least]


def _around(neighbours: pl.DataFrame, level: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for area, other in neighbours.filter(level=level).select("area", "neighbour").iter_rows():
        found.setdefault(area, []).append(other)
    return found


def _findings(one: _Map, rules: FindingsRules, *, few: bool) -> list[dict[str, Any]]:
    search = rules.cluster
    found = local_moran(
        one.values,
        one.neighbours,
        permutations=search.permutations,
        refined=search.refined,
        seed=search.seed,
    )
    # the pseudo p-value looks at one tail only, and clusters of both kinds are sought
    sure = family_p(np.minimum(2 * found.p, 1.0), 0) <= rules.false_discovery_rate
    told = []
    for i, row in enumerate(one.rows.iter_rows(named=True)):
        above = found.own[i] > 0
        # the mean that is printed is over all areas of the source; the two must say the same
        if not sure[i] or above != (row["value"] > row["district_mean"]):
            continue
        turned = row["direction"] < 0
        pattern = _PATTERNS[bool(above) != turned, bool(found.around[i] > 0) != turned]
        told.append(
            {
                "kind": FindingKind.CLUSTER.value,
                "pattern": pattern.value,
                "area": row["area"],
                "fields": [row["theme"]],
                "indicators": [row["indicator"]],
                "strength": round(abs(float(found.local[i])), 3),
                "reason": told_cluster(row, pattern, areas=one.rows.height if few else None),
            }
        )
    return told
