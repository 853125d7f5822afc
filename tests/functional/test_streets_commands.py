"""``kreisblick streets`` from outside, with a town's own untidy files."""

import json

import polars as pl
import pytest

LIST = """\
Straßenverzeichnis der Stadt Lindenau;;;;;;
;;;;;;
Straße;Hausnr. von;Hausnr. bis;gerade/ungerade;PLZ;Ort;Sozialraum
Am Ring;1;9a;ungerade;01234;Lindenau;100100100
Am Ring;11;Ende;ungerade;01234;Lindenau;100100200
Am Ring;2;Ende;gerade;01234;Lindenau;100100100
Mühlenweg;;;;01234;Lindenau;100100200
"""
HK = (
    "N;DEXX000000000001;A;09;9;99;001;0000;00012;7;;32500010,000;5700020,000;Mühlenweg;01234;"
    "Lindenau;;\r\n"
)
CUT = {
    "type": "FeatureCollection",
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
    "features": [
        {
            "type": "Feature",
            "properties": {"area": "100100100"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [5e5, 5.7e6],
                        [5.001e5, 5.7e6],
                        [5.001e5, 5.7001e6],
                        [5e5, 5.7001e6],
                        [5e5, 5.7e6],
                    ]
                ],
            },
        }
    ],
}


@pytest.fixture
def town(tmp_path):
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    (tmp_path / "hk.txt").write_bytes(HK.encode())
    (tmp_path / "cut_2024.geojson").write_text(json.dumps(CUT), encoding="utf-8")
    return tmp_path


def test_a_town_s_list_is_read_and_told(kreisblick, town):
    said = kreisblick("streets", "read", town / "liste.csv", "-o", town / "out.csv")

    table = pl.read_csv(town / "out.csv", infer_schema=False)
    assert said.code == 0
    assert "Straßen mit Hausnummern von und bis" in said.out
    assert "Kein Fehler gefunden." in said.out
    assert table["street"].unique().sort().to_list() == ["Am Ring", "Mühlenweg"]
    assert table["low"].to_list()[:3] == ["2", "1", "11"]


def test_house_coordinates_are_placed_in_polygons(kreisblick, town):
    said = kreisblick(
        "streets", "read", town / "hk.txt", "--area-file", town / "cut_2024.geojson",
        "-o", town / "out.csv", "--json",
    )  # fmt: skip

    assert json.loads(said.out)["format"] == "house_coordinates_4"
    assert json.loads(said.out)["houses"] == 1
    table = pl.read_csv(town / "out.csv", infer_schema=False)
    assert table.select("area", "area_cut_2024").row(0) == ("100100100", "100100100")


def test_house_coordinates_are_placed_in_a_generation_of_the_workspace(kreisblick, town):
    folder = town / "catalogue" / "territory"
    folder.mkdir(parents=True)
    (folder / "2025.yaml").write_text(
        "valid_from: 2025-01-01\n"
        "planning_areas: {file: cut_2024.geojson, key: area, name: area, parent: {fixed: t}}\n"
        "municipalities: {dissolve: true, names: {t: Lindenau}}\n"
    )

    said = kreisblick(
        "streets", "read", town / "hk.txt", "--generation", folder / "2025.yaml",
        "--area-file", town / "cut_2024.geojson", "-o", town / "out.parquet",
    )  # fmt: skip

    table = pl.read_parquet(town / "out.parquet")
    assert said.code == 0
    assert table.select("area", "area_2025", "area_cut_2024").row(0) == ("100100100",) * 3


def test_faults_are_listed_and_hard_ones_leave_with_1(kreisblick, town):
    broken = LIST + "Am Ring;9;13;u;01234;Lindenau;100100200\n"
    (town / "broken.csv").write_bytes(broken.encode("cp1252"))

    said = kreisblick("streets", "check", town / "broken.csv", "-o", town / "faults.csv")

    faults = pl.read_csv(town / "faults.csv")
    assert said.code == 1
    assert "Überschneidung" in said.out
    assert faults.columns == ["Art", "Stelle", "Was zu tun ist", "hält auf"]
    assert faults["Stelle"].to_list() == ["Am Ring, 01234 Lindenau"]
    assert kreisblick("streets", "check", town / "liste.csv").code == 0


