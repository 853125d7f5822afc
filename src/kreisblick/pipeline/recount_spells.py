"""Recount spells: people and the duration of what runs, worked out one person after the other."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from kreisblick.sealed.register import SpellRule

__all__ = ["spells_by_hand"]

Row = Mapping[str, Any]


def spells_by_hand(rows: pl.DataFrame, rule: SpellRule, day: date) -> pl.DataFrame:
    """One row per person with a running spell, and its class in ``duration``.

    Args:
        rows: of one delivery, with ``_area``.
        rule: what a spell is.
        day: the reference date.
    """
    by = [name for name in rule.by if name in rows.columns]
    people: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows.drop_nulls([*by, rule.begin]).iter_rows(named=True):
        end = row[rule.end]
        if row[rule.begin] <= day and (end is None or end >= row[rule.begin]):
            people.setdefault(tuple(row[name] for name in by), []).append(row)
    found = [one for own in people.values() if (one := _running(own, rule, day)) is not None]
    schema = rows.schema | {"duration": pl.String()}
    return pl.DataFrame(found, schema=schema, orient="row")


def _running(own: Iterable[Row], rule: SpellRule, day: date) -> dict[str, Any] | None:
    """The row that runs on the day, with the class of the whole spell; None where none runs."""
    begin, end = rule.begin, rule.end
    spells = sorted(own, key=lambda row: row[begin])
    running = [row for row in spells if row[end] is None or row[end] >= day]
    if not running:
        return None
    latest = [row for row in running if row[begin] == running[-1][begin]]
    first, reached = spells[0][begin], date.min
    for row in spells:
        if reached > date.min and (row[begin] - reached).days > rule.gap_days + 1:
            first = row[begin]
        reached = max(reached, row[end] or day)
    code = _class(first, rule, day)
    return {**min(latest, key=lambda row: str(row["_area"])), "duration": code}


def _class(first: date, rule: SpellRule, day: date) -> str:
    over = day + timedelta(days=1)
    months = 12 * (over.year - first.year) + over.month - first.month - (over.day < first.day)
    fitting = {code: least for code, least in rule.classes.items() if least <= months}
    return max(fitting, key=lambda code: fitting[code])
