"""Loading and checking a generation."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pyproj import Transformer

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import FaultsFoundError, KreisblickError
from kreisblick.territory.areas import (
    AreaLevel,
    GenerationDefinition,
    Territory,
    check_generation,
    load_generation,
)
from kreisblick.territory.areas.errors import LayerNotReadableError
from kreisblick.territory.areas.layers import read_layer

DISSOLVED = """
valid_from: 2020-01-01
crs: 25832
planning_areas:
  file: areas.geojson
  key: id
  name: title
  parent: {prefix: 2}
municipalities:
  dissolve: true
  names: {"01": Lindenau, "02": Nordheim}
"""


def feature(key: str | None, name: str | None, box: tuple[float, ...]) -> dict[str, Any]:
    """A square in the local system's metres."""
    return {
        "type": "Feature",
        "properties": {"id": key, "title": name},
        "geometry": shapely.geometry.mapping(shapely.box(*box)),
    }


FOUR = [
    feature("0102", "Mitte", (600_100, 5_500_000, 600_200, 5_500_100)),
    feature("0101", "West", (600_000, 5_500_000, 600_100, 5_500_100)),
    feature("0201", "Nord", (600_000, 5_500_100, 600_100, 5_500_200)),
    feature("0202", "Ost", (600_100, 5_500_100, 600_200, 5_500_200)),
]


def write_layer(path: Path, features: list[dict[str, Any]]) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    content = {"type": "FeatureCollection", "crs": crs, "features": features}
    path.write_text(json.dumps(content), encoding="utf-8")


def load(folder: Path, features: list[dict[str, Any]], definition: str = DISSOLVED) -> Territory:
    write_layer(folder / "areas.geojson", features)
    (folder / "2020.yaml").write_text(definition, encoding="utf-8")
    return load_generation(
        read_definition(folder / "2020.yaml", GenerationDefinition),
        key="2020",
        district_key="09999",
        district_name="Landkreis Lindenau",
        base=folder,
    )


def test_the_three_levels_stand_below_each_other_sorted(tmp_path: Path) -> None:
    territory = load(tmp_path, FOUR)

    assert territory.areas.rows() == [
        ("0101", "West", "planning_area", "01", "0101"),
        ("0102", "Mitte", "planning_area", "01", "0102"),
        ("0201", "Nord", "planning_area", "02", "0201"),
        ("0202", "Ost", "planning_area", "02", "0202"),
        ("01", "Lindenau", "municipality", "09999", "01"),
        ("02", "Nordheim", "municipality", "09999", "02"),
        ("09999", "Landkreis Lindenau", "district", None, "09999"),
    ]
    assert territory.geometry[0].bounds == (600_000, 5_500_000, 600_100, 5_500_100)
    assert [g.area for g in territory.geometry[4:]] == [20_000, 20_000, 40_000]
    assert territory.keys(AreaLevel.MUNICIPALITY) == ["01", "02"]
    assert check_generation(territory) == []


def test_municipalities_come_from_a_file_when_it_is_named(tmp_path: Path) -> None:
    towns = [
        feature("X01", "Lindenau", (600_000, 5_500_000, 600_200, 5_500_100)),
        feature("X02", "Nordheim", (600_000, 5_500_100, 600_200, 5_500_200)),
    ]
    write_layer(tmp_path / "towns.geojson", towns)
    definition = DISSOLVED.split("municipalities:", maxsplit=1)[0] + (
        "municipalities: {file: towns.geojson, key: id, name: title, key_transform: {last: 2}}\n"
    )

    territory = load(tmp_path, FOUR, definition)

    assert territory.keys(AreaLevel.MUNICIPALITY) == ["01", "02"]
    assert check_generation(territory) == []


def test_a_correction_picks_the_one_of_two_that_contains_a_point(tmp_path: Path) -> None:
    twice = [*FOUR[:3], feature("0101", "West", (600_100, 5_500_100, 600_200, 5_500_200))]
    middle = shapely.Point(600_150, 5_500_150)
    lon, lat = Transformer.from_crs(25832, 4326, always_xy=True).transform(middle.x, middle.y)
    correction = (
        "corrections:\n  - where: {id: '0101'}\n"
        f"    containing: [{lon}, {lat}]\n    set: {{id: '0202', title: Ost}}\n"
        "    reason: The publisher gave two areas one key.\n"
    )

    territory = load(tmp_path, twice, DISSOLVED + correction)

    assert territory.keys(AreaLevel.PLANNING_AREA) == ["0101", "0102", "0201", "0202"]
    assert territory.geometry[3].bounds[0] == 600_100
    assert check_generation(territory) == []


