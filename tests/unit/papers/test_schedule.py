"""The way through the bodies: a worked example, breaks, elections, and what is said when stuck."""

from datetime import date

import pytest

from kreisblick.products.papers import DoesNotFitError, earliest_publication, schedule
from kreisblick.products.papers.bodies import Bodies
from kreisblick.products.papers.calendar import open_days

KREIS, STADT = "Landkreis Lindenau", "Stadt Rosenthal"


def body(title: str, of: str, *days: date, due: int = 14, **more: object) -> dict[str, object]:
    return {"title": title, "of": of, "meets": list(days), "paper_due_days": due, **more}


def bodies(**more: object) -> Bodies:
    """A committee and a council of the district, a council of a town; 2026 in Lower Saxony."""
    standing = {
        "state": "NI",
        "district": KREIS,
        "sign_off": [{"office": "Sozialamt", "days": 3}, {"office": "Dezernat", "days": 2}],
        "publication": {"gap_days": 1, "press_days": 2},
        "bodies": {
            "committee": body(
                "Sozialausschuss", KREIS, date(2026, 2, 3), date(2026, 3, 3), date(2026, 5, 5),
                elected=True,
            ),
            "council": body(
                "Kreistag", KREIS, date(2026, 3, 19), date(2026, 6, 18),
                after=[{"body": "committee"}], elected=True, public=True,
            ),
            "town": body(
                "Rat", STADT, date(2026, 2, 25), date(2026, 3, 11), elected=True,
                after=[{"body": "committee", "gap_days": 7}],
            ),
        },
    }  # fmt: skip
    return Bodies.model_validate({**standing, **more})


def test_a_worked_example() -> None:
    """By hand: published Tuesday 24 March 2026; the council meets on the 19th.

    Papers for the 19th are due 14 days before, Thursday 5 March. The department has them from
    Tuesday the 3rd (two working days), the social office from Thursday 26 February (three).
    The committee comes before the council and a week before the town's council on the 11th, so it
    meets on 3 March; its papers are due on 17 February.
    """
    plan = schedule(bodies(), date(2026, 3, 24), date(2026, 1, 5))

    council, town = plan.get("council"), plan.get("town")
    assert [one.key for one in plan.stations] == ["committee", "town", "council"]
    assert plan.stations[0].meeting == date(2026, 3, 3)
    assert plan.stations[0].paper_due == date(2026, 2, 17)
    assert town is not None
    assert town.meeting == date(2026, 3, 11)
    assert council is not None
    assert council.meeting == date(2026, 3, 19)
    assert council.paper_due == date(2026, 3, 5)
    assert [(s.office, s.since, s.due) for s in council.steps] == [
        ("Sozialamt", date(2026, 2, 26), date(2026, 3, 3)),
        ("Dezernat", date(2026, 3, 3), date(2026, 3, 5)),
    ]
    assert council.draft == date(2026, 2, 26)
    assert plan.press == date(2026, 3, 20)


def test_a_deadline_on_a_holiday_moves_to_the_working_day_before() -> None:
    """14 days before 17 April 2026 is Good Friday (3 April): due on Thursday."""
    found = bodies(bodies={"council": body("Kreistag", KREIS, date(2026, 4, 17))})

    plan = schedule(found, date(2026, 4, 20), date(2026, 1, 5))

    assert plan.stations[0].paper_due == date(2026, 4, 2)


def test_a_meeting_in_a_break_is_not_used_and_told() -> None:
    pause = {"title": "Winterpause", "first": date(2026, 2, 26), "last": date(2026, 3, 8)}

    plan = schedule(bodies(breaks=[pause]), date(2026, 3, 24), date(2026, 1, 5))

    committee, council = plan.get("committee"), plan.get("council")
    assert committee is not None
    assert committee.meeting == date(2026, 2, 3)
    assert council is not None
    assert council.paper_due == date(2026, 2, 25)  # 5 March lies in the break
    assert plan.notes[0] == (
        "Sozialausschuss: Die Sitzung am 03.03.2026 wird nicht verwendet (Winterpause)."
    )


def test_a_break_of_one_town_does_not_stop_the_others() -> None:
    pause = {"title": "Karneval", "first": date(2026, 3, 1), "last": date(2026, 3, 12)}

    plan = schedule(bodies(breaks=[{**pause, "of": [STADT]}]), date(2026, 3, 24), date(2026, 1, 5))

    town, committee = plan.get("town"), plan.get("committee")
    assert town is not None
    assert town.meeting == date(2026, 2, 25)
    assert committee is not None
    assert committee.meeting == date(2026, 2, 3)  # a week before the town's council


def test_no_elected_body_meets_between_an_election_and_its_first_session() -> None:
    poll = {"title": "Kommunalwahl", "day": date(2026, 3, 1), "constituted": date(2026, 4, 1)}

    with pytest.raises(DoesNotFitError) as told:
        schedule(bodies(elections=[poll]), date(2026, 3, 24), date(2026, 1, 5))

    assert [one.key for one in told.value.stuck] == ["council"]
    assert told.value.earliest == date(2026, 6, 19)


def test_a_body_does_not_meet_on_the_day_of_the_election_but_on_the_first_day_after() -> None:
    for poll_day, met in ((date(2026, 3, 19), []), (date(2026, 3, 1), [date(2026, 3, 19)])):
        poll = {"title": "Wahl", "day": poll_day, "constituted": date(2026, 3, 19)}
        if poll_day == date(2026, 3, 19):
            poll["constituted"] = date(2026, 3, 20)
        found = bodies(elections=[poll])
        days = open_days(found, date(2026, 2, 5), date(2026, 3, 31))

        assert days.meetings(found.bodies["council"]) == met


