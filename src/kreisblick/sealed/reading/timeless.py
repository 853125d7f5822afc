"""Headings and names of sheets without the years and dates that change at every delivery."""

import re

__all__ = ["without_time"]

_MONTHS = r"(?:jan|feb|m[aä]r|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\.?"
_TIME = re.compile(
    r"(?:\b(?:zum|am|vom|stand|stichtag)\b:?\s*)*(?<![^\W_])(?:"
    r"[0-3]?[0-9]\.\s?[01]?[0-9]\.\s?(?:(?:19|20)?[0-9]{2})?|"
    r"(?:19|20)[0-9]{2}-[01][0-9](?:-[0-3][0-9])?|"
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?|"
    rf"{_MONTHS}\s?(?:19|20)?[0-9]{{2}}\b|"
    r"(?:19|20)[0-9]{2}\s?[/_–-]\s?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)


def without_time(text: str) -> str:
    """The text without years, dates and months; nothing is left of one that only names a time.

    >>> without_time("Einwohner am 31.12.2024")
    'Einwohner'
    >>> without_time("2024")
    ''
    """
    return re.sub(r"\s+", " ", _TIME.sub(" ", text)).strip(" ,;:-–_()")
