"""Files as offices send them: understood, or refused with a sentence for each fault."""

from pathlib import Path

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely
from xlsxwriter import Workbook

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.territory.areas.layers import reproject
from kreisblick.territory.crosswalks import Grounds, convert_file, crosswalk_files, read_crosswalk

ESSEN = (360_000, 5_700_000)  # a place in EPSG:25832


def write(
    path: Path, key: str = "area", crs: str = "EPSG:25832", **shapes: shapely.Polygon
) -> Path:
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(list(shapes.values()))),
        [np.array(list(shapes), dtype=object)],
        [key],
        geometry_type="Polygon",
        crs=crs,
    )
    return path


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    x, y = ESSEN
    return shapely.box(x + west, y + south, x + east, y + north)


def pair(folder: Path) -> tuple[str, str]:
    old = write(folder / "old.gpkg", a=box(0, 0, 1000, 1000))
    new = write(folder / "new.gpkg", "id", x=box(0, 0, 500, 1000), y=box(500, 0, 1000, 1000))
    return str(old), f"{new}:id"


def faults_of(*args: object, **wishes: object) -> list[str]:
    with pytest.raises(FaultsFoundError) as caught:
        crosswalk_files(*args, **wishes)  # type: ignore[arg-type]
    return [fault.code for fault in caught.value.faults]


def test_keys_may_have_other_names(tmp_path: Path) -> None:
    old, new = pair(tmp_path)

    by_colon = crosswalk_files(old, new, tmp_path / "1.csv").shares
    by_key = crosswalk_files(old, new.removesuffix(":id"), tmp_path / "2.csv", target_key="id")

    assert by_key.shares.equals(by_colon)
    assert by_colon["target"].to_list() == ["x", "y"]


def test_everything_wrong_with_all_files_is_told_at_once(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(p[0] + ESSEN[0], p[1] + ESSEN[1]) for p in
                               [(0, 0), (500, 500), (500, 0), (0, 500)]])  # fmt: skip
    old = write(tmp_path / "old.gpkg", a=box(0, 0, 1000, 1000), b=bow_tie)
    new = write(tmp_path / "new.shp", x=box(0, 0, 500, 1000))
    new.with_suffix(".prj").unlink()
    (tmp_path / "p.csv").write_text("x;y;weight\n1;1;-2\nwest;1;3\n", encoding="utf-8")

    found = faults_of(str(old), str(new), tmp_path / "cw.csv", weights=tmp_path / "p.csv")

    assert found == [
        "invalid_polygon",
        "missing_crs",
        "no_number_x",
        "no_point_inside",
        "negative_weight",
    ]
    assert not (tmp_path / "cw.csv").exists()


def test_swapped_axes_are_told(tmp_path: Path) -> None:
    old = write(tmp_path / "old.geojson", crs="EPSG:4326", a=shapely.box(51.4, 7.0, 51.5, 7.1))
    new = write(tmp_path / "new.geojson", crs="EPSG:4326", a=shapely.box(7.0, 51.4, 7.1, 51.5))

    assert faults_of(str(old), str(new), tmp_path / "cw.csv") == ["swapped_axes"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("5700500,360500", "vertauscht"),
        ("7.0,51.44", "EPSG:4326"),
        ("1,1", "Kein Punkt liegt in den Gebieten"),
    ],
)
def test_points_that_lie_elsewhere_are_told_with_the_likely_reason(
    tmp_path: Path, rows: str, told: str
) -> None:
    old, new = pair(tmp_path)
    big = write(tmp_path / "old.gpkg", a=box(-20_000, -20_000, 20_000, 20_000))
    (tmp_path / "p.csv").write_text(f"x,y\n{rows}\n", encoding="utf-8")

    with pytest.raises(FaultsFoundError, match=told):
        crosswalk_files(str(big), new, tmp_path / "cw.csv", weights=tmp_path / "p.csv")
    assert old == str(big)


