"""Ask: what stands between ``{{`` and ``}}``, understood part by part, then against a bundle."""

import re
from dataclasses import dataclass
from datetime import date

from kreisblick.base.language import translate as _
from kreisblick.products.editorial.definition import Form, read_editorial_words
from kreisblick.products.editorial.draft import Asked, Quoted, UnclearError
from kreisblick.products.editorial.terms import Terms

__all__ = ["Question", "read_reference", "resolve"]

DATE = re.compile(r"\d{4}|\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}")


@dataclass(frozen=True, kw_only=True)
class Question:
    """A live figure that the bundle understands.

    Attributes:
        indicator, area: keys.
        day: the reference date; None means the newest one, whichever that is.
        form: what is printed.
    """

    indicator: str
    area: str
    day: date | None
    form: Form


def read_reference(text: str) -> Asked | Quoted:
    """The parts of a live figure; whether they exist is not known here.

    >>> read_reference(" unemployed_people | Rosenthal | 2022 | Anzahl ").day
    '2022'

    Raises:
        UnclearError: nothing is named, or something twice.
    """
    first, *others = (part.strip() for part in " ".join(text.split()).split("|"))
    words = read_editorial_words()
    if words.is_other_source(first) or words.is_own_number(first):
        return _quoted(first, others)
    if not first:
        message = _("A live figure names its indicator first: {{ indicator | area | form }}.")
        raise UnclearError("bad_reference", message)
    found: dict[str, str] = {}
    for part in filter(None, others):
        kind = "form" if words.form(part) else "day" if DATE.fullmatch(part) else "area"
        if kind in found:
            raise _twice(found[kind], part)
        found[kind] = part
    form = words.form(found.pop("form", words.said(Form.VALUE))) or Form.VALUE
    return Asked(indicator=first, form=form, **found)


def _quoted(first: str, others: list[str]) -> Quoted:
    """A number of another source must name it; one's own needs none."""
    own = read_editorial_words().is_own_number(first)
    if len(others) != (1 if own else 2) or not all(others):
        form = f"{{{{ {first} | … }}}}" if own else f"{{{{ {first} | … | … }}}}"
        words = (
            _("Write your own number as {form}.")
            if own
            else _("A number of another source names it; write number and source: {form}.")
        )
        raise UnclearError("bad_quotation", words.format(form=form))
    return Quoted(text=others[0], source="" if own else others[1])


def _twice(before: str, part: str) -> UnclearError:
    words = read_editorial_words()
    message = _("'{before}' and '{part}' cannot both be an area. Forms are: {forms}.")
    forms = ", ".join(words.said(form) for form in Form)
    return UnclearError("unknown_form", message.format(before=before, part=part, forms=forms))


def resolve(asked: Asked, terms: Terms, place: str) -> Question:
    """The figure that is meant.

    Args:
        asked: as it was typed.
        terms: of the bundle.
        place: key of the area that is meant where none is named.

    Raises:
        UnclearError: the bundle knows no such indicator, area or date, or it is not clear which.
    """
    indicator = terms.indicator(asked.indicator)
    area = terms.area(asked.area) if asked.area else place
    day = terms.day(asked.day) if asked.day else None
    if terms.figure(indicator, area, day) is None:
        message = _("There is no figure '{indicator}' for {area}: it is not given for such areas.")
        about = {"indicator": terms.title(indicator), "area": terms.name(area)}
        raise UnclearError("no_figure", message.format(**about))
    return Question(indicator=indicator, area=area, day=day, form=asked.form)
