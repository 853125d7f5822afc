"""Stretches of house numbers: an area for every number in them, never an address."""

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.addresses import assign, make_reference

HOUSES = pl.DataFrame(
    [("Hauptstraße", "1", "11111", "Lindenau", "A")],
    schema=["street", "number", "postcode", "place", "area"],
    orient="row",
)
RANGES = pl.DataFrame(
    [
        ("Hauptstraße", "11111", "Lindenau", "odd", 3, 19, "A"),
        ("Hauptstraße", "11111", "Lindenau", "odd", 21, None, "B"),
        ("Hauptstraße", "11111", "Lindenau", "even", 2, 40, "C"),
        ("Ringweg", "11111", "Lindenau", "both", 1, None, "D"),
    ],
    schema=["street", "postcode", "place", "parity", "low", "high", "area"],
    orient="row",
)


def ask(street, number):
    known = make_reference(HOUSES, ranges=RANGES)
    rows = pl.DataFrame({"street": [street], "number": [number], "postcode": ["11111"]})
    found = assign(rows, known).row(0, named=True)
    return found["decision"], found["reason"], found["area"], found["address_id"]


@pytest.mark.parametrize(
    ("street", "number", "expected"),
    [
        ("Hauptstr.", "1", ("match", "normalised", "A", "Hauptstraße 1, 11111 Lindenau")),
        ("Hauptstr.", "5", ("area_only", "in_range", "A", None)),
        ("Hauptstr.", "5b", ("area_only", "in_range", "A", None)),
        ("Hauptstr. 21", "", ("area_only", "in_range", "B", None)),
        ("Hauptstraße", "997", ("area_only", "in_range", "B", None)),
        ("Hauptstraße", "8", ("area_only", "in_range", "C", None)),
        ("Ringweg", "77", ("area_only", "in_range", "D", None)),
        ("Rinwgeg", "77", ("review", "in_range", None, None)),
        ("Hauptstraße", "5-9", ("area_only", "in_range", "A", None)),
        ("Hauptstraße", "17-23", ("review", "range_crosses_areas", None, None)),
        ("Hauptstraße", "8-11", ("review", "range_crosses_areas", None, None)),
    ],
)
def test_a_number_in_a_stretch_has_its_area(street, number, expected):
    assert ask(street, number) == expected


def test_a_number_outside_all_stretches_has_none():
    decision, _reason, area, address = ask("Hauptstraße", "42")

    assert decision in ("review", "none")
    assert area is None
    assert address is None


def test_a_street_of_stretches_only_is_known():
    assert ask("Ringweg", "")[:3] == ("area_only", "number_missing", "D")
    assert ask("Hauptstraße", "")[0] == "review"


def test_what_is_no_stretch_is_told_with_its_rows():
    wrong = pl.DataFrame(
        [("A-Weg", "odd", 9, 3, "x"), ("B-Weg", "links", 1, 3, "x"), ("C-Weg", "even", 2, 4, "x")],
        schema=["street", "parity", "low", "high", "area"],
        orient="row",
    )

    with pytest.raises(FaultsFoundError) as told:
        make_reference(HOUSES, ranges=wrong)

    assert [fault.where for fault in told.value.faults] == ["Zeile 2", "Zeile 3"]
