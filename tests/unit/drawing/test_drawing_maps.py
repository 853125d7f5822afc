"""Maps and their legends: round breaks, signs that are never mixed up, borders without gaps."""

import re
import runpy
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from kreisblick.products.drawing import (
    AreaMark,
    Sign,
    choropleth_svg,
    class_breaks,
    class_of,
    legend_entries,
    locator_svg,
    read_palette,
    swatch_svg,
    trace_outlines,
)

FACTORY = runpy.run_path(str(Path(__file__).parents[1] / "report" / "factory.py"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def outlines():
    return trace_outlines(FACTORY["make_bundle"]().geometry("2023"))


def by_area(svg: str) -> dict[str, ET.Element]:
    return {e.get("data-area"): e for e in ET.fromstring(svg).iter() if e.get("data-area")}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1.2, 3.4, 6.1, 8.8, 12.0, 14.9, 17.2, 21.0], (5.0, 10.0, 15.0, 20.0)),
        ([90, 110, 240, 260, 800, 900, 4000, 5000, 30000], (100.0, 200.0, 500.0, 1000.0)),
    ],
)
def test_borders_are_round_and_spread_the_areas(values, expected):
    assert class_breaks(values) == expected


def test_values_that_are_nearly_the_same_share_a_colour():
    assert class_breaks([2.81, 2.83, 2.86, 2.88]) == ()
    assert class_breaks([54.6, 54.7, 54.8, 54.9, 55.1]) == (55.0,)


def test_the_highest_class_is_more_than_its_border():
    """Not “100 % and more” where nothing can be more."""
    assert class_breaks([20.0, 45.0, 60.0, 85.0, 100.0, 100.0]) == (25.0, 50.0, 75.0)


def test_no_border_where_all_values_are_the_same():
    assert class_breaks([4.0, 4.0, None]) == ()
    assert class_breaks([None]) == ()


def test_a_value_on_a_border_belongs_to_the_class_above():
    assert class_of(5.0, (5.0, 10.0)) == 1
    assert class_of(4.99, (5.0, 10.0)) == 0


def test_hidden_not_covered_and_missing_look_different(outlines):
    first, second, third, fourth, *_rest = outlines.areas
    marks = {
        first: AreaMark(sign=Sign.HIDDEN),
        second: AreaMark(sign=Sign.NOT_COVERED),
        third: AreaMark(value=12.0, label="Nord: 12 %"),
    }

    svg = choropleth_svg(
        outlines, marks, breaks=(5.0, 10.0), title="Kinder", description="Befund", prefix="m1"
    )

    shapes = by_area(svg)
    assert shapes[first].get("fill") == "url(#m1-hidden)"
    assert shapes[second].get("fill") == "url(#m1-not_covered)"
    assert shapes[third].get("fill") == read_palette().light.sequence[4]
    assert shapes[third].find(f"{SVG}title").text == "Nord: 12 %"
    assert "missing" in shapes[fourth].get("class")
    assert set(shapes) == set(outlines.areas)


def test_a_map_names_itself_and_tells_its_finding(outlines):
    svg = choropleth_svg(
        outlines, {}, breaks=(), title="Kinder & Jugend", description="Drei <Gebiete>", prefix="x"
    )

    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "x-title x-desc"
    assert root.find(f"{SVG}title").text == "Kinder & Jugend"
    assert root.find(f"{SVG}desc").text == "Drei <Gebiete>"


def test_all_towns_are_named_and_no_name_covers_another(outlines):
    svg = choropleth_svg(outlines, {}, breaks=(), title="t", description="d")

    towns = [e for e in ET.fromstring(svg).iter(f"{SVG}text") if e.get("class") == "town"]
    assert {t.text for t in towns} == {n.name for n in outlines.town_names}
    places = sorted((float(t.get("y")), float(t.get("x")), t.text) for t in towns)
    for (y1, x1, a), (y2, x2, b) in pairwise(places):
        assert abs(y1 - y2) > 20 or abs(x1 - x2) > 6 * (len(a) + len(b))


def test_simplified_areas_leave_no_gap_between_them(outlines):
    def polygon(path: str) -> shapely.Polygon:
        start, moves = re.match(r"M([^l]+)l(.+)z$", path).groups()
        x, y = map(float, start.split(","))
        points = [(x, y)]
        for move in moves.split():
            dx, dy = map(float, move.split(","))
            x, y = x + dx, y + dy
            points.append((x, y))
        return shapely.Polygon(points)

    drawn = [polygon(path) for path in outlines.areas.values()]

    union = shapely.union_all(drawn, grid_size=0.05)
    assert union.area == pytest.approx(sum(one.area for one in drawn), rel=1e-6)
    assert union.geom_type == "Polygon"
    assert not union.interiors


def test_the_scale_bar_is_true(outlines):
    bundle = FACTORY["make_bundle"]()
    parts = [
        shape(f["geometry"])
        for f in bundle.geometry("2023")["features"]
        if f["properties"]["level"] == "planning_area"
    ]
    _west, south, _east, north = shapely.total_bounds(parts)

    metres = (north - south) * 111_320

    assert outlines.height * outlines.metres_per_unit == pytest.approx(metres, rel=0.005)


def test_the_legend_counts_and_names_only_the_signs_that_occur(outlines):
    marks = {
        "a": AreaMark(value=3.0),
        "b": AreaMark(value=12.0, unstable=True),
        "c": AreaMark(sign=Sign.HIDDEN),
    }

    entries = legend_entries(marks, (5.0, 10.0), lambda value: f"{value:.0f} %")

    assert [(e.text, e.count) for e in entries] == [
        ("unter 5 %", 1),
        ("5 % bis unter 10 %", 0),
        ("10 % und mehr", 1),
        ("zum Schutz einzelner Personen nicht ausgewiesen", 1),
        ("wegen weniger Fälle stark schwankend", 1),
    ]
    assert all(ET.fromstring(swatch_svg(entry)).get("role") == "img" for entry in entries)


def test_the_locator_marks_the_area_and_names_only_its_town(outlines):
    town = outlines.town_names[0]
    area = next(key for key in outlines.areas if key.startswith(town.key))

    root = ET.fromstring(
        locator_svg(outlines, area, town.key, title="Hier", description="liegt es")
    )

    fills = {e.get("class"): e for e in root.iter(f"{SVG}path")}
    assert fills["area-fill"].get("d") == outlines.areas[area]
    assert fills["municipality-fill"].get("d") == outlines.municipalities[town.key]
    assert [e.text for e in root.iter(f"{SVG}text") if e.get("class") == "town"] == [town.name]
