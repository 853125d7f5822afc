"""What the words rest on: table signs, limits of boldness, words to avoid; all from files."""

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.products.limits import Wording, read_wording

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
