"""What holds on a day, where houses lie, what is wrong, what changed, who is to be told."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.areas import Generation, Territory
from kreisblick.territory.streets import (
    RasterError,
    StreetColumnError,
    Streets,
    add_names,
    check_streets,
    compare,
    make_raster,
    missing,
    place_houses,
    place_in_ranges,
    read_areas,
    read_contacts,
    read_streets,
    read_used,
    renew,
    valid_on,
    write_raster,
    write_streets,
)
from kreisblick.territory.streets.model import HOUSES, NAMES, empty_names

A, B = "100100100", "100100200"


def houses(*rows: Sequence[object], **more: list[object]) -> Streets:
    """Street, number, suffix, area of houses in one town."""
    full = [
        (street, number, suffix, "01234", "Lindenau", area) for street, number, suffix, area in rows
    ]
    frame = pl.DataFrame(full, schema=dict.fromkeys(HOUSES, pl.String), orient="row")
    return Streets(
        houses=frame.with_columns(pl.Series(k, v) for k, v in more.items()), format="addresses"
    )


def ranges(*rows: Sequence[object]) -> Streets:
    """Parity, low, low_suffix, high, high_suffix, area along the main street."""
    full = [("Hauptstraße", "01234", "Lindenau", *row) for row in rows]
    schema = {
        **dict.fromkeys(("street", "postcode", "place", "parity"), pl.String),
        "low": pl.Int32, "low_suffix": pl.String, "high": pl.Int32, "high_suffix": pl.String,
        "area": pl.String,
    }  # fmt: skip
    return Streets(ranges=pl.DataFrame(full, schema=schema, orient="row"), format="ranges")


def territory(key: str, since: date, edge: float) -> Territory:
    """Two squares, west and east of an edge."""
    areas = pl.DataFrame(
        {"area": ["east", "west"], "name": ["", ""], "level": ["planning_area"] * 2,
         "parent": ["t", "t"], "official_code": ["e", "w"]}
    )  # fmt: skip
    boxes = np.array([shapely.box(edge, 0, 200, 100), shapely.box(0, 0, edge, 100)])
    return Territory(generation=Generation(key=key, valid_from=since), areas=areas, geometry=boxes)


def codes(streets: Streets, **known: set[str]) -> list[str]:
    return [fault.code for fault in check_streets(streets, **known)]


def changes(old: Streets, new: Streets) -> list[tuple[object, ...]]:
    found = compare(old, new)
    return found.select("change", "street", "numbers", "old_street", "old_area", "area").rows()


# -- valid --


def test_a_house_is_valid_from_its_first_day_until_before_its_last():
    day = date(2024, 7, 1)
    some = houses(
        ("A", "1", None, "x"), ("A", "2", None, "x"), ("A", "3", None, "x"), ("A", "4", None, "x"),
        valid_from=[day, date(2024, 7, 2), None, None],
        valid_until=[None, None, day, date(2024, 7, 2)],
    )  # fmt: skip

    assert valid_on(some, day).houses["number"].to_list() == ["1", "4"]


def test_former_names_are_kept_and_later_ones_left_out():
    names = pl.DataFrame(
        [("Neu", None, None, "Alt", None, date(1991, 1, 1)),
         ("Neu", None, None, "Später", date(2030, 1, 1), None)],
        schema=empty_names().schema, orient="row",
    )  # fmt: skip

    found = valid_on(add_names(houses(("Neu", "1", None, "x")), names), date(2024, 1, 1))

    assert found.names["other"].to_list() == ["Alt"]
    assert found.names.columns == list(NAMES)


# -- place --


def test_houses_are_placed_in_several_cuts_and_the_latest_is_theirs():
    some = houses(("A", "1", None, None), ("A", "2", None, None), ("A", "3", None, None),
                  x=[10.0, 150.0, None], y=[50.0, 50.0, 50.0])  # fmt: skip

    cuts = [territory("new", date(2024, 1, 1), 5.0), territory("old", date(2020, 1, 1), 100.0)]
    found = place_houses(some, cuts).houses

    assert found["area_old"].to_list() == ["west", "east", None]
    assert found["area_new"].to_list() == ["east", "east", None]
    assert found["area"].to_list() == ["east", "east", None]


def test_stretches_with_a_middle_are_placed_as_well():
    some = ranges(("odd", 1, None, 9, None, None)).ranges
    middle = some.with_columns(x=pl.lit(150.0), y=pl.lit(50.0))

    found = place_houses(
        Streets(ranges=middle, format="ranges"), [territory("c", date(2024, 1, 1), 100.0)]
    )

    assert found.ranges["area"].to_list() == ["east"]


def test_a_list_is_placed_while_it_is_read(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("street,number,x,y\nA,1,50,50\n")

    found = read_streets(path, territory=territory("c", date(2024, 1, 1), 100.0))

    assert found.houses.select("area", "area_c").row(0) == ("west", "west")


def test_houses_without_coordinates_cannot_be_placed():
    with pytest.raises(StreetColumnError, match="Koordinaten"):
        place_houses(houses(("A", "1", None, None)), [territory("x", date(2020, 1, 1), 5.0)])


@pytest.mark.parametrize(
    ("number", "suffix", "area"),
    [("1", None, A), ("7", "c", A), ("9", None, A), ("9", "a", B), ("9", "B", A), ("11", None, A),
     ("2", None, B), ("4", None, None), ("0012", None, B), ("1000", None, B), ("x", None, None)],
)  # fmt: skip
def test_a_house_lies_in_the_stretch_that_holds_it(number, suffix, area):
    some = ranges(
        ("odd", 1, None, 9, None, A), ("odd", 9, "a", 9, "a", B), ("odd", 9, "b", None, None, A),
        ("even", 2, None, 2, None, B), ("both", 12, None, None, None, B),
    )  # fmt: skip

    found = place_in_ranges(houses(("Hauptstraße", number, suffix, None)).houses, some.ranges)

    assert found.to_list() == [area]


def test_a_number_in_two_areas_has_none():
    some = ranges(("both", 1, None, 9, None, A), ("odd", 5, None, 7, None, B)).ranges

    assert place_in_ranges(houses(("Hauptstraße", "5", None, None)).houses, some).to_list() == [
        None
    ]


# -- check --


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


# -- raster --


def test_a_street_in_one_area_is_one_row_for_both_sides():
    raster = make_raster(houses(("Hauptstraße", "3", None, A), ("Hauptstraße", "17", None, A)))

    row = raster.rows.row(0, named=True)
    assert raster.rows.height == 1
    assert [row[name] for name in ("odd_low", "odd_high", "even_low", "even_high")] == [
        "1", "997", "2", "998",
    ]  # fmt: skip


def test_stretches_meet_without_gap_and_reach_to_the_end(tmp_path):
    some = houses(
        ("H", "1", None, A), ("H", "5", None, A), ("H", "11", None, B), ("H", "2", None, B)
    )

    write_raster(some, tmp_path / "09999001-ra.csv")
    lines = (tmp_path / "09999001-ra.csv").read_text("cp1252").splitlines()

    assert lines == [
        f";H;01234;Lindenau;1;;9;;;;;;{A}",
        f";H;01234;Lindenau;11;;997;;2;;998;;{B}",
    ]
    assert (tmp_path / "09999001-zu.csv").read_text("cp1252").splitlines() == [
        f";{A};;", f";{B};;",
    ]  # fmt: skip


def test_a_border_inside_a_number_is_written_with_suffixes():
    some = houses(("H", "9", None, A), ("H", "9", "a", B), ("H", "9", "b", A))

    raster = make_raster(some)

    assert raster.lost.height == 0
    assert place_in_ranges(some.houses, raster.ranges).to_list() == [A, B, A]


def test_a_raster_made_of_a_raster_is_the_same():
    some = houses(("H", "1", None, A), ("H", "1", "a", B), ("H", "3", None, A))
    once = make_raster(some)

    twice = make_raster(Streets(ranges=once.ranges, format="raster"))

    assert twice.rows.equals(once.rows)


def test_a_house_that_no_raster_can_place_is_told():
    some = houses(("H", "1", None, A), ("H", "3", None, B), ("H", None, None, B))

    assert make_raster(some).lost["number"].to_list() == [None]


def test_streets_of_one_name_are_told_apart_by_place_only_where_they_must_be():
    some = houses(
        ("H", "1", None, A), ("H", "1", None, B), ("G", "1", None, A), ("G", "3", None, A)
    )
    frame = some.houses.with_columns(place=pl.Series(["Nord", "Süd", "Nord", "Süd"]))

    raster = make_raster(Streets(houses=frame, format="addresses"))

    assert raster.rows.select("street", "place", "area").rows() == [
        ("G", None, A), ("H", "Nord", A), ("H", "Süd", B),
    ]  # fmt: skip
    assert raster.lost.height == 0


def test_areas_need_nine_digits_of_their_own():
    some = houses(("H", "1", None, "x"), ("H", "3", None, "y"))
    keys = pl.DataFrame({"area": ["x", "y"], "raster_key": [A, A]})

    with pytest.raises(RasterError, match="9 Ziffern"):
        make_raster(some)
    with pytest.raises(RasterError, match=A):
        make_raster(some, areas=keys)


def test_a_list_that_contradicts_itself_is_not_written(tmp_path):
    with pytest.raises(FaultsFoundError, match="zwei Gebieten"):
        write_raster(houses(("H", "1", None, A), ("H", "1", None, B)), tmp_path / "x-ra.csv")
    with pytest.raises(RasterError, match="--area-file"):
        write_raster(houses(("H", "1", None, None)), tmp_path / "x-ra.csv")

    assert list(tmp_path.iterdir()) == []


def test_a_border_behind_the_number_that_means_the_end_is_refused():
    some = houses(("H", "997", None, A), ("H", "999", None, B))
    high = houses(("H", "1", None, A), ("H", "999", None, B), ("H", "1001", None, B))

    with pytest.raises(FaultsFoundError, match="997"):
        make_raster(some)
    # everything behind the border is "to the end", however high the numbers are
    with pytest.raises(FaultsFoundError, match="997"):
        make_raster(high)


def test_a_letter_that_the_agency_does_not_know_is_told_with_its_line(tmp_path):
    with pytest.raises(FaultsFoundError, match="ł"):
        write_raster(houses(("Maływeg", "1", None, A)), tmp_path / "x-ra.csv")

    assert list(tmp_path.iterdir()) == []


def test_names_and_residents_of_areas_are_written(tmp_path):
    path = tmp_path / "areas.csv"
    path.write_text(f"area;raster_key;name;Einwohner\nx;{A};Nord;1.200\n", encoding="utf-8")

    write_raster(houses(("H", "1", None, "x")), tmp_path / "x-ra.csv", areas=read_areas(path))

    assert (tmp_path / "x-zu.csv").read_bytes() == f";{A};Nord;1200\r\n".encode()


# -- compare, renew --


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


# -- missing --


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


# -- keep --


def test_houses_stretches_and_names_lie_beside_each_other_and_are_read_again(tmp_path):
    both = Streets(
        houses=houses(("H", "3", None, A), ("H", "1", None, A)).houses,
        ranges=ranges(("odd", 1, None, None, None, A)).ranges,
        format="addresses",
    )

    files = write_streets(both, tmp_path / "list.csv")

    assert [path.name for path in files] == ["list.csv", "list-ranges.csv"]
    assert read_streets(files[0]).houses["number"].to_list() == ["1", "3"]
    assert read_streets(files[1]).ranges.equals(both.ranges)
