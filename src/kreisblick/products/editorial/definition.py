"""The words that authors use in the editorial folder, from the catalogue."""

from enum import StrEnum, auto
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["EditorialWords", "Expected", "Form", "read_editorial_words"]


class Form(StrEnum):
    """What is printed of a figure."""

    VALUE = auto()
    COUNT = auto()
    OF = auto()
    INTERVAL = auto()
    TOWN_MEAN = auto()
    DISTRICT_MEAN = auto()
    CHANGE = auto()
    SENTENCE = auto()
    DATE = auto()


class Expected(StrEnum):
    """What a text relies on."""

    ABOVE = auto()
    BELOW = auto()
    SAME = auto()
    ABOVE_TOWN = auto()
    BELOW_TOWN = auto()
    UP = auto()
    DOWN = auto()
    STEADY = auto()
    SHOWN = auto()


class EditorialWords(Definition):
    """Spellings; of several the first is shown in messages.

    Attributes:
        forms, expectations: key to spellings.
        other_source, own_number: first word of a number that comes from elsewhere.
        district: what is meant by the whole district.
        counted: beginnings of words that a count stands before.
        people_endings: endings of words for people that are not among them.
        fractions: shares in words.
        hints: words that may be a share or a change.
        spans: beginnings of words for time and age, whose numbers are no figures.
        labels: beginnings of words that a number only names, as ``Seite``.
        ordinals: beginnings of words that are counted off, as ``Sitzung``.
        persons: what only stands before a person's name.
        given_names: before a surname they name a person.
        functions: of persons, before their names.
        office_words: endings and beginnings of words that follow a given name or a function and
            are no surname.
    """

    forms: dict[Form, tuple[Text, ...]]
    expectations: dict[Expected, tuple[Text, ...]]
    other_source: tuple[Text, ...]
    own_number: tuple[Text, ...]
    district: tuple[Text, ...]
    counted: tuple[Text, ...]
    people_endings: tuple[Text, ...]
    fractions: tuple[Text, ...]
    hints: tuple[Text, ...]
    spans: tuple[Text, ...]
    labels: tuple[Text, ...]
    ordinals: tuple[Text, ...]
    persons: tuple[Text, ...]
    given_names: tuple[Text, ...]
    functions: tuple[Text, ...]
    office_words: tuple[Text, ...]

    def form(self, text: str) -> Form | None:
        """The form with this spelling."""
        return next((key for key, known in self.forms.items() if _among(text, known)), None)

    def expected(self, text: str) -> Expected | None:
        """The expectation with this spelling."""
        return next((key for key, known in self.expectations.items() if _among(text, known)), None)

    def said(self, one: Form | Expected) -> str:
        """How messages call a form or an expectation."""
        return (self.forms[one] if isinstance(one, Form) else self.expectations[one])[0]

    def is_district(self, text: str) -> bool:
        """Whether the whole district is meant."""
        return _among(text, self.district)

    def is_other_source(self, text: str) -> bool:
        """Whether a number of another source follows."""
        return _among(text, self.other_source)

    def is_own_number(self, text: str) -> bool:
        """Whether a number of the author's own follows."""
        return _among(text, self.own_number)


@cache
def read_editorial_words(path: Path | None = None) -> EditorialWords:
    """The words of a file; the shipped ones without."""
    shipped_file = shipped("catalogue", "products", "editorial", "editorial.yaml")
    return read_definition(path or shipped_file, EditorialWords)


def _among(text: str, known: tuple[str, ...]) -> bool:
    return text.strip().casefold() in {one.casefold() for one in known}
