"""Forecast from files: ``kreisblick forecast project`` and ``backtest``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.statistics.forecast.ages import parse_age
from kreisblick.statistics.forecast.backtest import backtest, summarise
from kreisblick.statistics.forecast.errors import bad_cells, columns_missing
from kreisblick.statistics.forecast.files import flows_of, read_table, stocks_of, write_table
from kreisblick.statistics.forecast.make import Forecast, make_forecast
from kreisblick.statistics.forecast.model import Floats, Flows, ForecastDefinition, Integers, Stocks
from kreisblick.statistics.forecast.settings import Settings

__all__ = ["Inputs", "backtest_file", "forecast_file"]

FIRST_LINE = 2


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """The files of a forecast; only ``residents`` is needed.

    Attributes:
        residents: ``area, reference_date, sex, age, value``.
        flows: ``area, reference_date, flow, sex, age, value``.
        types: ``area`` and a column for each movement, or ``all``, with the name of its type.
        building: ``area, year, dwellings``.
        held: ``area, sex, age, value``: people of special groups.
        targets: ``year, age, value``: people of the whole district; age ``all`` for the total.
        bounds: ``area, lower, upper``; either may be empty.
    """

    residents: Path
    flows: Path | None = None
    types: Path | None = None
    building: Path | None = None
    held: Path | None = None
    targets: Path | None = None
    bounds: Path | None = None


def forecast_file(inputs: Inputs, definition: ForecastDefinition, out: Path) -> Forecast:
    """Write the forecast to ``out``, and ``<out>_moves`` and ``<out>_backtest`` beside it.

    Raises:
        FaultsFoundError: when an input is not what is needed; nothing is written.
    """
    stocks, flows, types = _read(inputs, definition)
    found = make_forecast(
        stocks, flows, definition, types=types, settings=_settings(inputs, stocks, definition)
    )
    write_table(found.table, out)
    write_table(found.backtest, out.with_stem(f"{out.stem}_backtest"))
    if found.moves.height:
        write_table(found.moves, out.with_stem(f"{out.stem}_moves"))
    return found


def backtest_file(inputs: Inputs, definition: ForecastDefinition, out: Path) -> pl.DataFrame:
    """Write how earlier forecasts would have done, beside two simpler methods.

    Raises:
        FaultsFoundError: as ``forecast_file``.
    """
    stocks, flows, types = _read(inputs, definition)
    trials = backtest(stocks, flows, types, definition)
    if not trials:
        words = _("A backtest needs residents of at least three dates.")
        raise FaultsFoundError(words, [])
    table = summarise(trials)
    write_table(table, out)
    return table


def _read(
    inputs: Inputs, definition: ForecastDefinition
) -> tuple[Stocks, Flows | None, Mapping[str, Integers]]:
    oldest = definition.oldest
    stocks = stocks_of(read_table(inputs.residents), oldest, inputs.residents.name)
    flows = None
    if inputs.flows is not None:
        flows = flows_of(read_table(inputs.flows), stocks, oldest, inputs.flows.name)
    return stocks, flows, _types(inputs.types, stocks, flows)


def _types(path: Path | None, stocks: Stocks, flows: Flows | None) -> Mapping[str, Integers]:
    """Movement → number of the type of each area."""
    if path is None or flows is None:
        return {}
    table = _table(path, ("area",)).unique("area", keep="first")
    known = dict(zip(table["area"], range(table.height), strict=True))
    if missing := [area for area in stocks.areas if area not in known]:
        raise FaultsFoundError(
            path.name, [columns_missing(missing[:5], table["area"][:5].to_list(), path.name)]
        )
    rows = [known[area] for area in stocks.areas]
    found = {}
    for movement in flows.counts:
        column = movement if movement in table.columns else "all"
        if column in table.columns:
            names = table[column].gather(rows)
            found[movement] = names.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    return found


def _settings(inputs: Inputs, stocks: Stocks, definition: ForecastDefinition) -> Settings:
    years = range(stocks.years[-1] + 1, stocks.years[-1] + 1 + definition.horizon)
    bounds = _bounds(inputs.bounds, stocks)
    targets, groups = _targets(inputs.targets, years, definition)
    return Settings(
        building=_building(inputs.building, stocks, years),
        held=_held(inputs.held, stocks, definition),
        targets=targets,
        target_groups=groups,
        lower=bounds[0],
        upper=bounds[1],
    )


def _building(path: Path | None, stocks: Stocks, years: range) -> Floats | None:
    if path is None:
        return None
    table = _numbers(_table(path, ("area", "year", "dwellings")), ("year", "dwellings"), path.name)
    found = np.zeros((len(years), len(stocks.areas)))
    for area, year, dwellings in table.select("area", "year", "dwellings").iter_rows():
        if area in stocks.areas and int(year) in years:
            found[years.index(int(year)), stocks.areas.index(area)] += dwellings
    return found


def _held(path: Path | None, stocks: Stocks, definition: ForecastDefinition) -> Floats | None:
    if path is None:
        return None
    table = _numbers(_table(path, ("area", "sex", "age", "value")), ("value",), path.name)
    found = np.zeros(stocks.counts.shape[1:])
    for area, sex, age, value in table.select("area", "sex", "age", "value").iter_rows():
        pair = parse_age(age, definition.oldest)
        if pair is None or area not in stocks.areas:
            continue
        rows = [stocks.sexes.index(sex)] if sex in stocks.sexes else range(len(stocks.sexes))
        low, high = pair
        share = value / (high - low + 1) / len(rows)
        for row in rows:
            found[stocks.areas.index(area), row, low : high + 1] += share
    return found


def _targets(
    path: Path | None, years: range, definition: ForecastDefinition
) -> tuple[Floats | None, tuple[tuple[int, int], ...]]:
    if path is None:
        return None, ()
    table = _numbers(_table(path, ("year", "age", "value")), ("year", "value"), path.name)
    codes = table["age"].unique(maintain_order=True).to_list()
    whole = (0, definition.oldest)
    groups = [whole if code == "all" else parse_age(code, definition.oldest) for code in codes]
    found = np.full((len(years), len(codes)), np.nan)
    for year, code, value in table.select("year", "age", "value").iter_rows():
        if int(year) in years:
            found[years.index(int(year)), codes.index(code)] = value
    return found, tuple(pair or whole for pair in groups)


def _bounds(path: Path | None, stocks: Stocks) -> tuple[Floats | None, Floats | None]:
    if path is None:
        return None, None
    table = _numbers(_table(path, ("area", "lower", "upper")), ("lower", "upper"), path.name)
    rows = {row["area"]: row for row in table.iter_rows(named=True)}
    lower = [rows.get(area, {}).get("lower") or 0.0 for area in stocks.areas]
    upper = [rows.get(area, {}).get("upper") or np.inf for area in stocks.areas]
    return np.array(lower), np.array(upper)


def _table(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    table = read_table(path)
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise FaultsFoundError(path.name, [columns_missing(missing, table.columns, path.name)])
    return table


def _numbers(table: pl.DataFrame, columns: Sequence[str], where: str) -> pl.DataFrame:
    """The columns as numbers; an empty cell stays empty."""
    text = table.select(pl.col(columns).str.strip_chars().replace({"": None}))
    numbers = text.select(pl.all().cast(pl.Float64, strict=False))
    wrong = [
        at + FIRST_LINE
        for name in columns
        for at in (text[name].is_not_null() & numbers[name].is_null()).arg_true()
    ]
    if wrong:
        raise FaultsFoundError(where, [bad_cells(sorted(wrong), where)])
    return table.with_columns(numbers)
