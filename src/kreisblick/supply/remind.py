"""Remind: whom to ask or to remind on a day, and for the how-manieth time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kreisblick.supply.due import Due, DueState
from kreisblick.supply.events import Event, EventKind

__all__ = ["Reminder", "reminder_event", "reminders_due"]

MISSING = {DueState.LATE, DueState.DUE, DueState.SOON, DueState.LATER}


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A letter that is due.

    Attributes:
        due: the delivery it is about.
        stage: 0 asks for the delivery, 1 is the first reminder, 2 the second.
    """

    due: Due
    stage: int


def reminders_due(deliveries: Iterable[Due], *, as_of: date) -> list[Reminder]:
    """The letters that are due on a day: at most one for each delivery.

    A delivery is asked for once. Between two reminders lies at least the time that the calendar
    puts between them, also when the first one went out late.
    """
    found = [_reminder(due, as_of) for due in deliveries if due.state in MISSING]
    return [reminder for reminder in found if reminder is not None]


def reminder_event(reminder: Reminder, *, on: date, by: str, document: str) -> Event:
    """The row of the log that says the letter went out."""
    return Event(
        on=on,
        kind=EventKind.REMINDED if reminder.stage else EventKind.REQUESTED,
        supplier=reminder.due.supplier,
        product=reminder.due.product,
        reference_date=reminder.due.reference_date,
        document=document,
        by=by,
    )


def _reminder(due: Due, as_of: date) -> Reminder | None:
    sent = due.times_reminded
    stage = sum(day <= as_of for day in due.remind_on)
    if sent < stage:
        return Reminder(due=due, stage=sent + 1) if _rested(due, sent, as_of) else None
    if not due.asked and due.ask_on is not None and due.ask_on <= as_of:
        return Reminder(due=due, stage=0)
    return None


def _rested(due: Due, sent: int, as_of: date) -> bool:
    """Whether the last reminder had its time to be answered."""
    if not sent:
        return True
    last = max(event.on for event in due.history if event.kind is EventKind.REMINDED)
    return as_of >= last + (due.remind_on[sent] - due.remind_on[sent - 1])
