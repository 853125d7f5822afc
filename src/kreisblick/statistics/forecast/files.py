"""Files: stocks and flows from tables, and the tables of a forecast.

A table of residents has the columns ``area, reference_date, sex, age, value``; a table of flows
``area, reference_date, flow, sex, age, value`` with the date at the end of the year and ages at
that date (of mothers for births). Ages are single years or groups (``7``, ``6-9``, ``80+``).
"""

import io
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.statistics.forecast.ages import parse_age, split_groups
from kreisblick.statistics.forecast.errors import (
    NoTableError,
    bad_cells,
    cells_missing,
    columns_missing,
    flows_missing,
    gaps_in_ages,
    rows_twice,
    too_few_dates,
)
from kreisblick.statistics.forecast.model import FLOWS, Floats, Flows, Stocks

__all__ = ["flows_of", "read_table", "stocks_of", "write_table"]

STOCK = ("area", "reference_date", "sex", "age", "value")
FLOW = ("area", "reference_date", "flow", "sex", "age", "value")
SEXES = ("female", "male")
FIRST_LINE = 2  # line 1 is the heading


def read_table(path: Path) -> pl.DataFrame:
    """A CSV or Parquet file as text columns with lower-case names.

    Raises:
        NoTableError: when it is neither.
    """
    if path.suffix not in {".csv", ".parquet"}:
        raise NoTableError(path.name)
    if path.suffix == ".parquet":
        table = pl.read_parquet(path).with_columns(pl.all().cast(pl.String))
    else:
        table = pl.read_csv(io.BytesIO(path.read_bytes()), infer_schema=False)
    return table.rename({name: name.strip().lower() for name in table.columns})


def write_table(table: pl.DataFrame, path: Path) -> None:
    """Write CSV or Parquet by the file's ending, in one step.

    Raises:
        NoTableError: when the ending is neither.
    """
    if path.suffix not in {".csv", ".parquet"}:
        raise NoTableError(path.name)
    stream = io.BytesIO()
    write = table.write_parquet if path.suffix == ".parquet" else table.write_csv
    write(stream)
    write_bytes(path, stream.getvalue())


def stocks_of(table: pl.DataFrame, oldest: int, where: str) -> Stocks:
    """Residents by area, date, sex and single age.

    Sexes other than ``female`` and ``male`` (``diverse``) are shared out between the two by their
    numbers; where every row says ``all`` sex is not told. Groups are split to single years.

    Raises:
        FaultsFoundError: columns, cells or combinations that are missing, wrong or twice.
    """
    rows = _checked(table, STOCK, oldest, where)
    dates = sorted(rows["reference_date"].unique())
    groups = _groups(rows, oldest, where)
    if len(dates) < 2:
        raise FaultsFoundError(where, [too_few_dates(where)])
    sexes = _sexes(rows)
    areas = sorted(rows["area"].unique())
    axes = (dates, areas, sexes, groups)
    counts = _array(rows, axes, ("reference_date", "area", "sex", "age"))
    missing = int(np.isnan(counts[:, :, : max(len(set(sexes) & {*SEXES, "all"}), 1)]).sum())
    if missing:
        raise FaultsFoundError(where, [cells_missing(missing, where)])
    folded = _fold(np.nan_to_num(counts), sexes)
    return Stocks(
        areas=tuple(areas),
        dates=tuple(dates),
        sexes=SEXES if len(sexes) > 1 else ("all",),
        counts=split_groups(folded, groups, oldest),
        groups=tuple(groups),
    )


def flows_of(table: pl.DataFrame, stocks: Stocks, oldest: int, where: str) -> Flows:
    """Flows of the years between the dates of the stocks; what is not in the table is nobody.

    Raises:
        FaultsFoundError: as ``stocks_of``; or where dates are not a year apart, or births or
            deaths are not told, for then nothing can be projected by cohorts.
    """
    rows = _checked(table, FLOW, oldest, where)
    named = set(rows["flow"].unique())
    yearly = all(b - a == 1 for a, b in pairwise(stocks.years))
    faults = flows_missing(named, set(FLOWS), where, yearly=yearly)
    ends = set(stocks.dates[1:]) - set(rows["reference_date"].unique())
    if faults or ends:
        raise FaultsFoundError(where, faults or [cells_missing(len(ends), where)])
    found, mothers = {}, False
    for flow in (name for name in FLOWS if name in named):
        part = rows.filter(pl.col("flow") == flow)
        groups = _groups_of_flow(part, oldest, where)
        mothers |= flow == "born" and len(groups) > 1
        sexes = [*stocks.sexes, *sorted(set(part["sex"].unique()) - set(stocks.sexes))]
        axes = (list(stocks.dates[1:]), list(stocks.areas), sexes, groups)
        counts = _array(part, axes, ("reference_date", "area", "sex", "age"))
        folded = _fold(np.nan_to_num(counts), sexes)
        if len(groups) == 1:
            found[flow] = np.concatenate([folded, np.zeros((*folded.shape[:-1], oldest))], -1)
        else:
            found[flow] = split_groups(folded, groups, oldest)
    return Flows(counts=found, mothers=mothers)


