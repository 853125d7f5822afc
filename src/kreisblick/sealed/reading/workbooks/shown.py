"""Number formats of workbooks: how a stored number is shown, as far as it changes what it says.

A postcode stored as 1067 under the format ``00000`` is 01067 to everybody who sees it.
"""

import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["PLAIN", "Shown", "how_shown", "is_built_in", "zero_filled"]

# numbers of built-in formats (ECMA-376, part 1, 18.8.30)
PERCENT = frozenset({9, 10})
DATES = frozenset({14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)})
TIMES = frozenset({18, 19, 20, 21, 32, 33, 45, 47})
ELAPSED = frozenset({46})
MOMENTS = frozenset({22})

NO_CONTENT = re.compile(r"\[[^\]]*\]|[_*].")
ELAPSED_PART = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
LITERAL = re.compile(r'"([^"]*)"|\\(.)')
ONLY_ZEROS = re.compile(r"^[^0#?.,%/dmyhse@]*0[^#?.,%/dmyhse@]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """How a number is shown.

    Attributes:
        kind: ``zeros`` is a number filled with leading zeros, ``date`` a day, ``moment`` a day
            with a time, ``time`` of a day, ``elapsed`` hours that may exceed a day.
        pattern: for ``zeros`` the characters, ``0`` for each digit.
    """

    kind: Literal["plain", "zeros", "percent", "date", "moment", "time", "elapsed"]
    pattern: str = ""


PLAIN = Shown("plain")


def is_built_in(number: int) -> Shown | None:
    """A built-in format by its number; None where it changes nothing."""
    kinds: dict[frozenset[int], Shown] = {
        PERCENT: Shown("percent"),
        DATES: Shown("date"),
        TIMES: Shown("time"),
        ELAPSED: Shown("elapsed"),
        MOMENTS: Shown("moment"),
    }
    return next((shown for numbers, shown in kinds.items() if number in numbers), None)


def how_shown(code: str) -> Shown:
    """What a format code does to a number.

    >>> how_shown("00000").pattern, how_shown("DD.MM.YYYY").kind, how_shown("0.0%").kind
    ('00000', 'date', 'percent')
    """
    if code.strip().lower() in {"general", "standard", "@", ""}:
        return PLAIN
    if ELAPSED_PART.search(code):
        return Shown("elapsed")
    section = _first_section(code)
    bare = LITERAL.sub("", section).lower()
    if "%" in bare:
        return Shown("percent")
    if bare.count("0") >= 2 and ONLY_ZEROS.match(bare):
        return Shown("zeros", _pattern(section))
    return _dated(bare)


def _first_section(code: str) -> str:
    """The section for positive numbers, without colours, conditions and widths."""
    kept = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    return NO_CONTENT.sub("", kept)


def _pattern(section: str) -> str:
    """The characters of a zero-filled number; a literal zero is kept apart by a mark."""
    marked = LITERAL.sub(lambda found: (found[1] or found[2] or "").replace("0", "\0"), section)
    return marked.strip()


def _dated(bare: str) -> Shown:
    """Days have letters for day or year (in English, or in German as some programmes write)."""
    if re.search(r"[#?0]", re.sub(r"ss\.0+", "s", bare)):
        return PLAIN
    clock = bool(re.search(r"[hs]", bare.replace("am/pm", "h")))
    day = bool(re.search(r"[dyj]|tt", bare)) or ("m" in bare and not clock)
    if day:
        return Shown("moment" if clock else "date")
    return Shown("time") if clock else PLAIN


def zero_filled(number: int, pattern: str) -> str:
    """A whole number as the pattern shows it; surplus digits stand in front.

    >>> zero_filled(5998020, "00 0 00 000")
    '05 9 98 020'
    """
    slots = pattern.count("0")
    digits = str(number).zfill(slots)
    surplus, rest = digits[: len(digits) - slots], iter(digits[len(digits) - slots :])
    text = "".join(next(rest) if sign == "0" else sign for sign in pattern)
    first = pattern.find("0")
    return (text[:first] + surplus + text[first:]).replace("\0", "0")
