"""What speaks for headings, totals, footnotes, and which signs stand in place of numbers.

The rules stand in ``catalogue/tables.yaml`` and ``catalogue/signs.yaml``.
"""

import re
from functools import cache, cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from kreisblick.base.definitions import Definition, Text, Translated, read_definition, shipped

__all__ = [
    "Evidence",
    "LegendWord",
    "StandardSign",
    "TableRules",
    "plain",
    "shipped_legend",
    "shipped_signs",
    "shipped_table_rules",
]

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(gt=0, le=1)]


def plain(text: str) -> str:
    """A heading without what changes from year to year: case, blanks, soft hyphens, line ends.

    >>> plain(" Personen   Insgesamt")
    'personen insgesamt'
    """
    joined = re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])", "", text.replace("\u00ad", ""))
    return re.sub(r"\s+", " ", joined).strip().casefold()


class Evidence(Definition):
    """What a column says for or against a line of headings; averaged over the columns.

    Attributes:
        text_over_figures, period_over_figures, figure_over_figures, nothing_over_figures: by what
            the heading is, over a column of figures.
        number_among_words: a number as heading, where other headings of the line are words.
        text_over_text, nothing_over_text: over a column of words.
        known_word: the heading is one of ``words``.
        repeated_below: the heading is also a value of its column.
        digits_over_digits: heading and values hold digits among words.
    """

    text_over_figures: float
    period_over_figures: float
    number_among_words: float
    figure_over_figures: float
    nothing_over_figures: float
    text_over_text: float
    nothing_over_text: float
    known_word: float
    repeated_below: float
    digits_over_digits: float


Observed = Literal[
    "counted", "estimated", "withheld_by_source", "not_delivered", "not_covered", "cannot_exist"
]


class Certainty(Definition):
    """How sure a sum is: by its word, by arithmetic, by both."""

    word: Share
    sum: Share
    both: Share


class TableRules(Definition):
    """How tables are found that nobody has described.

    Attributes:
        searched_rows: lines in which a heading is looked for.
        most_heading_rows: lines that headings may have.
        window: lines below a heading that are looked at.
        figure_share: from this share of figures on a column is one of figures.
        evidence: what speaks for a heading.
        accepted: average evidence from which on a line is a heading.
        accepted_between: the same inside a table, where another table may begin.
        line_above: what every full line above a heading takes from its evidence.
        best_below: where nothing is accepted, the best line above this is taken.
        words: headings that are nearly never data.
        key_words: headings of columns of areas.
        units, totals, footnotes: patterns of whole cells, of totals, of lines below.
        total_words: one of them is in everything that matches ``totals``.
        longest_heading, longest_area: in characters.
        metadata: pattern of a label whose value stands beside it.
        comment: how a line begins that a program has written about its file; it is no data.
        carried_share: empty share of a column whose text stands once for the lines below.
        most_summed_rows: tables up to so many lines are looked through for sums.
        proof_bits: how unlikely a sum by chance must be, as power of two.
        certainty: how sure a sum is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    searched_rows: Count
    most_heading_rows: Count
    window: Count
    figure_share: Share
    evidence: Evidence
    accepted: float
    accepted_between: float
    line_above: float
    best_below: float
    words: tuple[Text, ...]
    key_words: tuple[Text, ...]
    units: tuple[Text, ...]
    totals: tuple[Text, ...]
    total_words: tuple[str, ...]
    footnotes: tuple[Text, ...]
    longest_heading: Count
    longest_area: Count
    metadata: Text
    comment: Text
    carried_share: Share
    most_summed_rows: Count
    proof_bits: Count
    certainty: Certainty

    @cached_property
    def known(self) -> frozenset[str]:
        """``words`` for looking up."""
        return frozenset(plain(word) for word in (*self.words, *self.key_words))

    @cached_property
    def keys(self) -> frozenset[str]:
        """``key_words`` for looking up."""
        return frozenset(plain(word) for word in self.key_words)

    @cached_property
    def unit(self) -> str:
        """One pattern of a whole cell that is a unit, brackets around it or not."""
        return "(?i)^[(\\[]?(?:" + "|".join(self.units) + ")[)\\]]?$"

    @cached_property
    def total(self) -> str:
        """One pattern of totals."""
        return "(?i)" + "|".join(f"(?:{pattern})" for pattern in self.totals)

    @cached_property
    def footnote(self) -> str:
        """One pattern of lines below."""
        return "(?i)" + "|".join(f"(?:{pattern})" for pattern in self.footnotes)


class StandardSign(Definition):
    """What a sign means in German official tables.

    Attributes:
        signs: ways to write it.
        means: as an observation of a cube.
        value, lower, upper: the number it stands for, or its bounds.
        say: for people.
    """

    signs: tuple[str, ...]
    means: Observed
    value: int | None = None
    lower: int | None = None
    upper: int | None = None
    say: Translated


class LegendWord(Definition):
    """Words of a legend and what a sign means that they stand beside.

    Attributes:
        words: pattern in small letters.
        means, value, lower: as of a sign.
    """

    words: Text
    means: Observed
    value: int | None = None
    lower: int | None = None


class _Signs(Definition):
    signs: tuple[StandardSign, ...]
    legend: tuple[LegendWord, ...]
    broken: tuple[Text, ...]


@cache
def shipped_table_rules() -> TableRules:
    """The rules that ship with Kreisblick."""
    return read_definition(shipped("catalogue", "tables.yaml"), TableRules)


@cache
def _signs() -> _Signs:
    return read_definition(shipped("catalogue", "signs.yaml"), _Signs)


@cache
def shipped_legend() -> tuple[LegendWord, ...]:
    """Words by which legends explain signs."""
    return _signs().legend


@cache
def shipped_signs() -> dict[str, StandardSign]:
    """Standard signs by how they are written, in lower case.

    What a spreadsheet writes into a broken cell is among them: it is not to be taken for words.
    """
    file = _signs()
    broken = StandardSign(
        signs=file.broken,
        means="not_delivered",
        say=Translated(de="fehlerhafte Zelle", en="broken cell"),
    )
    return {sign.casefold(): one for one in (*file.signs, broken) for sign in one.signs}
