"""Plans: areas of a cut with numbers or classes, of the district or one town."""

import re
from xml.etree import ElementTree

import shapely

from kreisblick.products.drawing import PlanArea, plan_svg

SVG = "{http://www.w3.org/2000/svg}"


def four():
    """Two towns with two square kilometres each, side by side."""
    return [
        PlanArea(
            shape=shapely.box(1000 * n, 0, 1000 * n + 1000, 1000),
            town="A" if n < 2 else "B",
            mark=str(n + 1),
            value=float(4 * n),
            label=f"area {n + 1}",
        )
        for n in range(4)
    ]


def drawn(**given):
    return ElementTree.fromstring(plan_svg(four(), title="Plan", description="Finding", **given))


def test_every_area_stands_with_its_number_where_it_lies():
    tree = drawn()

    marks = {t.text: float(t.get("x")) for t in tree.iter(f"{SVG}text") if t.get("class") == "mark"}

    assert list(marks) == ["1", "2", "3", "4"]
    assert [round((x - 125) / 250) for x in marks.values()] == [0, 1, 2, 3]


def test_classes_fill_the_areas_and_the_picture_has_a_name():
    tree = drawn(breaks=(2.0, 5.0, 10.0))

    kinds = [p.get("class") for p in tree.iter(f"{SVG}path") if "plan-area" in p.get("class", "")]

    assert kinds == [f"plan-area class-{step}" for step in (0, 1, 3, 4)]
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text == "Plan"
    assert tree.find(f"{SVG}desc").text == "Finding"


def test_the_map_of_a_town_numbers_its_own_areas_and_ends_at_its_edge():
    tree = drawn(town="B")

    marks = [t.text for t in tree.iter(f"{SVG}text") if t.get("class") == "mark"]
    around = [p for p in tree.iter(f"{SVG}path") if "around" in p.get("class", "")]
    numbers = [
        float(n) for p in tree.iter(f"{SVG}path") for n in re.findall(r"-?[\d.]+", p.get("d"))
    ]

    assert marks == ["3", "4"]
    assert len(around) == 1  # area 2 looks in, area 1 does not
    assert min(numbers) >= -20
    assert max(numbers) <= 1000


def test_the_edge_of_the_picture_is_no_border():
    """The neighbour of a town is cut off left; no line runs down there."""
    tree = drawn(town="B")

    lines = [p.get("d") for p in tree.iter(f"{SVG}path") if p.get("class") in ("edge", "border")]

    assert lines
    assert all(not re.search(r"(?:M|L)0,\d+(?:\.\d+)?L0,", line) for line in lines)
