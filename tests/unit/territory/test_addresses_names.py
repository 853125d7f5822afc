"""Other names of streets, days of validity, and lists that cannot be one."""

from datetime import date

import polars as pl
import pytest

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.territory.addresses import assign, make_reference

DAY = date(2024, 1, 1)
HOUSES = pl.DataFrame(
    [
        ("Friedensweg", "7", "11111", "Lindenau", "A"),
        ("Friedensweg", "9", "11111", "Lindenau", "A"),
        ("Am Wehr", "3", "22222", "Birkenfeld", "B"),
        ("Stalinallee", "7", "11112", "Lindenau", "C"),
        ("Marktplatz", "1", "11111", "Lindenau", "A"),
    ],
    schema=["street", "number", "postcode", "place", "area"],
    orient="row",
)
NAMES = pl.DataFrame(
    [
        ("Friedensweg", "11111", "Lindenau", "Leninallee", None, date(1991, 5, 1)),
        ("Friedensweg", "11111", "Lindenau", "Stalinallee", None, date(1961, 1, 1)),
        ("Am Wehr", None, None, "Wehrgasse", None, None),
        ("Am Wehr", None, None, "Uferweg", date(2030, 1, 1), None),
    ],
    schema=["street", "postcode", "place", "other", "valid_from", "valid_until"],
    orient="row",
)


def ask(street, number, postcode="", place="", on=DAY, houses=HOUSES):
    known = make_reference(houses, names=NAMES, on=on)
    row = {"street": [street], "number": [number], "postcode": [postcode], "place": [place]}
    return assign(pl.DataFrame(row), known).row(0, named=True)


@pytest.mark.parametrize(
    ("asked", "address", "reason"),
    [
        (("Leninallee", "7", "11111"), "Friedensweg 7, 11111 Lindenau", "former_name"),
        (("LENIN-ALLEE 9", "", "11111"), "Friedensweg 9, 11111 Lindenau", "former_name"),
        (("Leninallee", "7", "", "Lindenau"), "Friedensweg 7, 11111 Lindenau", "former_name"),
        (("Wehrgasse", "3", "22222"), "Am Wehr 3, 22222 Birkenfeld", "other_name"),
        (("Stalinallee", "7", "11112"), "Stalinallee 7, 11112 Lindenau", "exact"),
    ],
)
def test_a_street_is_found_under_its_other_names(asked, address, reason):
    found = ask(*asked)

    assert (found["decision"], found["address_id"], found["reason"]) == ("match", address, reason)


def test_no_house_number_is_invented_under_a_former_name():
    found = ask("Leninallee", "99", "11111")

    assert (found["address_id"], found["decision"]) == (None, "none")


@pytest.mark.parametrize("postcode", ["11111", ""])
def test_a_former_name_that_is_a_street_of_today_in_the_same_town_is_for_a_person(postcode):
    found = ask("Stalinallee", "7", postcode)

    assert (found["decision"], found["area"]) == ("review", None)


def test_a_number_that_only_the_street_of_today_has_is_not_taken_under_the_former_ones_postcode():
    more = pl.DataFrame(
        [("Stalinallee", "8", "11112", "Lindenau", "C")], schema=HOUSES.schema, orient="row"
    )

    found = ask("Stalinallee", "8", "11111", houses=pl.concat([HOUSES, more]))

    assert found["decision"] == "review"


def test_a_name_that_begins_later_is_not_there_yet():
    assert ask("Uferweg", "3", "22222")["decision"] == "none"
    assert ask("Uferweg", "3", "22222", on=date(2030, 1, 1))["reason"] == "other_name"


def test_a_name_still_valid_on_the_day_is_no_former_one():
    assert ask("Leninallee", "7", "11111", on=date(1990, 1, 1))["reason"] == "other_name"
    assert ask("Leninallee", "7", "11111", on=None)["reason"] == "former_name"


def test_a_former_name_is_no_typing_error_for_another_street():
    houses = pl.DataFrame(
        [("Lenninallee", "7", "33333", "Oberau", "D")], schema=HOUSES.schema, orient="row"
    )

    found = ask("Leninallee", "7", "33333", houses=pl.concat([HOUSES, houses]))

    assert found["address_id"] is None


@pytest.mark.parametrize(
    ("day", "area"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "old"),
        (date(2022, 6, 30), "old"),
        (date(2022, 7, 1), "new"),
    ],
)
def test_houses_and_stretches_are_those_of_the_day(day, area):
    days = [(date(2020, 1, 1), date(2022, 7, 1), "old"), (date(2022, 7, 1), None, "new")]
    houses = pl.DataFrame(
        [("Am Ring", "1", "11111", value, first, last) for first, last, value in days],
        schema=["street", "number", "postcode", "area", "valid_from", "valid_until"],
        orient="row",
    )
    ranges = pl.DataFrame(
        [("Am Ring", "11111", "odd", 3, 99, value, first, last) for first, last, value in days],
        schema=["street", "postcode", "parity", "low", "high", "area", "valid_from", "valid_until"],
        orient="row",
    )
    rest = pl.DataFrame(
        [("Am Tor", "1", "11111", "x", None, None)], schema=houses.schema, orient="row"
    )
    known = make_reference(pl.concat([houses, rest]), ranges=ranges, on=day)
    asked = pl.DataFrame({"street": ["Am Ring 1", "Am Ring 5"], "postcode": ["11111"] * 2})

    assert assign(asked, known)["area"].to_list() == [area, area]


