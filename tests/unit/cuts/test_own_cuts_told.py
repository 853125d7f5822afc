"""A town's own areas in words, table and map; nothing where no town has some."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import polars as pl
import pytest
import shapely

from kreisblick.base.language import speaking
from kreisblick.products.cuts import tell_own_cuts
from kreisblick.products.drawing.measure import width_of
from kreisblick.territory.cuts import OWN_CUT_COLUMNS

AREAS = [
    ("a1", "Lindenau-Altstadt", "planning_area", "m1"),
    ("a2", "Lindenau-Süd <neu>", "planning_area", "m1"),
    ("b1", "Ährenfeld", "planning_area", "m2"),
    ("m1", "Lindenau", "municipality", "d"),
    ("m2", "Ährenfeld", "municipality", "d"),
    ("d", "Kreis", "district", None),
]
EAST = {"a1": (0, 1), "a2": (1, 2), "b1": (2, 3), "m1": (0, 2), "m2": (2, 3), "d": (0, 3)}
BOXES = {key: (8 + w / 100, 51.0, 8 + e / 100, 51.01) for key, (w, e) in EAST.items()}


def collection(rows, boxes):
    return {
        "features": [
            {"properties": row, "geometry": shapely.geometry.mapping(shapely.box(*box))}
            for row, box in zip(rows, boxes, strict=True)
        ]
    }


def bundle(*pairs):
    """A bundle with pairs of own name, area, share of own, share of area, basis."""
    full = [
        {
            "own_cut": "stadtteile",
            "own_area": f"key of {own}",
            "own_name": own,
            "municipality": "m1",
            "generation": "2023",
            "area": area,
            "basis": basis,
            "share_of_own_area": of_own,
            "share_of_area": of_area,
        }
        for own, area, of_own, of_area, basis in pairs
    ]
    names = list(dict.fromkeys(own for own, *_rest in pairs))
    width = 0.02 / max(len(names), 1)
    rows = [{"own_area": f"key of {name}", "name": name} for name in names]
    boxes = [(8.0 + n * width, 51.0, 8.0 + (n + 1) * width, 51.01) for n in range(len(names))]
    columns = ["area", "name", "level", "parent"]
    areas = pl.DataFrame(AREAS, schema=dict.fromkeys(columns, pl.String), orient="row")
    ours = [dict(zip(columns, row, strict=True)) for row in AREAS]
    told = {
        "title": {"de": "Stadtteile der Stadt Lindenau", "en": "Quarters of Lindenau"},
        "called": {"de": "Stadtteile", "en": "quarters"},
        "municipality": "m1",
        "source": "Stadt Lindenau",
    }
    return SimpleNamespace(
        report={"generation": "2023"},
        areas=areas.with_columns(generation=pl.lit("2023")),
        derived=lambda _name: pl.DataFrame(full, schema=OWN_CUT_COLUMNS),
        definitions=lambda _kind: {"stadtteile": told},
        own_geometry=lambda _key: collection(rows, boxes),
        geometry=lambda _generation: collection(ours, [BOXES[row["area"]] for row in ours]),
    )


CROSSING = [
    ("Westend", "a1", 0.6, 1.0, "addresses"),
    ("Westend", "a2", 0.4, 0.3, "addresses"),
    ("Ostend", "a2", 1.0, 0.7, "addresses"),
    ("Ährenhof", "a1", 0.95, 0.0, "addresses"),
    ("Ährenhof", "a2", 0.05, 0.0, "addresses"),
    ("Forst", "a2", 1.0, 0.1, "area"),
]


def test_nothing_is_told_where_no_town_has_own_areas():
    assert tell_own_cuts(bundle()) == ()


def test_rows_name_both_areas_and_both_shares_in_german_order():
    (sheet,) = tell_own_cuts(bundle(*CROSSING))

    assert [tuple(row) for row in sheet.rows] == [
        ("Ährenhof", "Lindenau-Altstadt", "95\u202f%", "unter 5\u202f%"),
        ("Ährenhof", "Lindenau-Süd <neu>", "5\u202f%", "unter 5\u202f%"),
        ("Forst", "Lindenau-Süd <neu>", "100\u202f% der Fläche", "10\u202f% der Fläche"),
        ("Ostend", "Lindenau-Süd <neu>", "100\u202f%", "70\u202f%"),
        ("Westend", "Lindenau-Altstadt", "60\u202f%", "100\u202f%"),
        ("Westend", "Lindenau-Süd <neu>", "40\u202f%", "30\u202f%"),
    ]
    assert len(sheet.head) == 4
    assert (sheet.municipality, sheet.town) == ("m1", "Lindenau")
    assert sheet.full_caption.endswith("Quelle der Grenzen: Stadt Lindenau")


def test_one_town_is_told_of_itself_only():
    assert len(tell_own_cuts(bundle(*CROSSING), "m1")) == 1
    assert tell_own_cuts(bundle(*CROSSING), "m2") == ()


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        (CROSSING, "2 von 4 liegen in mehreren Planungsräumen."),
        (CROSSING[:3], "1 von 2 liegt in mehreren Planungsräumen."),
        ([*CROSSING[:2], *CROSSING[3:5]], "Alle 2 liegen in mehreren Planungsräumen."),
        (CROSSING[:2], "sind verschieden geschnitten."),
        ([CROSSING[2], CROSSING[5]], "Die 2 Stadtteile liegen je in einem einzigen Planungsraum"),
        ([("Westend", "a1", 1.0, 1.0, "addresses")], "haben dieselben Grenzen"),
    ],
)
def test_the_first_sentence_says_how_the_cuts_differ(pairs, words):
    (sheet,) = tell_own_cuts(bundle(*pairs))

    assert words in sheet.sentences[0]


def test_readers_are_warned_of_taking_one_figure_for_the_other_unless_borders_are_the_same():
    (differs,) = tell_own_cuts(bundle(*CROSSING))
    (same,) = tell_own_cuts(bundle(("Westend", "a1", 1.0, 1.0, "addresses")))

    assert "auch nicht anteilig" in differs.sentences[1]
    assert len(same.sentences) == 1


def test_areas_that_nearly_cover_each_other_are_named():
    pairs = [("Westend", "a1", 0.95, 0.9, "addresses"), *CROSSING[1:3]]
    (sheet,) = tell_own_cuts(bundle(*pairs))
    (without,) = tell_own_cuts(bundle(*CROSSING))

    assert "Westend mit Lindenau-Altstadt" in sheet.sentences[-1]
    assert "Fast gleich" not in " ".join(without.sentences)


def test_the_map_names_both_cuts_of_this_town_only_and_can_be_read_aloud():
    (sheet,) = tell_own_cuts(bundle(*CROSSING))
    picture = ElementTree.fromstring(sheet.svg)

    letters = [one.text for one in picture.iter() if one.tag.endswith("}text")]
    titles = {one.text for one in picture.iter() if one.tag.endswith("}title")}
    assert picture.get("role") == "img"
    assert {"Westend", "Ostend", "Altstadt"} <= set(letters)
    assert "Ährenfeld" not in sheet.svg
    assert {"Lindenau-Altstadt", "Lindenau-Süd <neu>"} <= titles
    assert len(re.findall("stroke-dasharray", sheet.svg)) == 1 + ("Planungsraum<" in sheet.svg)
    assert sheet.sentences[0] in sheet.alt


def test_the_same_bundle_gives_the_same_bytes():
    one, two = (tell_own_cuts(bundle(*CROSSING))[0].svg for _ in range(2))

    assert one == two


def test_the_longest_names_stay_inside_the_picture():
    long = "Verwaltungsgemeinschaft Hohenwarthausen-Unterkirchbergschweiler"
    pairs = [(f"{long} {n}", area, 0.5, 0.5, "addresses") for n in (1, 2) for area in ("a1", "a2")]
    (sheet,) = tell_own_cuts(bundle(*pairs))
    picture = ElementTree.fromstring(sheet.svg)

    _left, _top, width, _height = (float(one) for one in picture.get("viewBox").split())
    centred = [
        one
        for group in picture.iter("{http://www.w3.org/2000/svg}g")
        if group.get("text-anchor") == "middle"
        for one in group
    ]
    assert centred
    for one in centred:
        half = width_of(one.text, float(one.get("font-size")), bold=True) / 2
        assert half <= float(one.get("x")) <= width - half


def test_sentences_begin_with_a_capital_in_english_too_and_screens_get_the_map_alone():
    with speaking("en"):
        (sheet,) = tell_own_cuts(bundle(*CROSSING))

    assert sheet.sentences[0].startswith("Quarters and planning areas are cut differently")
    wide, alone = (ElementTree.fromstring(one) for one in (sheet.svg, sheet.screen_svg))
    assert float(alone.get("viewBox").split()[2]) <= float(wide.get("viewBox").split()[2])
