"""Cuts and points from files as offices keep them."""

import numpy as np
import polars as pl
import pytest
import shapely
from pyogrio.raw import write

from kreisblick.base.errors import FaultsFoundError
from kreisblick.territory.areas.errors import MissingColumnError
from kreisblick.territory.cuts import (
    CutInputError,
    UnlikeCutsError,
    compare_files,
    is_drawn,
    read_cuts,
    read_points,
    write_polygons,
)

CRS = 25832
CORNER = (350_000, 5_600_000)  # near Aachen


def squares(count):
    """Squares of a kilometre in a row."""
    x, y = CORNER
    return np.array([shapely.box(x + 1000 * n, y, x + 1000 * (n + 1), y + 1000)
                     for n in range(count)])  # fmt: skip


def keyed(path, column, keys):
    write_polygons(path, pl.DataFrame({column: keys}), squares(len(keys)), CRS)
    return path


def test_a_cut_is_called_like_its_file_and_sorted_by_key(tmp_path):
    path = keyed(tmp_path / "schule.gpkg", "bezirk", ["2", " 1", "3"])

    (cut,), crs = read_cuts([f"{path}:bezirk"])

    assert (cut.key, cut.areas, crs) == ("schule", ["1", "2", "3"], CRS)
    assert shapely.equals(cut.polygons, squares(3)[[1, 0, 2]]).all()


def test_files_in_different_systems_are_brought_into_one(tmp_path):
    metres = keyed(tmp_path / "a.gpkg", "area", ["A", "B"])
    degrees = keyed(tmp_path / "b.geojson", "area", ["A", "B"])

    found = compare_files(str(metres), str(degrees))

    assert found.differences.is_empty()
    assert found.total == pytest.approx(2e6, rel=1e-4)


def test_a_column_that_groups_polygons_unites_them(tmp_path):
    path = keyed(tmp_path / "a.gpkg", "town", ["T", "T", "U", "U"])

    (cut,), _crs = read_cuts([f"{path}:town"])

    assert cut.areas == ["T", "U"]
    assert shapely.area(cut.polygons).tolist() == [2e6, 2e6]


def test_a_key_that_stands_twice_by_a_slip_is_told(tmp_path):
    path = keyed(tmp_path / "a.gpkg", "area", ["A", "B", "C", "C"])

    with pytest.raises(FaultsFoundError, match=r"a\.gpkg/C"):
        read_cuts([str(path)])


def test_of_several_layers_the_one_with_the_key_is_taken(tmp_path):
    path = tmp_path / "alles.gpkg"
    for layer, column, append in (("grenze", "name", False), ("gebiete", "area", True)):
        write(path, geometry=shapely.to_wkb(squares(1)), fields=[column], layer=layer,
              field_data=[np.array(["A"], dtype=object)], driver="GPKG",
              geometry_type="Polygon", crs=f"EPSG:{CRS}", append=append)  # fmt: skip

    (cut,), _crs = read_cuts([str(path)])

    assert cut.areas == ["A"]


def test_swapped_axes_are_told(tmp_path):
    path = tmp_path / "a.geojson"
    turned = np.array([shapely.box(50.7, 6.0, 50.8, 6.1)])
    write_polygons(path, pl.DataFrame({"area": ["A"]}), turned, 4326)

    with pytest.raises(FaultsFoundError) as told:
        read_cuts([str(path)])

    assert [fault.code for fault in told.value.faults] == ["swapped_axes"]


def test_points_are_read_with_german_decimals(tmp_path):
    path = tmp_path / "punkte.csv"
    path.write_text("x;y;weight\n350000,5;5600000,25;2,5\n", encoding="utf-8")

    found = read_points(path, CRS)

    assert found.rows() == [(350000.5, 5600000.25, 2.5)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("x;y\n350.000,5;5600000\n", CutInputError),
        ("x;y;weight\n1;2;-1\n", CutInputError),
        ("x;y;weight\n1;2;k.A.\n", CutInputError),
        ("rechts;hoch\n1;2\n", MissingColumnError),
    ],
)
def test_points_that_are_none_are_told(tmp_path, text, error):
    path = tmp_path / "punkte.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(error, match=r"punkte\.csv"):
        read_points(path, CRS)


def test_a_layer_of_polygons_holds_no_points(tmp_path):
    with pytest.raises(CutInputError, match="nicht nur Punkte"):
        read_points(keyed(tmp_path / "a.gpkg", "area", ["A"]), CRS)


@pytest.mark.parametrize(
    ("left", "right"),
    [("a.csv:x", "b.csv:y"), ("a.csv:x", "a.csv:x"), ("a.csv", "a.csv:x"), ("a.gpkg", "a.csv:x")],
)
def test_what_cannot_be_compared_is_refused(left, right):
    with pytest.raises(UnlikeCutsError):
        compare_files(left, right)


def test_a_drive_letter_is_no_file():
    assert is_drawn("C:/karten/a.gpkg")
    assert is_drawn("a.geojson.gz:id")
    assert not is_drawn("a.csv:id")
