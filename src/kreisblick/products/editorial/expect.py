"""Expect: what a text relies on, and whether the bundle says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from kreisblick.base.language import translate as _
from kreisblick.products.editorial.ask import Question
from kreisblick.products.editorial.definition import Expected, Form, read_editorial_words
from kreisblick.products.editorial.draft import UnclearError
from kreisblick.products.editorial.terms import Terms
from kreisblick.products.wording import Figure

__all__ = ["Expectation", "expectation_met", "read_expectation"]

IN = " in "


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One line of ``expects``, understood."""

    question: Question
    expected: Expected
    text: str


def read_expectation(text: str, terms: Terms, place: str) -> Expectation:
    """``indicator in area: state``; without an area the text's own is meant.

    Raises:
        UnclearError: the state, the indicator or the area is not known.
    """
    words = read_editorial_words()
    about, colon, state = text.rpartition(":")
    expected = words.expected(state) if colon else None
    if expected is None:
        message = _("'{text}' does not say what is expected: 'indicator in area: {known}'.")
        known = " / ".join(words.said(one) for one in Expected)
        raise UnclearError("bad_expectation", message.format(text=text, known=known))
    indicator, area = _parted(about.strip(), terms, place)
    if terms.figure(indicator, area, None) is None:
        message = _("There is no figure '{indicator}' for {area}: it is not given for such areas.")
        named = {"indicator": terms.title(indicator), "area": terms.name(area)}
        raise UnclearError("no_figure", message.format(**named))
    question = Question(indicator=indicator, area=area, day=None, form=Form.VALUE)
    return Expectation(question=question, expected=expected, text=text)


def _parted(about: str, terms: Terms, place: str) -> tuple[str, str]:
    """Titles may themselves hold the word ``in``: the split at which both sides are known."""
    unclear: UnclearError | None = None
    for indicator, area in _splits(about):
        try:
            return terms.indicator(indicator), terms.area(area) if area else place
        except UnclearError as error:
            unclear = unclear or error
    raise unclear or UnclearError("bad_expectation", about)


def _splits(about: str) -> Iterator[tuple[str, str]]:
    yield about, ""
    parts = about.split(IN)
    for cut in range(len(parts) - 1, 0, -1):
        yield IN.join(parts[:cut]), IN.join(parts[cut:])


def expectation_met(expectation: Expectation, terms: Terms) -> bool:
    """Whether the bundle says so; what it does not tell is not so."""
    question = expectation.question
    figure = terms.figure(question.indicator, question.area, question.day)
    return figure is not None and figure.value is not None and _is(figure, expectation.expected)


def _is(figure: Figure, expected: Expected) -> bool:
    return {
        Expected.ABOVE: figure.significance == "above",
        Expected.BELOW: figure.significance == "below",
        Expected.SAME: figure.significance == "same",
        Expected.ABOVE_TOWN: figure.significance_municipal == "above",
        Expected.BELOW_TOWN: figure.significance_municipal == "below",
        Expected.UP: figure.change_significance == "up",
        Expected.DOWN: figure.change_significance == "down",
        Expected.STEADY: figure.change_significance == "same",
        Expected.SHOWN: True,
    }[expected]
