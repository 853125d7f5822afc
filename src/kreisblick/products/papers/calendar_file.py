"""The sequence of bodies for any calendar programme (iCalendar, RFC 5545).

A calendar takes an entry over when its sequence number has risen (RFC 5546, 2.1.4 and 2.1.5). So a
later calendar is made from the one that was given out before: what has changed rises by one, what
has not stays as it was, what is not held any more is called off under its old identifier.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from icalendar import Alarm, Calendar, Event

from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.model import Plan
from kreisblick.products.papers.told import Entry, entries_of

__all__ = ["plan_calendar"]

REMIND_HOUR = 9  # all-day entries begin at midnight; nobody wants to be woken
LATER = timedelta(seconds=1)  # the finest step of the format
OFF = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class _Issue:
    """Which version of an entry it is: its sequence number and the moment of its making."""

    sequence: int
    moment: datetime

    def next(self, moment: datetime) -> "_Issue":
        """A later version; never made before this one, whatever the plan's day."""
        return _Issue(sequence=self.sequence + 1, moment=max(moment, self.moment + LATER))


def plan_calendar(
    plan: Plan, bodies: Bodies, title: str, *, before: bytes = b"", organizer: str = ""
) -> bytes:
    """Every step as a whole-day entry with a reminder; the same input makes the same bytes.

    Args:
        plan: the way of the report.
        bodies: who is passed.
        title: the report's name; stands before every entry.
        before: the calendar that was given out last. An entry keeps its identifier and rises in
            its sequence number when it has changed. Entries to come that are not in the plan any
            more are called off; past ones are left alone.
        organizer: mailbox of the office; a published calendar names one (RFC 5546, 3.2.1).
    """
    earlier = _events_in(before)
    moment = datetime.combine(plan.start, datetime.min.time(), UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//Kreisblick//Papers//DE")
    calendar.add("version", "2.0")
    if organizer:
        calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    names: set[str] = set()
    for entry in entries_of(plan, bodies):
        name = f"{fingerprint(bodies.district, title, entry.key)[:32]}@kreisblick.invalid"
        names.add(name)
        found = _Made(entry=entry, name=name, title=title, organizer=organizer)
        calendar.add_component(_issued(found, earlier.get(name), moment))
    for name, event in earlier.items():
        if name not in names and event["dtstart"].dt >= plan.start:
            calendar.add_component(_called_off(event, moment))
    return bytes(calendar.to_ical())


@dataclass(frozen=True, kw_only=True)
class _Made:
    """An entry and what it is called in the calendar."""

    entry: Entry
    name: str
    title: str
    organizer: str
    issue: _Issue = _Issue(sequence=0, moment=datetime.min.replace(tzinfo=UTC))

    def event(self) -> Event:
        entry, event = self.entry, Event()
        event.add("uid", self.name)
        event.add("dtstamp", self.issue.moment)
        event.add("sequence", self.issue.sequence)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        words = f"{entry.body}: {entry.what}" if entry.body else entry.what
        event.add("summary", f"{self.title}: {words}")
        if entry.note:
            event.add("description", entry.note)
        if self.organizer:
            event.add("organizer", f"mailto:{self.organizer}")
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        if entry.remind_days is not None:
            event.add_component(_alarm(entry))
        return event


def _issued(made: _Made, earlier: Any, moment: datetime) -> Event:
    """The entry as it was, where nothing has changed; else its next version."""
    if earlier is None:
        return replace(made, issue=_Issue(sequence=0, moment=moment)).event()
    known = _issue_of(earlier)
    same = replace(made, issue=known).event()
    if same.to_ical() == earlier.to_ical():
        return same
    return replace(made, issue=known.next(moment)).event()


def _called_off(earlier: Any, moment: datetime) -> Event:
    """The entry under its old name, called off; it rises once, not with every calendar."""
    if str(earlier.get("status", "")) == OFF:
        return cast(Event, earlier)
    issue = _issue_of(earlier).next(moment)
    event = Event()
    changed: Mapping[str, Any] = {
        "DTSTAMP": issue.moment, "SEQUENCE": issue.sequence, "STATUS": OFF,
        "SUMMARY": _("Called off: {what}").format(what=earlier["summary"]),
    }  # fmt: skip
    for name, value in earlier.property_items(recursive=False):
        if name not in {"BEGIN", "END"}:
            event.add(name, changed.get(name, value))
    if "STATUS" not in event:
        event.add("status", OFF)
    return event


def _issue_of(event: Any) -> _Issue:
    return _Issue(sequence=int(event.get("sequence", 0)), moment=event["dtstamp"].dt)


def _events_in(content: bytes) -> dict[str, Any]:
    """The entries of a calendar by their names; none of what is no calendar of ours."""
    if not content:
        return {}
    try:
        events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
        found = {str(event["uid"]): event for event in events}
        usable = all(
            isinstance(event["dtstamp"].dt, datetime) and type(event["dtstart"].dt) is date
            for event in events
        )
    except (ValueError, KeyError, AttributeError):
        return {}
    return found if usable else {}


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Reminder: {what}").format(what=entry.what))
    alarm.add("trigger", timedelta(hours=REMIND_HOUR) - timedelta(days=entry.remind_days or 0))
    return alarm
