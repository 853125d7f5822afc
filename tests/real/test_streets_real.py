"""Lists of streets that towns publish: Essen's houses, Köln's sections, Berlin's addresses."""

from pathlib import Path

import polars as pl
import pytest

from kreisblick.territory.streets import (
    Streets,
    check_streets,
    compare,
    make_raster,
    place_houses,
    place_in_ranges,
    read_polygons,
    read_streets,
    write_raster,
)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def berlin(open_data: Path) -> Streets:
    return read_streets(open_data / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz")


def keys(streets: Streets) -> pl.DataFrame:
    """Nine digits for every planning area of eight."""
    areas = streets.houses.select("area").unique().sort("area")
    return areas.with_columns(raster_key=pl.col("area") + "0")


def test_essen_s_102981_houses_lie_in_its_9_districts_but_8(open_data: Path) -> None:
    folder = open_data / "essen-hauskoordinaten"

    streets = read_streets(folder / "hauskoordinaten_essen_2022.csv.gz")
    cut = read_polygons(folder / "stadtbezirke.geojson.gz", "STADTBEZ")
    found = place_houses(streets, [cut])

    assert found.format == "addresses"
    assert found.houses.height == 102_981
    assert found.houses["street"].n_unique() == 3_396
    assert found.houses["area_stadtbezirke"].drop_nulls().n_unique() == 9
    assert found.houses["area"].null_count() == 8


def test_koeln_s_sections_give_stretches_on_both_sides_of_the_street(open_data: Path) -> None:
    folder = open_data / "koeln-stadtteile"

    streets = read_streets(folder / "strassenabschnitte_mittelpunkte.csv.gz")
    found = place_houses(streets, [read_polygons(folder / "stadtteile.geojson.gz", "STT_NR")])
    faults = [f for f in check_streets(found) if f.code in {"overlap", "no_range", "wrong_parity"}]

    assert streets.format == "ranges"
    assert streets.ranges.height == 20_667
    assert found.ranges["area"].n_unique() == 87  # 86 Stadtteile, and two sections in none
    assert [(f.code, f.where) for f in faults] == [
        ("no_range", "Im Eichenforst"),
        ("overlap", "Merianstr."),
        ("overlap", "Mielenforster Kirchweg"),
        ("overlap", "Rolshover Str."),
    ]


def test_all_401032_addresses_of_berlin_come_back_from_the_raster(
    berlin: Streets, tmp_path: Path
) -> None:
    raster = write_raster(berlin, tmp_path / "11000000-ra.csv", areas=keys(berlin))
    read = read_streets(tmp_path / "11000000-ra.csv")

    placed = place_in_ranges(berlin.houses, read.ranges)

    assert raster.rows.height == 14_035
    assert raster.lost.height == 0
    assert (placed == berlin.houses["area"] + "0").sum() == 401_032
    assert check_streets(read) == []


def test_the_raster_of_berlin_and_its_addresses_do_not_differ(berlin: Streets) -> None:
    raster = make_raster(berlin, areas=keys(berlin))

    assert compare(Streets(ranges=raster.ranges, format="raster"), berlin).height == 0


def test_a_street_moved_in_berlin_is_the_only_change(berlin: Streets) -> None:
    there = (pl.col("street") == "Ackerstraße") & (pl.col("postcode") == "10115")
    moved = berlin.houses.with_columns(
        street=pl.when(there).then(pl.lit("Neue Ackerstraße")).otherwise("street")
    )

    found = compare(berlin, Streets(houses=moved, format="addresses"))

    assert found.select("change", "street", "old_street").rows() == [
        ("maybe_renamed", "Neue Ackerstraße", "Ackerstraße")
    ]
