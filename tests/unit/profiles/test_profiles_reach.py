"""Services within reach: counted and measured as a slow second computation does, and told so."""

import dataclasses
import itertools
import math
import re
from typing import Any

import polars as pl
import pytest
from pyproj import Geod, Transformer
from tests.unit.profiles.factory import REPORT

from kreisblick.products.profiles import profile_definition
from kreisblick.products.profiles.build import gather_stock, list_places
from kreisblick.products.profiles.ground import gather_ground
from kreisblick.products.profiles.model import Place, Stock
from kreisblick.products.profiles.reach import homes_near, reach_note, services_about

REACH = {"metres": {"daycare": 2500}, "otherwise": 4000}


def definition(**reach: Any) -> Any:
    shipped = profile_definition()
    return shipped.model_copy(update={"reach": shipped.reach.model_copy(update=reach)})


def with_services(rows: list[dict[str, Any]]) -> Any:
    bundle = REPORT["make_bundle"]()
    frame = pl.DataFrame(rows, schema=bundle.services.schema | {"x": pl.Float64, "y": pl.Float64})
    return dataclasses.replace(bundle, services=frame)


def facility(name: str, area: str, service: str = "daycare", **more: Any) -> dict[str, Any]:
    return {
        "service": service, "kind": None, "name": name, "provider": None, "street": None,
        "number": None, "postcode": None, "place": None, "x": None, "y": None, "area": area,
        "places": None, "reference_date": REPORT["DATES"][-1], **more,
    }  # fmt: skip


def told(bundle: Any, place: Place | None = None) -> dict[str, dict[str, Any]]:
    stock = gather_stock(bundle, definition(**REACH))
    found = services_about(stock, place or list_places(bundle)[0])
    return {one["title"]: one for one in found}


def lonlat(bundle: Any, area: str) -> tuple[float, float]:
    """The middle of an area's outline in degrees: its areas are squares."""
    feature = next(f for f in bundle.features if f["properties"]["area"] == area)
    return polygon_middle(feature["geometry"]["coordinates"][0])


def polygon_middle(ring: Any) -> tuple[float, float]:
    """The centroid by the shoelace formula."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return x / (3 * area), y / (3 * area)


def east_of(bundle: Any, area: str, metres: float, crs: str = "EPSG:25832") -> dict[str, float]:
    """Coordinates so many metres east of an area's middle, on the ellipsoid."""
    lon, lat = lonlat(bundle, area)
    lon, lat, _ = Geod(ellps="GRS80").fwd(lon, lat, 90, metres)
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    return {"x": x, "y": y}


@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:25833", "EPSG:4326"])
def test_the_nearest_is_measured_from_the_middle_in_any_coordinates(crs: str) -> None:
    bundle = with_services([])
    here, there = (one.key for one in list_places(bundle)[:2])
    rows = [
        facility("Kita Fern", there, **east_of(bundle, here, 3200, crs)),
        facility("Kita Nah", there, **east_of(bundle, here, 1840, crs)),
    ]

    found = told(with_services(rows))["Kindertagesbetreuung"]

    name = next(p.name for p in list_places(bundle) if p.key == there)
    assert found["inside"] == "keine im Gebiet"
    assert found["near"] == "1 im Umkreis von 2.500\u202fm"
    assert found["nearest"] == f"nächste: Kita Nah ({name}), 1,8\u202fkm"


@pytest.mark.parametrize(
    ("metres", "length"),
    [(949, "900\u202fm"), (951, "1,0\u202fkm"), (999, "1,0\u202fkm"), (1000, "1,0\u202fkm"),
     (1049, "1,0\u202fkm"), (1051, "1,1\u202fkm"), (1, "100\u202fm")],
)  # fmt: skip
def test_at_the_border_count_and_distance_never_contradict_each_other(
    metres: float, length: str
) -> None:
    bundle = with_services([])
    here, there = (one.key for one in list_places(bundle)[:2])
    stocked = with_services([facility("Kita", there, **east_of(bundle, here, metres))])
    stock = gather_stock(stocked, definition(metres={"daycare": 1000}))

    (found,) = services_about(stock, list_places(bundle)[0])

    assert found["nearest"].endswith(f", {length}")
    assert found["near"] == (
        "keine im Umkreis von 1.000\u202fm" if metres > 1050 else "1 im Umkreis von 1.000\u202fm"
    )


def test_the_nearest_in_another_municipality_is_told_with_its_name() -> None:
    bundle = with_services([])
    here = list_places(bundle)[0]
    other = next(p for p in list_places(bundle) if p.municipality != here.municipality)
    stocked = with_services([facility("Kita", other.key, **east_of(bundle, here.key, 700))])
    plain = pl.when(pl.col("area") == other.key).then(pl.lit("Mitte")).otherwise(pl.col("name"))
    features = [
        {**f, "properties": {**f["properties"], "name": "Mitte"}}
        if f["properties"]["area"] == other.key
        else f
        for f in bundle.features
    ]
    renamed = dataclasses.replace(
        stocked, areas=bundle.areas.with_columns(name=plain), features=features
    )

    own_name = told(stocked, here)["Kindertagesbetreuung"]["nearest"]
    found = told(renamed, here)["Kindertagesbetreuung"]["nearest"]

    assert other.municipality_name in other.name
    assert own_name == f"nächste: Kita ({other.name}), 700\u202fm"
    assert found == f"nächste: Kita (Mitte, {other.municipality_name}), 700\u202fm"


