"""Fill: a live figure as words, never bolder than it allows, and none where it is hidden."""

import re

from kreisblick.base.language import NARROW_SPACE, format_count, format_date, format_decimal
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.ask import Question
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.draft import Quoted, UnclearError
from kreisblick.products.editorial.terms import Terms
from kreisblick.products.wording import (
    Figure,
    area_sentences,
    change_sentence,
    class_title,
    digits_of,
    district_sentence,
    read_signs,
    state_sentence,
    write_value,
)

__all__ = ["fill", "meant", "quote"]

BEFORE_SIGN = re.compile(r"(?<=\d) (?=[%‰])")
BEFORE_UNIT = re.compile(r"(?<=\d) (?=\w)")  # no line ends between a number and its unit
MEANS = {Form.TOWN_MEAN: "municipality", Form.DISTRICT_MEAN: "district"}


def quote(quoted: Quoted) -> str:
    """A number of another source with this source; the author's own as it is."""
    text = BEFORE_SIGN.sub(NARROW_SPACE, quoted.text)
    text = BEFORE_UNIT.sub("\u00a0", text)
    if not quoted.source:
        return text
    return _("{text} ({source})").format(text=text, source=quoted.source)


def fill(question: Question, terms: Terms) -> str:
    """What is printed for a live figure.

    Raises:
        UnclearError: the figure has no such form, e.g. no number of people behind it.
    """
    figure = meant(question, terms)
    if figure is None:
        raise _without(question, terms)
    if question.form is Form.DATE:
        return format_date(figure.reference_date)
    if question.form in {Form.SENTENCE, Form.CHANGE}:
        return _sentence(figure, question.form, terms)
    if figure.value is None:
        return state_words(figure)
    if question.form is Form.INTERVAL:
        return _interval(figure, question, terms)
    if question.form in {Form.COUNT, Form.OF}:
        return _count(figure, question, terms)
    return _value(figure, terms)


def meant(question: Question, terms: Terms) -> Figure | None:
    """The figure behind a question: the area's own, or that of the larger one for a mean."""
    figure = terms.figure(question.indicator, question.area, question.day)
    if figure is None or question.form not in MEANS:
        return figure
    district = MEANS[question.form] == "district"
    area = terms.district if district else figure.municipality
    return terms.figures.get(question.indicator, area, figure.reference_date) if area else None


def state_words(figure: Figure) -> str:
    """Why there is no number, inside a sentence."""
    signs = read_signs().signs
    return signs[figure.state if figure.state in signs else "cannot_exist"].words


def _value(figure: Figure, terms: Terms) -> str:
    scale = terms.scales.get(figure.indicator)
    known = scale.of(figure) if scale else None
    if known is not None:
        return class_title(known)
    written = write_value(figure.value or 0.0, figure.unit, figure.denominator)
    signs = read_signs().signs
    told = [signs[key].words for key, so in _doubts(figure).items() if so and key in signs]
    return f"{written} ({', '.join(told)})" if told else written


def _doubts(figure: Figure) -> dict[str, bool]:
    return {"unstable": figure.unstable, "estimated": figure.state == "estimated"}


def _sentence(figure: Figure, form: Form, terms: Terms) -> str:
    if figure.value is None:
        return state_sentence(figure)
    change = change_sentence(figure)
    if form is Form.CHANGE:
        return change or _("A comparison with an earlier date is not possible.")
    if figure.level != "district":
        return " ".join(area_sentences(figure))
    whole = district_sentence(figure, terms.name(figure.area))
    return f"{whole} {change}" if change else whole


def _interval(figure: Figure, question: Question, terms: Terms) -> str:
    if figure.lower is None or figure.upper is None:
        raise _without(question, terms)
    digits = digits_of(figure.unit, figure.denominator)
    return _("{lower} to {upper}").format(
        lower=format_decimal(figure.lower, digits),
        upper=write_value(figure.upper, figure.unit, figure.denominator),
    )


def _count(figure: Figure, question: Question, terms: Terms) -> str:
    number = figure.value if figure.kind == "count" else figure.numerator
    if number is None or figure.kind == "ordinal":
        raise _without(question, terms)
    if question.form is Form.COUNT:
        return format_count(number)
    if figure.denominator is None:
        raise _without(question, terms)
    return _("{part} of {whole}").format(
        part=format_count(number), whole=format_count(figure.denominator)
    )


def _without(question: Question, terms: Terms) -> UnclearError:
    words = _("'{title}' has nothing of this form for {area}. Take another one, e.g. 'Wert'.")
    about = {"title": terms.title(question.indicator), "area": terms.name(question.area)}
    return UnclearError("no_form", words.format(**about))
