"""Dates: which day may stand for which (``catalogue/dates.yaml``)."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped
from kreisblick.statistics.cube import DateRule

__all__ = ["DateLimit", "DateRule", "DateRules", "file_dates", "shipped_dates"]


class DateLimit(Definition):
    """How far apart two days may lie.

    Attributes:
        title: for people.
        within_days: at most so many days.
        same_school_year: both days must lie in one school year.
        reason: why.
    """

    title: Translated
    within_days: int = Field(ge=0)
    same_school_year: bool = False
    reason: Text


class DateRules(Definition):
    """Conventions about dates that a steering group decides, with their reasons in the file.

    Attributes:
        school_year_begins: month and day of the first day of a school year.
        rules: by name.
        pairings: rhythm of an indicator → the rule for its numerator's and denominator's days.
    """

    school_year_begins: tuple[int, int]
    rules: dict[DateRule, DateLimit]
    pairings: dict[Text, DateRule]

    def fits(self, rule: DateRule, one: date, other: date) -> bool:
        """Whether a count of one day may stand for the other, or beside it."""
        limit = self.rules[rule]
        near = abs((one - other).days) <= limit.within_days
        alike = self._school_year(one) == self._school_year(other)
        return near and (alike or not limit.same_school_year)

    def _school_year(self, day: date) -> int:
        """The year in which the school year of a day began."""
        return day.year - ((day.month, day.day) < self.school_year_begins)


@cache
def shipped_dates() -> DateRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "dates.yaml"), DateRules)


def file_dates(
    days: Iterable[date], dates: Collection[date], rule: DateRule, rules: DateRules
) -> dict[date, date]:
    """For which of the report's dates each day's count stands.

    A day that is one of the report's stands for itself. Another one stands for the next date
    without a count of its own that the rule allows, else for the last one before, unless a nearer
    day stands for it; otherwise it stands for itself, and the report does not use it.
    """
    every = set(days)
    found = {day: day for day in every if day in dates}
    wanting = sorted(every - set(found))
    chosen: dict[date, tuple[int, date]] = {}
    for day in wanting:
        fitting = [one for one in dates if one not in every and rules.fits(rule, day, one)]
        if not fitting:
            continue
        target = min(fitting, key=lambda one: (one < day, abs((one - day).days)))
        mine = (abs((target - day).days), day)
        if mine < chosen.get(target, (mine[0] + 1, day)):
            chosen[target] = mine
    taken = {day: target for target, (_far, day) in chosen.items()}
    return {day: found.get(day) or taken.get(day, day) for day in sorted(every)}
