"""Seen: the figures behind a text as they stood when somebody read it."""

from collections.abc import Iterable
from datetime import date

from kreisblick.base.definitions import Definition, Text
from kreisblick.products.editorial.ask import Question
from kreisblick.products.editorial.definition import Form
from kreisblick.products.editorial.fill import meant
from kreisblick.products.editorial.terms import Terms

__all__ = ["SeenFigure", "seen"]


class SeenFigure(Definition):
    """A figure as it stood in the protected draft that a text was signed with.

    The draft need not have been released since: the folder stays with the planners.

    Attributes:
        day: the date the text names; None where it means the newest.
        at: the date the figure then had.
        form: what is printed of it.
    """

    indicator: Text
    area: Text
    day: date | None
    at: date
    form: Form
    state: Text
    value: float | None
    lower: float | None
    upper: float | None
    significance: Text
    significance_municipal: Text
    change_significance: Text

    @property
    def question(self) -> Question:
        """What the text asks for."""
        return Question(indicator=self.indicator, area=self.area, day=self.day, form=self.form)


def seen(questions: Iterable[Question], terms: Terms) -> tuple[SeenFigure, ...]:
    """The figures behind questions, as they stand in a bundle."""
    found = []
    for question in questions:
        figure = meant(question, terms)
        if figure is not None:
            found.append(
                SeenFigure(
                    indicator=question.indicator,
                    area=question.area,
                    day=question.day,
                    at=figure.reference_date,
                    form=question.form,
                    state=figure.state,
                    value=figure.value,
                    lower=figure.lower,
                    upper=figure.upper,
                    significance=figure.significance,
                    significance_municipal=figure.significance_municipal,
                    change_significance=figure.change_significance,
                )
            )
    return tuple(found)