def test_points_in_another_named_system_are_brought_over(tmp_path: Path) -> None:
    old, new = pair(tmp_path)
    points = shapely.points([[ESSEN[0] + 100, ESSEN[1] + 100], [ESSEN[0] + 900, ESSEN[1] + 100]])
    moved = reproject(points, source=25832, target=4326)
    pyogrio.raw.write(
        tmp_path / "p.geojson",
        shapely.to_wkb(moved),
        [np.array([3.0, 1.0])],
        ["weight"],
        geometry_type="Point",
        crs="EPSG:4326",
    )

    found = crosswalk_files(old, new, tmp_path / "cw.csv", weights=tmp_path / "p.geojson").shares

    assert found.select("target", "share", "basis").rows() == [
        ("x", 0.75, "residents"),
        ("y", 0.25, "residents"),
    ]


def test_cells_with_people_decide_where_no_point_lies(tmp_path: Path) -> None:
    old, new = pair(tmp_path)
    cells = write(tmp_path / "grid.gpkg", "population",
                  **{"30": box(0, 0, 500, 1000), "10": box(500, 0, 1000, 1000)})  # fmt: skip

    found = crosswalk_files(old, new, tmp_path / "cw.csv", grounds=Grounds(cells=cells)).shares

    assert found["share"].to_list() == pytest.approx([0.75, 0.25])
    assert found["basis"].unique().to_list() == ["cells"]


def test_an_address_list_of_the_new_cut_thickens_the_ground(tmp_path: Path) -> None:
    old, new = pair(tmp_path)
    rows = ["Strasse;PLZ;Gebiet neu", *["Hauptstraße;45127;x"] * 9, "Amselweg;45127;y"]
    (tmp_path / "list.csv").write_text("\n".join(rows), encoding="cp1252")
    (tmp_path / "people.csv").write_text("area;n\na;500\n", encoding="utf-8")
    grounds = Grounds(density=f"{tmp_path}/list.csv:Gebiet neu", known=tmp_path / "people.csv")

    found = crosswalk_files(old, new, tmp_path / "cw.csv", grounds=grounds).shares

    assert found["basis"].to_list() == ["density", "density"]
    assert found["share"].to_list() == pytest.approx([0.9, 0.1])


def test_a_workbook_with_both_cuts_and_residents_is_enough(tmp_path: Path) -> None:
    with Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [("alt", "neu", "Gewicht"), ("01", "011", 3), ("01", "012", 1), ("02", "", 5)]
        ):
            sheet.write_row(number, 0, row)
    file = tmp_path / "list.xlsx"

    crosswalk_files(f"{file}:alt", f"{file}:neu", tmp_path / "cw.csv")

    found = read_crosswalk(tmp_path / "cw.csv").shares
    assert found.select("source", "target", "share", "basis").rows() == [
        ("01", "011", 0.75, "residents"),
        ("01", "012", 0.25, "residents"),
        ("02", "outside", 1.0, "residents"),
    ]


def test_counts_with_a_word_among_them_are_refused_not_left_out(tmp_path: Path) -> None:
    old, new = pair(tmp_path)
    crosswalk_files(old, new, tmp_path / "cw.csv")
    (tmp_path / "v.csv").write_text("area;name;n\na;Mitte;unbekannt\nb;Nord;3\n", encoding="utf-8")

    with pytest.raises(FaultsFoundError, match="Zeile 2"):
        convert_file(tmp_path / "v.csv", tmp_path / "cw.csv", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    old, new = pair(tmp_path)

    with pytest.raises(WrongUseError, match="plr"):
        crosswalk_files(old, new, tmp_path / "cw.csv", source_key="plr")


def test_the_sign_for_unknown_makes_a_value_unknown(tmp_path: Path) -> None:
    old, new = pair(tmp_path)
    crosswalk_files(old, new, tmp_path / "cw.csv")
    (tmp_path / "v.csv").write_text("Gebiet;n;m\na;.;1.000\n", encoding="utf-8")

    found = convert_file(tmp_path / "v.csv", tmp_path / "cw.csv", tmp_path / "out.csv")

    assert found.columns[1:4] == ["m", "lower", "upper"]
    assert found["m"].sum() == pytest.approx(1000)
    assert isinstance(found, pl.DataFrame)
