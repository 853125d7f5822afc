"""Flows between two dates: nobody is lost, and each is what somebody would call it."""

from collections import Counter
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.sealed.register import (
    BALANCE,
    RegisterDefinition,
    Stock,
    UncountableError,
    count_all,
    count_flows,
    count_moves,
)

FIRST = date(2022, 12, 31)
AREAS = ("a1", "a2", "b1")
SCHEMA = {"person": pl.String, "birth_year": pl.Int64, "area_2023": pl.String}
AGES = ("0-17", "18-64", "65+")
numbers = st.one_of(st.none(), st.sampled_from("abcdefgh"))
years = st.one_of(st.none(), st.sampled_from([1950, 1990, 2022, 2023, 2024]))
person = st.tuples(numbers, years, st.one_of(st.none(), st.sampled_from(AREAS)))
stocks = st.lists(person, max_size=9)


def rule(**more: str) -> RegisterDefinition:
    return RegisterDefinition.model_validate(
        {
            "title": {"de": "Bewegungen"},
            "records": "residents",
            "flows": {"by": ["person"], "birth_year": "birth_year", **more},
            "dimensions": {
                "flow": {"read": "flow"},
                "age": {"field": "birth_year", "read": "age"},
            },
            "smallest_note": 1,
        }
    )


def stock(day: date, rows, *towns: str) -> Stock:
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return Stock(day=day, records=frame, covered=frozenset(towns) if towns else None)


def flows(before: Stock, after: Stock, deaths=None):
    wanted = cube(dimensions=[dimension("flow", *BALANCE)])
    dead = None if deaths is None else pl.DataFrame({"person": deaths}, schema={"person": str})
    return count_flows(
        wanted,
        key="flows",
        register=rule(),
        before=before,
        after=after,
        deaths=dead,
        territory=territory(),
    )


def table(found) -> Counter:
    cells = found.cube.cells.filter(pl.col("value") > 0)
    return Counter({(a, f): v for a, f, v in cells.select("area", "flow", "value").iter_rows()})


def people(rows) -> dict:
    """The stock as somebody keeps it on cards: one card a number, the first in order of areas."""
    cards = {}
    order = sorted(rows, key=lambda r: (r[2] is None, r[2] or "", r[1] is None, r[1] or 0))
    for number, year, area in order:
        if number is not None:
            cards.setdefault(number, (year, area))
    return cards


def obvious(before, after, deaths) -> Counter:
    """Card by card."""
    old, new, found = people(before), people(after), Counter()
    for number in sorted(old.keys() | new.keys()):
        was, now = old.get(number), new.get(number)
        other = was and now and None not in (was[0], now[0]) and was[0] != now[0]
        if was and now and not other:
            if was[1] != now[1]:
                names = ("moved_inside_out", "moved_inside_in")
                names = ("address_lost", "address_found") if None in (was[1], now[1]) else names
                found[was[1], names[0]] += was[1] is not None
                found[now[1], names[1]] += now[1] is not None
            continue
        if was:
            found[was[1], "died" if number in deaths else "moved_out"] += 1
        if now:
            born = now[0] is not None and now[0] > FIRST.year
            found[now[1], "born" if born else "moved_in"] += 1
    return Counter({key: n for key, n in found.items() if n and key[0] is not None})


@settings(max_examples=150, deadline=None)
@given(stocks, stocks, st.lists(st.sampled_from("abcdefgh"), max_size=4))
def test_flows_are_those_that_somebody_would_find_card_by_card(before, after, deaths):
    found = flows(stock(FIRST, before), stock(DAY, after), deaths)

    assert table(found) == obvious(before, after, deaths)


@settings(max_examples=150, deadline=None)
@given(stocks, stocks, st.lists(st.sampled_from("abcdefgh"), max_size=4))
def test_every_area_balances(before, after, deaths):
    found = table(flows(stock(FIRST, before), stock(DAY, after), deaths))
    then, now = (Counter(area for _y, area in people(rows).values()) for rows in (before, after))

    for area in AREAS:
        change = sum(sign * found[area, flow] for flow, sign in BALANCE.items())
        assert then[area] + change == now[area]


