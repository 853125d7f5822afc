"""What offices' boundary files get wrong, each in a sentence that says where and what to do."""

import json

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from kreisblick.territory.areas import (
    GenerationDefinition,
    check_generation,
    is_official_key,
    load_generation,
    restore_zero,
)
from kreisblick.territory.generations import load_territory

WEST, EAST = ("Mitte", (0, 0, 200, 200)), ("West", (200, 0, 400, 200))
GOOD = {"0101": WEST, "0102": EAST}


def faults(folder, key="2020"):
    return {
        (fault.code, fault.where): fault for fault in check_generation(load_territory(folder, key))
    }


def of(ground, areas, **more):
    ground.add("2020", areas, begin="2020-01-01", **more)
    return faults(ground.open())


def rewritten(ground, areas, crs):
    """A generation whose file names another system."""
    ground.add("2020", GOOD, begin="2020-01-01")
    ground.shapes(ground.folder / "territory/2020.geojson", areas, crs=crs)
    return faults(ground.open())


def ring(*corners):
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def test_a_good_file_has_no_fault(ground):
    assert of(ground, GOOD) == {}


def test_the_place_where_an_outline_crosses_itself_is_named(ground):
    bow = ring((600_000, 5_500_000), (600_200, 5_500_200), (600_200, 5_500_000),
               (600_000, 5_500_200))  # fmt: skip

    found = of(ground, {"0101": ("Mitte", bow), "0102": EAST})

    fault = found["invalid_boundary", "2020/0101"]
    assert fault.hard
    assert "der Umriss kreuzt sich selbst bei x 600100, y 5500100, EPSG:25832" in fault.message
    # its municipality is made of it, and is broken no more
    assert set(found) == {("invalid_boundary", "2020/0101")}


def test_a_broken_area_does_not_hide_the_faults_of_others(ground):
    bow = ring((600_000, 5_500_300), (600_200, 5_500_500), (600_200, 5_500_300),
               (600_000, 5_500_500))  # fmt: skip
    over = {"0101": ("A", bow), "0102": WEST, "0103": ("C", (150, 0, 300, 200))}

    assert set(of(ground, over)) == {
        ("invalid_boundary", "2020/0101"),
        ("overlap", "2020/0102"),
    }


def test_lines_and_empty_outlines_are_told_apart(ground):
    line = {"type": "LineString", "coordinates": [[600_500, 5_500_000], [600_500, 5_500_100]]}

    found = of(ground, {**GOOD, "0103": ("Linie", line), "0104": ("Leer", None)})

    assert set(found) == {("no_polygon", "2020/0103"), ("empty_boundary", "2020/0104")}
    assert all(fault.hard for fault in found.values())


def test_an_area_inside_another_overlaps_it(ground):
    found = of(ground, {**GOOD, "0103": ("Insel", (50, 50, 150, 150))})

    assert set(found) == {("overlap", "2020/0101")}
    assert "„0103“ um 10.000 m² (bei x 600100, y 5500100" in found["overlap", "2020/0101"].message


def test_latitude_first_is_found(ground):
    found = rewritten(
        ground,
        {"0101": ("A", ring((49.6, 10.3), (49.7, 10.3), (49.7, 10.4), (49.6, 10.4)))},
        4326,
    )

    assert set(found) == {("swapped_axes", "2020/2020.geojson")}
    assert "vertauscht" in found["swapped_axes", "2020/2020.geojson"].message


def test_north_before_east_is_found_in_metres_too(ground):
    shape = ring((5_500_000, 600_000), (5_500_000, 600_200), (5_500_200, 600_200),
                 (5_500_200, 600_000))  # fmt: skip

    assert ("swapped_axes", "2020/2020.geojson") in rewritten(ground, {"0101": ("A", shape)}, 25832)


@pytest.mark.parametrize(
    ("crs", "corner", "fits"),
    [
        (25832, (10.3, 49.6), "EPSG:4326"),  # degrees called metres
        (None, (600_000, 5_500_000), "EPSG:25832."),  # metres called degrees
        (25832, (32_600_000, 5_500_000), "EPSG:4647"),  # the zone stands in front
        (25832, (4_420_000, 5_500_000), "EPSG:31468"),  # Gauss-Krüger
    ],
)
def test_coordinates_that_do_not_fit_the_system_are_told_with_a_guess(ground, crs, corner, fits):
    x, y = corner
    step = 0.1 if x < 180 else 100
    shape = ring((x, y), (x + step, y), (x + step, y + step), (x, y + step))

    fault = rewritten(ground, {"0101": ("A", shape)}, crs)["wrong_crs", "2020/2020.geojson"]

    assert fault.hard
    assert fits in fault.message


def test_a_file_without_a_system_is_found(ground):
    ground.add("2020", GOOD, begin="2020-01-01")
    path = ground.folder / "territory/2020.shp"
    boxes = [shapely.box(600_000 + x, 5_500_000, 600_200 + x, 5_500_200) for x in (0, 200)]
    with pytest.warns(UserWarning, match="crs"):
        write(
            path,
            shapely.to_wkb(boxes),
            [np.array(texts, dtype=object) for texts in (["0101", "0102"], ["Mitte", "West"])],
            ["id", "title"],
            driver="ESRI Shapefile",
            geometry_type="Polygon",
        )
    definition = ground.folder / "catalogue/territory/2020.yaml"
    definition.write_text(definition.read_text().replace("2020.geojson", "2020.shp"))

    found = faults(ground.open())

    assert set(found) == {("missing_crs", "2020/2020.shp")}
    assert "EPSG:25832" in found["missing_crs", "2020/2020.shp"].message


