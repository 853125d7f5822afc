"""Crosswalks and conversions from file to file."""

from pathlib import Path

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely

from kreisblick.base.errors import FaultsFoundError, KreisblickError, WrongUseError
from kreisblick.territory.crosswalks import convert_file, crosswalk_files, read_crosswalk


def write_polygons(path: Path, crs: str = "EPSG:25832", **boxes: tuple[float, ...]) -> str:
    geometry = shapely.to_wkb(np.array([shapely.box(*box) for box in boxes.values()]))
    pyogrio.raw.write(
        path,
        geometry,
        [np.array(list(boxes), dtype=object)],
        ["area"],
        geometry_type="Polygon",
        crs=crs,
    )
    return str(path)


def test_two_polygon_files_become_a_crosswalk_and_counts_pass(tmp_path: Path) -> None:
    old = write_polygons(tmp_path / "old.gpkg", a=(0, 0, 100, 100), b=(100, 0, 200, 100))
    new = write_polygons(tmp_path / "new.geojson", x=(0, 0, 150, 100), y=(150, 0, 200, 100))
    (tmp_path / "values.csv").write_text("area,residents\na,10\nb,20\n", encoding="utf-8")

    crosswalk_files(old, new, tmp_path / "cw.csv")
    convert_file(tmp_path / "values.csv", tmp_path / "cw.csv", tmp_path / "out.parquet")

    columns = pl.read_csv(tmp_path / "cw.csv").columns
    assert columns == ["source", "target", "share", "basis", "weight_n"]
    found = pl.read_parquet(tmp_path / "out.parquet")
    assert found["area"].to_list() == ["x", "y"]
    assert found["residents"].to_list() == pytest.approx([20, 10], rel=1e-6)
    assert 10 < found["lower"][0] < 20 < found["upper"][0] < 30  # b is divided, a is not
    assert 0 < found["lower"][1] < 10 < found["upper"][1] < 20


def test_points_outweigh_areas(tmp_path: Path) -> None:
    old = write_polygons(tmp_path / "old.gpkg", a=(0, 0, 200, 100))
    new = write_polygons(tmp_path / "new.gpkg", x=(0, 0, 150, 100), y=(150, 0, 200, 100))
    (tmp_path / "points.csv").write_text("x,y\n10,10\n160,10\n170,10\n180,10\n", encoding="utf-8")

    found = crosswalk_files(old, new, tmp_path / "cw.csv", weights=tmp_path / "points.csv")

    assert found.shares.select("target", "share", "weight_n").rows() == [
        ("x", 0.25, 1),
        ("y", 0.75, 3),
    ]


def test_degrees_are_measured_in_metres(tmp_path: Path) -> None:
    old = write_polygons(tmp_path / "o.geojson", "EPSG:4326", a=(13.0, 52.0, 13.2, 52.1))
    new = write_polygons(
        tmp_path / "n.geojson",
        "EPSG:4326",
        x=(13.0, 52.0, 13.15, 52.1),
        y=(13.15, 52.0, 13.2, 52.1),
    )

    found = crosswalk_files(old, new, tmp_path / "cw.csv").shares

    assert found["share"].to_list() == pytest.approx([0.75, 0.25], abs=1e-3)


def test_an_address_list_with_both_cuts_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "addresses.csv"
    path.write_text("old,new\n01,011\n01,012\n01,011\n02,\n", encoding="utf-8")

    crosswalk_files(f"{path}:old", f"{path}:new", tmp_path / "cw.parquet")

    found = read_crosswalk(tmp_path / "cw.parquet").shares
    assert found.select("source", "target").rows() == [
        ("01", "011"),
        ("01", "012"),
        ("02", "outside"),
    ]


def test_two_ways_cannot_be_mixed(tmp_path: Path) -> None:
    old = write_polygons(tmp_path / "old.gpkg", a=(0, 0, 100, 100))

    with pytest.raises(WrongUseError):
        crosswalk_files(old, f"{tmp_path}/list.csv:new", tmp_path / "cw.csv")


def test_keys_that_stand_twice_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    geometry = shapely.to_wkb(np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]))
    keys = [np.array(["a", "a"], dtype=object)]
    path = tmp_path / "twice.gpkg"
    pyogrio.raw.write(path, geometry, keys, ["area"], geometry_type="Polygon", crs="EPSG:25832")

    with pytest.raises(FaultsFoundError, match="mehreren Gebieten"):
        crosswalk_files(str(path), str(path), tmp_path / "cw.csv")
    assert not (tmp_path / "cw.csv").exists()


def test_a_missing_table_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(KreisblickError, match=r"gone\.csv"):
        convert_file(tmp_path / "gone.csv", tmp_path / "cw.csv", tmp_path / "out.csv")