def test_what_was_valid_on_a_day_is_written(kreisblick, town):
    (town / "dates.csv").write_text(
        "Straße;Nr;gültig bis\nAlt;1;01.01.2020\nNeu;2;\n", encoding="utf-8"
    )

    said = kreisblick(
        "streets", "valid", town / "dates.csv", "--on", "2020-01-01", "-o", town / "v.csv"
    )
    german = kreisblick(
        "streets", "valid", town / "dates.csv", "--on", "1.1.2020", "-o", town / "g.csv"
    )
    wrong = kreisblick(
        "streets", "valid", town / "dates.csv", "--on", "31.2.2020", "-o", town / "w.csv"
    )

    assert said.code == german.code == 0
    assert pl.read_csv(town / "v.csv")["street"].to_list() == ["Neu"]
    assert (town / "g.csv").read_bytes() == (town / "v.csv").read_bytes()
    assert wrong.code == 2
    assert not (town / "w.csv").exists()


def test_a_raster_is_written_renewed_and_the_changes_listed(kreisblick, town):
    (town / "names.csv").write_text(
        "Straße alt;Straße neu;gültig ab\nMühlenweg;Am Bach;01.05.2024\n", encoding="utf-8"
    )
    new = (
        LIST.replace("Mühlenweg", "Am Bach").replace("Am Ring;11", "Am Ring;13").replace("9a", "11")
    )
    (town / "neu.csv").write_bytes(new.encode("cp1252"))

    first = kreisblick("streets", "raster", town / "liste.csv", "-o", town / "alt-ra.csv")
    said = kreisblick(
        "streets", "renew", town / "alt-ra.csv", town / "neu.csv", "--names", town / "names.csv",
        "-o", town / "neu-ra.csv", "--changes", town / "changes.csv",
        "--as-of", "2024-06-01", "--due", "2024-06-30",
    )  # fmt: skip
    changes = pl.read_csv(town / "changes.csv", infer_schema=False)

    assert first.code == said.code == 0
    assert "3 Zeilen für 2 Gebiete" in first.out
    assert "Noch 29 Tag(e) bis zum 30.06.2024." in said.out
    assert changes.select("Änderung", "Straße", "Hausnummern", "Straße alt").rows() == [
        ("umbenannt", "Am Bach", None, "Mühlenweg"),
        ("anderes Gebiet", "Am Ring", "11", None),
    ]
    assert (town / "neu-zu.csv").exists()


def test_lists_are_compared_into_a_workbook_with_steady_bytes(kreisblick, town):
    (town / "neu.csv").write_bytes(LIST.replace("Mühlenweg", "Talweg").encode("cp1252"))

    for name in ("a.xlsx", "b.xlsx"):
        said = kreisblick(
            "streets", "compare", town / "liste.csv", town / "neu.csv", "-o", town / name
        )
        assert said.code == 0

    assert "neue Straße" in said.out
    assert (town / "a.xlsx").read_bytes() == (town / "b.xlsx").read_bytes()


def test_missing_streets_say_whom_to_tell(kreisblick, town):
    (town / "used.csv").write_text(
        "street,postcode,place,rows\nNeubauweg,01234,Lindenau,7\nAm Ring,01234,Lindenau,9\n"
    )
    (town / "contacts.csv").write_text("Gemeinde;Amt\nLindenau;Bauamt\n")

    said = kreisblick(
        "streets", "missing", town / "used.csv", "--streets", town / "liste.csv",
        "--contacts", town / "contacts.csv", "-o", town / "missing.csv",
    )  # fmt: skip

    assert said.code == 0
    assert "Lindenau: 1 Straße(n), 7 Zeile(n); zu melden an: Bauamt" in said.out
    assert pl.read_csv(town / "missing.csv")["Straße"].to_list() == ["Neubauweg"]


@pytest.mark.parametrize("command", ["read", "raster"])
def test_a_file_that_is_no_list_is_told_in_german(kreisblick, town, command):
    (town / "no.csv").write_text("Farbe;Menge\nrot;1\n")

    said = kreisblick("streets", command, town / "no.csv", "-o", town / "x-ra.csv")

    assert said.code == 1
    assert "Farbe" in said.err
    assert "Traceback" not in said.err
    assert not (town / "x-ra.csv").exists()
