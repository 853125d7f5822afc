"""Spells on the engine against spells worked out person by person, day by day."""

from collections import Counter
from datetime import date, timedelta

import ibis
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.unit.register.district import DAY, cube, dimension, territory

from kreisblick.sealed.register import (
    RegisterDefinition,
    UncountableError,
    count_all,
    counting_expression,
)

CLASSES = {"under_1": 0, "1_to_2": 12, "2_to_4": 24, "4_and_more": 48}
KINDS = ("money", "help")
days = st.dates(date(2018, 1, 1), date(2026, 6, 1))
near = st.integers(0, 40).map(lambda back: DAY - timedelta(days=back))
row = st.tuples(
    st.one_of(st.none(), st.sampled_from("pq")),
    st.one_of(st.none(), days, near),
    st.one_of(st.none(), days, near),
    st.sampled_from(KINDS),
    st.sampled_from(["a1", "b1"]),
)


@st.composite
def chains(draw):
    """Rows of one person that follow each other with breaks around the gap, back from the day."""
    gap = draw(st.sampled_from([0, 1, 14]))
    end, rows = None, []
    last = DAY
    for _ in range(draw(st.integers(1, 5))):
        begin = last - timedelta(days=draw(st.integers(0, 500)))
        rows.append(("p", begin, end, draw(st.sampled_from(KINDS)), "a1"))
        end = last = begin - timedelta(days=1 + draw(st.integers(max(0, gap - 1), gap + 1)))
    return draw(st.permutations(rows)), gap


def rule(gap: int) -> RegisterDefinition:
    content = {
        "title": {"de": "Hilfe"},
        "records": "spells",
        "spells": {"by": ["person"], "begin": "begin", "end": "end", "gap_days": gap}
        | {"classes": CLASSES},
        "dimensions": {"duration": {"read": "duration"}, "kind": {"field": "kind"}},
        "smallest_note": 5,
    }
    return RegisterDefinition.model_validate(content)


def frame(rows) -> pl.DataFrame:
    schema = {"person": pl.String, "begin": pl.Date, "end": pl.Date, "kind": pl.String}
    return pl.DataFrame(rows, schema={**schema, "area_2023": pl.String}, orient="row")


def months_between(first: date, last: date) -> int:
    """Months completed when the last day is over, counted one after the other."""
    over, months = last + timedelta(days=1), 0
    while True:
        year, month = divmod(first.year * 12 + first.month - 1 + months + 1, 12)
        if (year, month + 1, first.day) > (over.year, over.month, over.day):
            return months
        months += 1


def obvious(rows, gap: int) -> Counter:
    """Every day of every person on a list; then back from the reference date."""
    found = Counter()
    for person in {r[0] for r in rows} - {None}:
        own = [r for r in rows if r[0] == person and r[1] is not None and r[1] <= DAY]
        own = [r for r in own if r[2] is None or r[2] >= r[1]]
        served = set()
        for _person, begin, end, _kind, _area in own:
            last = min(end or DAY, DAY)
            served |= {begin + timedelta(days=n) for n in range((last - begin).days + 1)}
        if DAY not in served:
            continue
        first, missing, day = DAY, 0, DAY
        while missing <= gap:
            first, missing = (day, 0) if day in served else (first, missing + 1)
            day -= timedelta(days=1)
        running = [r for r in own if (r[2] or DAY) >= DAY]
        latest = max(r[1] for r in running)
        kind, area = min(((r[3], r[4]) for r in running if r[1] == latest), key=lambda x: x[::-1])
        months = months_between(first, DAY)
        code = [code for code, least in CLASSES.items() if months >= least][-1]
        found[area, code, kind] += 1
    return found


@settings(max_examples=80, deadline=None)
@given(st.lists(row, min_size=1, max_size=12), st.sampled_from([0, 1, 14, 31]))
@example([("p", date(2024, 1, 1), None, "help", "a1")], 0)
@example([("p", date(2024, 1, 2), None, "help", "a1")], 0)
@example(
    [
        ("p", date(2023, 1, 1), date(2023, 6, 30), "help", "a1"),
        ("p", date(2023, 7, 2), None, "help", "a1"),
    ],
    0,
)
@example(
    [
        ("p", date(2020, 1, 1), date(2024, 12, 31), "help", "a1"),
        ("p", date(2020, 3, 1), date(2020, 4, 1), "money", "b1"),
        ("p", date(2024, 6, 1), None, "money", "a1"),
    ],
    0,
)
@example([("q", DAY, None, "help", "b1"), ("q", DAY, DAY, "money", "b1")], 0)
def test_spells_are_those_that_somebody_would_find_day_by_day(rows, gap):
    assert fast(rows, gap) == obvious(rows, gap)


@settings(max_examples=60, deadline=None)
@given(chains())
def test_a_break_ends_a_spell_only_when_it_is_longer_than_the_gap(chain):
    rows, gap = chain

    assert fast(rows, gap) == obvious(rows, gap)


def fast(rows, gap: int) -> Counter:
    wanted = cube(dimensions=[dimension("duration", *CLASSES), dimension("kind", *KINDS)])

    made = count_all(
        {"spells": wanted},
        register=rule(gap),
        records=frame(rows),
        reference_date=DAY,
        territory=territory(),
    )["spells"]

    cells = made.cube.cells.filter(pl.col("value") > 0)
    counted = cells.select("area", "duration", "kind", "value").rows()
    return Counter({r[:-1]: r[-1] for r in counted})


@pytest.mark.parametrize("dialect", ["postgres", "pyspark"])
def test_other_engines_understand_the_same_expression(dialect):
    wanted = cube(dimensions=[dimension("duration", *CLASSES), dimension("kind", *KINDS)])
    table = ibis.table(ibis.Schema.from_pyarrow(frame([]).to_arrow().schema), name="records")

    expression = counting_expression(
        wanted,
        key="spells",
        register=rule(14),
        records=table,
        reference_date=DAY,
        area="area_2023",
    )

    assert "OVER" in str(ibis.to_sql(expression, dialect=dialect))


def test_a_condition_of_a_cube_of_spells_is_refused():
    wanted = cube(dimensions=[dimension("kind", *KINDS)], where={"kind": "help"})

    with pytest.raises(UncountableError, match="'where'"):
        count_all(
            {"spells": wanted},
            register=rule(0),
            records=frame([("p", DAY, None, "help", "a1")]),
            reference_date=DAY,
            territory=territory(),
        )


def test_spells_and_households_exclude_each_other():
    content = rule(0).model_dump() | {
        "household": {"by": ["h"], "birth_year": "b", "adult_from": 18, "largest_size": 5},
        "dimensions": {},
    }

    with pytest.raises(ValidationError):
        RegisterDefinition.model_validate(content)
