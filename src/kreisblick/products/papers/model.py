"""Nouns of a sequence of bodies: what has to be done by when, and why it does not fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Body

__all__ = ["DoesNotFitError", "Plan", "Station", "Step", "Stuck"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step inside the house: an office has the paper from one day to another."""

    office: str
    since: date
    due: date


@dataclass(frozen=True, kw_only=True)
class Station:
    """One body on the way of the report.

    Attributes:
        meeting: the day on which it meets.
        paper_due: until when its office has the paper.
        steps: who signs before, in order.
    """

    key: str
    body: Body
    meeting: date
    paper_due: date
    steps: tuple[Step, ...]

    @property
    def draft(self) -> date:
        """When the draft has to be finished."""
        return self.steps[0].since if self.steps else self.paper_due


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The way of the report to its publication.

    Attributes:
        start: the day from which on something can be done; dates the plan.
        publish: the day of publication.
        press: the day on which the press has the report, under embargo until ``publish``.
        stations: by the day of the meeting.
        notes: what to know, in sentences.
    """

    start: date
    publish: date
    press: date
    stations: tuple[Station, ...]
    notes: tuple[str, ...] = ()

    def owners(self) -> list[str]:
        """Whose bodies there are, in the order of their first meeting."""
        return list(dict.fromkeys(one.body.of for one in self.stations))

    def of(self, owner: str) -> list[Station]:
        """The way through one district or town."""
        return [one for one in self.stations if one.body.of == owner]

    def get(self, key: str) -> Station | None:
        """The station of a body."""
        return next((one for one in self.stations if one.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Where a plan fails.

    Attributes:
        key: of the body, empty for the publication itself.
        reason: the sentence that says which condition cannot be met.
    """

    key: str
    reason: str


class DoesNotFitError(KreisblickError):
    """There is no way through the bodies until the day that is wanted.

    Attributes:
        stuck: every condition that fails.
        earliest: the first day on which publication is possible; None where the dates of the
            file do not reach so far.
    """

    def __init__(self, publish: date, stuck: Sequence[Stuck], earliest: date | None) -> None:
        self.stuck, self.earliest = tuple(stuck), earliest
        super().__init__("\n".join(self._lines(publish)))

    def _lines(self, publish: date) -> Iterator[str]:
        yield _("Publication on {day} does not fit.").format(day=format_date(publish))
        for one in self.stuck:
            yield f"  - {one.reason}"
        if self.earliest is None:
            yield _("The file holds no dates with which it would fit later. Add meetings.")
        else:
            words = _("The earliest day that fits is {day}.")
            yield words.format(day=format_date(self.earliest))
