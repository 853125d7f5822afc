"""Notes on statistical stumbling blocks: a ready list, and what somebody has attached them to.

The list stands in ``catalogue/notes/<key>.yaml``. A note is attached by a delivery's definition,
a supplier, an indicator, or the planner (``catalogue/attached_notes.yaml`` of the workspace).
"""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, Translated

__all__ = ["AttachedNote", "NoteDefinition", "PlannerNote", "PlannerNotes", "SupplierNote"]


class NoteDefinition(Definition):
    """A stumbling block that is met again and again.

    Attributes:
        title: to choose it by.
        text: what a reader is told; complete sentences.
        applies: when it is to be attached.
    """

    title: Translated
    text: Translated
    applies: Translated


class AttachedNote(Definition):
    """A note where it applies.

    Attributes:
        note: key in the list; or ``text`` where the list has none that fits.
        text: own sentences.
        detail: what exactly happened here, behind the note's sentences.
        since: first day of the counts it speaks about; all earlier ones, too, when absent.
        until: first day that it does not speak about; open when absent.
        areas: keys of planning areas or municipalities; everywhere when empty.
    """

    note: Text | None = None
    text: Translated | None = None
    detail: Translated | None = None
    since: date | None = None
    until: date | None = None
    areas: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.note is None) == (self.text is None):
            raise ValueError("name a note of the list, or write a text: one of the two")
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise ValueError("until comes after since")
        return self

    def holds(self, day: date) -> bool:
        """Whether it speaks about counts of a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until)


class SupplierNote(AttachedNote):
    """A note about what a supplier delivers.

    Attributes:
        products: which products; all when empty.
    """

    products: tuple[Text, ...] = ()

    def concerns(self, product: str) -> bool:
        """Whether it speaks about a product."""
        return not self.products or product in self.products


class PlannerNote(AttachedNote):
    """A note that the planner attaches to indicators.

    Attributes:
        indicators: their keys.
        themes: all indicators of these themes.
        by: office that attached it.
        attached_on: the day.
    """

    indicators: tuple[Text, ...] = ()
    themes: tuple[Text, ...] = ()
    by: Text
    attached_on: date

    @model_validator(mode="after")
    def _is_attached_to_something(self) -> Self:
        if not self.indicators and not self.themes:
            raise ValueError("name indicators or themes that the note is attached to")
        return self


class PlannerNotes(Definition):
    """The content of ``catalogue/attached_notes.yaml``."""

    attached: tuple[PlannerNote, ...] = Field(default_factory=tuple)
