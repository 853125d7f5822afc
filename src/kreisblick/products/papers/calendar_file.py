"""The sequence of bodies for any calendar programme (iCalendar, RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from kreisblick.base.files import fingerprint
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.model import Plan
from kreisblick.products.papers.told import Entry, entries_of

__all__ = ["plan_calendar"]

REMIND_HOUR = 9  # all-day entries begin at midnight; nobody wants to be woken
BEGINNING = date(2000, 1, 1)  # a later plan has a higher number, so calendars take it over


def plan_calendar(plan: Plan, bodies: Bodies, title: str) -> bytes:
    """Every step as a whole-day entry with a reminder; the same plan makes the same bytes.

    An entry keeps its identifier when its day moves: a calendar that reads a later plan of the
    same report moves the entry instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kreisblick//Papers//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for entry in entries_of(plan, bodies):
        calendar.add_component(_event(entry, plan, bodies, title))
    return bytes(calendar.to_ical())


def _event(entry: Entry, plan: Plan, bodies: Bodies, title: str) -> Event:
    event = Event()
    identifier = fingerprint(bodies.district, title, entry.key)[:32]
    event.add("uid", f"{identifier}@kreisblick.invalid")
    event.add("dtstamp", datetime.combine(plan.start, datetime.min.time(), UTC))
    event.add("sequence", (plan.start - BEGINNING).days)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    words = f"{entry.body}: {entry.what}" if entry.body else entry.what
    event.add("summary", f"{title}: {words}")
    if entry.note:
        event.add("description", entry.note)
    event.add("transp", "TRANSPARENT")
    if entry.remind_days is not None:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Reminder: {what}").format(what=entry.what))
    alarm.add("trigger", timedelta(hours=REMIND_HOUR) - timedelta(days=entry.remind_days or 0))
    return alarm
