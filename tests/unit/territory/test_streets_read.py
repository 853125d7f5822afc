"""Lists of streets in the formats in which they are kept."""

import gzip
from datetime import date

import polars as pl
import pytest
from xlsxwriter import Workbook

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.streets import (
    StreetColumnError,
    StreetFileError,
    check_streets,
    read_streets,
)

HK = [
    "N;DEXX000000000001;A;09;9;99;001;0000;00012;0007;;32500010,500;5700020,250;Mühlenweg;01234;"
    "Lindenau;;Altstadt",
    "N;DEXX000000000002;B;09;9;99;001;0000;00012;7;a;33081000,000;5703000,000;Mühlenweg;01234;"
    "Lindenau;;",
    "L;DEXX000000000003;A;09;9;99;001;0000;00012;9;;32500030,000;5700020,000;Mühlenweg;01234;"
    "Lindenau;;",
    "N;DEXX000000000004;C;09;9;99;001;0000;00012;901;;32500030,000;5700020,000;Mühlenweg;01234;"
    "Lindenau;;",
]
RASTER = [
    "09999001;Hauptstraße;01234;Lindenau;1;;9;;2;;998;;100100100",
    "09999001;Hauptstraße;01234;Lindenau;11;b;997;;;;;;100100200",
]


def write(path, lines, encoding="utf-8"):
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


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


def test_a_town_s_own_list_with_title_lines_is_understood(tmp_path):
    lines = [
        "Straßenverzeichnis der Stadt Lindenau",
        "Stand: 31.12.2024",
        "",
        "Straße;Haus-Nr. von;Haus-Nr. bis;gerade/ungerade;PLZ;Ort;Sozialraum;gültig ab",
        "Am Ring;1;9 a;ungerade;01234;Lindenau;001;01.03.2023",
        "Am Ring;2;Ende;G;01234;Lindenau;002;",
        "Bergstr.;;;;01234;Lindenau;002;",
        "Talweg;5;;beide;01234;Lindenau;002;",
        "Quelle: Bauamt;;;;;;;",
    ]

    found = read_streets(write(tmp_path / "liste.csv", lines, "cp1252"))
    rows = found.ranges.select(
        "street", "parity", "low", "high", "high_suffix", "area", "valid_from"
    ).rows()

    assert (found.format, found.as_of) == ("ranges", date(2024, 12, 31))
    assert found.left_out == {"note": 1}
    assert rows == [
        ("Am Ring", "odd", 1, 9, "a", "001", date(2023, 3, 1)),
        ("Am Ring", "even", 2, None, None, "002", None),
        ("Bergstr.", "both", 1, None, None, "002", None),
        ("Talweg", "both", 5, 5, None, "002", None),
    ]


def test_both_sides_of_a_section_are_told_apart_by_their_numbers(tmp_path):
    lines = [
        "Straße,HSNR_V_L,HSNR_B_L,HSNR_V_R,HSNR_B_R",
        "Dachsweg,0027,0051,0016,0074",
        "Grüner Hof,0015,0035,0000,0000",
        "Platz,1,4,,",
    ]

    rows = read_streets(write(tmp_path / "s.csv", lines)).ranges.select("parity", "low", "high")

    assert rows.rows() == [("even", 16, 74), ("odd", 27, 51), ("odd", 15, 35), ("both", 1, 4)]


def test_our_own_columns_come_out_unchanged_and_as_text(tmp_path):
    lines = [
        "street,number,suffix,postcode,place,area",
        "Hauptstraße,007,a,01234,Lindenau,01",
        "Am Markt,,,01234,,02",
    ]

    found = read_streets(write(tmp_path / "own.csv", lines))

    assert found.format == "addresses"
    assert found.houses.columns == ["street", "number", "suffix", "postcode", "place", "area"]
    assert found.houses.rows() == [
        ("Hauptstraße", "007", "a", "01234", "Lindenau", "01"),
        ("Am Markt", None, None, "01234", None, "02"),
    ]


def test_an_open_end_in_our_own_columns_reaches_to_the_end(tmp_path):
    lines = ["street,parity,low,high,area", "Hauptstraße,odd,1,,x"]

    assert read_streets(write(tmp_path / "own.csv", lines)).ranges["high"].to_list() == [None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_umlauts_survive_every_encoding(tmp_path, encoding):
    lines = ["Straße;Hausnummer;PLZ", "Grüner Weg – Süd;1;01234"]

    found = read_streets(write(tmp_path / "x.csv", lines, encoding))

    assert found.houses["street"].to_list() == ["Grüner Weg – Süd"]


def test_lines_may_end_as_on_old_macs_and_headings_may_stand_twice(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"Strasse;von;bis;x;x\rAm Ring;1;9;1;2\rAm Ring;10;12;3;4\r")

    found = read_streets(tmp_path / "x.csv")

    assert found.ranges["high"].to_list() == [9, 12]
    assert check_streets(found)[0].code == "no_area"


def test_a_workbook_is_read_from_the_sheet_that_holds_streets(tmp_path):
    path = tmp_path / "liste.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Deckblatt").write(0, 0, "Stadt Lindenau")
        sheet = book.add_worksheet("Straßen")
        sheet.write_row(2, 0, ["Straßenname", "Hausnummer", "PLZ", "Planungsraum"])
        sheet.write_row(3, 0, ["Am Ring", 12, 1234, "007"])  # Excel has lost the zero

    found = read_streets(path)

    assert found.houses.select("street", "number", "postcode", "area").rows() == [
        ("Am Ring", "12", "01234", "007")
    ]


