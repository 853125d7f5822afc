"""The words and signs of the exports, read from the catalogue."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.products.figures import State

__all__ = ["ExportWords", "StateWords", "read_words"]


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
    """The words of the exports in German.

    Attributes:
        columns: column of the released figures to its title, in printed order.
        levels: level to its name.
        words: significance and change to words; ``unknown`` is silent.
        states: state to its word; the sign stands in ``table_signs.yaml``, once for all products.
    """

    columns: dict[str, Text]
    levels: dict[str, Text]
    words: dict[str, str]
    states: dict[State, Text]

    def told(self, state: State) -> StateWords:
        """Word, sign and meaning of a state; counted figures need no sign."""
        entry = _signs().signs.get(state.value)
        word = self.states[state]
        if entry is None:
            return StateWords(word=word, sign="", means=word)
        return StateWords(word=word, sign=entry.sign, means=entry.words)

    @property
    def swings(self) -> StateWords:
        """How a number is marked that swings widely because of few cases."""
        entry = _signs().signs["unstable"]
        return StateWords(word=entry.words, sign=entry.sign, means=entry.words)

    def all_told(self) -> dict[State, StateWords]:
        """Every state with word, sign and meaning."""
        return {state: self.told(state) for state in self.states}


@cache
def read_words(path: Path | None = None) -> ExportWords:
    """The words in a file; without one the shipped ``catalogue/products/exports/columns.yaml``."""
    return read_definition(
        path or shipped("catalogue", "products", "exports", "columns.yaml"), ExportWords
    )


@cache
def _signs() -> Signs:
    return read_definition(shipped("catalogue", "products", "table_signs.yaml"), Signs)