def by_column(ground, areas, **planning_areas):
    """A generation whose areas name their municipality in a column."""
    path = ground.shapes(ground.folder / "areas.geojson", areas)
    content = json.loads(path.read_text())
    for feature, town in zip(content["features"], planning_areas.pop("towns"), strict=True):
        feature["properties"]["town"] = town
    path.write_text(json.dumps(content))
    ground.shapes(
        ground.folder / "towns.geojson",
        planning_areas.pop("borders", {"05334002": ("Lindenau", (0, 0, 400, 200))}),
    )
    definition = {
        "valid_from": "2020-01-01",
        "planning_areas": {
            "file": "areas.geojson", "key": "id", "name": "title", "parent": {"column": "town"},
            **planning_areas,
        },
        "municipalities": {"file": "towns.geojson", "key": "id", "name": "title"},
    }  # fmt: skip
    territory = load_generation(
        GenerationDefinition.model_validate(definition),
        key="2020", district_key="05334", district_name="Kreis", base=ground.folder,
    )  # fmt: skip
    return {(fault.code, fault.where): fault for fault in check_generation(territory)}


def test_a_lost_zero_of_the_municipality_is_recognised(ground):
    found = by_column(ground, GOOD, towns=["5334002", "5334002"])

    fault = found["unknown_parent", "2020/0101"]
    assert "Es gibt „05334002“" in fault.message
    assert "ebenso bei 1 weiteren" in fault.message


def test_an_ags_of_seven_digits_is_told(ground):
    borders = {"5334002": ("Lindenau", (0, 0, 400, 200))}

    found = by_column(ground, GOOD, towns=["5334002"] * 2, borders=borders)

    assert set(found) == {("lost_zero", "2020/5334002")}
    assert "„05334002“" in found["lost_zero", "2020/5334002"].message


def test_long_keys_of_two_lengths_have_lost_a_zero_but_short_ones_count_up(ground):
    long = {"11000101": WEST, "1100102": EAST}
    short = {"9998": WEST, "10001": EAST}

    assert ("lost_zero", "2020/1100102") in by_column(ground, long, towns=["05334002"] * 2)
    assert by_column(ground, short, towns=["05334002"] * 2) == {}


def test_a_municipality_that_is_missing_altogether_is_told_once(ground):
    borders = {
        "05334002": ("Lindenau", (0, 0, 400, 200)),
        "05334008": ("Nordheim", (0, 300, 400, 500)),
    }

    found = by_column(ground, GOOD, towns=["05334002", "05334004"], borders=borders)

    assert found["unknown_parent", "2020/0102"].hard
    assert ("municipality_without_areas", "2020/05334008") in found


def test_an_area_in_two_municipalities_is_told_even_when_its_parts_are_united(ground):
    parts = {"0101#a": WEST, "0101#b": EAST}

    found = by_column(
        ground,
        parts,
        towns=["05334002", "05334008"],
        borders={
            "05334002": ("Lindenau", (0, 0, 200, 200)),
            "05334008": ("Nordheim", (200, 0, 400, 200)),
        },
        dissolve=True,
    )

    fault = found["two_municipalities", "2020/0101"]
    assert fault.hard
    assert "05334002, 05334008" in fault.message


def test_a_double_key_is_told_once_with_all_its_areas(ground):
    found = of(ground, {"0101#a": WEST, "0101#b": EAST, "0102": ("Ost", (400, 0, 500, 200))})

    assert set(found) == {("duplicate_key", "2020/0101")}


def test_areas_that_lie_elsewhere_than_their_municipalities_are_one_fault(ground):
    far = {"05334002": ("Lindenau", (9_000, 0, 9_400, 200))}

    found = by_column(ground, GOOD, towns=["05334002"] * 2, borders=far)

    assert set(found) == {("elsewhere", "2020")}
    assert found["elsewhere", "2020"].hard


def test_a_hole_inside_the_district_is_told_with_its_place(ground):
    frame = {
        "0101": ("Nord", (0, 200, 300, 300)),
        "0102": ("Süd", (0, 0, 300, 100)),
        "0103": ("West", (0, 100, 100, 200)),
        "0104": ("Ost", (200, 100, 300, 200)),
    }

    found = of(ground, frame)

    assert set(found) == {("hole", "2020")}
    assert not found["hole", "2020"].hard
    assert "10.000 m²" in found["hole", "2020"].message
    assert "x 600150, y 5500150" in found["hole", "2020"].message


@pytest.mark.parametrize(
    ("key", "official", "restored"),
    [
        ("05334002", True, None),
        ("053340002002", True, None),
        ("16063", True, None),
        ("5334002", False, "05334002"),
        ("53340002002", False, "053340002002"),
        ("17000001", False, None),
        ("Summe", False, None),
        ("", False, None),
        ("0５334002", False, None),
    ],
)
def test_official_keys_have_their_form(key, official, restored):
    assert is_official_key(key) is official
    assert restore_zero(key) == restored
