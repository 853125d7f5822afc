"""Months, years or age groups that stand side by side, as one row each."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl

from kreisblick.sealed.reading.model import LongTable, Period, PeriodKind, Table
from kreisblick.sealed.reading.periods import find_period, month_of

__all__ = ["as_long"]

FEWEST = 2  # one year alone is a remark, no table of years
MONTH_DAYS = 31

Reader = Callable[[str], Period | None]


def as_long(
    table: Table, *, read: Reader = find_period, year: int | None = None
) -> LongTable | None:
    """The table in long form.

    Args:
        table: as found.
        read: tells the period of a heading; another reader may look for age groups.
        year: of months that say none; without it the one that the title names.

    Returns:
        One row per row and period; None when fewer than two headings name periods of one kind,
        or two columns would be the same period of the same thing.
    """
    found = {c: p for c in table.columns if (p := read(table.headings.get(c, ""))) is not None}
    found = found or _bare_months(table, year)
    kinds = Counter(period.kind for period in found.values())
    if not kinds:
        return None
    kind, count = max(kinds.items(), key=lambda item: item[1])
    periods = {c: p for c, p in found.items() if p.kind == kind}
    same = len({(p.key, p.rest) for p in periods.values()}) < len(periods)
    if count < FEWEST or same or len({p.key for p in periods.values()}) < FEWEST:
        return None
    if kind == "date" and _monthly(periods):
        kind = "month"
        periods = {c: replace(p, kind="month", key=p.key[:7]) for c, p in periods.items()}
    return _long(table, kind, periods)


def _bare_months(table: Table, year: int | None) -> dict[str, Period]:
    """``Jan``, ``Feb``: the year stands in the title."""
    named = [p.key[:4] for line in table.title if (p := find_period(line)) is not None]
    known = f"{year:04d}" if year is not None else next(iter(named), None)
    if known is None:
        return {}
    months = {c: month_of(table.headings.get(c, "")) for c in table.columns}
    found = {c: m for c, m in months.items() if m is not None}
    return {
        c: Period(kind="month", key=f"{known}-{number:02d}", rest=rest)
        for c, (number, rest) in found.items()
    }


def _monthly(periods: Mapping[str, Period]) -> bool:
    """Firsts of months that follow each other: a spreadsheet's way to keep ``Jan 26``."""
    days = sorted({date.fromisoformat(p.key) for p in periods.values()})
    steps = [(after - before).days for before, after in pairwise(days)]
    return all(day.day == 1 for day in days) and bool(steps) and min(steps) <= MONTH_DAYS


def _long(table: Table, kind: PeriodKind, periods: Mapping[str, Period]) -> LongTable:
    keys = [c for c in table.body.columns if c not in periods and c != "row"]
    parts = [
        table.body.select(
            "row",
            pl.lit(column).alias("column"),
            *keys,
            pl.lit(period.key).alias("period"),
            pl.lit(period.rest).alias("rest"),
            pl.col(column).alias("value"),
        )
        for column, period in periods.items()
    ]
    body = pl.concat(parts).sort("row", maintain_order=True)
    return LongTable(table=table, kind=kind, periods=periods, keys=tuple(keys), body=body)
