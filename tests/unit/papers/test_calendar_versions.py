"""Later calendars: what has changed rises, what has not stays, what falls away is called off.

Each calendar is read twice: by the library, and line by line as RFC 5545 writes it.
"""

from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar

from kreisblick.products.papers import Bodies, plan_calendar, read_bodies, schedule

BODIES = read_bodies()
TITLE = "Sozialbericht 2024, Landkreis Lindenau"
START, PUBLISH, LATER = date(2026, 11, 30), date(2027, 7, 5), date(2027, 12, 20)
Events = dict[str, dict[str, str]]


def issue(
    publish: date, start: date = START, before: bytes = b"", bodies: Bodies = BODIES
) -> bytes:
    return plan_calendar(
        schedule(bodies, publish, start),
        bodies,
        TITLE,
        before=before,
        organizer="amt@kreis.example",
    )


def by_hand(content: bytes) -> Events:
    """Unfolded lines (RFC 5545, 3.1), the properties of each entry without its alarm."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    found: Events = {}
    event: dict[str, str] | None = None
    inside_alarm = False
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT" and event is not None:
            found[event["UID"]] = event
            event = None
        elif line in {"BEGIN:VALARM", "END:VALARM"} and event is not None:
            inside_alarm = line.startswith("BEGIN")
            event["ALARM"] = "yes"
        elif event is not None and not inside_alarm:
            event[name.partition(";")[0]] = value
    return found


def by_library(content: bytes) -> dict[str, Any]:
    return {str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def both(content: bytes) -> Events:
    """The reading by hand, found to be that of the library."""
    hand, library = by_hand(content), by_library(content)
    assert hand.keys() == library.keys()
    for name, one in hand.items():
        other = library[name]
        assert int(one["SEQUENCE"]) == int(other["sequence"])
        assert one["DTSTAMP"] == f"{other['dtstamp'].dt:%Y%m%dT%H%M%SZ}"
        assert one["DTSTART"] == f"{other['dtstart'].dt:%Y%m%d}"
        assert one["STATUS"] == str(other["status"])
        assert ("ALARM" in one) == bool(other.walk("VALARM"))
    return hand


def test_what_is_published_says_who_made_it_and_begins_at_zero() -> None:
    content = issue(PUBLISH)

    events = both(content)

    assert b"METHOD:PUBLISH\r\n" in content
    assert {one["SEQUENCE"] for one in events.values()} == {"0"}
    assert {one["ORGANIZER"] for one in events.values()} == {"mailto:amt@kreis.example"}
    assert {one["DTSTAMP"] for one in events.values()} == {"20261130T000000Z"}


def test_without_a_mailbox_nothing_claims_to_be_published() -> None:
    content = plan_calendar(schedule(BODIES, PUBLISH, START), BODIES, TITLE)

    assert b"METHOD" not in content
    assert b"ORGANIZER" not in content


def test_the_same_plan_given_out_again_is_the_same_file() -> None:
    first = issue(PUBLISH)

    assert issue(PUBLISH, before=first) == first
    assert issue(PUBLISH, date(2026, 12, 7), before=first) == first  # a week later, nothing moved


def test_a_moved_entry_rises_by_one_under_the_same_name_and_is_made_later() -> None:
    """On the same day: the plan's day alone does not tell which calendar is the later one."""
    first = issue(PUBLISH)

    before, after = both(first), both(issue(LATER, before=first))

    assert before.keys() == after.keys()
    moved = [name for name in before if before[name]["DTSTART"] != after[name]["DTSTART"]]
    assert len(moved) > len(before) / 2
    for name in before:
        rose = int(after[name]["SEQUENCE"]) - int(before[name]["SEQUENCE"])
        assert rose == (before[name] != after[name])
        assert (after[name]["DTSTAMP"] > before[name]["DTSTAMP"]) == (rose == 1)


def test_only_what_has_changed_rises() -> None:
    first = issue(PUBLISH)
    renamed = BODIES.model_copy(
        update={"publication": BODIES.publication.model_copy(update={"embargo_hour": "11 Uhr"})}
    )

    before, after = both(first), both(issue(PUBLISH, before=first, bodies=renamed))

    rose = [after[name]["SUMMARY"] for name in before if after[name]["SEQUENCE"] == "1"]
    assert len(rose) == 2
    assert all("11 Uhr" in one for one in rose)


def test_a_third_calendar_is_later_than_the_second_even_back_on_the_first_days() -> None:
    first = issue(PUBLISH)
    second = issue(LATER, before=first)
    third = issue(PUBLISH, before=second)

    for name, one in both(first).items():
        assert both(third)[name]["DTSTART"] == one["DTSTART"]
        if both(second)[name]["DTSTART"] != one["DTSTART"]:
            assert both(third)[name]["SEQUENCE"] == "2"


def without_town() -> Bodies:
    """The plan after one town has left it."""
    kept = {key: one for key, one in BODIES.bodies.items() if one.of == BODIES.district}
    return BODIES.model_copy(update={"bodies": kept})


def test_what_is_not_held_any_more_is_called_off_once_and_may_come_back() -> None:
    first = issue(PUBLISH)
    second = issue(PUBLISH, before=first, bodies=without_town())
    third = issue(PUBLISH, before=second, bodies=without_town())
    fourth = issue(PUBLISH, before=third)

    off = {name for name, one in both(second).items() if one["STATUS"] == "CANCELLED"}
    gone = {name for name, one in both(first).items() if "Stadt Rosenthal" in one["SUMMARY"]}
    assert off == gone
    assert len(off) > 5
    for name in off:
        one = both(second)[name]
        assert one["SEQUENCE"] == "1"
        assert one["DTSTART"] == both(first)[name]["DTSTART"]
        assert one["SUMMARY"].startswith("Entfällt: ")
        assert "ALARM" not in one
        assert both(fourth)[name]["STATUS"] == "CONFIRMED"
        assert both(fourth)[name]["SEQUENCE"] == "2"
    assert both(third) == both(second)


def test_what_has_been_is_left_alone() -> None:
    first = issue(PUBLISH)
    day = date(2027, 5, 10)

    later = both(issue(LATER, day, before=first, bodies=without_town()))

    for name, one in both(first).items():
        if name not in later:
            assert one["DTSTART"] < f"{day:%Y%m%d}"
    assert {one["DTSTART"] >= f"{day:%Y%m%d}" for one in later.values()} == {True}


def test_a_version_is_made_after_the_one_before_it_whatever_the_plans_day() -> None:
    first = issue(PUBLISH, date(2026, 12, 7))

    after = by_library(issue(LATER, START, before=first))

    assert min(one["dtstamp"].dt for one in after.values()) > datetime(2026, 12, 7, tzinfo=UTC)


def test_what_is_no_calendar_of_ours_counts_as_none() -> None:
    for strange in (b"no calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\xff"):
        assert issue(PUBLISH, before=strange) == issue(PUBLISH)
