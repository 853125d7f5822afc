"""The employment agency's raster: written, read again, refused."""

import polars as pl
import pytest
from tests.unit.territory.kept_streets import A, B, houses

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.streets import (
    RasterError,
    Streets,
    make_raster,
    place_in_ranges,
    read_areas,
    write_raster,
)


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
