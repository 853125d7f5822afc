"""Blocks from files, faults told, cuts written and read again."""

import json
import warnings

import numpy as np
import polars as pl
import pytest
import shapely
from pyogrio.raw import read, write
from tests.unit.zoning.block_files import WITH_PEOPLE, faults_of, write_file
from tests.unit.zoning.ground import chessboard

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.zoning import (
    BlockColumns,
    ZoningError,
    draw,
    figures_path,
    find_neighbours,
    measure,
    name_areas,
    read_barriers,
    read_blocks,
    read_cut,
    refuse_ending,
    write_cut,
)


def test_blocks_are_read_sorted_with_leading_zeros_kept(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    path = write_file(
        tmp_path / "b.gpkg", shapes, block=["02", "01"], population=["5", "7"], town=["09", "09"]
    )

    blocks = read_blocks(path, WITH_PEOPLE)

    assert blocks.keys == ["01", "02"]
    assert blocks.population.tolist() == [7.0, 5.0]
    assert blocks.municipality.tolist() == ["09", "09"]
    assert shapely.bounds(blocks.polygons[0]).tolist() == [1, 0, 2, 1]


def test_all_faults_are_told_at_once_with_their_blocks(tmp_path):
    bow_tie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    path = write_file(
        tmp_path / "b.gpkg",
        [bow_tie, shapely.box(2, 0, 3, 1), shapely.box(4, 0, 5, 1)],
        block=["a", "b", "b"],
        population=["5", "-7", "many"],
        town=["1", "", "1"],
    )

    assert faults_of(path, WITH_PEOPLE) == {
        ("duplicate_key", "b"),
        ("invalid_polygon", "a"),
        ("bad_population", "b"),
        ("missing_municipality", "b"),
    }


def test_overlapping_blocks_are_told(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2)])

    assert faults_of(path) == {("overlap", "b0 / b1")}


def test_exchanged_axes_are_told(tmp_path):
    """Essen lies at 7 degrees east and 51 north; here it was written the other way round."""
    path = write_file(tmp_path / "b.gpkg", [shapely.box(51.4, 7.0, 51.5, 7.1)], crs="EPSG:4326")

    assert faults_of(path) == {("swapped_axes", "")}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_file_without_system_is_told(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(0, 0, 1, 1)], crs=None)

    assert faults_of(path) == {("missing_crs", "")}


def test_a_fixed_area_across_municipalities_is_told(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    path = write_file(tmp_path / "b.gpkg", shapes, town=["1", "2"], keep=["x", "x"])

    columns = BlockColumns(municipality="town", fixed="keep")

    assert faults_of(path, columns) == {("fixed_across", "x")}


def test_degrees_are_brought_into_metres(tmp_path):
    path = write_file(tmp_path / "b.gpkg", [shapely.box(7.0, 51.4, 7.1, 51.5)], crs="EPSG:4326")

    blocks = read_blocks(path, BlockColumns())

    assert blocks.crs == 25832
    assert shapely.area(blocks.polygons[0]) == pytest.approx(6_951 * 11_126, rel=0.01)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_cut_is_written_and_read_again(tmp_path, ending):
    blocks = chessboard(4, 4)
    near = find_neighbours(blocks)
    cut = draw(blocks, near, areas=4)
    names = name_areas(blocks, cut)

    path = tmp_path / f"cut{ending}"
    write_cut(path, blocks, names, measure(blocks, near, cut))

    assert read_cut(path, blocks).tolist() == names
    assert json.loads(figures_path(path).read_text())["areas"] == 4
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"cut{ending}", f"cut{ending}.json"]


def test_a_cut_for_the_map_holds_polygons(tmp_path):
    blocks = chessboard(2, 2)
    near = find_neighbours(blocks)
    cut = np.array([0, 0, 1, 1])

    path = tmp_path / "cut.gpkg"
    write_cut(path, blocks, name_areas(blocks, cut), measure(blocks, near, cut))
    meta, _ids, _shapes, fields = read(path)

    assert meta["fields"].tolist() == ["block", "area"]
    assert fields[1].tolist() == ["02", "02", "01", "01"]


def test_a_cut_of_other_blocks_is_refused(tmp_path):
    pl.DataFrame({"block": ["zz"], "area": ["1"]}).write_csv(tmp_path / "cut.csv")

    with pytest.raises(ZoningError, match="zz"):
        read_cut(tmp_path / "cut.csv", chessboard(2, 2))


def test_endless_people_and_points_between_thousands_are_told(tmp_path):
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    endless = write_file(tmp_path / "a.gpkg", shapes, population=["inf", "3"], town=["1", "1"])
    pointed = write_file(tmp_path / "b.gpkg", shapes, population=["1.234", "870"], town=["1", "1"])
    fine = write_file(tmp_path / "c.gpkg", shapes, population=["1.234", "0.87"], town=["1", "1"])

    assert faults_of(endless, WITH_PEOPLE) == {("bad_population", "b0")}
    assert faults_of(pointed, WITH_PEOPLE) == {("bad_population", "")}
    assert read_blocks(fine, WITH_PEOPLE).population.tolist() == [1.234, 0.87]


def test_a_block_twice_or_missing_in_a_cut_is_told(tmp_path):
    blocks = chessboard(2, 1)
    pl.DataFrame({"block": ["b0000"] * 2, "area": ["1", "2"]}).write_csv(tmp_path / "twice.csv")
    pl.DataFrame({"block": ["b0000"], "area": ["1"]}).write_csv(tmp_path / "part.csv")

    with pytest.raises(ZoningError, match="mehr als einmal"):
        read_cut(tmp_path / "twice.csv", blocks)
    with pytest.raises(ZoningError, match="b0001"):
        read_cut(tmp_path / "part.csv", blocks, whole=True)
    assert read_cut(tmp_path / "part.csv", blocks).tolist() == ["1", ""]


@pytest.mark.parametrize("ending", [".gpkg", ".geojson"])
def test_a_map_is_written_with_the_same_bytes_and_read_again(tmp_path, ending):
    blocks = chessboard(2, 2)
    near = find_neighbours(blocks)
    cut = np.array([0, 0, 1, 1])
    paths = [tmp_path / f"{name}/cut{ending}" for name in ("a", "b")]

    for path in paths:
        write_cut(path, blocks, name_areas(blocks, cut), measure(blocks, near, cut))

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert read_cut(paths[0], blocks).tolist() == ["02", "02", "01", "01"]


def test_an_unknown_ending_and_barriers_without_system_are_refused(tmp_path):
    lines = np.array([shapely.LineString([(0, 0), (1, 1)])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        write(tmp_path / "b.gpkg", geometry=shapely.to_wkb(lines), field_data=[], fields=[],
              geometry_type="LineString", crs=None, driver="GPKG")  # fmt: skip

    with pytest.raises(ZoningError, match="xlsx"):
        refuse_ending(tmp_path / "cut.xlsx")
    with pytest.raises(FaultsFoundError, match="Koordinatensystem"):
        read_barriers(tmp_path / "b.gpkg", 25832)
