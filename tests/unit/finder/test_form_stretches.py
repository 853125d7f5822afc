"""Stretches of house numbers: right about every house, and about none alone."""

import itertools
from collections import Counter

import polars as pl
import pytest
from pydantic import ValidationError
from tests.unit.finder.streets import invented, streets_of, whole

from kreisblick.products.finder import FinderDefinition, form_stretches, read_finder
from kreisblick.products.finder.model import STRETCHES
from kreisblick.products.finder.pieces import Point, draw
from kreisblick.territory.streets import Streets
from kreisblick.territory.streets.model import empty_names, empty_ranges

COARSE = read_finder()
FEWEST = COARSE.fewest_houses


def one(*houses: tuple[str, str], street: str = "Am Markt") -> list[tuple[str, ...]]:
    """(number, area) of one street."""
    return [(street, number, "", "05200", "Lindenau", area) for number, area in houses]


def told(found: pl.DataFrame) -> list[tuple[object, ...]]:
    return found.select("parity", "low", "high", "areas").rows()


def holding(found: pl.DataFrame, street: str, place: str, n: int) -> list[str]:
    """The areas of a number by the table; slow and obvious."""
    side = "odd" if n % 2 else "even"
    return [
        row["areas"]
        for row in found.iter_rows(named=True)
        if row["street"] == street
        and row["place"] == place
        and row["parity"] in ("both", side)
        and row["low"] <= n
        and (row["high"] is None or n <= row["high"])
    ]


def test_a_street_in_one_area_is_one_stretch_to_the_next_hundred():
    found = form_stretches(streets_of(one(*[(n, "A") for n in ("1", "2", "9")])), COARSE)

    assert told(found) == [("both", 1, 100, "A")]
    assert found["key"].to_list() == ["ammarkt"]


def test_the_line_between_two_areas_is_drawn_at_the_roundest_number():
    numbers = [(str(n), "A") for n in (1, 3, 5, 7)] + [(str(n), "B") for n in (25, 27, 29)]

    found = form_stretches(streets_of(one(*numbers)), COARSE)

    assert told(found.filter(parity="odd")) == [("odd", 1, 20, "A"), ("odd", 21, 100, "B")]


def test_a_side_with_too_few_houses_names_all_areas_of_the_street():
    numbers = [(str(n), "A") for n in (1, 3, 5)] + [(str(n), "B") for n in (25, 27, 29)]

    found = form_stretches(streets_of(one(*numbers, ("2", "A"))), COARSE)

    assert told(found.filter(parity="even")) == [("even", 1, 100, "A|B")]


def test_one_house_of_another_area_makes_no_stretch_of_its_own():
    numbers = [(str(n), "B" if n == 21 else "A") for n in range(1, 50, 2)]

    found = form_stretches(streets_of(one(*numbers)), COARSE)

    odd = told(found.filter(parity="odd"))
    assert [row[3] for row in odd] == ["A", "A|B", "A"]
    (_side, low, high, _areas), inside = odd[1], range(1, 50, 2)
    assert sum(low <= n <= high for n in inside) >= FEWEST


@pytest.mark.parametrize("count", range(1, FEWEST))
def test_a_street_with_few_houses_is_not_in_the_index(count):
    houses = one(*[(str(n), "A") for n in range(1, count + 1)])

    assert form_stretches(streets_of(houses), COARSE).is_empty()


@pytest.mark.parametrize("seed", range(4))
def test_every_house_finds_its_area_and_no_number_falls_in_a_hole(seed):
    rows = invented(seed, 40)
    found = form_stretches(streets_of(rows), COARSE)
    counts = Counter((street, place) for street, _n, _s, _c, place, _a in rows)

    for street, number, _suffix, _code, place, area in rows:
        answers = holding(found, street, place, int(number))
        if counts[street, place] < FEWEST:
            assert answers == []
        else:
            assert len(answers) == 1
            assert area in answers[0].split("|")
    for (street, place), some in found.group_by("street", "place"):
        for (parity,), side in some.group_by("parity"):
            assert whole(side.select("low", "high").rows()), (street, place, parity)


