"""The numbers and words by which mappings are proposed: mapping.yaml, headings.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = [
    "HeadingWords",
    "MappingRules",
    "shipped_heading_words",
    "shipped_mapping_rules",
]

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class HeadingRules(Definition):
    """What a heading counts, by the way it fits a word of the catalogue.

    Attributes:
        exact, abbreviated, contained, compound, misspelt, group: log odds.
        favoured: for meanings that a group above makes likelier.
        unnamed: for meanings that the heading does not name.
        shortest_ending: letters a word needs to be looked for at the end of another.
        alike: share of letters that agree in a misspelt word.
    """

    exact: float
    abbreviated: float
    contained: float
    compound: float
    misspelt: float
    group: float
    favoured: float
    unnamed: float
    shortest_ending: Count
    alike: Share


class EarlierRules(Definition):
    """What earlier definitions count.

    Attributes:
        same_product, same_supplier, other_product: log odds.
    """

    same_product: float
    same_supplier: float
    other_product: float


class ContentRules(Definition):
    """What cells count.

    Attributes:
        least, most: share of fitting cells at which a meaning is refuted, and at which it fits.
        fits, refuted: log odds by meaning.
        known_share: share of distinct names that must be known ones.
        proved: log odds for keys of which all are known.
        sample_rows: rows that are looked at.
        fewest_rows: below it statements count half.
    """

    least: Share
    most: Share
    fits: dict[str, float]
    refuted: dict[str, float]
    known_share: Share
    proved: float
    sample_rows: Count
    fewest_rows: Count


class SliceRules(Definition):
    """What a heading counts that names a slice of a cube.

    Attributes:
        read, unread: log odds for ``value``.
    """

    read: float
    unread: float


class NeighbourRules(Definition):
    """What the column beside counts, in log odds."""

    number_after_street: float
    suffix_after_number: float
    place_after_postcode: float
    name_after_code: float
    until_after_from: float


class LayoutRules(Definition):
    """When two headings are the same column under another name.

    Attributes:
        alike: share of letters that must agree.
        same_meaning: certainty when the catalogue gives both the same meaning.
        same_place: what the same place adds.
        sure: from here on a new name is proposed.
        possible: below it nothing is said.
    """

    alike: Share
    same_meaning: Share
    same_place: Share
    sure: Share
    possible: Share


class AreaRules(Definition):
    """When an office's own name means one of our areas.

    Attributes:
        alike: share of letters of a word that must agree.
        sure: certainty from which nothing is asked.
        possible: below it nothing is said.
        gap: two areas nearer to each other are asked.
        nowhere: what offices write for people who belong to no area, plain.
    """

    alike: Share
    sure: Share
    possible: Share
    gap: Share
    nowhere: tuple[str, ...]


class MappingRules(Definition):
    """How the meaning of columns is proposed.

    Attributes:
        heading, earlier, contents, slices, neighbours: weights of the kinds of evidence.
        grain: what the grain of the table makes likelier.
        prior: before anything is looked at.
        unnamed_too: meanings that no heading has to name.
        once: meanings that only one column of a table has.
        temperature: by what sums are divided before they become shares.
        sure: confidence from which nothing is asked.
        listed: choices shown for a doubtful column.
        fewest_holders: a content that fewer rows hold is never written down.
        most_codes: a column with more contents is no list of codes.
        votes: grain to what a column of a meaning says for it.
        most_votes: columns of one meaning that count.
        subject_letters: letters of subject words that make a target sure.
        layout: when two headings are one column.
        areas: when an office's name means one of our areas.
        closing_words: folded first words of lines below a table that are no records.
        happening: parts of words, in small letters, for what is added up over a year.
    """

    heading: HeadingRules
    earlier: EarlierRules
    contents: ContentRules
    slices: SliceRules
    neighbours: NeighbourRules
    grain: dict[str, dict[str, float]]
    prior: dict[str, float]
    unnamed_too: tuple[Text, ...]
    once: tuple[Text, ...]
    temperature: Annotated[float, Field(gt=0)]
    sure: Share
    listed: Count
    fewest_holders: Count
    most_codes: Count
    votes: dict[str, dict[str, float]]
    most_votes: Count
    subject_letters: Count
    layout: LayoutRules
    areas: AreaRules
    closing_words: tuple[Text, ...]
    happening: tuple[Text, ...]


class GroupWords(Definition):
    """Words of a group above headings, and what they make likelier."""

    words: tuple[Text, ...]
    favours: tuple[Text, ...]


class HeadingWords(Definition):
    """The words of offices.

    Attributes:
        meanings: meaning to headings.
        groups: see there.
        codes: dimension or field to our code to the offices' words.
        fields: fields of registers to headings.
        dimensions: dimensions of cubes to headings of groups, below which their codes stand.
        subjects: key of a cube to words of titles.
        services: kind of facilities to words of titles.
    """

    meanings: Mapping[str, tuple[Text, ...]]
    groups: tuple[GroupWords, ...]
    codes: Mapping[str, Mapping[str, tuple[Text, ...]]]
    fields: Mapping[str, tuple[Text, ...]]
    dimensions: Mapping[str, tuple[Text, ...]]
    subjects: Mapping[str, tuple[Text, ...]]
    services: Mapping[str, tuple[Text, ...]]


@cache
def shipped_mapping_rules() -> MappingRules:
    """The weights that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "mapping.yaml"), MappingRules)


@cache
def shipped_heading_words() -> HeadingWords:
    """The words that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "headings.yaml"), HeadingWords)
