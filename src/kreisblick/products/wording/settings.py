"""What the words rest on: table signs, limits of boldness, words to avoid; all from files."""

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = [
    "AvoidedWord",
    "TableSign",
    "TableSigns",
    "Wording",
    "WordsToAvoid",
    "read_signs",
    "read_wording",
    "words_to_avoid_in",
]


class TableSign(Definition):
    """A sign that stands in a table in place of a number or beside it."""

    sign: str = Field(min_length=1)
    words: Text


class TableSigns(Definition):
    """All table signs by what they mean."""

    signs: dict[str, TableSign]


class Wording(Definition):
    """How much a figure can carry.

    Attributes:
        unstable_from: half the width of the 95 % interval over the value, from which on the
            value is put in brackets.
        decimals_from: denominator from which on shares are printed with a decimal.
        class_sure_from: share of draws that must confirm an area's class for it to be sure.
    """

    unstable_from: float = Field(gt=0)
    decimals_from: int = Field(gt=0)
    class_sure_from: float = Field(gt=0, le=1)


class AvoidedWord(Definition):
    """A word that hurts, and what is said instead."""

    word: Text
    better: Text


class WordsToAvoid(Definition):
    """The list of words that no product says."""

    words: tuple[AvoidedWord, ...]


@cache
def read_signs(path: Path | None = None) -> TableSigns:
    """The table signs of a file; the shipped ones without."""
    return read_definition(path or shipped("catalogue", "products", "table_signs.yaml"), TableSigns)


@cache
def read_wording(path: Path | None = None) -> Wording:
    """The limits of a file; the shipped ones without."""
    return read_definition(path or shipped("catalogue", "products", "wording.yaml"), Wording)


def words_to_avoid_in(text: str, path: Path | None = None) -> list[AvoidedWord]:
    """The avoided words that occur in a text, in the order of the list, whatever their case.

    >>> [found.word for found in words_to_avoid_in("Ein sozialer Brennpunkt")]
    ['Brennpunkt']
    """
    return [found for found in _avoided(path) if re.search(re.escape(found.word), text, re.I)]


@cache
def _avoided(path: Path | None) -> tuple[AvoidedWord, ...]:
    file = path or shipped("catalogue", "products", "words_to_avoid.yaml")
    return read_definition(file, WordsToAvoid).words
