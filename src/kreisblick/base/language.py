"""German and English: messages, numbers, dates.

Messages stand in the code in English and are translated by ``messages/de/<room>.po``; German
is what users see unless ``KREISBLICK_LANGUAGE=en``.
"""

import os
from datetime import date
from functools import cache
from importlib.resources import files

from babel.messages.pofile import read_po

__all__ = [
    "format_change",
    "format_count",
    "format_date",
    "format_decimal",
    "format_percent",
    "language",
    "translate",
]

NARROW_SPACE = "\u202f"
MINUS = "\u2212"


def language() -> str:
    """The language users are spoken to in: ``de`` (default) or ``en``."""
    chosen = os.environ.get("KREISBLICK_LANGUAGE", "de")
    return "en" if chosen.lower().startswith("en") else "de"


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
    """A number as German readers write it: ``1.234,5``, minus as ``−``.

    >>> format_decimal(-1234.56)
    '−1.234,6'
    """
    text = f"{abs(value):,.{digits}f}"
    negative = value < 0 and any(digit in "123456789" for digit in text)
    return (MINUS if negative else "") + text.translate(str.maketrans(",.", ".,"))


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
    """A day as ``31.12.2024``.

    >>> format_date(date(2024, 12, 31))
    '31.12.2024'
    """
    return f"{day:%d.%m.%Y}"
