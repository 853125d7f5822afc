"""The rules by which addresses are read and compared (``catalogue/addresses.yaml``)."""

from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["AddressRules", "ErrorsAllowed", "TypoRules", "shipped_rules"]

Share = Annotated[float, Field(ge=0, le=1)]
Letters = Annotated[int, Field(ge=0)]


class ErrorsAllowed(Definition):
    """How many errors a name may hold.

    Attributes:
        below: for stems shorter than this many letters.
        errors: at most this many (insertions, deletions, substitutions, swaps of neighbours).
    """

    below: Letters
    errors: Letters


class TypoRules(Definition):
    """When a misspelt name is taken for a name of the reference.

    Attributes:
        shortest_stem: names whose stem (without the street type) is shorter are never repaired.
        shortest_type: street types of at least this many letters are recognised when one letter
            is wrong.
        errors: by length of the stem, ascending.
        more_for_review: errors beyond that number which go to review instead.
        gap: least distance to the second best name, in errors per letter.
        errors_in_type: errors allowed where the stem is right and only the street type is not.
        alone: the second best name is so many errors farther: one more error is allowed then,
            if the first letter is right.
        shortest_alone: and the stem has at least so many letters.
        same_first_letter_below: stems shorter than this must agree in their first letter.
        shortest_without_place: without postcode and place a name is repaired only when it has this
            many letters, one error, and the right first letter.
    """

    shortest_stem: Letters
    shortest_type: Letters
    errors: tuple[ErrorsAllowed, ...]
    more_for_review: Letters
    gap: Share
    errors_in_type: Letters
    alone: Letters
    shortest_alone: Letters
    same_first_letter_below: Letters
    shortest_without_place: Letters


class AddressRules(Definition):
    """How addresses are read and when two of them are the same.

    Attributes:
        mojibake: wrongly decoded letters and what they were.
        repairs: replacements in the lower-case text.
        endings: endings of words in full; a dot may follow.
        dotted_endings: endings that are in full only where a dot follows.
        words: whole words in full; a dot may follow.
        ordinals: first, second … as words, in order.
        articles: words that are left out without making another street.
        types: last parts of street names that make another street when they differ.
        opposites: words that make another street when one stands for the other.
        no_address: reason to pattern on the folded text.
        tails: pattern of what follows a house number and is left out.
        number_beyond_end: so far above the street's highest number a number is not in it.
        suffix_neighbours: an unknown suffix is placed by its number when all houses so many
            numbers around lie in one area.
        shortest_cut: a name cut off without a dot must have at least this many letters.
        postcode_errors: digits in which a wrong postcode may differ.
        typo: rules for misspelt names.
        scores: by reason.
    """

    mojibake: dict[str, str]
    repairs: dict[str, str]
    endings: dict[str, str]
    dotted_endings: dict[str, str]
    words: dict[str, str]
    ordinals: tuple[Text, ...]
    articles: tuple[Text, ...]
    types: tuple[Text, ...]
    opposites: tuple[tuple[Text, Text], ...]
    no_address: dict[str, Text]
    tails: Text
    number_beyond_end: Letters
    suffix_neighbours: Letters
    shortest_cut: Letters
    postcode_errors: Letters
    typo: TypoRules
    scores: dict[str, Share]


def shipped_rules() -> AddressRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "addresses.yaml"), AddressRules)