def _groups_of_flow(part: pl.DataFrame, oldest: int, where: str) -> list[tuple[int, int]]:
    """One group where no age is told; all single years where only some are named."""
    if part["age"].unique().to_list() in (["0"], ["all"]):
        return [(0, oldest)]
    pairs = [pair for age in part["age"].unique() if (pair := parse_age(age, oldest))]
    if all(low == high for low, high in pairs):
        return [(age, age) for age in range(oldest + 1)]
    return _groups(part, oldest, where)


def _checked(table: pl.DataFrame, needed: Sequence[str], oldest: int, where: str) -> pl.DataFrame:
    missing = [name for name in needed if name not in table.columns]
    if missing:
        raise FaultsFoundError(where, [columns_missing(missing, table.columns, where)])
    value = pl.col("value").str.strip_chars()
    rows = table.select(needed).with_columns(
        pl.col("reference_date").str.to_date("%Y-%m-%d", strict=False),
        value.cast(pl.Float64, strict=False),
    )
    wrong = rows["reference_date"].is_null() | rows["value"].is_null() | rows["area"].is_null()
    wrong |= (rows["value"] < 0) | ~rows["value"].is_finite()
    ages = {age for age in rows["age"].unique() if age is not None}
    odd = [age for age in ages if age != "all" and parse_age(age, oldest) is None]
    wrong |= rows["age"].is_in(odd) | rows["age"].is_null() | rows["sex"].is_null()
    faults: list[Fault] = []
    if wrong.any():
        lines = (wrong.arg_true() + FIRST_LINE).to_list()
        faults.append(bad_cells(lines, where))
    keys = [name for name in needed if name != "value"]
    twice = rows.select(keys).is_duplicated().arg_true()
    if len(twice):
        faults.append(rows_twice((twice + FIRST_LINE).to_list(), where))
    if faults:
        raise FaultsFoundError(where, faults)
    return rows


def _groups(rows: pl.DataFrame, oldest: int, where: str) -> list[tuple[int, int]]:
    """Age groups in order; single ages above the oldest are put together."""
    pairs = {pair for age in rows["age"].unique() if (pair := parse_age(age, oldest))}
    groups = sorted(pairs)
    broken = [low for (_a, high), (low, _b) in pairwise(groups) if low != high + 1]
    if not groups or groups[0][0] != 0 or broken:
        raise FaultsFoundError(where, [gaps_in_ages(broken, where)])
    return groups


def _sexes(rows: pl.DataFrame) -> list[str]:
    found = set(rows["sex"].unique())
    if found == {"all"}:
        return ["all"]
    return [*SEXES, *sorted(found - set(SEXES))]


def _array(
    rows: pl.DataFrame,
    axes: tuple[list[date], list[str], list[str], list[tuple[int, int]]],
    names: Sequence[str],
) -> Floats:
    """The values on a grid; nan where no row speaks of a cell."""
    counts = np.full([len(axis) for axis in axes], np.nan)
    ages = {high: at for at, (low, _high) in enumerate(axes[3]) for high in [low]}
    oldest = axes[3][-1][1]
    places = [{key: at for at, key in enumerate(axis)} for axis in axes[:3]]
    for *keys, age, value in rows.select(*names, "value").iter_rows():
        spots = [place.get(key) for place, key in zip(places, keys, strict=True)]
        low = (parse_age(age, oldest) or (0, 0))[0]
        if None not in spots:
            cell = (*spots, ages[low])
            counts[cell] = np.nan_to_num(counts[cell]) + value  # ages above the oldest add up
    return counts


def _fold(counts: Floats, sexes: Sequence[str]) -> Floats:
    """Two sexes from more: the others are shared out by the numbers of the two."""
    if len(sexes) <= 2:
        return counts
    two, rest = counts[:, :, :2], counts[:, :, 2:].sum(2, keepdims=True)
    total = two.sum(2, keepdims=True)
    share = np.where(total > 0, two / np.maximum(total, 1e-12), 0.5)
    folded: Floats = two + rest * share
    return folded
