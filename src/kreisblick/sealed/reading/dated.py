"""Names with a reference date in them: ``Stand {date}``, ``{period} | männlich``.

A definition that names its dates by placeholders reads next year's file without a hand, and never
takes last year's column for this year's.
"""

import re
from datetime import date
from typing import Self

from kreisblick.sealed.reading.model import Period
from kreisblick.sealed.reading.periods import MONTHS, find_period, rest_of
from kreisblick.sealed.reading.rules import plain

__all__ = ["PERIOD", "DatedName", "fill_in", "names_it", "period_holds", "with_period"]

PERIOD = "{period}"
SCHOOL_YEAR_BEGINS = 8  # 1 August, as § 7 of most school laws and the day-care year have it
_YEAR = re.compile(r"\{year([+-][1-9])?\}")
_EXACT = ("date", "month", "quarter", "school_year", "year")


class DatedName(str):
    """A heading, sheet or title as it is called on a reference date; shows as a date.

    Attributes:
        pattern: with its placeholders.
        day: the reference date.
    """

    __slots__ = ("day", "pattern")
    pattern: str
    day: date

    @classmethod
    def of(cls, pattern: str, day: date) -> Self:
        """The name on a day."""
        name = cls(fill_in(pattern, day).replace(PERIOD, f"{day:%d.%m.%Y}"))
        name.pattern, name.day = pattern, day
        return name

    def fit(self, text: str) -> int:
        """How well a text is meant: 0 not at all; the more exact its date, the more."""
        if PERIOD not in self.pattern:
            return len(_EXACT) + 1 if plain(text) == plain(self) else 0
        found = find_period(text)
        if found is None or not period_holds(found, self.day):
            return 0
        wanted = rest_of(fill_in(self.pattern, self.day).replace(PERIOD, "\0"))
        kind = found.kind
        return len(_EXACT) - _EXACT.index(kind) if plain(wanted) == plain(found.rest) else 0


def fill_in(text: str, day: date) -> str:
    """The text with its placeholders filled in; ``{period}`` stays: it has many spellings.

    >>> fill_in("Stand {date}, {month_name} {year-1}, {school_year}", date(2024, 10, 15))
    'Stand 15.10.2024, Oktober 2023, 2024/25'
    """
    begins = day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1
    names = MONTHS[day.month - 1]
    values = {
        "{yy}": f"{day:%y}",
        "{month}": f"{day:%m}",
        "{month_name}": names[0].capitalize(),
        "{month_short}": names[-1][:3].capitalize(),
        "{date}": f"{day:%d.%m.%Y}",
        "{iso_date}": day.isoformat(),
        "{school_year}": f"{begins}/{(begins + 1) % 100:02d}",
        "{quarter}": str((day.month + 2) // 3),
    }
    text = _YEAR.sub(lambda match: str(day.year + int(match[1] or 0)), text)
    for token, value in values.items():
        text = text.replace(token, value)
    return text


def names_it(wanted: str, text: str) -> bool:
    """Whether a text is the wanted name, on its date if it has one."""
    return wanted.fit(text) > 0 if isinstance(wanted, DatedName) else wanted == text


def period_holds(period: Period, day: date) -> bool:
    """Whether a period is the one a reference date lies in (or ends)."""
    begins = day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1
    keys = {
        "year": f"{day.year}",
        "school_year": f"{begins}/{(begins + 1) % 100:02d}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "month": f"{day:%Y-%m}",
        "date": day.isoformat(),
    }
    first_of_month = period.kind == "date" and period.key == f"{day:%Y-%m}-01"
    return keys.get(period.kind) == period.key or first_of_month


def with_period(text: str, day: date | None = None) -> str | None:
    """A heading or sheet with a placeholder for the period it names.

    None when it names none, or not the one of the reference date where that is given.

    >>> with_period("Dez 24 | männlich", date(2024, 12, 31))
    '{period} | männlich'
    >>> with_period("Nov 24", date(2024, 12, 31)) is None, with_period("Einwohner 2024")
    (True, 'Einwohner {period}')
    """
    found = find_period(text)
    if found is None or (day is not None and not period_holds(found, day)):
        return None
    parts = text.split(" | ")
    dated = {place: p for place, part in enumerate(parts) if (p := find_period(part)) is not None}
    place = next((at for at, part in dated.items() if part.key == found.key), None)
    if place is None:  # the year stands in one part, the month in another
        return f"{PERIOD} | {found.rest}" if found.rest else PERIOD
    rest = dated[place].rest
    parts[place] = f"{rest} {PERIOD}" if rest else PERIOD
    return " | ".join(parts)
