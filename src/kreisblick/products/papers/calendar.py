"""Which days can be used: meetings, deadlines, publication, and why not."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.papers.bodies import Bodies, Body, Rhythm, Stops
from kreisblick.products.papers.holidays import holidays

__all__ = ["Days", "open_days"]

DAY = timedelta(days=1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEKEND = 5  # Saturday, and after it Sunday


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days between two days, and what each is good for."""

    first: date
    last: date
    bodies: Bodies
    off: dict[date, str]

    def rests(self, day: date, stops: Stops, of: str = "", *, elected: bool = False) -> str:
        """Why a day cannot be used for something; empty where it can.

        Args:
            day: the day.
            stops: what is planned for it.
            of: whose body it is.
            elected: whether the body ends with an election.
        """
        if day in self.off:
            return self.off[day]
        for one in self.bodies.breaks:
            if stops in one.stops and _concerns(one.of, of) and one.first <= day <= one.last:
                return one.title
        if stops == "publication":
            return self._quiet(day)
        for poll in self.bodies.elections:
            gone = poll.day <= day < poll.constituted
            if stops == "meetings" and elected and _concerns(poll.of, of) and gone:
                return poll.title
        return ""

    def works(self, day: date, of: str = "") -> bool:
        """Whether offices work on a day and deadlines may lie on it."""
        return day.weekday() < WEEKEND and not self.rests(day, "deadlines", of)

    def on_or_before(self, day: date, of: str = "") -> date:
        """The day itself, or the last one before it on which offices work."""
        while not self.works(day, of):
            day -= DAY
        return day

    def working_days_before(self, day: date, count: int, of: str = "") -> date:
        """The working day that lies so many working days earlier."""
        for _number in range(count):
            day = self.on_or_before(day - DAY, of)
        return day

    def publishable(self, day: date) -> str:
        """Why the report cannot appear on a day; empty where it can."""
        if day.weekday() >= WEEKEND:
            return _("a weekend")
        return self.rests(day, "publication")

    def meetings(self, body: Body) -> list[date]:
        """The days on which a body meets, in order."""
        return sorted(day for day in self._planned(body) if not self._falls_out(day, body))

    def fallen_out(self, body: Body) -> list[str]:
        """Sentences about dates of the file that cannot be used."""
        if isinstance(body.meets, Rhythm):
            return []
        words = _("{title}: the meeting on {day} is not used ({reason}).")
        return [
            words.format(title=body.title, day=format_date(day), reason=reason)
            for day in sorted(self._planned(body))
            if (reason := self._falls_out(day, body))
        ]

    def _quiet(self, day: date) -> str:
        for poll in self.bodies.elections:
            if poll.day - poll.quiet_days * DAY <= day <= poll.day and poll.quiet_days:
                return _("the weeks before: {election}").format(election=poll.title)
        return ""

    def _falls_out(self, day: date, body: Body) -> str:
        return self.rests(day, "meetings", body.of, elected=body.elected)

    def _planned(self, body: Body) -> Iterator[date]:
        days = _by_rule(body.meets, self) if isinstance(body.meets, Rhythm) else body.meets
        return (day for day in days if self.first <= day <= self.last)


def open_days(bodies: Bodies, first: date, last: date) -> Days:
    """The days from the first to the last; deadlines may reach back a year before."""
    years = range(first.year - 1, last.year + 2)
    return Days(
        first=first,
        last=last,
        bodies=bodies,
        off={**holidays(bodies.state, years), **bodies.days_off},
    )


def _concerns(owners: tuple[str, ...], of: str) -> bool:
    return not owners or of in owners


def _by_rule(rule: Rhythm, days: Days) -> Iterator[date]:
    wanted = WEEKDAYS.index(rule.weekday)
    if rule.week is None:
        yield from _every_weeks(rule, wanted, days)
        return
    for year in range(days.first.year, days.last.year + 1):
        for month in rule.months or range(1, 13):
            length = monthrange(year, month)[1]
            fitting = [
                day
                for number in range(1, length + 1)
                if (day := date(year, month, number)).weekday() == wanted
            ]
            yield fitting[rule.week - 1 if rule.week > 0 else -1]


def _every_weeks(rule: Rhythm, wanted: int, days: Days) -> Iterator[date]:
    start = rule.since or days.first
    start += (wanted - start.weekday()) % 7 * DAY
    step = (rule.every_weeks or 1) * 7
    behind = (days.first - start).days
    day = start + -(-behind // step) * step * DAY
    while day <= days.last:
        if not rule.months or day.month in rule.months:
            yield day
        day += step * DAY
