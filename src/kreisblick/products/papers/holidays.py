"""Holidays of Germany and its states, computed for any year from the catalogue's rules."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["STATES", "easter_sunday", "holidays"]

STATES = (
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
)  # fmt: skip
WEDNESDAY = 2


class Holiday(Definition):
    """One holiday.

    Attributes:
        month, day: a fixed day, or with ``wednesday_before`` the Wednesday before it.
        easter: days after Easter Sunday, instead.
        states: where it holds; everywhere without.
        since: the first year.
    """

    title: Text
    month: int | None = None
    day: int | None = None
    easter: int | None = None
    wednesday_before: bool = False
    states: tuple[
        Literal[
            "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV",
            "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
        ],
        ...,
    ] = ()  # fmt: skip
    since: int | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> "Holiday":
        if (self.easter is None) == (self.month is None or self.day is None):
            raise ValueError("give either month and day, or easter")
        return self

    def on(self, year: int) -> date:
        """The day in a year."""
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        fixed = date(year, self.month or 1, self.day or 1)
        if not self.wednesday_before:
            return fixed
        return fixed - timedelta(days=(fixed.weekday() - WEDNESDAY - 1) % 7 + 1)


class Holidays(Definition):
    """The file of holidays."""

    holidays: tuple[Holiday, ...]


def holidays(state: str | None, years: Iterable[int]) -> dict[date, str]:
    """Day to name of the holidays of some years.

    Args:
        state: two letters; the national holidays only without. What holds in parts of a state
            only (Fronleichnam in Saxony, Mariä Himmelfahrt in Bavaria) is not among them.
        years: which.

    >>> holidays("NW", [2026])[date(2026, 6, 4)]
    'Fronleichnam'
    """
    return {
        one.on(year): one.title
        for year in years
        for one in _rules().holidays
        if (not one.states or state in one.states) and year >= (one.since or 0)
    }


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).

    >>> easter_sunday(2026)
    datetime.date(2026, 4, 5)
    """
    a, b, c = year % 19, year // 100, year % 100
    f = (b + 8) // 25
    h = (19 * a + b - b // 4 - (b - f + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def _rules(path: Path | None = None) -> Holidays:
    file = path or shipped("catalogue", "products", "papers", "holidays.yaml")
    return read_definition(file, Holidays)