def test_an_address_in_one_column_is_parted(tmp_path):
    lines = ["Adresse;PLZ", "Straße des 17. Juni 135 a;10623", "Marktplatz;10623"]

    found = read_streets(write(tmp_path / "x.csv", lines))

    assert found.houses.select("street", "number").rows() == [
        ("Straße des 17. Juni", "135 a"),
        ("Marktplatz", None),
    ]


@pytest.mark.parametrize(
    ("columns", "area"),
    [("area_2019,area_2023", "new"), ("area_north,area_south", None), ("area_north", "old")],
)
def test_of_several_cuts_the_latest_year_is_the_area(tmp_path, columns, area):
    values = "old,new" if "," in columns else "old"
    path = write(tmp_path / "x.csv", [f"street,number,{columns}", f"Am Ring,1,{values}"])

    assert read_streets(path).houses["area"].to_list() == [area]


def test_a_note_under_a_list_of_houses_is_no_house(tmp_path):
    lines = ["Straße;Nr;PLZ;Sozialraum", "Am Ring;1;01234;x", "Am Markt;;01234;x", "Quelle: Amt;;;"]

    found = read_streets(write(tmp_path / "x.csv", lines))

    assert found.houses["street"].to_list() == ["Am Ring", "Am Markt"]
    assert found.left_out == {"note": 1}


def test_the_key_of_an_area_goes_before_its_name(tmp_path):
    lines = ["Straße;Nr;Sozialraum;Sozialraum-Nr.", "Am Ring;1;Altstadt;007"]

    assert read_streets(write(tmp_path / "x.csv", lines)).houses["area"].to_list() == ["007"]


def test_parquet_and_gzip_are_read_as_well(tmp_path):
    table = pl.DataFrame({"street": ["Am Ring"], "number": ["1"], "area": ["x"]})
    table.write_parquet(tmp_path / "x.parquet")
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(table.write_csv().encode()))

    both = [read_streets(tmp_path / name).houses for name in ("x.parquet", "x.csv.gz")]

    assert both[0].equals(both[1])


def test_degrees_become_metres(tmp_path):
    lines = ["strasse,hausnummer,lon,lat", "Am Ring,1,9.0,51.0", "Am Ring,2,,"]

    houses = read_streets(write(tmp_path / "x.csv", lines)).houses

    assert houses["x"][0] == pytest.approx(500_000, abs=1)
    assert houses["x"][1] is None


def test_a_renaming_list_gives_former_names(tmp_path):
    lines = ["Straße alt;Straße neu;gültig ab", "Karl-Marx-Str.;Bahnhofstraße;01.10.1991"]

    found = read_streets(write(tmp_path / "names.csv", lines))

    assert found.format == "renamings"
    assert found.names.select("street", "other", "valid_from", "valid_until").rows() == [
        ("Bahnhofstraße", "Karl-Marx-Str.", None, date(1991, 10, 1))
    ]


def test_all_broken_numbers_and_sides_are_told_at_once(tmp_path):
    lines = ["Straße;von;bis;Seite", "A;x;9;u", "B;1;9;links?", "C;1;9;u"]

    with pytest.raises(FaultsFoundError) as caught:
        read_streets(write(tmp_path / "x.csv", lines))

    assert [(f.code, f.where) for f in caught.value.faults] == [
        ("no_parity", "Zeile 3"),
        ("no_range", "Zeile 2"),
    ]


def test_a_day_that_is_none_is_told_with_its_line(tmp_path):
    lines = ["Straße;Nr;gültig ab", "A;1;01.02.2024", "B;2;31.02.2024"]

    with pytest.raises(FaultsFoundError, match="Zeile 3"):
        read_streets(write(tmp_path / "x.csv", lines))


def test_a_table_without_streets_says_what_it_holds(tmp_path):
    path = write(tmp_path / "x.csv", ["Farbe;Menge", "rot;1"])

    with pytest.raises(StreetColumnError, match="Farbe"):
        read_streets(path)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02"])
def test_an_empty_or_binary_file_is_no_list(tmp_path, content):
    (tmp_path / "x.csv").write_bytes(content)

    for name in ("x.csv", "absent.csv"):
        with pytest.raises(StreetFileError, match=name):
            read_streets(tmp_path / name)


def test_columns_that_somebody_named_go_before_what_headings_usually_mean(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "Liste;;;;\nWegname;Hausnr;Ort;Quartier;PLZ\nAm Anger;1;Nord;n1;01234\n", encoding="utf-8"
    )

    found = read_streets(path, columns={"street": "Wegname", "area": "Quartier"})

    assert found.houses.row(0, named=True) | {"suffix": None} == {
        **{"street": "Am Anger", "number": "1", "suffix": None, "postcode": "01234"},
        **{"place": "Nord", "area": "n1", "Wegname": "Am Anger", "Quartier": "n1"},
    }


def test_a_named_column_that_is_not_there_is_told(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Straße;Hausnr;PLZ\nAm Anger;1;01234\n", encoding="utf-8")

    with pytest.raises(StreetColumnError, match="Quartier"):
        read_streets(path, columns={"area": "Quartier"})
