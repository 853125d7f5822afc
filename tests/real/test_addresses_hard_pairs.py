"""Tricky German addresses: each becomes what a clerk would say, in the context its row names."""

import csv
import os
from pathlib import Path

import polars as pl
import pytest

from kreisblick.territory.addresses import assign, make_reference

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("KREISBLICK_DATA", ROOT.parent / "shared" / "data"))
FILE = DATA / "adressen-schwierig" / "pairs.csv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"no open data in {DATA}")

COLUMNS = ["street", "number", "postcode", "place", "area"]
CONTEXT = {
    # why the row is hard → what else the street list holds
    "11 streets of that name in Berlin": [
        ("Waldstraße", "3", "10551", "Moabit", "one"),
        ("Waldstraße", "3", "12487", "Johannisthal", "two"),
    ],
    "range crosses an area border: never pick silently": [
        ("Bahnhofstraße", "14", "35037", "Marburg", "one"),
        ("Bahnhofstraße", "40", "35037", "Marburg", "two"),
    ],
    "suffix not in the list; base number exists (auto only if the whole street is one area)": [
        ("Hauptstraße", "12", "34117", "Kassel", "one"),
        ("Hauptstraße", "14", "34117", "Kassel", "two"),
    ],
    "no number: area only if the street lies in one area": [
        ("Hauptstraße", "1", "34117", "Kassel", "one"),
        ("Hauptstraße", "2", "34117", "Kassel", "two"),
    ],
    "suffix missing; Schillerplatz may exist too": [
        ("Schillerstraße", "12", "34117", "Kassel", "one"),
        ("Schillerplatz", "12", "34117", "Kassel", "two"),
    ],
    "reference row belongs to Kassel; same street and number, other municipality": [
        ("Hauptstraße", "5", "34117", "Kassel", "one")
    ],
    "suffix range, all in one area": [
        ("Bahnhofstraße", "12a", "35037", "Marburg", "one"),
        ("Bahnhofstraße", "12b", "35037", "Marburg", "one"),
        ("Bahnhofstraße", "12c", "35037", "Marburg", "one"),
    ],
}


def pairs():
    if not FILE.is_file():
        return []
    with FILE.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def known(row):
    """The street list of a row: what its reason names, else the row's own right side."""
    rows = CONTEXT.get(row["why"])
    if rows is None:
        town = row["input_city"].split("-")[0]
        street, number = row["reference_street"], row["reference_number"]
        rows = [(street, number, row["input_plz"], town, "one")] if street else []
    return [*rows, ("Am Anger", "1", "00001", "Nirgendwo", "far")]


@pytest.mark.parametrize("row", pairs(), ids=lambda row: row["why"][:50])
def test_a_hard_address_becomes_what_a_clerk_would_say(row):
    reference = make_reference(pl.DataFrame(known(row), schema=COLUMNS, orient="row"))
    asked = {
        "street": [row["input_street"]],
        "number": [row["input_number"]],
        "postcode": [row["input_plz"]],
        "place": [row["input_city"]],
    }

    found = assign(pl.DataFrame(asked), reference).row(0, named=True)

    expected = {"match": {"match"}, "review": {"review"}, "nomatch": {"none"}}
    assert found["decision"] in expected[row["expected"]], found["reason"]
    if row["expected"] == "match":
        assert found["area"] == "one"
    else:
        assert found["area"] is None
        assert found["reason"]