@settings(max_examples=40, deadline=None)
@given(stocks, stocks)
def test_whoever_moves_inside_leaves_one_area_and_comes_into_another(before, after):
    found = table(flows(stock(FIRST, before), stock(DAY, after)))

    gone = sum(n for (_area, flow), n in found.items() if flow == "moved_inside_out")
    came = sum(n for (_area, flow), n in found.items() if flow == "moved_inside_in")
    assert gone == came


def test_without_a_list_of_deaths_all_who_went_moved_out():
    before = [("a", 1930, "a1"), ("b", 1990, "a1")]

    alone = table(flows(stock(FIRST, before), stock(DAY, [])))
    told = table(flows(stock(FIRST, before), stock(DAY, []), ["a"]))

    assert alone == {("a1", "moved_out"): 2}
    assert told == {("a1", "moved_out"): 1, ("a1", "died"): 1}


def test_what_could_not_be_matched_is_told():
    before = [("a", 1990, "a1"), ("a", 1990, "a2"), (None, 1990, "a1"), ("b", 1950, "a1")]
    after = [("a", 1990, "a1"), ("b", 2001, "a1"), ("c", None, None), ("a", 1990, "a1")]

    found = flows(stock(FIRST, before), stock(DAY, after), ["a"]).quality

    assert (found.before, found.after, found.matched) == (2, 3, 1)
    assert (found.without_number, found.twice, found.reused) == (1, 2, 1)
    assert (found.dead_but_listed, found.not_assigned) == (1, 1)


def test_a_town_that_takes_part_only_later_has_no_flows():
    before = [("a", 1990, "a1"), ("b", 1990, "a1")]
    after = [("a", 1990, "b1"), ("b", 1990, "a1"), ("c", 1990, "b1")]

    found = flows(stock(FIRST, before, "m1"), stock(DAY, after, "m1", "m2"))

    assert table(found) == {("a1", "moved_out"): 1}
    states = dict(found.cube.cells.select("area", "observation").iter_rows())
    assert states["b1"] == "not_covered"
    assert found.cube.covered == {"m1"}


def test_ages_are_those_of_the_second_date():
    wanted = cube(
        dimensions=[dimension("flow", "born", "moved_in"), dimension("age", *AGES, kind="age")]
    )

    found = count_flows(
        wanted,
        key="flows",
        register=rule(),
        before=stock(FIRST, []),
        after=stock(DAY, [("a", 2023, "a1"), ("b", 1959, "a1"), ("c", None, "a1")]),
        territory=territory(),
    )

    cells = found.cube.cells.filter(pl.col("value") > 0).select("flow", "age", "value").rows()
    assert sorted(cells) == [("born", "0-17", 1), ("moved_in", "65+", 1)]


def test_moves_from_area_to_area_need_rules_of_their_own():
    before = stock(FIRST, [("a", 1990, "a1"), ("b", 1990, "a2")])
    after = stock(DAY, [("a", 1990, "b1"), ("b", 1990, "a2"), ("c", 1990, "b1")])
    asked = {"key": "moves", "before": before, "after": after, "territory": territory()}

    with pytest.raises(UncountableError, match="moves_rules"):
        count_moves(register=rule(), **asked)
    definition, made = count_moves(register=rule(moves_rules="sensitive"), **asked)

    cells = made.cells.filter(pl.col("value") > 0).select("area", "origin", "value").rows()
    assert sorted(cells) == [("b1", "a1", 1), ("b1", "outside", 1)]
    assert definition.rules == "sensitive"


def test_a_register_without_the_number_of_a_person_says_so():
    rows = pl.DataFrame({"birth_year": [1990], "area_2023": ["a1"]})

    with pytest.raises(UncountableError, match="person"):
        flows(Stock(day=FIRST, records=rows), stock(DAY, []))


def test_one_date_alone_has_no_flows():
    wanted = cube(dimensions=[dimension("flow", *BALANCE)])

    with pytest.raises(UncountableError, match="zwischen zwei Stichtagen"):
        count_all(
            {"flows": wanted},
            register=rule(),
            records=stock(DAY, [("a", 1990, "a1")]).records,
            reference_date=DAY,
            territory=territory(),
        )
