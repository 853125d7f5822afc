"""What is wrong with a list of streets."""

from datetime import date

import polars as pl
from tests.unit.territory.kept_streets import A, B, codes, houses, ranges

from kreisblick.territory.streets import (
    Streets,
    check_streets,
)


def test_a_sound_list_has_no_fault():
    sound = ranges(("odd", 1, None, 9, None, A), ("odd", 11, None, None, None, B),
                   ("even", 2, None, None, None, A))  # fmt: skip

    assert codes(sound) == []


def test_overlaps_gaps_and_wrong_ends_are_told():
    broken = ranges(
        ("odd", 1, None, 9, None, A), ("odd", 9, None, 15, None, B), ("odd", 21, None, 25, None, B),
        ("even", 2, None, 9, None, A), ("even", 12, None, 10, None, A),
    )  # fmt: skip

    found = {(fault.code, fault.hard): fault for fault in check_streets(broken)}

    assert set(found) == {
        ("no_range", True), ("wrong_parity", True), ("overlap", True), ("gap", False),
    }  # fmt: skip
    assert "17 bis 19" in found["gap", False].message
    assert found["gap", False].where == "Hauptstraße, 01234 Lindenau"


def test_a_suffix_parts_a_number_without_overlap():
    parted = ranges(("odd", 1, None, 9, None, A), ("odd", 9, "a", None, None, B))
    shared = ranges(("odd", 1, None, 9, "b", A), ("odd", 9, "a", None, None, B))

    assert codes(parted) == []
    assert codes(shared) == ["overlap"]


def test_one_missing_number_between_stretches_of_both_sides_is_a_gap():
    gap = ranges(("both", 1, None, 4, None, A), ("both", 6, None, None, None, A))

    assert [f.message for f in check_streets(gap) if f.code == "gap"] == [
        "Die Hausnummer 5 steht in keinem Abschnitt. Bitte angeben, wo sie liegt."
    ]


def test_the_same_house_in_two_areas_is_hard_and_twice_in_one_is_soft():
    twice = houses(("A", "1", "a", "x"), ("A", "01a", None, "y"), ("A", "2", None, "x"),
                   ("A", "2", None, "x"))  # fmt: skip

    assert [(f.code, f.hard) for f in check_streets(twice)] == [
        ("address_in_two_areas", True),
        ("duplicate_address", False),
    ]


def test_a_street_in_two_municipalities_under_one_postcode_is_told():
    some = houses(("A", "1", None, "x"), ("A", "2", None, "y"), ("B", "1", None, "x"),
                  municipality=["t1", "t2", "t1"])  # fmt: skip

    assert codes(some) == ["street_in_two_municipalities"]


def test_areas_that_are_small_unknown_or_absent_are_told():
    some = houses(("A", "1", None, "x"), ("A", "2", None, "y"), ("A", "3", None, None))
    table = pl.DataFrame({"area": ["x"], "name": ["X"], "inhabitants": [999]})
    small = Streets(houses=some.houses, areas=table, format="addresses")

    assert codes(small) == ["no_area", "unknown_area", "below_minimum"]
    assert codes(some, areas={"x", "y"}) == ["no_area"]


def test_days_that_end_before_they_begin_are_told():
    some = houses(
        ("A", "1", None, "x"), valid_from=[date(2024, 1, 1)], valid_until=[date(2024, 1, 1)]
    )

    assert codes(some) == ["broken_dates"]
