"""Recount flows: two registers as cards in two boxes, gone through one card after the other."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from kreisblick.sealed.register import FlowRule, RegisterDefinition, Stock
from kreisblick.statistics.cube.definition import age_borders

__all__ = ["Cards", "flows_by_hand"]

Card = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Cards:
    """How a register is kept on cards.

    Attributes:
        register: the register.
        rule: its rule for flows.
        area: the field with the area.
        everywhere: the smallest areas of all towns that take part.
    """

    register: RegisterDefinition
    rule: FlowRule
    area: str
    everywhere: frozenset[str]


def flows_by_hand(
    cards: Cards,
    before: Stock,
    after: Stock,
    deaths: pl.DataFrame | None,
    wanted: Mapping[str, Sequence[str]],
    inside: Collection[str],
) -> int:
    """How many flows of the wanted codes some areas have together.

    Args:
        cards: how the register is kept.
        before: the earlier stock.
        after: the later one.
        deaths: numbers of people who died.
        wanted: dimension to codes.
        inside: keys of the smallest areas.
    """
    old, new = _box(before.records, cards), _box(after.records, cards)
    rows = [] if deaths is None else deaths.iter_rows(named=True)
    dead = {_number(row, cards.rule) for row in rows}
    found = 0
    for number in old.keys() | new.keys():
        for flow, card in _flows(old.get(number), new.get(number), cards, before.day):
            name = "died" if flow == "moved_out" and number in dead else flow
            here = card[cards.area] in inside
            found += here and _fits(name, card, cards.register, wanted, after.day)
    return found


def _box(rows: pl.DataFrame, cards: Cards) -> dict[tuple[str, ...], Card]:
    """One card a number; of several the one with the smallest area."""
    found: dict[tuple[str, ...], Card] = {}
    where = cards.register.where.items()
    for row in rows.sort(cards.area, cards.rule.birth_year, nulls_last=True).iter_rows(named=True):
        number, place = _number(row, cards.rule), row[cards.area]
        belongs = all(str(row[name]) == str(value) for name, value in where)
        if belongs and number is not None and (place is None or place in cards.everywhere):
            found.setdefault(number, row)
    return found


def _number(row: Card, rule: FlowRule) -> tuple[str, ...] | None:
    parts = [row[name] for name in rule.by]
    return None if None in parts else tuple(map(str, parts))


def _flows(
    was: Card | None, now: Card | None, cards: Cards, first: date
) -> Iterator[tuple[str, Card]]:
    """What happened to a number, and the card it happened to."""
    year, area = cards.rule.birth_year, cards.area
    if was is not None and now is not None and _same(was[year], now[year]):
        born = now[year] if now[year] is not None else was[year]
        if None not in (was[area], now[area]) and was[area] != now[area]:
            yield "moved_inside_out", {**was, year: born}
            yield "moved_inside_in", {**now, year: born}
        return
    if was is not None:
        yield "moved_out", was
    if now is not None:
        is_new = now[year] is not None and now[year] > first.year
        yield "born" if is_new else "moved_in", now


def _same(one: int | None, other: int | None) -> bool:
    return None in (one, other) or one == other


def _fits(
    flow: str,
    card: Card,
    register: RegisterDefinition,
    wanted: Mapping[str, Iterable[str]],
    day: date,
) -> bool:
    for name, codes in wanted.items():
        reading = register.dimensions[name]
        if reading.read == "flow":
            fits = flow in codes
        elif reading.read == "age":
            year = card[str(reading.field)]
            borders = [age_borders(code) for code in codes]
            fits = year is not None and any(a <= day.year - year <= b for a, b in borders)
        else:
            fits = card[str(reading.field)] in codes
        if not fits:
            return False
    return True
