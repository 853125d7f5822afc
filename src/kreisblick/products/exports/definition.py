"""The words and signs of the exports, read from the catalogue."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.language import language
from kreisblick.products.figures import State, sign_in_english

__all__ = ["ExportWords", "StateWords", "read_words"]

FILES = {"de": "columns.yaml", "en": "columns.en.yaml"}


class Sign(Definition):
    """A sign of official statistics and what it means."""

    sign: Text
    words: Text


class Signs(Definition):
    """All table signs by what they mean (``table_signs.yaml``)."""

    signs: dict[str, Sign]


@dataclass(frozen=True, kw_only=True)
class StateWords:
    """How a state is told: a word, the sign of official statistics, what it means."""

    word: str
    sign: str
    means: str


class ExportWords(Definition):
    """The words of the exports in one language.

    Attributes:
        columns: column of the released figures to its title, in printed order.
        levels: level to its name.
        words: significance and change to words; ``unknown`` is silent.
        states: state to its word; the sign stands in ``table_signs.yaml``, once for all products.
        yes: what stands where a figure swings.
        indices, indicators, sources: column of these tables to its title, in their order.
        places: property of an area in a collection to its title.
    """

    columns: dict[str, Text]
    levels: dict[str, Text]
    words: dict[str, str]
    states: dict[State, Text]
    yes: Text
    indices: dict[str, Text]
    indicators: dict[str, Text]
    sources: dict[str, Text]
    places: dict[str, Text]

    def told(self, state: State) -> StateWords:
        """Word, sign and meaning of a state; counted figures need no sign."""
        entry = _signs().signs.get(state.value)
        word = self.states[state]
        if entry is None:
            return StateWords(word=word, sign="", means=word)
        return StateWords(word=word, sign=entry.sign, means=_means(state.value, entry))

    @property
    def swings(self) -> StateWords:
        """How a number is marked that swings widely because of few cases."""
        entry = _signs().signs["unstable"]
        means = _means("unstable", entry)
        return StateWords(word=means, sign=entry.sign, means=means)

    def all_told(self) -> dict[State, StateWords]:
        """Every state with word, sign and meaning."""
        return {state: self.told(state) for state in self.states}


def read_words() -> ExportWords:
    """The words in the reader's language, from ``catalogue/products/exports/columns*.yaml``."""
    return _words(shipped("catalogue", "products", "exports", FILES[language()]))


@cache
def _words(path: Path) -> ExportWords:
    return read_definition(path, ExportWords)


def _means(key: str, entry: Sign) -> str:
    """What a sign means, in the reader's language."""
    return sign_in_english(key) or entry.words if language() == "en" else entry.words


@cache
def _signs() -> Signs:
    return read_definition(shipped("catalogue", "products", "table_signs.yaml"), Signs)
