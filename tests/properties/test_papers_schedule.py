"""The way through the bodies: what always holds, and a slow computation that tries everything."""

from datetime import date, timedelta
from itertools import product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kreisblick.products.papers import DoesNotFitError, Plan, earliest_publication, schedule
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.calendar import open_days
from kreisblick.products.papers.holidays import holidays
from kreisblick.products.papers.schedule import station_at

FIRST = date(2026, 1, 5)
DAY = timedelta(days=1)
NAMES = ("Kreis", "Stadt", "Dorf")


def some_day(low: int = 0, high: int = 200) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda number: FIRST + number * DAY)


@st.composite
def files(draw: st.DrawFn) -> Bodies:
    """Up to four bodies that wait only for earlier ones, a few breaks and an election."""
    count = draw(st.integers(1, 4))
    found = {}
    for number in range(count):
        after = [
            {
                "body": f"b{other}",
                "gap_days": draw(st.integers(0, 10)),
                "before": draw(st.sampled_from(["meeting", "paper", "draft"])),
            }
            for other in range(number)
            if draw(st.booleans())
        ]
        found[f"b{number}"] = {
            "title": f"Gremium {number}",
            "of": draw(st.sampled_from(NAMES[:2])),
            "meets": draw(st.lists(some_day(), min_size=1, max_size=5, unique=True)),
            "paper_due_days": draw(st.integers(0, 21)),
            "after": after,
            "elected": draw(st.booleans()),
        }
    spans = [
        {"title": "Pause", "first": first, "last": first + draw(st.integers(0, 20)) * DAY,
         "stops": draw(st.sampled_from([["meetings"], ["meetings", "deadlines"], ["publication"]]))}
        for first in draw(st.lists(some_day(), max_size=2))
    ]  # fmt: skip
    polls = [
        {"title": "Wahl", "day": day, "constituted": day + draw(st.integers(0, 40)) * DAY,
         "quiet_days": draw(st.integers(0, 14))}
        for day in draw(st.lists(some_day(), max_size=1))
    ]  # fmt: skip
    return Bodies.model_validate(
        {
            "state": draw(st.sampled_from(["NW", "SN", None])),
            "district": "Kreis",
            "sign_off": [{"office": "Amt", "days": n} for n in draw(st.lists(st.integers(1, 4),
                                                                             max_size=2))],
            "breaks": spans,
            "elections": polls,
            "publication": {"after": draw(st.lists(st.sampled_from(sorted(found)), max_size=2)),
                            "gap_days": draw(st.integers(0, 5)),
                            "press_days": draw(st.integers(0, 3))},
            "bodies": found,
        }
    )  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> tuple[Bodies, Plan]:
    """A file with a plan for a day on or after the earliest."""
    bodies = draw(files())
    first = earliest_publication(bodies, FIRST)
    assume(first is not None)
    plan = planned(bodies, first + draw(st.integers(0, 60)) * DAY) or planned(bodies, first)
    assert plan is not None
    return bodies, plan


def planned(bodies: Bodies, publish: date) -> Plan | None:
    try:
        return schedule(bodies, publish, FIRST)
    except DoesNotFitError:
        return None


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(plans())
def test_every_due_date_lies_before_its_meeting_and_the_order_is_kept(
    found: tuple[Bodies, Plan],
) -> None:
    bodies, plan = found

    at = {one.key: one for one in plan.stations}
    assert set(at) == set(bodies.bodies)
    for key, one in at.items():
        days = [step.since for step in one.steps] + [one.paper_due, one.meeting]
        assert days == sorted(days)
        assert (one.meeting - one.paper_due).days >= one.body.paper_due_days
        assert one.draft >= FIRST
        gap = bodies.publication.gap_days if key in (bodies.publication.after or at) else 0
        assert one.meeting + gap * DAY <= plan.publish
        for before in bodies.bodies[key].after:
            moment = {"meeting": one.meeting, "paper": one.paper_due, "draft": one.draft}
            assert at[before.body].meeting + before.gap_days * DAY <= moment[before.before]
    assert FIRST <= plan.press <= plan.publish


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much])
@given(plans())
def test_nothing_lies_in_a_break_on_a_holiday_or_a_weekend(found: tuple[Bodies, Plan]) -> None:
    bodies, plan = found

    free = set(holidays(bodies.state, range(2025, 2028)))
    meetings = {one.meeting for one in plan.stations}
    due = {one.paper_due for one in plan.stations}
    due |= {day for one in plan.stations for s in one.steps for day in (s.since, s.due)}
    assert not free & (meetings | due | {plan.publish})
    assert all(day.weekday() < 5 for day in due | {plan.publish, plan.press})
    for pause in bodies.breaks:
        inside = {pause.first + n * DAY for n in range((pause.last - pause.first).days + 1)}
        assert not ("meetings" in pause.stops and meetings & inside)
        assert not ("deadlines" in pause.stops and due & inside)
        assert not ("publication" in pause.stops and plan.publish in inside)
    for poll in bodies.elections:
        gone = {one.meeting for one in plan.stations if one.body.elected}
        assert not any(poll.day <= day < poll.constituted for day in gone)


def every_way(bodies: Bodies, publish: date) -> dict[str, date] | None:
    """The latest meetings by trying all of them together; None where none fits."""
    days = open_days(bodies, FIRST, max(publish, FIRST))
    if days.publishable(publish) or publish < FIRST:
        return None
    if days.working_days_before(publish, bodies.publication.press_days) < FIRST:
        return None
    keys = list(bodies.bodies)
    named = bodies.publication.after or keys
    gaps = {key: bodies.publication.gap_days if key in named else 0 for key in keys}
    good = []
    for meetings in product(*(days.meetings(bodies.bodies[key]) for key in keys)):
        at = {k: station_at(days, k, m) for k, m in zip(keys, meetings, strict=True)}
        if all(
            one.draft >= FIRST
            and one.meeting + gaps[key] * DAY <= publish
            and all(
                at[b.body].meeting + b.gap_days * DAY
                <= {"meeting": one.meeting, "paper": one.paper_due, "draft": one.draft}[b.before]
                for b in one.body.after
            )
            for key, one in at.items()
        ):
            good.append(meetings)
    if not good:
        return None
    return {key: max(row[number] for row in good) for number, key in enumerate(keys)}


@settings(max_examples=300)
@given(files(), some_day(20, 230))
def test_the_plan_is_what_trying_every_way_finds(bodies: Bodies, publish: date) -> None:
    slow = every_way(bodies, publish)
    plan = planned(bodies, publish)

    assert (plan is None) == (slow is None)
    if plan is not None:
        assert {one.key: one.meeting for one in plan.stations} == slow


@settings(max_examples=100)
@given(files())
def test_the_earliest_day_is_the_first_that_trying_every_day_finds(bodies: Bodies) -> None:
    quick = earliest_publication(bodies, FIRST)

    tried = (FIRST + number * DAY for number in range(260))
    slow = next((day for day in tried if every_way(bodies, day) is not None), None)
    assert quick == slow