def test_inside_and_near_are_counted_apart() -> None:
    bundle = with_services([])
    here, there = (one.key for one in list_places(bundle)[:2])
    rows = [
        facility("Kita A", here, **east_of(bundle, here, 400)),
        facility("Kita B", here, **east_of(bundle, here, 90)),
        facility("Kita C", there, **east_of(bundle, here, 2400)),
        facility("Kita D", there, **east_of(bundle, here, 2600)),
    ]

    found = told(with_services(rows))["Kindertagesbetreuung"]

    assert found["number"] == 2
    assert found["inside"] == "2 im Gebiet"
    assert found["near"] == "1 weitere im Umkreis von 2.500\u202fm"
    assert found["nearest"] == "nächste: Kita B, 100\u202fm"


def test_without_coordinates_the_middle_of_its_area_is_taken_and_said() -> None:
    bundle = with_services([])
    here, there = (one.key for one in list_places(bundle)[:2])
    metres = Geod(ellps="GRS80").inv(*lonlat(bundle, here), *lonlat(bundle, there))[2]

    stocked = with_services([facility("Kita Ort", there)])
    found = told(stocked)["Kindertagesbetreuung"]

    kilometres = float(re.search(r"etwa ([\d,]+)", found["nearest"])[1].replace(",", "."))
    assert kilometres == pytest.approx(metres / 1000, abs=0.06)
    stock = gather_stock(stocked, definition(**REACH))
    assert "Luftlinie von der Mitte" in reach_note(stock)
    assert "gilt die Mitte des Gebiets" in reach_note(stock)


def test_no_distance_is_told_inside_where_only_the_area_is_known() -> None:
    here = list_places(with_services([]))[0].key

    found = told(with_services([facility("Kita Ort", here)]))["Kindertagesbetreuung"]

    assert found["nearest"] == ""
    assert found["near"] == "keine weiteren im Umkreis von 2.500\u202fm"


def test_a_coordinate_far_away_counts_as_unknown() -> None:
    here = list_places(with_services([]))[0].key
    bundle = with_services([facility("Kita Null", here, x=0.0, y=0.0)])

    (one,) = gather_ground(bundle, profile_definition().reach.crs).services["daycare"]

    assert one.rough
    assert one.point == gather_ground(bundle, ()).middles[here]


def test_counts_equal_a_slow_second_computation_for_all_areas() -> None:
    bundle = with_services([])
    places = list_places(bundle)
    geod = Geod(ellps="GRS80")
    spots = {
        f"Kita {number}": (place.key, east_of(bundle, place.key, 137.0 * number))
        for number, place in enumerate(places)
    }
    stocked = with_services([facility(n, area, **xy) for n, (area, xy) in spots.items()])
    back = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True)

    for place in places:
        lengths = {
            name: geod.inv(*lonlat(bundle, place.key), *back.transform(xy["x"], xy["y"]))[2]
            for name, (_area, xy) in spots.items()
        }
        # what is told in hundreds of metres counts as it is told
        near = sum(m < 2550 for n, m in lengths.items() if spots[n][0] != place.key)
        found = told(stocked, place)["Kindertagesbetreuung"]
        assert found["number"] == 1
        assert found["near"].startswith(f"{near} weitere" if near else "keine weiteren")
        assert min(lengths, key=lengths.__getitem__) in found["nearest"]


def test_a_middle_lies_inside_even_where_the_area_is_a_horseshoe() -> None:
    ring = [(7.0, 51.0), (7.1, 51.0), (7.1, 51.1), (7.09, 51.1), (7.09, 51.01), (7.01, 51.01),
            (7.01, 51.1), (7.0, 51.1), (7.0, 51.0)]  # fmt: skip
    bundle = with_services([])
    own = {"area": "u", "name": "Bogen", "level": "planning_area", "parent": "0999910"}
    shape = {"type": "Polygon", "coordinates": [ring]}
    bent = dataclasses.replace(
        bundle, features=[{"type": "Feature", "properties": own, "geometry": shape}]
    )

    east, north = gather_ground(bent, ()).middles["u"]
    lon, lat = Transformer.from_crs("EPSG:25832", "EPSG:4326", always_xy=True).transform(
        east, north
    )

    in_left, in_right, in_floor = lon <= 7.01, lon >= 7.09, lat <= 51.01
    assert in_left or in_right or in_floor
    assert math.isfinite(lat)


def test_homes_are_told_with_the_figures_of_town_and_district() -> None:
    bundle = REPORT["make_bundle"]()
    stock: Stock = gather_stock(bundle, definition(homes=("family/measles", "not/there")))
    place = list_places(bundle)[0]

    (row,) = homes_near(stock, place)

    def figure(area: str) -> float:
        rows = bundle.indicators.filter(
            indicator="family/measles", area=area, reference_date=REPORT["DATES"][-1]
        )
        return float(rows["value"][0])

    for area, name in (
        (place.key, "value"),
        (place.municipality, "municipality"),
        ("09999", "district"),
    ):
        assert row[name] == f"{figure(area):.1f}".replace(".", ",")


def test_a_bundle_without_services_says_nothing_of_reach() -> None:
    bundle = dataclasses.replace(REPORT["make_bundle"](), services=pl.DataFrame())
    stock = gather_stock(bundle, profile_definition())

    assert services_about(stock, list_places(bundle)[0]) == []
    assert reach_note(stock) == ""