def test_the_press_has_its_days_even_when_bodies_are_quick() -> None:
    """The council meets on the first day; the press wants two working days from then on."""
    quick = {"council": body("Kreistag", KREIS, date(2026, 1, 5), due=0, sign_off=[])}

    assert earliest_publication(bodies(bodies=quick), date(2026, 1, 5)) == date(2026, 1, 7)


def test_nothing_is_published_in_the_quiet_weeks_on_a_weekend_or_a_holiday() -> None:
    poll = {"title": "Landtagswahl", "day": date(2026, 3, 29), "constituted": date(2026, 3, 29),
            "quiet_days": 14}  # fmt: skip

    for day, reason in {
        date(2026, 3, 24): "die Wochen davor: Landtagswahl",
        date(2026, 4, 4): "ein Wochenende",
        date(2026, 4, 6): "Ostermontag",
    }.items():
        with pytest.raises(DoesNotFitError, match=reason) as told:
            schedule(bodies(elections=[poll]), day, date(2026, 1, 5))
        assert told.value.earliest == date(2026, 3, 30)


def test_the_failing_condition_and_the_earliest_day_are_told() -> None:
    with pytest.raises(DoesNotFitError) as late:
        schedule(bodies(), date(2026, 3, 24), date(2026, 2, 11))
    with pytest.raises(DoesNotFitError) as none:
        schedule(bodies(), date(2026, 2, 20), date(2026, 1, 5))

    assert str(late.value).splitlines() == [
        "Die Veröffentlichung am 24.03.2026 passt nicht.",
        "  - Sozialausschuss (Landkreis Lindenau): Für die letzte mögliche Sitzung am 03.03.2026 "
        "(Grenze: Rat (Stadt Rosenthal), Sitzung am 11.03.2026, mindestens 7 Tage Abstand) müsste "
        "der Entwurf schon am 10.02.2026 fertig sein, also vor dem 11.02.2026.",
        "Mit den Terminen der Datei passt auch kein späterer Tag. Ergänzen Sie Sitzungen.",
    ]
    assert str(none.value).splitlines() == [
        "Die Veröffentlichung am 20.02.2026 passt nicht.",
        "  - Rat (Stadt Rosenthal): Zwischen dem 05.01.2026 und dem 19.02.2026 gibt es keine "
        "Sitzung (Grenze: Veröffentlichung am 20.02.2026).",
        "  - Kreistag (Landkreis Lindenau): Zwischen dem 05.01.2026 und dem 19.02.2026 gibt es "
        "keine Sitzung (Grenze: Veröffentlichung am 20.02.2026).",
        "Der früheste Tag, der passt, ist der 20.03.2026.",
    ]


def test_without_further_dates_no_day_is_proposed() -> None:
    with pytest.raises(DoesNotFitError) as told:
        schedule(bodies(), date(2026, 12, 1), date(2026, 8, 3))

    assert told.value.earliest is None
    assert "Ergänzen Sie Sitzungen" in str(told.value)


def test_towns_come_before_or_after_the_district_as_agreed() -> None:
    days = [date(2026, 2, 3), date(2026, 3, 3), date(2026, 4, 14), date(2026, 5, 5)]
    free = {
        "committee": body("Sozialausschuss", KREIS, *days, elected=True),
        "town": body("Rat", STADT, *days, elected=True),
    }
    found = {}
    for order in ("before", "after", "beside"):
        plan = schedule(bodies(bodies=free, towns=order), date(2026, 5, 11), date(2026, 1, 5))
        found[order] = {one.key: one.meeting.month for one in plan.stations}

    assert found == {
        "before": {"town": 4, "committee": 5},
        "after": {"committee": 4, "town": 5},
        "beside": {"committee": 5, "town": 5},
    }


def test_an_early_public_paper_is_pointed_out() -> None:
    plan = schedule(bodies(), date(2026, 3, 24), date(2026, 1, 5))

    assert [note for note in plan.notes if "Kreistag" in note and "05.03.2026" in note]


def test_rules_for_meetings_give_the_days_of_the_calendar() -> None:
    rules = {
        "second tuesdays": {"weekday": "tuesday", "week": 2, "months": [2, 4]},
        "last thursdays": {"weekday": "thursday", "week": -1, "months": [5]},
        "every two weeks": {"weekday": "monday", "every_weeks": 2, "since": date(2025, 12, 22)},
    }
    found = bodies(bodies={key: {**body(key, KREIS), "meets": rule} for key, rule in rules.items()})
    days = open_days(found, date(2026, 1, 1), date(2026, 5, 31))

    met = {key: days.meetings(one) for key, one in found.bodies.items()}

    assert met["second tuesdays"] == [date(2026, 2, 10), date(2026, 4, 14)]
    assert met["last thursdays"] == [date(2026, 5, 28)]
    assert met["every two weeks"][:3] == [date(2026, 1, 5), date(2026, 1, 19), date(2026, 2, 2)]
    assert date(2026, 5, 25) not in met["every two weeks"]  # Whit Monday


def test_the_earliest_day_fits_and_the_day_before_does_not() -> None:
    start = date(2026, 1, 5)
    first = earliest_publication(bodies(), start)
    assert first == date(2026, 3, 20)

    schedule(bodies(), first, start)
    with pytest.raises(DoesNotFitError):
        schedule(bodies(), date(2026, 3, 19), start)


def test_a_day_that_is_over_is_told_once_and_no_body_says_it_again() -> None:
    with pytest.raises(DoesNotFitError) as over:
        schedule(bodies(), date(2020, 3, 24), date(2026, 1, 5))

    assert [one.key for one in over.value.stuck] == [""]
