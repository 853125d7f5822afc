"""Export: expected days, reminders and decisions about contracts as an iCalendar file."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from kreisblick.base.files import fingerprint
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.supply.due import DueState
from kreisblick.supply.names import Names
from kreisblick.supply.status import Status

__all__ = ["calendar_file"]

DONE = {DueState.RECEIVED, DueState.EMBARGOED, DueState.ENDED}


def calendar_file(status: Status, names: Names) -> bytes:
    """All days ahead as whole-day entries; the same status makes the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Kreisblick//Supply//DE")
    calendar.add("version", "2.0")
    for day, words in sorted({*_deliveries(status, names), *_contracts(status)}):
        entry = Event()
        entry.add("uid", f"{fingerprint(day.isoformat(), words)[:32]}@kreisblick.invalid")
        entry.add("dtstamp", datetime.combine(status.as_of, datetime.min.time(), UTC))
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("summary", words)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _deliveries(status: Status, names: Names) -> Iterator[tuple[date, str]]:
    for due in status.deliveries:
        name = names.products.get(f"{due.supplier}/{due.product}", due.product)
        about = {"name": name, "day": format_date(due.reference_date)}
        if due.state not in DONE:
            if due.expected is not None:
                yield due.expected, _("Expected: {name} ({day})").format(**about)
            for remind_on in due.remind_on:
                yield remind_on, _("Remind: {name} ({day})").format(**about)
        if due.embargo_until is not None and due.embargo_until > status.as_of:
            yield due.embargo_until, _("Embargo ends: {name} ({day})").format(**about)


def _contracts(status: Status) -> Iterator[tuple[date, str]]:
    for term in status.terms:
        number = term.contract.number
        if term.decide_by is not None and term.decide_by >= status.as_of:
            yield term.decide_by, _("Decide about contract {number}").format(number=number)
        if term.last_day is not None and term.last_day >= status.as_of:
            yield term.last_day, _("Contract {number} ends").format(number=number)
