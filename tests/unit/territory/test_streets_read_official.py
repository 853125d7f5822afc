"""Official lists of streets: house coordinates and the agency's raster."""

from datetime import date

import pytest
from tests.unit.territory.written_streets import HK, RASTER, write

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.streets import (
    read_streets,
)


def test_house_coordinates_of_version_4_give_houses_with_points(tmp_path):
    path = write(tmp_path / "hk.txt", ["# Stand: 01.07.2024", *HK])

    found = read_streets(path)
    first = found.houses.row(0, named=True)

    assert (found.format, found.as_of) == ("house_coordinates_4", date(2024, 7, 1))
    assert found.houses["street"].unique().to_list() == ["Mühlenweg"]
    assert (first["number"], first["suffix"], first["postcode"]) == ("7", None, "01234")
    assert (first["municipality"], first["street_key"]) == ("09999001", "00012")
    assert (first["x"], first["y"]) == (500010.5, 5700020.25)
    assert first["area"] is None


def test_deleted_houses_and_numbers_of_the_cadastre_are_left_out_and_counted(tmp_path):
    found = read_streets(write(tmp_path / "hk.txt", HK))

    assert found.houses["address_id"].to_list() == ["DEXX000000000001", "DEXX000000000002"]
    assert found.left_out == {"deleted": 1, "cadastre_number": 1}


def test_a_point_of_the_eastern_zone_is_brought_into_zone_32(tmp_path):
    found = read_streets(write(tmp_path / "hk.txt", HK))

    assert found.houses["x"][1] == pytest.approx(500_000, abs=5_000)


def test_streets_of_one_name_in_one_town_are_told_apart_by_the_part_of_the_town(tmp_path):
    old, new = HK[0], HK[0].replace("Altstadt", "Neustadt").replace("0001;A", "0009;A")
    other = HK[0].replace("0007", "0011").replace("Mühlenweg", "Talweg")

    found = read_streets(write(tmp_path / "hk.txt", [old, new, other]))

    assert found.houses.select("street", "place").rows() == [
        ("Mühlenweg", "Altstadt"),
        ("Mühlenweg", "Neustadt"),
        ("Talweg", "Lindenau"),
    ]


def test_house_coordinates_in_latin_1_are_version_3(tmp_path):
    found = read_streets(write(tmp_path / "hk.txt", HK, "latin-1"))

    assert found.format == "house_coordinates_3"
    assert found.houses["street"][0] == "Mühlenweg"


def test_a_heading_line_above_house_coordinates_is_no_house(tmp_path):
    heading = "NBA;OI;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HNR;ADZ;EAST;NORTH;STN;PLZ;ONM;ZON;POT"

    assert read_streets(write(tmp_path / "hk.txt", [heading, *HK])).houses.height == 2


def test_the_short_form_takes_its_municipality_from_the_key_file(tmp_path):
    line = "N;DEXX1;A;09;9;99;001;0000;12741;6;;32349925,060;5685090,386;Minoritenstr.;2024-01-01"
    write(tmp_path / "gebref_schluessel.txt", ["L;09;;;;Land", "G;09;9;99;001;Lindenau"])

    found = read_streets(write(tmp_path / "gebref.txt", [line]))

    assert found.houses.select("place", "postcode").row(0) == ("Lindenau", None)
    assert found.as_of == date(2024, 1, 1)


def test_a_raster_gives_stretches_and_997_998_reach_to_the_end(tmp_path):
    write(tmp_path / "x-zu.csv", ["09999001;100100100;Nord;1.200", "09999001;100100200;Süd;900"])

    found = read_streets(write(tmp_path / "x-ra.csv", RASTER, "cp1252"))
    rows = found.ranges.select("parity", "low", "low_suffix", "high", "area").rows()

    assert found.format == "raster"
    assert set(rows) == {
        ("odd", 1, None, 9, "100100100"),
        ("even", 2, None, None, "100100100"),
        ("odd", 11, "b", None, "100100200"),
    }
    assert found.areas.rows() == [("100100100", "Nord", 1200), ("100100200", "Süd", 900)]


def test_headings_and_quotes_in_a_raster_are_no_streets(tmp_path):
    heading = ";".join(["Gemeinde", "Straße", "PLZ", "Ort", *["x"] * 8, "Viertel"])
    quoted = RASTER[0].replace("Hauptstraße", '"Platz; am ""Tor"""')

    found = read_streets(write(tmp_path / "x-ra.csv", [heading, quoted]))

    assert found.ranges["street"].unique().to_list() == ['Platz; am "Tor"']
    assert found.areas.height == 0


def test_a_raster_whose_columns_stand_otherwise_is_refused_with_its_lines(tmp_path):
    turned = "09999001;Hauptstraße;01234;Lindenau;2;;998;;1;;9;;100100100"

    with pytest.raises(FaultsFoundError) as caught:
        read_streets(write(tmp_path / "x-ra.csv", [RASTER[0], turned]))

    assert {fault.code for fault in caught.value.faults} == {"wrong_order"}
    assert {fault.where for fault in caught.value.faults} == {"Zeile 2"}
