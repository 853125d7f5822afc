"""The files keep to their standards: judged by other people's libraries, not by our own."""

import json
import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import frictionless
import geopandas
import polars as pl
import pytest
from csvw import CSVW, TableGroup
from python_calamine import CalamineWorkbook
from tests.unit.exports.factory import published, silent
from tests.unit.exports.read_back import expected

from kreisblick.base.files import fingerprint_folder
from kreisblick.products.exports import build_exports

POVERTY = "income-child_poverty"


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(published(), tmp_path_factory.mktemp("x") / "exports")[0].parent


@pytest.fixture
def loud() -> Iterator[None]:
    """Warnings of other people's libraries are theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def json_of(exports: Path, name: str) -> dict:
    return json.loads((exports / name).read_text(encoding="utf-8"))


@pytest.mark.usefixtures("loud")
def test_the_data_package_is_valid_and_so_are_all_its_rows(exports: Path) -> None:
    with frictionless.system.use_context(trusted=False):
        report = frictionless.validate(str(exports / "datapackage.json"))

    assert report.valid, report.flatten(["title", "message"])
    assert {task.name for task in report.tasks} >= {"figures", "indicators", "sources"}


@pytest.mark.usefixtures("loud")
def test_a_changed_number_breaks_the_data_package(exports: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(exports, broken)
    table = (broken / "figures.csv").read_text(encoding="utf-8")
    (broken / "figures.csv").write_text(table.replace("2024-12-31", "31.12.2024", 1))

    report = frictionless.validate(str(broken / "datapackage.json"))

    assert not report.valid


@pytest.mark.usefixtures("loud")
def test_the_csv_files_are_what_their_description_says(exports: Path) -> None:
    group = TableGroup.from_file(exports / "figures.csv-metadata.json")
    rows = {table.local_name: list(table) for table in group.tables}

    assert CSVW(str(exports / "figures.csv-metadata.json"), validate=True).is_valid
    assert group.check_referential_integrity()
    assert len(rows["figures.csv"]) == len(expected(published()))
    assert all(table.check_primary_key() for table in group.tables)
    figure = next(row for row in rows["figures.csv"] if row["value"] is None)
    assert figure["sign"] and figure["state"]


@pytest.mark.usefixtures("loud")
def test_a_sign_in_place_of_a_number_reads_as_empty(exports: Path, tmp_path: Path) -> None:
    """Offices copy tables and write signs into them; the description takes that."""
    copied = tmp_path / "copied"
    shutil.copytree(exports, copied)
    table = pl.read_csv(copied / "figures.csv", infer_schema=False)
    table = table.with_columns(Wert=pl.coalesce("Wert", "Zeichen"))
    (copied / "figures.csv").write_text(table.write_csv(), encoding="utf-8")

    group = TableGroup.from_file(copied / "figures.csv-metadata.json")
    figures = next(table for table in group.tables if table.local_name == "figures.csv")

    assert (
        sum(row["value"] is None for row in figures) == table["Zeichen"].str.contains(r"\.|x").sum()
    )


def test_geopandas_reads_the_geoparquet(exports: Path) -> None:
    frame = geopandas.read_parquet(exports / "areas.parquet")

    assert frame.crs == "OGC:CRS84"
    assert frame.geometry.is_valid.all()
    assert len(frame) == 2 * (1 + 3 + 3 * 4)
    areas = geopandas.read_file(exports / "areas.gpkg", layer="planungsraeume")
    own = frame[frame["reference_date"].astype(str) == "2024-12-31"].set_index("area")
    assert all(own.loc[key].geometry.equals(shape) for key, shape in
               areas.set_index("area").geometry.items())  # fmt: skip


def test_the_geoparquet_says_what_the_standard_asks_for(exports: Path) -> None:
    frame = geopandas.read_parquet(exports / "areas.parquet", bbox=(8.0, 50.0, 8.01, 50.01))

    assert set(frame["area"]) == {"09999", "09999001", "0999900101"}


def test_duckdb_reads_the_geoparquet(exports: Path) -> None:
    west, shown = duckdb.sql(
        f"SELECT min(bbox.xmin), count(\"{POVERTY}\") FROM '{exports / 'areas.parquet'}'"
    ).fetchall()[0]

    figures = expected(published())
    known = [
        f for k, f in figures.items() if k[0] == "income/child_poverty" and f.value is not None
    ]
    assert west == 8.0
    assert shown == len(known)


def test_every_map_of_the_geopackage_can_be_opened(exports: Path) -> None:
    layers = geopandas.list_layers(exports / "areas.gpkg")
    maps = [name for name in layers["name"] if name.startswith(("pr_", "gem_"))]

    assert len(maps) == 7
    for name in maps:
        frame = geopandas.read_file(exports / "areas.gpkg", layer=name)
        assert set(frame.geometry.geom_type) == {"MultiPolygon"}
        assert frame.crs == "EPSG:4326"
        assert len(frame) == (12 if name.startswith("pr_") else 3)


def test_the_geopackage_is_of_a_version_that_programmes_of_2022_know(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        ((version,),) = store.execute("PRAGMA user_version").fetchall()
        ((check,),) = store.execute("PRAGMA integrity_check").fetchall()

    assert version == 10200
    assert check == "ok"


def test_the_workbook_opens_in_libreoffice_as_in_calamine(exports: Path, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to",
         "ods", "--outdir", str(tmp_path), str(exports / "figures.xlsx")],
        check=True, capture_output=True, timeout=170,
    )  # fmt: skip
    ours = CalamineWorkbook.from_path(exports / "figures.xlsx")
    theirs = CalamineWorkbook.from_path(tmp_path / "figures.ods")

    assert ours.sheet_names == theirs.sheet_names
    for name in ours.sheet_names:
        before, after = (book.get_sheet_by_name(name).to_python() for book in (ours, theirs))
        assert _near(before, after), name


def _near(before: list[list[object]], after: list[list[object]]) -> bool:
    pairs = zip(before, after, strict=False)
    return len(before) == len(after) and all(
        left == right or (isinstance(left, float) and left == pytest.approx(right))
        for ours, theirs in pairs
        for left, right in zip(ours, theirs, strict=False)
    )


@pytest.mark.parametrize("make", [published, silent])
def test_the_same_bundle_gives_the_same_bytes_in_every_file(make, tmp_path: Path) -> None:
    build_exports(make(), tmp_path / "one")
    build_exports(make(), tmp_path / "other")

    assert fingerprint_folder(tmp_path / "one") == fingerprint_folder(tmp_path / "other")


def test_collections_are_laid_out_as_a_service_offers_them(exports: Path) -> None:
    listed = json_of(exports, "collections.json")["collections"]

    assert {one["id"] for one in listed} >= {"planungsraeume", "gemeinden", "kreis"}
    for one in listed:
        links = {link["rel"]: exports / link["href"] for link in one["links"]}
        items = json.loads(links["items"].read_text(encoding="utf-8"))
        asked = json.loads(
            links["http://www.opengis.net/def/rel/ogc/1.0/queryables"].read_text("utf-8")
        )
        ids = [feature["id"] for feature in items["features"]]
        west, south, east, north = one["extent"]["spatial"]["bbox"][0]
        assert one["itemType"] == "feature"
        assert west < east and south < north
        assert len(set(ids)) == len(ids) > 0
        assert {*asked["properties"]} == {*items["features"][0]["properties"]}
        frame = geopandas.read_file(links["items"])
        assert frame.geometry.is_valid.all()
