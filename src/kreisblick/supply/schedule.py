"""The calendar of a product: reference dates, when they are expected, how long they rest."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum, auto
from typing import Annotated, Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text

__all__ = ["Embargo", "Every", "ReferenceRule", "Schedule", "Span"]

MONTHS = 12
Days = Annotated[int, Field(ge=0)]


class Span(Definition):
    """A length of time: months first, then days.

    >>> Span(months=2).after(date(2024, 12, 31))
    datetime.date(2025, 2, 28)
    """

    months: Days = 0
    days: Days = 0

    def after(self, day: date) -> date:
        """The day so much later; the last of the month stays the last of the month."""
        return _months_on(day, self.months) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The day so much earlier."""
        return _months_on(day, -self.months) - timedelta(days=self.days)

    @model_validator(mode="after")
    def _some_time(self) -> Self:
        if not self.months and not self.days:
            raise ValueError("name months or days")
        return self


class Every(StrEnum):
    """How often a product has a reference date."""

    MONTH = auto()  # the last day of every month
    QUARTER = auto()  # the last day of March, June, September, December
    YEAR = auto()  # the same day every year
    SCHOOL_YEAR = auto()  # the day on which schools count, every year
    TWO_YEARS = auto()  # every second year from the first on
    ONCE = auto()  # the first, and never again


class ReferenceRule(Definition):
    """Which days a product is counted for.

    Attributes:
        every: how often.
        on: month and day (``12-31``) where a year has one reference date.
        first: the first reference date; it decides which years count for ``two_years``.
        last: the last reference date that is agreed; open when absent.
    """

    every: Every = Every.YEAR
    on: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] = "12-31"
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.first is None and self.every in {Every.TWO_YEARS, Every.ONCE}:
            raise ValueError("two_years and once need the first reference date")
        if self.every is Every.SCHOOL_YEAR and "on" not in self.model_fields_set:
            raise ValueError("school_year needs the day on which schools count: on: 10-15")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError("last comes before first")
        return self

    def agreed(self, day: date) -> bool:
        """Whether anything is agreed for a day: later than the last reference date nothing is."""
        return self.last is None or day <= self.last

    def days(self, start: date, end: date) -> Iterator[date]:
        """All reference dates from ``start`` to ``end``, both included."""
        begin = start if self.first is None else max(start, self.first)
        close = end if self.last is None else min(end, self.last)
        for year in range(begin.year, close.year + 1):
            for day in self._of_year(year):
                if begin <= day <= close:
                    yield day

    def last_until(self, day: date) -> date | None:
        """The last reference date that is not after a day; None before the first."""
        found = list(self.days(date(day.year - 2, 1, 1), day))
        if self.every is Every.ONCE and self.first is not None and self.first <= day:
            return self.first
        return found[-1] if found else None

    def _of_year(self, year: int) -> list[date]:
        if self.every in {Every.MONTH, Every.QUARTER}:
            step = 1 if self.every is Every.MONTH else 3
            return [_month_end(year, month) for month in range(step, MONTHS + 1, step)]
        if self.every is Every.ONCE:
            return [self.first] if self.first and self.first.year == year else []
        if self.every is Every.TWO_YEARS and self.first and (year - self.first.year) % 2:
            return []
        month, day = (int(part) for part in self.on.split("-"))
        return [min(date(year, month, 1) + timedelta(days=day - 1), _month_end(year, month))]


class Embargo(Definition):
    """Until when figures rest (Sperrfrist): their source does not allow them to be used before.

    Attributes:
        until: the first day on which they may be used.
        after: the same, so long after the reference date.
        because: who wants it and why.
    """

    until: date | None = None
    after: Span | None = None
    because: Text

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.until is None) == (self.after is None):
            raise ValueError("name either until or after")
        return self

    def ends(self, reference_date: date) -> date:
        """The first day on which the figures of a reference date may be used."""
        if self.after is not None:
            return self.after.after(reference_date)
        return self.until or reference_date


class Schedule(Definition):
    """When a product is counted, expected, reminded of, and free to be used.

    Attributes:
        reference: its reference dates.
        period: counts are flows over so long a time that ends on the reference date.
        expected: so long after the reference date it should be here.
        grace_days: so many days later it is late; the house's rule when absent.
        ask_days_before: it is asked for so many days before it is expected.
        remind_days: days after the expected date on which to remind, first to last.
        embargo: until when its figures rest.
    """

    reference: ReferenceRule = ReferenceRule()
    period: Span | None = None
    expected: Span
    grace_days: Days | None = None
    ask_days_before: Days | None = None
    remind_days: tuple[Days, ...] | None = None
    embargo: Embargo | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = self.remind_days or ()
        if list(days) != sorted(set(days)):
            raise ValueError("remind_days rise from the first reminder to the last")
        return self

    def period_of(self, reference_date: date) -> tuple[date, date] | None:
        """First and last day of the period the counts are about; None for a stock."""
        if self.period is None:
            return None
        following = reference_date + timedelta(days=1)
        return self.period.before(following), reference_date


def _months_on(day: date, months: int) -> date:
    number = day.year * MONTHS + day.month - 1 + months
    year, month = number // MONTHS, number % MONTHS + 1
    last = _month_end(year, month)
    if months and day == _month_end(day.year, day.month):
        return last
    return min(date(year, month, 1) + timedelta(days=day.day - 1), last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
