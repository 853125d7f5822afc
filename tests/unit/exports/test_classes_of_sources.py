"""Classes that a source delivers: their place as a number and their name beside it, everywhere."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from lxml import etree
from tests.unit.exports.factory import published
from tests.unit.exports.read_back import READERS, expected

from kreisblick.products.exports import build_exports

CLASSES = ("A (unter 4 %)", "B (4 bis unter 8 %)", "C")
KEY = "population/children"
SLUG = "population-children"


def classed() -> object:
    """The district of the tests; one indicator has the classes of its source."""
    bundle = published()
    cube = {"classes": [
        {"code": "B", "rank": 2, "title": {"de": CLASSES[1][3:-1]}},
        {"code": "A", "rank": 1, "title": {"de": CLASSES[0][3:-1]}},
        {"code": "C", "rank": 3, "title": {"de": "C"}},
    ]}  # fmt: skip
    own = {**bundle.indicator_definitions[KEY], "kind": "ordinal", "unit": "category",
           "numerator": {"cube": "stages"}, "denominator": None}  # fmt: skip
    place = (pl.col("value").rank("ordinal") % 3 + 1).cast(pl.Float64)
    chosen = pl.col("indicator") == KEY
    empty = ("lower", "upper", "smoothed", "change", "numerator", "denominator")
    frame = bundle.indicators.with_columns(
        pl.when(chosen).then(place).otherwise("value").alias("value"),
        *(pl.when(~chosen).then(name).alias(name) for name in empty),
    )
    return replace(
        bundle,
        indicators=frame,
        cubes={"stages": cube},
        indicator_definitions={**bundle.indicator_definitions, KEY: own},
    )


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(classed(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def places() -> dict[tuple[str, str], str]:
    """Date and area to the name of the class."""
    return {k[1::2]: CLASSES[int(f.value) - 1]
            for k, f in expected(classed()).items() if k[0] == KEY and f.value}  # fmt: skip


def test_place_and_name_stand_side_by_side_in_the_csv(exports: Path) -> None:
    with (exports / "figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["Kennzahl (Schlüssel)"] == KEY]
    with (exports / "indicators.csv").open(encoding="utf-8", newline="") as stream:
        told = {row["Kennzahl (Schlüssel)"]: row["Stufen"] for row in csv.DictReader(stream)}

    assert {(r["Stichtag"], r["Gebiet (Schlüssel)"]): r["Stufe"] for r in rows} == places()
    assert {r["Stufe"]: r["Wert"] for r in rows} == {
        name: f"{place}.0" for place, name in enumerate(CLASSES, start=1)
    }
    assert told[KEY] == "1 = A (unter 4 %); 2 = B (4 bis unter 8 %); 3 = C"
    assert {text for key, text in told.items() if key != KEY} == {""}


def test_the_workbook_shows_the_name(exports: Path) -> None:
    sheet = openpyxl.load_workbook(exports / "figures.xlsx")["Menschen im Kreis"]
    heads = [str(cell.value) for cell in sheet[1]]
    column = next(n for n, head in enumerate(heads) if "Kinder" in head and "2024" in head)

    shown = {("2024-12-31", row[2].value): row[column].value for row in sheet.iter_rows(min_row=2)}

    assert shown == {key: name for key, name in places().items() if key[0] == "2024-12-31"}


def test_the_map_of_qgis_is_labelled_with_the_name(exports: Path) -> None:
    layer = f"pr_{SLUG}"
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        rows = store.execute(f'SELECT stichtag, gebiet, wert, stufe FROM "{layer}"').fetchall()
        ((style,),) = store.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = ?", (layer,)
        ).fetchall()

    assert {(day, area): name for day, area, _n, name in rows}.items() <= places().items()
    label = etree.fromstring(style.encode()).find(".//text-style").get("fieldName")
    assert '"stufe"' in label
    assert "format_number" not in label


def test_files_for_the_web_and_for_analyses_hold_both(exports: Path) -> None:
    items = json.loads((exports / "collections/planungsraeume/items.geojson").read_text("utf-8"))
    table = pq.read_table(exports / "areas.parquet").to_pylist()
    (service,) = (one for one in json.loads((exports / "masterportal/services.json").read_text())
                  if one["id"].endswith(f"pr_{SLUG}"))  # fmt: skip

    newest = {("2024-12-31", one["id"]): one["properties"] for one in items["features"]}
    assert {k: one[f"{SLUG}_stufe"] for k, one in newest.items()}.items() <= places().items()
    assert {
        (row["reference_date"].isoformat(), row["area"]): row[f"{SLUG}_stufe"] for row in table
    } == places()
    assert f"{SLUG}_stufe" in service["gfiAttributes"] and SLUG not in service["gfiAttributes"]


@pytest.mark.parametrize("name", READERS)
def test_the_place_stays_the_figure_in_this_format(name: str, exports: Path) -> None:
    assert READERS[name](exports) == expected(classed())


def test_a_change_that_nobody_tested_says_so(tmp_path: Path) -> None:
    exports = build_exports(published(), tmp_path / "exports")[0].parent

    table = pl.read_csv(exports / "figures.csv", infer_schema=False)

    untested = table.filter(pl.col("Kennzahl (Schlüssel)") == "population/residents",
                            pl.col("Veränderung").is_not_null())  # fmt: skip
    assert set(untested["Art der Veränderung"]) == {"nicht geprüft"}
    never = table.filter(pl.col("Veränderung").is_null())
    assert never["Art der Veränderung"].null_count() == never.height
