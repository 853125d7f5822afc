"""Maps in QGIS and in a Masterportal: our classes and colours, patterns where there is no number.

What they read is judged by how their rules would be applied: the filters of QGIS are plain SQL and
are run, a portal's rules are followed one by one. QGIS itself looks in ``test_qgis.py``.
"""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import polars as pl
import pytest
from lxml import etree
from tests.unit.exports.factory import PUBLICATION, published
from tests.unit.exports.read_back import expected

from kreisblick.products.drawing import class_breaks, class_of, read_palette
from kreisblick.products.exports import build_exports
from kreisblick.products.exports.classes import border_words, indicator_maps
from kreisblick.products.figures import describe_indicators, released_figures
from kreisblick.products.limits import swings

POVERTY = "income/child_poverty"
CHILDREN = "population/children"
PATTERNS = {"suppressed": "PointPatternFill", "not_covered": "LinePatternFill"}


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(swinging(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def swinging() -> Any:
    """The district of the tests; one area has a wide interval."""
    bundle = published()
    wide = (pl.col("area") == "0999900301") & (pl.col("indicator") == POVERTY)
    upper = pl.when(wide).then(pl.col("value") * 3).otherwise("upper")
    object.__setattr__(bundle, "indicators", bundle.indicators.with_columns(upper=upper))
    return bundle


def smoothed() -> dict[tuple[str, str], float | None]:
    """Indicator and area to the value that colours it on the last date, planning areas only."""
    rows = released_figures(swinging()).filter(level="planning_area", reference_date=DAY)
    return {
        (one, area): value if near is None or value is None else near
        for one, area, value, near in rows.select(
            "indicator", "area", "value", "smoothed"
        ).iter_rows()
    }


DAY = pl.date(2024, 12, 31)


def breaks(indicator: str, level: str = "planning_area") -> tuple[float, ...]:
    """The borders as the report finds them: over all dates, of the smoothed values."""
    rows = released_figures(swinging()).filter(indicator=indicator, level=level)
    pairs = rows.select("value", "smoothed").iter_rows()
    return class_breaks(value if near is None or value is None else near for value, near in pairs)


def styles(exports: Path) -> dict[str, etree._Element]:
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        rows = store.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault")
        return {name: etree.fromstring(style.encode()) for name, style in rows}


def drawn(exports: Path, layer: str, condition: str) -> set[str]:
    """The areas that a rule of QGIS draws."""
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        return {
            area for (area,) in store.execute(f'SELECT gebiet FROM "{layer}" WHERE {condition}')
        }


def colour_of(symbol: etree._Element) -> str:
    value = symbol.find("./layer/Option/Option[@name='color']").get("value")
    red, green, blue, _opacity = value.split(",")
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def test_every_layer_with_areas_has_a_style_that_is_used_at_once(exports: Path) -> None:
    layers = geopandas.list_layers(exports / "areas.gpkg")

    shaped = set(layers[layers["geometry_type"] == "MultiPolygon"]["name"])

    assert set(styles(exports)) == shaped


@pytest.mark.parametrize("indicator", [POVERTY, CHILDREN, "population/residents"])
def test_the_rules_of_qgis_colour_each_area_as_the_report_does(
    indicator: str, exports: Path
) -> None:
    layer = f"pr_{indicator.replace('/', '-')}"
    renderer = styles(exports)[layer].find("renderer-v2")
    symbols = {one.get("name"): one for one in renderer.find("symbols")}
    sequence = read_palette().light.sequence
    borders = breaks(indicator)
    found: dict[str, str] = {}
    for rule in renderer.find("rules"):
        if "farbwert" in rule.get("filter"):
            for area in drawn(exports, layer, rule.get("filter")):
                assert area not in found, "two classes at once"
                found[area] = colour_of(symbols[rule.get("symbol")])

    known = {a: v for (one, a), v in smoothed().items() if one == indicator and v is not None}
    assert set(found) == set(known)
    places = {area: class_of(value, borders) for area, value in known.items()}
    order = sorted(set(sequence), key=sequence.index)
    shades = [order.index(found[area]) for area in sorted(known, key=lambda a: places[a])]
    assert shades == sorted(shades), "darker is more"
    assert len(set(found.values())) == len(set(places.values()))


def test_an_area_without_a_number_has_a_pattern_and_its_reason(exports: Path) -> None:
    renderer = styles(exports)["pr_income-child_poverty"].find("renderer-v2")
    symbols = {one.get("name"): one for one in renderer.find("symbols")}
    figures = {k[3]: f for k, f in expected(swinging()).items()
               if k[:3] == (POVERTY, "2024-12-31", "planning_area")}  # fmt: skip
    told: dict[str, str] = {}
    for rule in renderer.find("rules"):
        if "status" in rule.get("filter"):
            kinds = {layer.get("class") for layer in symbols[rule.get("symbol")].iter("layer")}
            for area in drawn(exports, "pr_income-child_poverty", rule.get("filter")):
                told[area] = rule.get("label")
                pattern = PATTERNS.get(figures[area].state)
                assert pattern is None or pattern in kinds

    assert set(told) == {area for area, figure in figures.items() if figure.value is None}
    assert told["0999900101"] == "zum Schutz einzelner Personen nicht ausgewiesen"


def test_what_swings_is_hatched_above_its_colour(exports: Path) -> None:
    renderer = styles(exports)["pr_income-child_poverty"].find("renderer-v2")
    last = renderer.find("rules")[-1]

    shown = drawn(exports, "pr_income-child_poverty", last.get("filter"))

    figures = expected(swinging())
    assert shown == {
        k[3] for k, f in figures.items()
        if k[:3] == (POVERTY, "2024-12-31", "planning_area") and swings(*f[:3])
    }  # fmt: skip
    assert "0999900301" in shown
    assert last.get("label") == "wegen weniger Fälle stark schwankend"


def test_a_value_on_a_border_belongs_to_the_class_above(exports: Path) -> None:
    one = next(m for m in indicator_maps(released_figures(swinging()), {
        CHILDREN: describe_indicators(swinging())[CHILDREN]})[CHILDREN])  # fmt: skip
    border = one.classes[1].lower
    assert border is not None

    with closing(sqlite3.connect(":memory:")) as store:
        rules = styles(exports)["pr_population-children"].find("renderer-v2").find("rules")
        fitting = [
            rule.get("label")
            for rule in rules
            if "farbwert" in rule.get("filter")
            and store.execute(
                f'SELECT 1 FROM (SELECT {border} AS "farbwert") WHERE {rule.get("filter")}'
            ).fetchall()
        ]

    assert fitting == [one.classes[1].words]


@pytest.mark.parametrize(
    ("value", "words"), [(5.0, "5\u202f%"), (2.5, "2,5\u202f%"), (0.25, "0,25\u202f%")]
)
def test_borders_have_no_idle_zeros(value: float, words: str) -> None:
    assert border_words(value, describe_indicators(published())[CHILDREN]) == words


def project(exports: Path) -> etree._Element:
    with zipfile.ZipFile(exports / "kreisblick.qgz") as archive:
        assert archive.namelist() == ["kreisblick.qgs"]
        return etree.fromstring(archive.read("kreisblick.qgs"))


def test_the_project_reads_the_geopackage_beside_it_and_nothing_else(exports: Path) -> None:
    root = project(exports)
    sources = [one.text for one in root.iter("datasource")]
    layers = set(geopandas.list_layers(exports / "areas.gpkg")["name"])

    assert len(sources) == 3 + 7 + 1
    for source in sources:
        path, _bar, layer = source.partition("|layername=")
        assert path == "./areas.gpkg"
        assert layer in layers
    assert root.findtext("./properties/Paths/Absolute") == "false"
    assert not re.search(rb"/(home|root|tmp)/", etree.tostring(root))


def test_the_layer_tree_has_the_borders_on_top_and_a_group_per_theme(exports: Path) -> None:
    root = project(exports)
    groups = root.find("layer-tree-group").findall("layer-tree-group")
    ids = {one.text for one in root.iterfind("./projectlayers/maplayer/id")}

    assert [one.get("name") for one in groups] == [
        "Grenzen",
        "Menschen im Kreis",
        "Kinder und Familie",
        "Einkommen und Teilhabe",
        "Zusammengesetzte Indizes",
    ]
    leaves = list(root.iter("layer-tree-layer"))
    assert {leaf.get("id") for leaf in leaves} == ids
    assert len(leaves) == len(ids)
    shown = [leaf.get("name") for leaf in leaves if leaf.get("checked") == "Qt::Checked"]
    assert shown == [
        "Kreis", "Gemeinde", "Einwohnerinnen und Einwohner – Planungsraum, 31.12.2024"
    ]  # fmt: skip


def test_the_canvas_shows_the_district_in_metres(exports: Path) -> None:
    root = project(exports)
    extent = {one.tag: float(one.text) for one in root.find("./mapcanvas/extent")}

    assert root.findtext("./projectCrs/spatialrefsys/authid") == "EPSG:25832"
    assert root.findtext("./mapcanvas/destinationsrs/spatialrefsys/authid") == "EPSG:25832"
    assert {one.text for one in root.iterfind("./projectlayers//srs/spatialrefsys/authid")} == {
        "EPSG:4326"
    }
    frame = geopandas.read_file(exports / "areas.gpkg", layer="kreis").to_crs("EPSG:25832")
    west, south, east, north = frame.total_bounds
    assert extent["xmin"] < west < east < extent["xmax"]
    assert extent["ymin"] < south < north < extent["ymax"]
    assert extent["xmax"] - extent["xmin"] < 1.3 * (east - west) + 1000


def test_the_map_carries_publisher_licence_and_sources(exports: Path) -> None:
    root = project(exports)

    label = root.findtext("./properties/CopyrightLabel/Label")
    rights = {one.findtext("id"): one.findtext("./resourceMetadata/rights")
              for one in root.iterfind("./projectlayers/maplayer")}  # fmt: skip

    assert label == ("Landkreis Lindenau. Datenlizenz Deutschland – Namensnennung – Version 2.0")
    assert "© Jobcenter Lindenau 2025" in rights["kreisblick_pr_income-child_poverty"]
    assert "Jobcenter" not in rights["kreisblick_pr_population-children"]


def portal(exports: Path, name: str) -> Any:
    return json.loads((exports / "masterportal" / name).read_text(encoding="utf-8"))


def rule_for(style: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any] | None:
    """The first rule that fits, as a portal finds it: ranges hold their lower end alone.

    What has no number is taken for zero here, the worst that a portal could do with it.
    """
    for rule in style["rules"]:
        fits = True
        for name, wanted in rule["conditions"]["properties"].items():
            value = properties.get(name)
            if isinstance(wanted, list):
                fits &= wanted[0] <= (value or 0) < wanted[1]
            else:
                fits &= value == wanted
        if fits:
            return rule["style"]
    return None


def test_a_portal_colours_each_area_as_qgis_does(exports: Path) -> None:
    style = {one["styleId"]: one for one in portal(exports, "style.json")}[
        "kreisblick_pr_income-child_poverty"
    ]
    items = json.loads((exports / "collections/planungsraeume/items.geojson").read_text("utf-8"))
    borders = breaks(POVERTY)
    hatched, filled = {}, {}
    for feature in items["features"]:
        found = rule_for(style, feature["properties"])
        assert found is not None
        (hatched if "polygonFillHatch" in found else filled)[feature["id"]] = found["legendValue"]

    known = {a: v for (one, a), v in smoothed().items() if one == POVERTY and v is not None}
    assert hatched["0999900101"] == "zum Schutz einzelner Personen nicht ausgewiesen"
    assert hatched["0999900301"].endswith("; wegen weniger Fälle stark schwankend")
    assert {filled[area] for area in known if area in filled} <= {
        one.words for one in indicator_maps(released_figures(swinging()), describe_indicators(
            swinging()))[POVERTY][0].classes
    }  # fmt: skip
    classes = {area: class_of(value, borders) for area, value in known.items() if area in filled}
    words = {classes[area]: filled[area] for area in classes}
    assert all(filled[area] == words[classes[area]] for area in classes)


def test_a_portal_finds_every_layer_style_and_leaf(exports: Path) -> None:
    services = portal(exports, "services.json")
    folder = portal(exports, "config.json")["layerConfig"]["subjectlayer"]["elements"][0]
    leaves = [leaf["id"] for theme in folder["elements"] for leaf in theme["elements"]]
    ids = [one["id"] for one in services]

    assert sorted(leaves) == sorted(ids)
    assert len(set(ids)) == len(ids) == 7
    assert {leaf["styleId"] for theme in folder["elements"] for leaf in theme["elements"]} == {
        one["styleId"] for one in portal(exports, "style.json")
    }
    for one in services:
        assert one["typ"] == "GeoJSON"
        path = one["url"].removeprefix(PUBLICATION["url"] + "/")
        items = json.loads((exports / path).read_text(encoding="utf-8"))
        assert set(one["gfiAttributes"]) <= set(items["features"][0]["properties"])
        assert "Datenlizenz Deutschland" in one["layerAttribution"]


def test_a_portal_is_told_nothing_that_its_documentation_does_not_know(exports: Path) -> None:
    """Keys of version 3, by its pages on services.json (GeoJSON), style.json and config.json."""
    (whole,) = portal(exports, "config.json")["layerConfig"]["subjectlayer"]["elements"]
    leaves = [leaf for theme in whole["elements"] for leaf in theme["elements"]]
    rules = [rule for one in portal(exports, "style.json") for rule in one["rules"]]

    for one in portal(exports, "services.json"):
        assert set(one) == {"id", "name", "typ", "url", "gfiTheme", "gfiAttributes",
                            "layerAttribution", "legend", "datasets"}  # fmt: skip
    assert {key for leaf in leaves for key in leaf} == {"id", "name", "visibility", "styleId"}
    for folder in (whole, *whole["elements"]):
        assert set(folder) == {"name", "type", "elements"}
        assert folder["type"] == "folder"
    for rule in rules:
        assert set(rule["style"]) - {"polygonFillColor", "polygonFillHatch"} == {
            "polygonStrokeColor", "polygonStrokeWidth", "legendValue",
        }  # fmt: skip
        hatch = rule["style"].get("polygonFillHatch", {})
        assert set(hatch) <= {"pattern", "size", "lineWidth", "backgroundColor", "patternColor"}
        assert hatch.get("pattern") in {None, "circle", "diagonal", "diagonal-right", "rectangle"}
    for one in portal(exports, "style.json"):
        words = [rule["style"]["legendValue"] for rule in one["rules"]]
        assert len(set(words)) == len(words), "a portal's legend shows each wording once"


def test_a_value_just_below_a_border_stays_in_its_class(tmp_path: Path) -> None:
    """4.99998 is 5.0 with four decimals, but belongs below the border of 5."""
    bundle = swinging()
    border = breaks(CHILDREN)[0]
    near = (pl.col("area") == "0999900301") & (pl.col("indicator") == CHILDREN)
    value = pl.when(near).then(border - 0.00002).otherwise("value")
    smooth = pl.when(near).then(border - 0.00002).otherwise("smoothed")
    frame = bundle.indicators.with_columns(value=value, smoothed=smooth)
    object.__setattr__(bundle, "indicators", frame)
    exports = build_exports(bundle, tmp_path / "exports")[0].parent

    first = styles(exports)["pr_population-children"].find("renderer-v2").find("rules")[0]

    assert "0999900301" in drawn(exports, "pr_population-children", first.get("filter"))
