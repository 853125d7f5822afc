"""Lists of streets as towns keep them."""

import gzip
from datetime import date

import polars as pl
import pytest
from tests.unit.territory.written_streets import write
from xlsxwriter import Workbook

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.streets import (
    StreetColumnError,
    StreetFileError,
    check_streets,
    read_streets,
)


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
