"""Spells addresses the way people and old programs do."""

import re
from collections.abc import Callable

import numpy as np

__all__ = ["misspell"]

FOLDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)
LONGEST_LINE = 20


def misspell(street: str, rng: np.random.Generator) -> str:
    """One street written oddly; a clerk would still know which one is meant."""
    ways: list[Callable[[str], str]] = [
        _short,
        _short,
        str.upper,
        lambda text: text.replace("ß", "ss"),
        lambda text: text.translate(FOLDED),
        lambda text: text.replace("-", " "),
        lambda text: text.replace(" ", "  ") + " ",
        str.lower,
        lambda text: _slip(text, rng),
        _cut,
    ]
    start = int(rng.integers(len(ways)))
    for turn in range(len(ways)):
        odd = ways[(start + turn) % len(ways)](street)
        if odd != street:
            return odd
    return street


def _short(text: str) -> str:
    return re.sub(r"straße\b", "str.", text).replace("Straße", "Str.")


def _slip(text: str, rng: np.random.Generator) -> str:
    """Two letters change places, as on a keyboard."""
    if len(text) < 8:
        return text
    place = int(rng.integers(2, len(text) - 4))
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def _cut(text: str) -> str:
    """Old programs cut long names and write a point."""
    return text if len(text) <= LONGEST_LINE else _short(text)[: LONGEST_LINE - 1] + "."