@pytest.mark.parametrize("seed", range(4))
def test_no_stretch_rests_on_few_houses(seed):
    rows = invented(seed, 40)
    found = form_stretches(streets_of(rows), COARSE)

    for row in found.iter_rows(named=True):
        sides = {"both": (0, 1), "odd": (1,), "even": (0,)}[row["parity"]]
        mine = [r for r in rows if (r[0], r[4]) == (row["street"], row["place"])]
        on_side = [r for r in mine if int(r[1]) % 2 in sides]
        alone = (row["low"], row["high"]) == (1, 100)  # a whole side may rest on the street
        held = [
            r
            for r in (mine if alone else on_side)
            if alone or (row["low"] <= int(r[1]) <= row["high"])
        ]
        assert len(held) >= FEWEST


def test_no_house_is_proved_to_exist():
    """For every list of a small street and each of its houses, another list without that number.

    Every number of one side may have no house, one or three (12, 12a, 12b), in one or two areas.
    """
    states = {"": [], "a": ["A"], "b": ["B"], "aaa": ["A"] * 3, "bbb": ["B"] * 3, "aab": [*"AAB"]}
    known: dict[object, set[int]] = {}
    for combination in itertools.product(states, repeat=6):
        together: dict[int, list[str]] = {}
        for n, state in zip(range(2, 14, 2), combination, strict=True):
            together.setdefault((n + 3) // 4 * 4, []).extend(states[state])
        points = [Point(n, frozenset(a), len(a)) for n, a in sorted(together.items()) if a]
        if sum(point.houses for point in points) < FEWEST:
            continue
        index = tuple(draw(points, COARSE))
        present = {2 * i for i, state in enumerate(combination, start=1) if state}
        known[index] = known.get(index, present) & present

    assert len(known) > 20
    assert {index: sure for index, sure in known.items() if sure} == {}


@pytest.mark.parametrize(
    ("numbers", "end"),
    [
        ((1, 3, 5), 100),
        ((1, 3, 5, 99, 100), 100),
        ((1, 98, 99, 100, 101, 102), 100),  # two houses beyond a hundred move no end
        ((1, 98, 99, 101, 102, 103), 200),
        ((1, 3, 5, 9999), 100),  # nor does one far away
        ((301, 302, 303, 304), 400),
    ],
)
def test_a_street_ends_at_the_hundred_of_its_third_last_house(numbers, end):
    found = form_stretches(streets_of(one(*[(str(n), "A") for n in numbers])), COARSE)

    assert told(found) == [("both", 1, end, "A")]


@pytest.mark.parametrize("last", [(101, 102, 103), (149, 150, 151), (198, 199, 200)])
def test_the_end_of_a_street_proves_no_house(last):
    """Each of the houses it rests on may be missing, and another stand in its place."""
    base = [str(n) for n in range(1, 9)]
    index = form_stretches(streets_of(one(*[(n, "A") for n in [*base, *map(str, last)]])), COARSE)

    for place in range(3):
        others = [n for i, n in enumerate(last) if i != place]
        instead = next(n for n in range(101, 201) if n not in last)
        moved = [*base, *map(str, others), str(instead)]
        houses = one(*[(n, "A") for n in moved])
        assert form_stretches(streets_of(houses), COARSE).equals(index)


def test_what_the_list_calls_protected_leaves_no_trace():
    open_ones = invented(7, 20)
    marked = [
        ("Frauenhaus Weg aaa", "1", "", "05200", "Ährenfeld", "a0"),
        *[("Anschrift gesperrt", str(n), "", "05200", "Ährenfeld", "a0") for n in range(1, 9)],
        ("Weg aab", "3", "", "05200", "Rosenthal (Auskunftssperre)", "a1"),
    ]

    with_marked = form_stretches(streets_of(open_ones + marked), COARSE)

    assert with_marked.equals(form_stretches(streets_of(open_ones), COARSE))


def test_two_streets_of_one_name_in_one_place_are_two_streets():
    north = [("Hauptstraße", str(n), "", "05201", "Lindenau", "A") for n in range(1, 9)]
    south = [("Hauptstr.", str(n), "", "05202", "Lindenau", "B") for n in range(1, 9)]

    found = form_stretches(streets_of(north + south), COARSE)

    assert found.select("street", "postcode", "areas").rows() == [
        ("Hauptstr.", "05202", "B"),
        ("Hauptstraße", "05201", "A"),
    ]


def test_one_street_through_two_postcodes_is_one_street():
    low = [("Hauptstraße", str(n), "", "05201", "Lindenau", "A") for n in range(1, 9)]
    high = [("Hauptstraße", str(n), "", "05202", "Lindenau", "A") for n in range(9, 19)]

    found = form_stretches(streets_of(low + high), COARSE)

    assert found.select("postcode", "parity").rows() == [("05201|05202", "both")]


def test_a_former_name_finds_the_street_unless_another_has_it_now():
    rows = [("Neuer Weg", str(n), "", "05200", "Lindenau", "A") for n in range(1, 9)]
    rows += [("Am Bach", str(n), "", "05200", "Lindenau", "B") for n in range(1, 9)]
    former = [("Neuer Weg", "Alter Weg"), ("Neuer Weg", "Am Bach")]
    names = pl.DataFrame([{"street": street, "other": other} for street, other in former])
    schema = empty_names().schema
    names = names.with_columns(
        pl.lit(None, schema[name]).alias(name) for name in schema if name not in names.columns
    ).select(list(schema))

    found = form_stretches(streets_of(rows, names), COARSE)

    assert found.select("street", "areas").rows() == [
        ("Alter Weg", "A"),
        ("Am Bach", "B"),
        ("Neuer Weg", "A"),
    ]


def test_a_former_name_of_several_streets_leads_to_none_of_them():
    rows = [("Neuer Weg", str(n), "", "05200", "Lindenau", "A") for n in range(1, 9)]
    rows += [("Am Bach", str(n), "", "05200", "Lindenau", "B") for n in range(1, 9)]
    former = [("Neuer Weg", "Alte Gasse"), ("Am Bach", "Alte Gasse")]
    names = pl.DataFrame([{"street": street, "other": other} for street, other in former])
    schema = empty_names().schema
    names = names.with_columns(
        pl.lit(None, schema[name]).alias(name) for name in schema if name not in names.columns
    ).select(list(schema))

    found = form_stretches(streets_of(rows, names), COARSE)

    assert found["street"].to_list() == ["Am Bach", "Neuer Weg"]


def test_a_list_of_stretches_serves_as_well():
    rows = [("Hauptstraße", "05200", "Lindenau", "odd", 1, 19, "A")]
    rows += [("Hauptstraße", "05200", "Lindenau", "odd", 21, None, "B")]
    columns = ["street", "postcode", "place", "parity", "low", "high", "area"]
    given = pl.DataFrame(rows, schema=columns, orient="row")
    ranges = pl.concat([empty_ranges(), given], how="diagonal_relaxed")

    found = form_stretches(Streets(ranges=ranges, format="raster"), COARSE)

    assert told(found.filter(parity="odd")) == [("odd", 1, 20, "A"), ("odd", 21, None, "B")]


def test_without_addresses_there_is_nothing():
    found = form_stretches(Streets(format="none"), COARSE)

    assert found.is_empty()
    assert found.schema == STRETCHES


@pytest.mark.parametrize("steps", [(100, 20, 2), (100, 20), (10, 4)])
def test_lines_that_would_part_numbers_told_together_are_refused(steps):
    given = COARSE.model_dump() | {"round_numbers": steps}

    with pytest.raises(ValidationError):
        FinderDefinition.model_validate(given)
