"""Bound withheld numbers by the totals that are known: what hides a number also limits it.

A star that hides "1 to 9 and whatever would give these away" says little by itself. The totals
of the same delivery say more: a part is no larger than its total less the other parts. The same
sums are open to every reader of the publisher's table, so the bounds are nobody's secret.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from kreisblick.sealed.intake.areas import OTHER
from kreisblick.statistics.cube import ANY, CubeDefinition, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["tighten_bounds"]

MOST_ROUNDS = 50  # bounds settle in a few rounds; each can only narrow


@dataclass(frozen=True, kw_only=True)
class _Sum:
    """A total and the parts that add up to it, as row numbers."""

    total: int
    parts: np.ndarray


def tighten_bounds(
    records: pl.DataFrame, cubes: Mapping[str, CubeDefinition], territory: Territory
) -> pl.DataFrame:
    """The records with the narrowest bounds that the delivery's own sums give.

    Only withheld numbers get bounds. A sum that contradicts itself is left aside (the check of
    sums has spoken about it), so no bound is ever wrong because a total was.
    """
    withheld = records["observation"] == Observation.WITHHELD_BY_SOURCE.value
    if not withheld.any():
        return records
    lower = records.select(pl.coalesce("value", "lower", pl.lit(0))).to_series()
    upper = records.select(pl.coalesce("value", "upper")).to_series()
    low = lower.cast(pl.Float64).to_numpy().copy()
    high = upper.cast(pl.Float64).fill_null(np.inf).to_numpy().copy()
    sums = [*_sums_of_areas(records, territory), *_sums_of_codes(records, cubes)]
    _narrow(low, high, [s for s in sums if _possible(s, low, high)])
    found = pl.DataFrame({"low": low, "high": high}).with_columns(
        high=pl.when(pl.col("high").is_finite()).then(pl.col("high"))
    )
    number = records["lower"].dtype
    return records.with_columns(
        pl.when(withheld).then(found["low"].cast(number)).otherwise("lower").alias("lower"),
        pl.when(withheld).then(found["high"].cast(number)).otherwise("upper").alias("upper"),
    )


def _sums_of_areas(records: pl.DataFrame, territory: Territory) -> Iterator[_Sum]:
    """Municipality = its areas, district = its municipalities; with the people without area."""
    parents = territory.parents
    children: dict[str, list[str]] = {}
    for area, parent in parents.items():
        children.setdefault(parent or "", []).append(area)
    for _slice, rows in _numbered(records).group_by(_slices(records), maintain_order=True):
        at = {(level, area): n for n, level, area in rows.select("n", "level", "area").iter_rows()}
        for (level, area), total in at.items():
            below = _below(level)
            parts = [at.get((below, child)) for child in children.get(area, [])]
            if below and parts and None not in parts:
                other = at.get((OTHER, area))
                yield _Sum(total=total, parts=_rows([*parts, other]))


def _below(level: str) -> str | None:
    order = [level.value for level in AreaLevel]
    place = order.index(level) if level in order else 0
    return order[place - 1] if place else None


def _sums_of_codes(records: pl.DataFrame, cubes: Mapping[str, CubeDefinition]) -> Iterator[_Sum]:
    """All = every code of one dimension, where the others stand for all."""
    names = [n for n in _slices(records) if n != "cube"]
    for (cube,), rows in _numbered(records).group_by(["cube"], maintain_order=True):
        for dimension in cubes[str(cube)].dimensions:
            others = [pl.col(name) == ANY for name in names if name != dimension.name]
            flat = rows.filter(pl.all_horizontal([*others, pl.lit(value=True)]))
            for _place, group in flat.group_by(["level", "area"], maintain_order=True):
                at = dict(group.select(dimension.name, "n").iter_rows())
                parts = [at.get(code) for code in dimension.codes]
                if ANY in at and None not in parts:
                    yield _Sum(total=at[ANY], parts=_rows(parts))


def _numbered(records: pl.DataFrame) -> pl.DataFrame:
    return records.with_row_index("n")


def _slices(records: pl.DataFrame) -> list[str]:
    fixed = {"level", "area", "value", "lower", "upper", "observation", "row", "n"}
    return [name for name in records.columns if name not in fixed]


def _rows(parts: list[int | None]) -> np.ndarray:
    return np.array([part for part in parts if part is not None], dtype=np.int64)


def _possible(one: _Sum, low: np.ndarray, high: np.ndarray) -> bool:
    parts_low, parts_high = low[one.parts].sum(), high[one.parts].sum()
    return bool(parts_low <= high[one.total] and parts_high >= low[one.total])


def _narrow(low: np.ndarray, high: np.ndarray, sums: list[_Sum]) -> None:
    """Interval propagation until nothing moves.

    Sums that are each possible may still contradict each other; then none of them bounds anything,
    for the bounds would run away from each other.
    """
    first = low.copy(), high.copy()
    for _round in range(MOST_ROUNDS):
        before = low.sum() - high[np.isfinite(high)].sum(), np.isfinite(high).sum()
        for one in sums:
            _narrow_one(low, high, one)
        if (low > high).any():
            low[:], high[:] = first
            return
        if (low.sum() - high[np.isfinite(high)].sum(), np.isfinite(high).sum()) == before:
            return


def _narrow_one(low: np.ndarray, high: np.ndarray, one: _Sum) -> None:
    total, parts = one.total, one.parts
    low[total] = max(low[total], low[parts].sum())
    high[total] = min(high[total], high[parts].sum())
    others_low = low[parts].sum() - low[parts]
    finite = np.where(np.isfinite(high[parts]), high[parts], 0).sum()
    open_parts = np.isinf(high[parts]).sum() - np.isinf(high[parts])
    others_high = np.where(open_parts > 0, np.inf, finite - _finite(high[parts]))
    high[parts] = np.minimum(high[parts], high[total] - others_low)
    low[parts] = np.maximum(low[parts], low[total] - others_high)


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, 0)
