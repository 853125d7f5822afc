"""Backtest: the forecast as it would have been made then, beside what came.

Every forecast carries its backtest. It is compared with two others that get the same total of the
district: the constant share of every area in each group, and plain Hamilton-Perry ratios.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.statistics.forecast.fallback import constant_share, project_ratios
from kreisblick.statistics.forecast.model import (
    Floats,
    Flows,
    ForecastDefinition,
    Integers,
    Stocks,
    Variant,
)
from kreisblick.statistics.forecast.project import Course, project
from kreisblick.statistics.forecast.rates import estimate_rates
from kreisblick.statistics.forecast.settings import TOTAL, Projection, Reading, reading_of

__all__ = ["BACKTEST_COLUMNS", "Trial", "backtest", "summarise"]

COHORT, FALLBACK, PLAIN, SHARE = "cohort", "fallback", "hamilton_perry", "constant_share"
BACKTEST_COLUMNS = (
    "method", "group", "origins", "years", "cases", "mape", "malpe", "wape",
    "coverage_80", "coverage_95",
)  # fmt: skip
LEVELS = {"coverage_80": 0.80, "coverage_95": 0.95}
SMALLEST = 1.0  # a percentage of an area without anybody of that age says nothing


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One forecast that was made afterwards.

    Attributes:
        origin, target: years.
        names: total and groups.
        came: [area, name] what really came.
        middle: method → [area, name].
        draws: [draw, area, name] of the main method.
        method: which it is.
    """

    origin: int
    target: int
    names: tuple[str, ...]
    came: Floats = field(repr=False)
    middle: Mapping[str, Floats] = field(repr=False)
    draws: Floats = field(repr=False)
    method: str


def backtest(
    stocks: Stocks,
    flows: Flows | None,
    types: Mapping[str, Integers],
    definition: ForecastDefinition,
    *,
    pairs: Sequence[tuple[int, int]] | None = None,
) -> list[Trial]:
    """Forecasts from earlier dates, by nothing but what was known then.

    Args:
        stocks: all dates.
        flows: of the years between; without them the fallback is tried.
        types: as for the forecast.
        definition: how far (``backtest_years``) and how often (``origins``).
        pairs: positions of origins and targets among the dates, in place of the last possible.
    """
    reading = reading_of(definition, _groups(stocks, definition))
    chosen = _pairs(stocks, definition) if pairs is None else pairs
    return [_trial(stocks, flows, types, definition, reading, pair) for pair in chosen]


def _groups(stocks: Stocks, definition: ForecastDefinition) -> Sequence[str]:
    """Groups that were delivered, where they are coarse; those of the definition otherwise."""
    if not stocks.split:
        return definition.age_groups
    return [f"{low}-{high}" for low, high in stocks.groups]


def _pairs(stocks: Stocks, definition: ForecastDefinition) -> list[tuple[int, int]]:
    """The last origins whose target is known and that have at least two dates behind them.

    Where history is short the horizon is shorter: as long as it leaves enough origins.
    """
    years = stocks.years
    possible = [(a, b) for b in range(len(years)) for a in range(1, b) if years[b] - years[a] >= 1]
    for horizon in range(definition.backtest_years, 0, -1):
        found = [(a, b) for a, b in possible if years[b] - years[a] == horizon]
        if len(found) >= definition.origins:
            return found[-definition.origins :]
    return possible[-definition.origins :]


def _trial(
    stocks: Stocks,
    flows: Flows | None,
    types: Mapping[str, Integers],
    definition: ForecastDefinition,
    reading: Reading,
    pair: tuple[int, int],
) -> Trial:
    known = stocks.until(pair[0])
    years = stocks.years[pair[1]] - stocks.years[pair[0]]
    draws = int(definition.draws.value)
    if flows is None:
        method, main = FALLBACK, project_ratios(known, definition, years, reading, draws)
    else:
        method = COHORT
        main = _cohort(known, flows.until(pair[0]), types, definition, (years, reading, draws))
    district = main.middle.sum(1)
    plain = project_ratios(known, definition, years, reading, 0, plain=True).middle[-1]
    share = constant_share(known.counts[-1], reading, district)[-1]
    return Trial(
        origin=known.years[-1],
        target=stocks.years[pair[1]],
        names=reading.names,
        came=reading.of(stocks.counts[pair[1]]),
        middle={
            method: main.middle[-1],
            PLAIN: plain * (district[-1, 0] / max(plain[:, 0].sum(), SMALLEST)),
            SHARE: share,
        },
        draws=main.draws[:, -1],
        method=method,
    )


def _cohort(
    known: Stocks,
    flows: Flows,
    types: Mapping[str, Integers],
    definition: ForecastDefinition,
    asked: tuple[int, Reading, int],
) -> Projection:
    variant: Variant = definition.variants["base"]
    course = Course(
        origin=known.counts[-1],
        year=known.years[-1],
        rates=estimate_rates(known, flows, types, definition),
        definition=definition,
        variant=variant,
    )
    return project(course, *asked)


def summarise(trials: Sequence[Trial]) -> pl.DataFrame:
    """``BACKTEST_COLUMNS``: errors in percent, coverages as shares, by method and group.

    ``mape`` is the mean absolute, ``malpe`` the mean algebraic percentage error over areas and
    origins (positive: projected too many); ``wape`` weighs areas by their people. Areas where
    nobody of a group lived are left out of percentages. ``groups`` puts all age groups together.
    """
    names = trials[0].names
    rows = []
    for method in trials[0].middle:
        for name in (*names, "groups"):
            columns = list(range(1, len(names))) if name == "groups" else [names.index(name)]
            rows.append({"method": method, "group": name, **_errors(trials, method, columns)})
    return pl.DataFrame(rows).select(BACKTEST_COLUMNS)


def _errors(trials: Sequence[Trial], method: str, columns: list[int]) -> dict[str, object]:
    came = np.concatenate([trial.came[:, columns].ravel() for trial in trials])
    said = np.concatenate([trial.middle[method][:, columns].ravel() for trial in trials])
    kept = came >= SMALLEST
    error = (said - came)[kept] / came[kept]
    coverages = {
        name: _coverage(trials, columns, level) if method == trials[0].method else None
        for name, level in LEVELS.items()
    }
    return {
        "origins": ", ".join(str(trial.origin) for trial in trials),
        "years": max(trial.target - trial.origin for trial in trials),
        "cases": int(kept.sum()),
        "mape": 100 * float(np.abs(error).mean()),
        "malpe": 100 * float(error.mean()),
        "wape": 100 * float(np.abs(said - came).sum() / max(came.sum(), SMALLEST)),
        **coverages,
    }


def _coverage(trials: Sequence[Trial], columns: list[int], level: float) -> float | None:
    """Share of what came that lies within the interval; ends are rounded outwards to people."""
    if not len(trials[0].draws):
        return None
    inside = []
    for trial in trials:
        drawn, came = trial.draws[:, :, columns], trial.came[:, columns]
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        inside.append((np.floor(low) <= came) & (came <= np.ceil(high)))
    return float(np.concatenate([one.ravel() for one in inside]).mean())


__all__ += ["COHORT", "FALLBACK", "PLAIN", "SHARE", "TOTAL"]
