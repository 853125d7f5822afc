"""Bodies: who sits when, who comes before whom, and when nobody meets; read from one file."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum, auto
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.papers.holidays import STATES

__all__ = [
    "After",
    "Bodies",
    "Body",
    "Break",
    "Election",
    "PaperKind",
    "Publication",
    "Rhythm",
    "SignOff",
    "Stops",
    "read_bodies",
]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
Moment = Literal["meeting", "paper", "draft"]
Stops = Literal["meetings", "deadlines", "publication"]


class PaperKind(StrEnum):
    """What a body is given: something to know, or something to decide."""

    INFORMATION = auto()
    DECISION = auto()


class Rhythm(Definition):
    """A rule for meetings.

    Attributes:
        weekday: on which day a body meets.
        week: the n-th such day of a month, ``-1`` the last one.
        months: in which months; all without.
        every_weeks: instead of ``week``: every so many weeks, counted from ``since``.
        since: a day on which the body met.
    """

    weekday: Weekday
    week: Literal[-1, 1, 2, 3, 4] | None = None
    months: tuple[int, ...] = ()
    every_weeks: int | None = Field(default=None, ge=1)
    since: date | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> "Rhythm":
        if (self.week is None) == (self.every_weeks is None):
            raise ValueError("give either week or every_weeks")
        if (self.every_weeks or 1) > 1 and self.since is None:
            raise ValueError("every_weeks needs since: a day on which the body met")
        if any(not 1 <= month <= 12 for month in self.months):
            raise ValueError("months are numbers from 1 to 12")
        return self


class SignOff(Definition):
    """A step inside the house before a paper is handed in: who, and how many working days."""

    office: Text
    days: int = Field(ge=1)


class After(Definition):
    """Another body comes first.

    Attributes:
        body: its key.
        gap_days: so many calendar days later at the earliest; 1 is the next day.
        before: what of this body has to wait: its ``meeting``, its finished ``paper``, or
            already the ``draft`` of it.
    """

    body: Text
    gap_days: int = Field(default=1, ge=0)
    before: Moment = "meeting"


class Body(Definition):
    """A body that the report passes.

    Attributes:
        title: for people.
        of: whose body it is: the district, or the town's name.
        meets: its dates, or the rule they follow.
        paper_due_days: so many days before the meeting its office wants the paper.
        after: who comes first.
        paper: what it is given.
        purpose: what it does with the report, in a few words.
        public: whether its papers can be read by everybody once they are sent.
        elected: whether it ends with an election.
        sign_off: its own steps in the house; those of the file without.
    """

    title: Text
    of: Text
    meets: tuple[date, ...] | Rhythm
    paper_due_days: int = Field(ge=0)
    after: tuple[After, ...] = ()
    paper: PaperKind = PaperKind.INFORMATION
    purpose: Text | None = None
    public: bool = False
    elected: bool = False
    sign_off: tuple[SignOff, ...] | None = None


class Break(Definition):
    """Days on which something rests: from the first to the last, both included.

    Attributes:
        of: whose bodies; everybody's without.
        stops: what rests.
    """

    title: Text
    first: date
    last: date
    of: tuple[Text, ...] = ()
    stops: tuple[Stops, ...] = ("meetings", "deadlines")


class Election(Definition):
    """An election: from its day until the new bodies are constituted none that is elected meets.

    Attributes:
        constituted: the first day on which a new body works.
        of: whose bodies are elected; everybody's without.
        quiet_days: so many days before nothing is published either.
    """

    title: Text
    day: date
    constituted: date
    of: tuple[Text, ...] = ()
    quiet_days: int = Field(default=0, ge=0)


class Publication(Definition):
    """How the report goes to the public.

    Attributes:
        after: bodies that come first; all of them without.
        gap_days: so many calendar days after the last of them at the earliest; 1 is the next day.
        press_days: so many working days before the press has it, under embargo.
        embargo_hour: until when on the day the press keeps silent.
        speaks: the office that answers the press.
    """

    after: tuple[Text, ...] = ()
    gap_days: int = Field(default=1, ge=0)
    press_days: int = Field(default=0, ge=0)
    embargo_hour: Text = "10 Uhr"
    speaks: Text | None = None


class Bodies(Definition):
    """The file of bodies.

    Attributes:
        state: two letters of the state, for its holidays; the national ones only without.
        days_off: further days on which nobody works, with their reason.
        district: the name under ``of`` that is the district itself.
        towns: whether the towns' bodies come ``before`` or ``after`` the district's elected ones,
            or ``beside`` them, in no order.
        sign_off: steps in the house before a paper is handed in, in their order.
    """

    state: Text | None = None
    days_off: dict[date, Text] = Field(default_factory=dict)
    district: Text
    towns: Literal["before", "after", "beside"] = "beside"
    sign_off: tuple[SignOff, ...] = ()
    breaks: tuple[Break, ...] = ()
    elections: tuple[Election, ...] = ()
    publication: Publication = Publication()
    bodies: dict[str, Body] = Field(min_length=1)

    def before(self, key: str) -> list[After]:
        """Everybody who comes before a body: those it names, and the towns as agreed."""
        body = self.bodies[key]
        return [*body.after, *(After(body=other) for other in self._by_agreement(key, body))]

    def _by_agreement(self, key: str, body: Body) -> Iterator[str]:
        if self.towns == "beside":
            return
        own, first = body.of == self.district, self.towns == "before"
        if own != first or (own and not body.elected):
            return
        for other, one in self.bodies.items():
            if other != key and (one.of == self.district) != own and (own or one.elected):
                yield other

    def in_order(self) -> list[str]:
        """Keys of all bodies, whoever comes first before those who wait.

        Raises:
            CycleError: two bodies wait for each other.
        """
        waits = {key: [one.body for one in self.before(key)] for key in self.bodies}
        return list(TopologicalSorter(waits).static_order())


def read_bodies(path: Path | None = None) -> Bodies:
    """The bodies of a file, found to be sensible; the shipped example without.

    Raises:
        FaultsFoundError: with everything that does not fit.
    """
    file = path or shipped("catalogue", "bodies.yaml")
    found = read_definition(file, Bodies)
    faults = [
        Fault(code="bodies", where=f"{file}: {where}", message=message)
        for where, message in _wrong(found)
    ]
    if faults:
        raise FaultsFoundError(str(file), faults)
    return found


def _wrong(found: Bodies) -> Iterator[tuple[str, str]]:
    yield from _wrong_names(found)
    yield from _wrong_days(found)
    if found.state is not None and found.state not in STATES:
        words = _("The state '{state}' is not known. Write one of: {known}.")
        yield "state", words.format(state=found.state, known=", ".join(STATES))
    try:
        found.in_order()
    except CycleError as error:
        words = _("These bodies wait for each other: {bodies}. Let one of them come first.")
        yield "bodies", words.format(bodies=" → ".join(error.args[1]))


def _wrong_names(found: Bodies) -> Iterator[tuple[str, str]]:
    unknown = _("There is no body '{body}'. Known: {known}.")
    known = ", ".join(found.bodies)
    named = {
        **{f"bodies.{k}.after": [one.body for one in b.after] for k, b in found.bodies.items()},
        "publication.after": list(found.publication.after),
    }
    for where, keys in named.items():
        for key in keys:
            if key not in found.bodies:
                yield where, unknown.format(body=key, known=known)
    owners = {body.of for body in found.bodies.values()}
    nobody = _("Nobody's body is called '{name}'. Known: {known}.")
    spans: Mapping[str, tuple[Break | Election, ...]] = {
        "breaks": found.breaks,
        "elections": found.elections,
    }
    for where, ones in spans.items():
        for one in ones:
            for name in one.of:
                if name not in owners:
                    words = nobody.format(name=name, known=", ".join(sorted(owners)))
                    yield f"{where} „{one.title}“", words


def _wrong_days(found: Bodies) -> Iterator[tuple[str, str]]:
    words = _("The last day ({last}) lies before the first ({first}). Exchange them.")
    spans = [(f"breaks „{one.title}“", one.first, one.last) for one in found.breaks]
    spans += [(f"elections „{one.title}“", one.day, one.constituted) for one in found.elections]
    for where, first, last in spans:
        if last < first:
            yield where, words.format(first=format_date(first), last=format_date(last))
    for key, body in found.bodies.items():
        if body.meets == ():
            yield f"bodies.{key}.meets", _("No date is given. Name dates, or a rule.")
