"""What happens on the way of a report, day by day, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies, PaperKind
from kreisblick.products.papers.model import Plan, Station

__all__ = ["Entry", "body_words", "entries_of", "paper_words", "weekday_words"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One day with what has to be done or happens.

    Attributes:
        key: names the entry for good, whatever its day: ``body/moment``.
        what: a short sentence.
        body: the body's title with its owner; empty for the publication.
        remind_days: so many days before somebody wants to be reminded; None for never.
        note: more about it.
    """

    key: str
    day: date
    what: str
    body: str = ""
    owner: str = ""
    remind_days: int | None = None
    note: str = ""


def entries_of(plan: Plan, bodies: Bodies) -> list[Entry]:
    """Everything on the way, by day; at the same day whoever meets earlier comes first."""
    found = [entry for station in plan.stations for entry in _of_station(station)]
    found += _of_publication(plan, bodies)
    return sorted(found, key=lambda one: (one.day, one.key == "publication"))


def paper_words(kind: PaperKind) -> str:
    """The name of a paper."""
    return {
        PaperKind.INFORMATION: _("paper for information"),
        PaperKind.DECISION: _("paper for decision"),
    }[kind]


def body_words(station: Station) -> str:
    """A body and whose it is."""
    return _("{body}, {owner}").format(body=station.body.title, owner=station.body.of)


def weekday_words(day: date) -> str:
    """The day of the week, short."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def _of_station(station: Station) -> Iterator[Entry]:
    common = {"body": body_words(station), "owner": station.body.of}
    paper = paper_words(station.body.paper)
    meeting = format_date(station.meeting)
    for number, step in enumerate(station.steps, start=1):
        told = {"office": step.office, "since": format_date(step.since)}
        yield Entry(
            key=f"{station.key}/step-{number}",
            day=step.due,
            what=_("{office} signs").format(**told),
            note=_("{office} has the paper from {since} on.").format(**told),
            remind_days=3,
            **common,
        )
    for name, day, what, remind_days in (
        ("draft", station.draft, _("The draft is finished ({paper})"), 14),
        ("paper", station.paper_due, _("Papers are handed in ({paper})"), 7),
    ):
        yield Entry(
            key=f"{station.key}/{name}",
            day=day,
            what=what.format(paper=paper),
            note=_("For the meeting on {meeting}.").format(meeting=meeting),
            remind_days=remind_days,
            **common,
        )
    yield Entry(
        key=f"{station.key}/meeting",
        day=station.meeting,
        what=_("Meeting"),
        note=station.body.purpose or "",
        remind_days=1,
        **common,
    )


def _of_publication(plan: Plan, bodies: Bodies) -> Iterator[Entry]:
    publication = bodies.publication
    hour = {"day": format_date(plan.publish), "hour": publication.embargo_hour}
    speaks = publication.speaks or ""
    if plan.press != plan.publish:
        yield Entry(
            key="press",
            day=plan.press,
            what=_("The press has the report, embargo until {day}, {hour}").format(**hour),
            note=speaks,
            remind_days=7,
        )
    yield Entry(
        key="publication",
        day=plan.publish,
        what=_("Publication, {hour}").format(**hour),
        note=speaks,
        remind_days=1,
    )