def test_a_correction_that_fits_two_features_is_refused(tmp_path: Path) -> None:
    twice = [*FOUR, FOUR[0]]
    correction = (
        "corrections:\n  - {where: {id: '0102'}, set: {id: '0103'}, reason: Twice in the file.}\n"
    )

    with pytest.raises(KreisblickError, match="2 Objekte statt auf eines"):
        load(tmp_path, twice, DISSOLVED + correction)


def test_what_is_wrong_is_found_all_at_once(tmp_path: Path) -> None:
    features = [
        FOUR[0],
        feature("0101", "West", (600_000, 5_500_000, 600_140, 5_500_100)),  # 4,000 m² too far
        feature("0201", "", (600_000, 5_500_100, 600_050, 5_500_200)),
        feature("0201", "Ost", (600_100, 5_500_100, 600_200, 5_500_200)),
    ]

    faults = check_generation(load(tmp_path, features))

    assert {(fault.code, fault.where, fault.hard) for fault in faults} == {
        ("duplicate_key", "2020/0201", True),
        ("missing_name", "2020/0201", True),
        ("overlap", "2020/0101", True),
    }
    assert "4.000 m²" in next(f.message for f in faults if f.code == "overlap")


def test_a_hole_and_a_foreign_border_are_found(tmp_path: Path) -> None:
    towns = [
        feature("01", "Lindenau", (600_000, 5_500_000, 600_200, 5_500_100)),
        feature("02", "Nordheim", (600_000, 5_500_100, 600_200, 5_500_200)),
    ]
    write_layer(tmp_path / "towns.geojson", towns)
    definition = DISSOLVED.split("municipalities:", maxsplit=1)[0] + (
        "municipalities: {file: towns.geojson, key: id, name: title}\n"
    )
    features = [
        feature("0101", "West", (600_000, 5_500_000, 600_100, 5_500_160)),
        *FOUR[:1],
        feature("0202", "Ost", (600_100, 5_500_100, 600_200, 5_500_200)),
    ]

    faults = check_generation(load(tmp_path, features, definition))

    assert [(fault.code, fault.where) for fault in faults] == [
        ("crosses_municipality", "2020/0101"),
        ("gap", "2020/02"),
    ]


def test_a_sliver_of_half_a_metre_is_no_fault(tmp_path: Path) -> None:
    near = feature("0101", "West", (600_000, 5_500_000, 600_100.5, 5_500_100))

    assert check_generation(load(tmp_path, [FOUR[0], near, *FOUR[2:]])) == []


def test_a_bow_tie_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    bow = {
        "type": "Feature",
        "properties": {"id": "0101", "title": "West"},
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [9, 9], [9, 0], [0, 9], [0, 0]]]},
    }

    faults = check_generation(load(tmp_path, [bow, FOUR[0], *FOUR[2:]]))

    assert [fault.code for fault in faults] == ["invalid_boundary"]


def test_a_missing_file_and_a_missing_column_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(KreisblickError, match=r"Spalte „title2“"):
        load(tmp_path, FOUR, DISSOLVED.replace("name: title", "name: title2"))
    with pytest.raises(KreisblickError, match=r"gone\.geojson"):
        load(tmp_path, FOUR, DISSOLVED.replace("areas.geojson", "gone.geojson"))
    with pytest.raises(KreisblickError, match="NOT_SET_ANYWHERE"):
        load(tmp_path, FOUR, DISSOLVED.replace("areas.geo", "${NOT_SET_ANYWHERE}/areas.geo"))


def test_a_definition_must_say_how_parents_are_found_once(tmp_path: Path) -> None:
    with pytest.raises(FaultsFoundError, match="exactly one"):
        load(tmp_path, FOUR, DISSOLVED.replace("{prefix: 2}", "{prefix: 2, column: id}"))


def test_a_layer_that_the_file_does_not_have_is_told(tmp_path):
    path = tmp_path / "map.gpkg"
    square = gpd.GeoDataFrame({"area": ["1"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=25832)
    square.to_file(path, layer="areas")

    with pytest.raises(LayerNotReadableError, match="diesen Layer gibt es darin nicht"):
        read_layer(path, layer="nix")