def test_days_may_be_written_as_text():
    houses = pl.DataFrame(
        {"street": ["Am Ring", "Am Tor"], "number": ["1", "1"], "area": ["x", "y"]}
    ).with_columns(valid_from=pl.Series(["01.02.2024", "2020-01-01"]))

    known = make_reference(houses, on=DAY)

    assert known.streets["street"].to_list() == ["Am Tor"]


def test_without_a_day_a_move_between_areas_is_told_as_a_fault():
    moved = pl.DataFrame(
        {"street": ["Am Ring"] * 2, "number": ["1"] * 2, "area": ["old", "new"]}
    ).with_columns(valid_until=pl.Series([date(2022, 7, 1), None]))

    with pytest.raises(FaultsFoundError):
        make_reference(moved)


def test_a_list_of_stretches_alone_is_enough():
    ranges = pl.DataFrame(
        {"street": ["Am Ring"], "parity": ["both"], "low": [1], "high": [None], "area": ["x"]}
    )
    known = make_reference(HOUSES.clear(), ranges=ranges)

    found = assign(pl.DataFrame({"street": ["Am Ring 5"]}), known).row(0, named=True)

    assert (found["decision"], found["area"], found["address_id"]) == ("area_only", "x", None)


def test_all_that_cannot_be_in_a_list_is_told_at_once_without_naming_an_address():
    rows = [
        ("Hauptweg", "1", "11111", "", "A", "001"),
        ("Hauptweg", "1", "11111", "", "B", "001"),
        ("Ringweg", "2", "11111", "", None, "001"),
        ("Torweg", "3", "11111", "", "A", "001"),
        ("Torweg", "5", "11111", "", "A", "002"),
    ]
    table = pl.DataFrame(rows, schema=[*HOUSES.columns, "municipality"], orient="row")

    with pytest.raises(FaultsFoundError) as told:
        make_reference(table)

    assert [(fault.code, fault.where) for fault in told.value.faults] == [
        ("address_in_two_areas", "Zeile 2"),
        ("address_in_two_areas", "Zeile 3"),
        ("street_in_two_municipalities", "Zeile 5"),
        ("street_in_two_municipalities", "Zeile 6"),
    ]
    assert "weg" not in str(told.value)


def test_a_list_without_any_address_is_told():
    with pytest.raises(FaultsFoundError, match="keine Adresse"):
        make_reference(HOUSES.clear())


def test_a_list_that_knows_no_areas_at_all_still_finds_addresses():
    known = make_reference(HOUSES.with_columns(area=pl.lit(None, pl.String)))

    found = assign(pl.DataFrame({"street": ["Friedensweg 7"]}), known).row(0, named=True)

    assert (found["decision"], found["area"]) == ("match", None)


def test_names_without_their_columns_are_told():
    with pytest.raises(WrongUseError, match="other"):
        make_reference(HOUSES, names=pl.DataFrame({"street": ["Am Wehr"]}))


def test_a_street_of_the_same_name_in_two_municipalities_of_one_postcode_is_for_a_person():
    rows = [
        ("Hauptweg", "1", "11111", "Lindenau", "A", "001"),
        ("Hauptweg", "45", "11111", "Oberau", "B", "002"),
    ]
    known = make_reference(
        pl.DataFrame(rows, schema=[*HOUSES.columns, "municipality"], orient="row")
    )
    asked = pl.DataFrame(
        {"street": ["Hauptweg 45"] * 2, "postcode": ["11111"] * 2, "place": ["", "Oberau"]}
    )

    found = assign(asked, known)

    assert found["decision"].to_list() == ["review", "match"]


def test_a_house_without_area_in_a_list_of_areas_is_known_but_in_none():
    table = HOUSES.head(1).vstack(HOUSES.head(1).with_columns(number=pl.lit("999"), area=None))
    asked = table.select("street", "number", "postcode", "place")

    found = assign(asked, make_reference(table)).row(1, named=True)

    assert (found["decision"], found["reason"], found["area"]) == ("none", "no_area", None)
    assert "999" in found["candidate2"]


def test_another_type_of_street_is_never_a_typo():
    table = HOUSES.head(1).with_columns(street=pl.lit("Wuhletal"))
    asked = table.select("number", "postcode", "place", street=pl.lit("Wuhledamm"))

    found = assign(asked, make_reference(table)).row(0, named=True)

    assert found["decision"] == "none"
