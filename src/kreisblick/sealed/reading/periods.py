"""What a heading says of the time its column is about: ``Jan 26``, ``2023/24``, ``31.12.2024``."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from kreisblick.sealed.reading.model import Period

__all__ = ["MONTHS", "find_period", "month_of", "rest_of"]

MONTHS = (
    ("januar", "jänner", "jan"),
    ("februar", "feber", "feb"),
    ("märz", "maerz", "mrz", "mär"),
    ("april", "apr"),
    ("mai",),
    ("juni", "juno", "jun"),
    ("juli", "julei", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("dezember", "dez"),
)
_MONTH = {name: n for n, names in enumerate(MONTHS, start=1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = r"(?:19|20)[0-9]{2}"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NOISE = re.compile(
    r"\b(?:stand|stichtag|am|zum|vom|im|jahr|berichtsmonat|schuljahr|kita-?jahr|kindergartenjahr|sj|"
    r"schj|kj)\b[:.]?\s*$",
    re.IGNORECASE,
)

Maker = Callable[[re.Match[str]], tuple[str, str] | None]


def _day(year: str, month: int, day: str) -> tuple[str, str] | None:
    try:
        return "date", date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def _month(year: str, month: str) -> tuple[str, str] | None:
    whole = year if len(year) == 4 else f"20{year}"
    return ("month", f"{whole}-{int(month):02d}") if 1 <= int(month) <= 12 else None


def _school_year(first: str, second: str) -> tuple[str, str] | None:
    follows = (int(first) + 1) % 100 == int(second) % 100
    return ("school_year", f"{first}/{second[-2:]}") if follows else None


def _quarter(year: str, quarter: str) -> tuple[str, str]:
    whole = year if len(year) == 4 else f"20{year}"
    number = _ROMAN.get(quarter.casefold()) or int(quarter)
    return "quarter", f"{whole}-Q{number}"


_FORMS: tuple[tuple[str, Maker], ...] = (
    (
        rf"(?<![\d.])([0-3]?\d)\.\s?([01]?\d)\.\s?({_YEAR})(?!\d)",
        lambda m: _day(m[3], int(m[2]), m[1]),
    ),
    (
        rf"(?<!\d)({_YEAR})-([01]\d)-([0-3]\d)(?!\d)(?:[ T]00:00:00)?",
        lambda m: _day(m[1], int(m[2]), m[3]),
    ),
    (
        rf"(?<!\d)({_YEAR})(0[1-9]|1[0-2])([0-3]\d)(?!\d)",
        lambda m: _day(m[1], int(m[2]), m[3]),
    ),
    (
        rf"(?<!\d)([0-3]?\d)\.\s?({_NAMES})\b\.?\s?({_YEAR})",
        lambda m: _day(m[3], _MONTH[m[2].casefold()], m[1]),
    ),
    (rf"(?<!\d)({_YEAR})\s?/\s?((?:20)?\d\d)(?!\d)", lambda m: _school_year(m[1], m[2])),
    (  # 2010-11 may as well be a month: only what can be none is a school year
        rf"(?<!\d)({_YEAR})\s?[-–_]\s?((?:20)\d\d|1[3-9]|[2-9]\d)(?![\d-])",
        lambda m: _school_year(m[1], m[2]),
    ),
    (
        r"\b(?:schulj(?:ahr|\.)|kita-?jahr|kindergartenjahr|sj|schj|kj)\.?\s?"
        r"(\d\d)\s?[/_–-]\s?(\d\d)(?!\d)",
        lambda m: _school_year(f"20{m[1]}", m[2]),
    ),
    (
        rf"\b(?:q\s?([1-4])|([1-4])\.?\s?(?:quartal|vj\.?|vierteljahr|qu\.)|"
        rf"(iv|i{{1,3}})(?:\.?\s?quartal)?)[.\s/-]{{0,3}}({_YEAR}|\d\d)(?!\d)",
        lambda m: _quarter(m[4], m[1] or m[2] or m[3]),
    ),
    (
        rf"(?<!\d)({_YEAR})[.\s/-]{{0,3}}(?:q\s?([1-4])|([1-4])\.?\s?(?:quartal|vj\.?)|(iv|i{{1,3}})\b)",
        lambda m: _quarter(m[1], m[2] or m[3] or m[4]),
    ),
    (
        rf"\b({_NAMES})\b\.?[\s/'’_-]{{0,2}}({_YEAR}|\d\d)(?!\d)",
        lambda m: _month(m[2], str(_MONTH[m[1].casefold()])),
    ),
    (
        rf"(?<!\d)({_YEAR})[\s/_-]{{0,2}}({_NAMES})\b\.?",
        lambda m: _month(m[1], str(_MONTH[m[2].casefold()])),
    ),
    (rf"(?<![\d.])(0?[1-9]|1[0-2])\s?[/.-]\s?({_YEAR})(?!\d)", lambda m: _month(m[2], m[1])),
    (rf"(?<!\d)({_YEAR})\s?[/-]?\s?[mM]?(0[1-9]|1[0-2])(?![\d-])", lambda m: _month(m[1], m[2])),
)
_COMPILED = tuple((re.compile(form, re.IGNORECASE), make) for form, make in _FORMS)
_BARE_YEAR = re.compile(
    rf"(?<![\d.,/-])({_YEAR})(?![\d/]|[.,]\d|\s?[-–]\s?{_YEAR}(?!\d)|[-–]\d\d(?!\d))"
)
_BARE_MONTH = re.compile(rf"^({_NAMES})\.?$", re.IGNORECASE)


@cache
def find_period(text: str) -> Period | None:
    """The period that a heading names; None when it names none, or more than one.

    >>> find_period("Jan 26 | männlich")
    Period(kind='month', key='2026-01', rest='männlich')
    >>> find_period("Schuljahr 2023/24")
    Period(kind='school_year', key='2023/24', rest='')
    """
    found = next(_found(text), None)
    if found is None:
        return _split_month(text) or _year(text)
    (kind, key), rest = found
    return Period(kind=kind, key=key, rest=rest_of(rest))  # type: ignore[arg-type]


def _found(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    for form, make in _COMPILED:
        for match in form.finditer(text):
            made = make(match)
            if made is not None:
                yield made, text[: match.start()] + "\0" + text[match.end() :]


def month_of(text: str) -> tuple[int, str] | None:
    """A month that is named without a year, and the rest of the heading.

    >>> month_of("Mrz."), month_of("Mai | männlich"), month_of("Maibaum")
    ((3, ''), (5, 'männlich'), None)
    """
    parts = [part.strip() for part in text.split(" | ")]
    for place, part in enumerate(parts):
        match = _BARE_MONTH.match(part)
        if match:
            rest = parts[:place] + parts[place + 1 :]
            return _MONTH[match[1].casefold()], " | ".join(rest)
    return None


def _split_month(text: str) -> Period | None:
    """``2024 | Jan``: the year stands in the group above."""
    parts = [part.strip() for part in text.split(" | ")]
    years = [part for part in parts if re.fullmatch(_YEAR, part)]
    months = [m for part in parts if (m := re.fullmatch(rf"({_NAMES})\.?", part, re.IGNORECASE))]
    if len(years) != 1 or len(months) != 1:
        return None
    rest = [part for part in parts if part not in {years[0], months[0][0]}]
    key = f"{years[0]}-{_MONTH[months[0][1].casefold()]:02d}"
    return Period(kind="month", key=key, rest=" | ".join(rest))


def _year(text: str) -> Period | None:
    years = list(_BARE_YEAR.finditer(text))
    if len({match[1] for match in years}) != 1:
        return None
    match = years[0]
    return Period(
        kind="year", key=match[1], rest=rest_of(text[: match.start()] + "\0" + text[match.end() :])
    )


def rest_of(text: str) -> str:
    """What is left of a heading without the period and the words around it."""
    parts = []
    for part in text.split(" | "):
        before, mark, after = part.partition("\0")
        if mark:
            before = _NOISE.sub("", before.rstrip())
            part = f"{before} {after}"  # noqa: PLW2901
        parts.append(re.sub(r"\s+", " ", part).strip(" ,:;()-–/"))
    return " | ".join(part for part in parts if part)
