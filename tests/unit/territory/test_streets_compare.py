"""What changed between two lists of streets, what is missing, who is to be told."""

from datetime import date

import polars as pl
import pytest
from tests.unit.territory.kept_streets import A, B, changes, houses, ranges

from kreisblick.territory.streets import (
    Streets,
    add_names,
    missing,
    read_contacts,
    read_streets,
    read_used,
    renew,
    write_raster,
)
from kreisblick.territory.streets.model import empty_names


def test_new_gone_and_moved_houses_are_listed_by_street_and_area():
    old = houses(
        ("H", "1", None, "x"), ("H", "3", "a", "x"), ("H", "5", None, "x"), ("G", "1", None, "x")
    )
    new = houses(
        ("H", "1", None, "x"), ("H", "3", "A", "y"), ("H", "7", None, "y"), ("N", "2", None, "y")
    )

    assert changes(old, new) == [
        ("new_street", "N", "2", None, None, "y"),
        ("gone_street", "G", "1", None, "x", None),
        ("new_houses", "H", "7", None, None, "y"),
        ("gone_houses", "H", "5", None, "x", None),
        ("moved", "H", "3a", None, "x", "y"),
    ]


def test_a_street_is_renamed_by_a_list_of_names_and_its_houses_stay():
    old = houses(("Alt", "1", None, "x"), ("Alt", "3", None, "x"))
    names = pl.DataFrame(
        [("Neu", None, None, "Alt", None, None)], schema=empty_names().schema, orient="row"
    )
    new = add_names(houses(("Neu", "1", None, "x"), ("Neu", "5", None, "x")), names)

    assert changes(old, new) == [
        ("renamed", "Neu", None, "Alt", "x", "x"),
        ("new_houses", "Neu", "5", None, None, "x"),
        ("gone_houses", "Neu", "3", None, "x", None),
    ]


def test_a_street_is_renamed_when_its_official_key_stays():
    old = houses(("Alt", "1", None, "x"), street_key=["00012"])
    new = houses(("Neu", "1", None, "x"), street_key=["00012"])

    assert changes(old, new) == [("renamed", "Neu", None, "Alt", "x", "x")]


@pytest.mark.parametrize(
    ("count", "told"), [(5, ["maybe_renamed"]), (4, ["new_street", "gone_street"])]
)
def test_equal_house_numbers_make_a_street_perhaps_renamed_if_they_are_many(count, told):
    old, new = (
        houses(*((s, str(n), None, "x") for n in range(1, count + 1))) for s in ("Alt", "Neu")
    )

    assert [row[0] for row in changes(old, new)] == told


def test_nothing_changed_between_a_list_and_itself():
    same = houses(("H", "1", None, "x"), ("H", None, None, "x"))

    assert changes(same, same) == []
    assert changes(same, Streets(houses=same.houses.reverse(), format="addresses")) == []


def test_stretches_are_asked_for_the_houses_of_the_other_list():
    old = ranges(("odd", 1, None, 9, None, A), ("even", 2, None, None, None, A))
    new = houses(
        ("Hauptstraße", "1", None, A), ("Hauptstraße", "2", None, B), ("Hauptstraße", "11", None, B)
    )

    assert changes(old, new) == [
        ("new_houses", "Hauptstraße", "11", None, None, B),
        ("moved", "Hauptstraße", "2", None, A, B),
    ]


def test_stretches_are_compared_number_by_number():
    old = ranges(("odd", 1, None, 5, None, A), ("odd", 7, None, None, None, B))
    new = ranges(("odd", 1, None, 3, None, A), ("odd", 5, None, None, None, B))

    assert changes(old, new) == [("moved", "Hauptstraße", "5", None, A, B)]


def test_a_renewed_raster_says_what_changed_and_how_many_days_are_left(tmp_path):
    areas = pl.DataFrame({"area": ["x", "y"], "raster_key": [A, B]})
    write_raster(
        houses(("H", "1", None, "x"), ("G", "1", None, "x")), tmp_path / "a-ra.csv", areas=areas
    )
    new = houses(("H", "1", None, "y"), ("G", "1", None, "x"), ("N", "1", None, "y"))

    found = renew(
        read_streets(tmp_path / "a-ra.csv"), new, tmp_path / "b-ra.csv",
        areas=areas, as_of=date(2024, 6, 1), due=date(2024, 6, 30),
    )  # fmt: skip

    assert found.days_left == 29
    assert found.changes.select("change", "street", "old_area", "area").rows() == [
        ("new_street", "N", None, B), ("moved", "H", A, B),
    ]  # fmt: skip
    assert read_streets(tmp_path / "b-ra.csv").ranges.height == 6


def test_missing_streets_are_grouped_by_municipality_with_whom_to_tell(tmp_path):
    known = houses(("Hauptstraße", "1", None, "x"), municipality=["09999001"])
    review = tmp_path / "review.csv"
    review.write_text(
        "Straße (vereinheitlicht),so geschrieben,PLZ,Ort,Zeilen,Grund\n"
        "neue strasse,Neue Str.,01234,Lindenau,12,street_unknown\n"
        "hauptstrasse,Hauptstr.,01234,Lindenau,3,street_unknown\n"
        "alte strasse,Alte Str.,01234,Lindenau,3,number_unknown\n"
        "fernweg,Fernweg,99999,-,5,street_unknown\n",
        encoding="utf-8",
    )
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("Gemeinde;Amt\nLindenau;Bauamt\n", encoding="utf-8")

    found = missing(read_used(review), known, contacts=read_contacts(contacts))

    assert found.rows() == [
        ("Lindenau", "Bauamt", "Neue Str.", "01234", "Lindenau", 12),
        (None, None, "Fernweg", "99999", None, 5),
    ]


def test_a_former_name_is_not_missing():
    names = pl.DataFrame(
        [("Neu", None, None, "Alte Straße", None, None)], schema=empty_names().schema, orient="row"
    )
    used = pl.DataFrame(
        {"street": ["Alte Str."], "postcode": ["01234"], "place": ["Lindenau"], "rows": [1]}
    )

    assert missing(used, add_names(houses(("Neu", "1", None, "x")), names)).height == 0


def test_a_street_of_another_municipality_is_missing_here():
    known = houses(
        ("Waldweg", "1", None, "x"), ("Talweg", "1", None, "x"), municipality=["t1", "t2"]
    )
    frame = known.houses.with_columns(postcode=pl.Series(["01234", "05678"]))
    schema = dict.fromkeys(("street", "postcode", "place"), pl.String) | {"rows": pl.Int64}
    used = pl.DataFrame([("Waldweg", "05678", None, 1)], schema=schema, orient="row")

    assert missing(used, Streets(houses=frame, format="addresses"))["street"].to_list() == [
        "Waldweg"
    ]
