"""Pair: of which days numerator and denominator are, and whether these fit each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kreisblick.statistics.concepts.compared import (
    Asked,
    Feed,
    Paired,
)
from kreisblick.statistics.concepts.dates import DateRules

__all__ = ["pair"]

Days = tuple[date, ...]


def pair(asked: Mapping[str, Asked], feeds: Sequence[Feed], rules: DateRules) -> tuple[Paired, ...]:
    """Where counts are of other days than the report's date, sorted; nothing where they are not."""
    by_cube: dict[tuple[str, date], list[Feed]] = {}
    for feed in feeds:
        by_cube.setdefault((feed.cube, feed.reference_date), []).append(feed)
    days = sorted({feed.reference_date for feed in feeds})
    return tuple(
        one
        for key, item in sorted(asked.items())
        for day in days
        for one in _paired(key, item, day, by_cube, rules)
    )


def _paired(
    key: str,
    asked: Asked,
    day: date,
    by_cube: Mapping[tuple[str, date], Sequence[Feed]],
    rules: DateRules,
) -> Iterator[Paired]:
    above = _days_by_town(by_cube.get((asked.numerator_cube, day), ()))
    below = _days_by_town(by_cube.get((asked.denominator_cube or "", day), ()))
    towns: dict[tuple[Days, Days], list[str]] = {}
    for town in sorted(above):
        if asked.denominator_cube is None or town in below:
            towns.setdefault((above[town], below.get(town, ())), []).append(town)
    for (numerator, denominator), own in sorted(towns.items()):
        if {*numerator, *denominator} != {day}:
            yield Paired(
                indicator=key,
                reference_date=day,
                municipalities=tuple(own),
                numerator=numerator,
                denominator=denominator,
                allowed=all(
                    rules.fits(asked.pairing, one, other)
                    for one in numerator
                    for other in denominator
                ),
            )


def _days_by_town(feeds: Sequence[Feed]) -> dict[str, Days]:
    found: dict[str, set[date]] = {}
    for feed in feeds:
        for town in feed.municipalities:
            found.setdefault(town, set()).add(feed.counted_on)
    return {town: tuple(sorted(days)) for town, days in found.items()}
