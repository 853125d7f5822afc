"""Whose counts may stand beside whose, and which day may stand for which."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.concepts.conftest import CONCEPT, write

from kreisblick.statistics.concepts import (
    AGREED,
    Asked,
    Deviation,
    Feed,
    compare,
    file_dates,
    mismatched,
    read_concepts,
    shipped_dates,
)

DAY, BEFORE = date(2024, 12, 31), date(2022, 12, 31)


def bridge(folder: Path, kind: str, one: str = "ilo/1", other: str = "registered/1") -> None:
    factor = "factor: 1.5\nlower: 1.2\nupper: 1.8\nsource: Studie" if kind == "factor" else ""
    write(
        folder / "bridges" / f"{kind}.yaml",
        f"from: {one}\nto: {other}\nkind: {kind}\n{factor}\nreason: {{de: Grund}}\n"
        "agreed_by: Gremium\nsince: 2024-01-01\n",
    )


def deviation(follows: str | None = "ilo/1", **more: object) -> Deviation:
    return Deviation.model_validate(
        {"concept": "registered/1", "follows": follows, "differs": {"de": "anders"}, **more}
    )


def feed(town: str, *deviations: Deviation, day: date = DAY, cube: str = "jobs", **more) -> Feed:
    return Feed(
        cube=cube,
        reference_date=day,
        counted_on=more.get("on", day),
        source=f"{town}/jobs",
        municipalities=frozenset([town]),
        deviations=deviations,
    )


def asked(**more: object) -> dict[str, Asked]:
    usual = {
        "numerator": ("registered/1",),
        "denominator": ("home/1",),
        "numerator_cube": "jobs",
        "denominator_cube": None,
        **more,
    }
    return {"share": Asked(**usual)}


def states(comparison) -> dict[tuple[str, date], tuple[str, bool]]:
    rows = comparison.table.select("municipality", "reference_date", "followed", "apart").rows()
    return {(town, day): (followed, apart) for town, day, followed, apart in rows}


def test_where_everybody_follows_what_was_agreed_there_is_nothing_to_say(folder):
    found = compare(asked(), [feed("Aue"), feed("Berg")], read_concepts([folder]))

    assert found.table.is_empty()
    assert found.followed == found.paired == ()


def test_a_town_that_follows_another_concept_stands_apart(folder):
    found = compare(asked(), [feed("Aue"), feed("Berg", deviation())], read_concepts([folder]))

    assert states(found) == {("Berg", DAY): ("ilo/1", True)}
    assert found.followed[0].apart
    assert found.followed[0].bridge is None


@pytest.mark.parametrize(
    ("kind", "state", "factor"),
    [
        ("identical", (AGREED, False), 1.0),
        ("factor", (AGREED, False), 1.5),
        ("break", ("ilo/1", True), 1.0),
    ],
)
def test_a_bridge_says_what_stands_beside_what(folder, kind, state, factor):
    bridge(folder, kind)

    found = compare(asked(), [feed("Aue"), feed("Berg", deviation())], read_concepts([folder]))

    assert states(found) == {("Berg", DAY): state}
    assert found.table["numerator_factor"].to_list() == [factor]
    assert found.table["denominator_factor"].to_list() == [1.0]


def test_a_whole_district_may_turn_to_another_concept_over_a_bridge_that_breaks(folder):
    bridge(folder, "break")
    feeds = [feed(town, deviation()) for town in ("Aue", "Berg")]

    found = compare(asked(), feeds, read_concepts([folder]))

    assert set(states(found).values()) == {("ilo/1", False)}


def test_where_nobody_follows_what_was_agreed_the_concept_of_most_towns_stands(folder):
    bridge(folder, "break")
    bridge(folder, "identical", "under/1", "under/1".replace("under", "ilo"))
    other = deviation("under/1")
    write(
        folder / "bridges" / "second.yaml",
        "from: under/1\nto: registered/1\nkind: break\nreason: {de: Grund}\n"
        "agreed_by: Gremium\nsince: 2024-01-01\n",
    )
    feeds = [feed("Aue", other), feed("Berg", deviation()), feed("Cham", other)]

    found = compare(asked(), feeds, read_concepts([folder]))

    assert states(found)[("Berg", DAY)] == ("ilo/1", True)
    assert states(found)[("Aue", DAY)] == ("under/1", False)


def test_a_factor_has_a_direction(folder):
    bridge(folder, "factor", "registered/1", "ilo/1")

    found = compare(asked(), [feed("Aue"), feed("Berg", deviation())], read_concepts([folder]))

    assert states(found) == {("Berg", DAY): ("ilo/1", True)}


def test_a_deviation_holds_from_its_first_day_until_before_its_last(folder):
    dated = deviation(since="2023-01-01", until="2024-12-31")
    feeds = [
        one
        for day in (BEFORE, date(2024, 12, 30), DAY)
        for one in (feed("Aue", day=day), feed("Berg", dated, day=day))
    ]

    found = compare(asked(), feeds, read_concepts([folder]))

    assert states(found) == {("Berg", date(2024, 12, 30)): ("ilo/1", True)}


def test_a_deviation_that_is_only_told_is_on_record_and_changes_nothing(folder):
    told = deviation(None)

    found = compare(asked(), [feed("Aue"), feed("Berg", told)], read_concepts([folder]))

    assert [(step.differs, step.apart) for step in found.followed] == [("anders", False)]
    assert states(found) == {("Berg", DAY): (AGREED, False)}


def test_an_earlier_version_is_another_concept_until_its_last_day(folder):
    more = 'earlier: [{version: 1, until: 2023-01-01, differs: {de: "früher anders"}}]'
    write(folder / "jobs" / "registered.yaml", CONCEPT.format(title="neu", version=2, more=more))
    feeds = [feed("Aue", day=BEFORE), feed("Aue")]

    found = compare(asked(numerator=("registered/2",)), feeds, read_concepts([folder]))

    assert states(found) == {("Aue", BEFORE): ("registered/1", True)}


def test_numerator_and_denominator_of_one_group_need_a_bridge(folder):
    mixed = asked(denominator=("ilo/1",))["share"]

    assert mismatched(mixed, read_concepts([folder])) == ("registered/1", "ilo/1")
    assert mismatched(asked()["share"], read_concepts([folder])) is None
    bridge(folder, "break")
    assert mismatched(mixed, read_concepts([folder])) is not None
    bridge(folder, "identical")
    (folder / "bridges" / "break.yaml").unlink()
    assert mismatched(mixed, read_concepts([folder])) is None


def test_days_beside_each_other_are_named_or_refused(folder):
    known = read_concepts([folder])
    feeds = [feed("Aue", on=date(2024, 10, 15)), feed("Aue", cube="people")]

    near = compare(asked(denominator_cube="people", pairing="nearest"), feeds, known)
    strict = compare(asked(denominator_cube="people", pairing="same_day"), feeds, known)

    (one,) = near.paired
    assert (one.numerator, one.denominator) == ((date(2024, 10, 15),), (DAY,))
    assert one.allowed
    assert near.table.is_empty()
    assert not strict.paired[0].allowed
    assert states(strict) == {("Aue", DAY): (AGREED, True)}


@pytest.mark.parametrize(
    ("rule", "day", "stands_for"),
    [
        ("same_day", date(2024, 12, 30), None),
        ("month", date(2024, 12, 12), DAY),
        ("month", date(2024, 11, 12), None),
        ("nearest", date(2024, 10, 1), DAY),
        ("nearest", date(2024, 9, 29), None),
        ("school_year", date(2024, 10, 15), DAY),
        ("school_year", date(2025, 7, 31), DAY),
        ("school_year", date(2025, 8, 1), None),
        ("school_year", date(2024, 7, 31), None),
        ("two_years", date(2023, 12, 15), DAY),
        ("two_years", date(2023, 11, 1), BEFORE),
        ("two_years", date(2021, 12, 15), BEFORE),
    ],
)
def test_which_date_a_day_stands_for(rule, day, stands_for):
    found = file_dates([day], [BEFORE, DAY], rule, shipped_dates())

    assert found == {day: stands_for or day}


def test_the_dates_own_count_goes_before_one_that_only_stands_for_it():
    october = date(2024, 10, 15)

    found = file_dates(iter([october, DAY]), [BEFORE, DAY], "school_year", shipped_dates())

    assert found == {october: october, DAY: DAY}


def test_of_two_days_the_nearer_one_stands_for_the_date():
    days = [date(2024, 10, 15), date(2024, 12, 1)]

    found = file_dates(days, [DAY], "nearest", shipped_dates())

    assert found == {days[0]: days[0], days[1]: DAY}
