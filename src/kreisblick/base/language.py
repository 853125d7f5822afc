"""German and English: messages, numbers, dates.

Messages stand in the code in English and are translated by ``messages/de/<room>.po``; German
is what users see unless ``KREISBLICK_LANGUAGE=en``, or while ``speaking("en")`` lasts.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import format_date as write_date
from babel.messages.pofile import read_po

__all__ = [
    "format_change",
    "format_count",
    "format_date",
    "format_decimal",
    "format_percent",
    "language",
    "speaking",
    "translate",
    "without_idle_zeros",
]

NARROW_SPACE = "\u202f"
MINUS = "\u2212"
_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """The language users are spoken to in: ``de`` (default) or ``en``."""
    chosen = _SPOKEN.get() or os.environ.get("KREISBLICK_LANGUAGE", "de")
    return "en" if chosen.lower().startswith("en") else "de"


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak ``de`` or ``en`` for a while, for products that come in both languages.

    >>> with speaking("en"):
    ...     format_decimal(1234.5)
    '1,234.5'
    """
    before = _SPOKEN.set(chosen)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@cache
def _german() -> dict[str, str]:
    found: dict[str, str] = {}
    folder = files("kreisblick.base") / "messages" / "de"
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        with part.open("rb") as stream:
            catalog = read_po(stream, locale="de")
        found |= {str(message.id): str(message.string) for message in catalog if message.string}
    return found


def translate(message: str) -> str:
    """The message in the user's language; English stands in the code itself.

    >>> translate("a sentence that nobody translated")
    'a sentence that nobody translated'
    """
    return message if language() == "en" else _german().get(message, message)


def format_decimal(value: float, digits: int = 1) -> str:
    """A number as its readers write it, in German ``1.234,5``; minus as ``−``.

    >>> format_decimal(-1234.56)
    '−1.234,6'
    """
    text = f"{abs(value):,.{digits}f}"
    negative = value < 0 and any(digit in "123456789" for digit in text)
    written = text if language() == "en" else text.translate(str.maketrans(",.", ".,"))
    return (MINUS if negative else "") + written


def without_idle_zeros(number: str) -> str:
    """A written number without zeros that end its decimals.

    >>> without_idle_zeros("2,50"), without_idle_zeros("1.200,00")
    ('2,5', '1.200')
    """
    mark = "." if language() == "en" else ","
    return number.rstrip("0").rstrip(mark) if mark in number else number


def format_count(value: float) -> str:
    """A whole number with points between the thousands.

    >>> format_count(550000)
    '550.000'
    """
    return format_decimal(value, 0)


def format_percent(value: float, digits: int = 1) -> str:
    r"""A share in percent with a narrow no-break space before the sign.

    >>> format_percent(12.44)
    '12,4\u202f%'
    """
    return f"{format_decimal(value, digits)}{NARROW_SPACE}%"


def format_change(value: float, digits: int = 1) -> str:
    """A signed difference: ``+2,3`` or ``−2,3``.

    >>> format_change(2.31)
    '+2,3'
    """
    text = format_decimal(value, digits)
    return text if text.startswith(MINUS) or not text.strip("0,.") else f"+{text}"


def format_date(day: date) -> str:
    """A day as ``31.12.2024``; in English with the month as a word, since its order is disputed.

    >>> format_date(date(2024, 12, 31))
    '31.12.2024'
    """
    if language() == "en":
        return write_date(day, "d MMMM y", locale="en_GB")
    return f"{day:%d.%m.%Y}"
