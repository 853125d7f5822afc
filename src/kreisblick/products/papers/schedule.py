"""Schedule: the latest dates at which a report passes all bodies before its publication.

Every condition has the form "this body's meeting plus some days is no later than a moment of the
next one", and an earlier meeting never has a later deadline. So the latest meeting that fits, taken
body by body from the end, is at the same time the latest for all (and the earliest, taken from
the start).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.calendar import DAY, Days, open_days
from kreisblick.products.papers.model import DoesNotFitError, Plan, Station, Step, Stuck

__all__ = ["earliest_publication", "schedule", "station_at"]

SEARCH = timedelta(days=3 * 366)  # how far an earliest day is looked for: one report's period


def schedule(bodies: Bodies, publish: date, start: date) -> Plan:
    """The way of the report to its publication, everything as late as possible.

    Args:
        bodies: who has to be passed.
        publish: the day of publication.
        start: nothing can be due before this day.

    Raises:
        DoesNotFitError: with the conditions that fail, and the earliest day that fits.
    """
    days = open_days(bodies, start, max(publish, start))
    stuck = _wrong_day(days, publish, start)
    found: dict[str, Station] = {}
    if publish >= start:  # before it, every body would only say the same again
        found, missed = _backwards(bodies, days, publish)
        stuck += missed
    if stuck:
        raise DoesNotFitError(publish, stuck, earliest_publication(bodies, start))
    stations = sorted(found.values(), key=lambda one: (one.meeting, one.paper_due, one.key))
    press = days.working_days_before(publish, bodies.publication.press_days)
    return Plan(
        start=start,
        publish=publish,
        press=press,
        stations=tuple(stations),
        notes=tuple(_notes(bodies, days, stations, press)),
    )


def earliest_publication(bodies: Bodies, start: date) -> date | None:
    """The first day on which the report can appear when its draft is begun on a day.

    None where a body has no meeting any more that comes late enough.
    """
    days = open_days(bodies, start, start + SEARCH)
    found: dict[str, Station] = {}
    for key in bodies.in_order():
        station = _earliest(bodies, days, key, found)
        if station is None:
            return None
        found[key] = station
    publication = bodies.publication
    last = max(found[key].meeting for key in publication.after or found)
    everybody = max(station.meeting for station in found.values())
    day = max(last + publication.gap_days * DAY, everybody, start)
    while days.publishable(day) or _press_too_early(bodies, days, day, start):
        day += DAY
        if day > days.last:
            return None
    return day


def station_at(days: Days, key: str, meeting: date) -> Station:
    """A body's meeting with all that has to be done before it."""
    body = days.bodies.bodies[key]
    due = days.on_or_before(meeting - body.paper_due_days * DAY, body.of)
    steps: list[Step] = []
    until = due
    rules = days.bodies.sign_off if body.sign_off is None else body.sign_off
    for rule in reversed(rules):
        since = days.working_days_before(until, rule.days, body.of)
        steps.insert(0, Step(office=rule.office, since=since, due=until))
        until = since
    return Station(key=key, body=body, meeting=meeting, paper_due=due, steps=tuple(steps))


@dataclass(frozen=True, kw_only=True)
class _Limit:
    """The latest day for a meeting, and for whose sake."""

    day: date
    because: str


def _backwards(bodies: Bodies, days: Days, publish: date) -> tuple[dict[str, Station], list[Stuck]]:
    found: dict[str, Station] = {}
    stuck: list[Stuck] = []
    lost: set[str] = set()
    for key in reversed(bodies.in_order()):
        if any(one.body == key for other in lost for one in bodies.before(other)):
            lost.add(key)  # who waits for it has no date, so nothing can be said about it
            continue
        limit = _limit(bodies, key, found, publish)
        station = _latest(days, key, limit)
        if station is None or station.draft < days.first:
            stuck.append(Stuck(key=key, reason=_why(days, key, limit, station)))
            lost.add(key)
        else:
            found[key] = station
    return found, stuck


def _limit(bodies: Bodies, key: str, found: Mapping[str, Station], publish: date) -> _Limit:
    limits = []
    if key in (bodies.publication.after or bodies.bodies):
        gap = bodies.publication.gap_days * DAY
        words = _("publication on {day}").format(day=format_date(publish))
        limits.append(_Limit(day=publish - gap, because=_with_gap(words, gap.days)))
    for other, station in found.items():
        for one in bodies.before(other):
            if one.body == key:
                because = f"{station.body.title} ({station.body.of}), {_moment_words(one.before)}"
                day = _moment(station, one.before)
                words = f"{because} {format_date(day)}"
                gap = one.gap_days * DAY
                limits.append(_Limit(day=day - gap, because=_with_gap(words, gap.days)))
    # a body that nobody waits for still belongs to the way before the publication
    return min(limits, key=lambda one: one.day, default=_Limit(day=publish, because=""))


def _with_gap(words: str, days: int) -> str:
    """Why a limit lies before the day that it comes from; one day before needs no words."""
    if days <= 1:
        return words
    return _("{what}, at least {count} days apart").format(count=format_count(days), what=words)


def _latest(days: Days, key: str, limit: _Limit) -> Station | None:
    fitting = [day for day in days.meetings(days.bodies.bodies[key]) if day <= limit.day]
    return station_at(days, key, fitting[-1]) if fitting else None


def _earliest(bodies: Bodies, days: Days, key: str, found: Mapping[str, Station]) -> Station | None:
    for meeting in days.meetings(bodies.bodies[key]):
        station = station_at(days, key, meeting)
        if station.draft >= days.first and all(
            found[one.body].meeting + one.gap_days * DAY <= _moment(station, one.before)
            for one in bodies.before(key)
        ):
            return station
    return None


def _moment(station: Station, before: str) -> date:
    moments = {"paper": station.paper_due, "draft": station.draft}
    return moments.get(before, station.meeting)


def _moment_words(before: str) -> str:
    words = {"paper": _("papers due"), "draft": _("draft on")}
    return words.get(before, _("meeting on"))


def _why(days: Days, key: str, limit: _Limit, station: Station | None) -> str:
    body = days.bodies.bodies[key]
    told = {
        "title": f"{body.title} ({body.of})",
        "start": format_date(days.first),
        "limit": format_date(limit.day),
        "because": limit.because,
    }
    if station is None:
        words = _("{title}: there is no meeting between {start} and {limit} (limit: {because}).")
        return words.format(**told)
    words = _(
        "{title}: for the last possible meeting on {meeting} (limit: {because}) the draft would "
        "have to be finished on {draft}, before {start}."
    )
    return words.format(
        **told, meeting=format_date(station.meeting), draft=format_date(station.draft)
    )


def _wrong_day(days: Days, publish: date, start: date) -> list[Stuck]:
    if publish < start:
        words = _("Publication: the day lies before {start}.")
        return [Stuck(key="", reason=words.format(start=format_date(start)))]
    reason = days.publishable(publish)
    if reason:
        words = _("Publication: {day} cannot be used ({reason}).")
        return [Stuck(key="", reason=words.format(day=format_date(publish), reason=reason))]
    if _press_too_early(days.bodies, days, publish, start):
        words = _("Publication: the press would have to have the report before {start}.")
        return [Stuck(key="", reason=words.format(start=format_date(start)))]
    return []


def _press_too_early(bodies: Bodies, days: Days, publish: date, start: date) -> bool:
    return days.working_days_before(publish, bodies.publication.press_days) < start


def _notes(bodies: Bodies, days: Days, stations: list[Station], press: date) -> list[str]:
    notes = [note for body in bodies.bodies.values() for note in days.fallen_out(body)]
    open_ = [one for one in stations if one.body.public and one.paper_due < press]
    if open_:
        first = min(open_, key=lambda one: one.paper_due)
        words = _(
            "The papers for {title} ({of}) can be read by everybody once they are sent, from "
            "{day} on. From then on an embargo protects nothing; agree beforehand who answers "
            "the press."
        )
        notes.append(
            words.format(title=first.body.title, of=first.body.of, day=format_date(first.paper_due))
        )
    return notes
