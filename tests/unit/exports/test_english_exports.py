"""Exports of a programme that speaks English: no German word of ours stands in its tables."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.unit.exports.test_classes_of_sources import classed

from kreisblick.base.language import speaking
from kreisblick.products.exports import build_exports, read_words

TABLES = ("figures.csv", "indices.csv", "indicators.csv", "sources.csv")


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with speaking("en"):
        return build_exports(classed(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def rows(exports: Path, name: str) -> list[dict[str, str]]:
    with (exports / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_both_languages_have_the_same_words() -> None:
    german = read_words()
    with speaking("en"):
        english = read_words()

    for name in ("columns", "levels", "words", "states", "indices", "indicators", "sources",
                 "places"):  # fmt: skip
        assert list(getattr(german, name)) == list(getattr(english, name)), name


def test_headings_states_levels_and_classes_are_english(exports: Path) -> None:
    figures = rows(exports, "figures.csv")

    assert list(figures[0])[:3] == ["Indicator (key)", "Indicator", "Theme"]
    assert {row["Level"] for row in figures} == {"Planning area", "Municipality", "District"}
    assert {row["State"] for row in figures} >= {"counted", "kept secret", "not covered"}
    assert {row["Class"] for row in figures} == {"", "A (below 4 %)", "B (4 to below 8 %)", "C"}
    indices = rows(exports, "indices.csv")
    assert {row["Class"] for row in indices} == {"", "few burdens", "medium", "several burdens"}
    told = {row["Classes"] for row in rows(exports, "indicators.csv")}
    assert told == {"", "1 = A (below 4 %); 2 = B (4 to below 8 %); 3 = C"}
    assert next(iter(rows(exports, "sources.csv")[0])) == "Office (key)"


def test_no_file_for_people_speaks_german_of_ours(exports: Path) -> None:
    german = read_words()
    words = {*german.columns.values(), *german.states.values(), *german.levels.values()}
    book = CalamineWorkbook.from_path(exports / "figures.xlsx")
    cells = {str(cell) for name in book.sheet_names
             for row in book.get_sheet_by_name(name).to_python() for cell in row}  # fmt: skip
    readme = (exports / "README.txt").read_text(encoding="utf-8")

    assert not words & cells
    assert not words & {cell for name in TABLES for row in rows(exports, name)
                        for cell in (*row, *row.values())}  # fmt: skip
    assert "All figures by theme" in readme and "not shown, to protect single persons" in readme
    assert "zum Schutz" not in readme


def test_rules_of_maps_fit_the_words_of_their_layers(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        styles = dict(store.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        maps = [name for name in styles if name.startswith(("pr_", "gem_", "index_"))]
        assert len(maps) == 8
        for name in maps:
            filters = [rule.get("filter") for rule in etree.fromstring(
                styles[name].encode()).iter("rule") if rule.get("filter")]  # fmt: skip
            drawn = {
                area
                for condition in filters
                for (area,) in store.execute(f'SELECT gebiet FROM "{name}" WHERE {condition}')
            }
            assert drawn == {area for (area,) in store.execute(f'SELECT gebiet FROM "{name}"')}


def test_portals_are_told_in_german_all_the_same(exports: Path, tmp_path: Path) -> None:
    german = build_exports(classed(), tmp_path / "exports")[0].parent
    told = [json.loads((one / "dataset.jsonld").read_text("utf-8")) for one in (german, exports)]

    assert told[0]["keywords"] == told[1]["keywords"]
    assert told[0]["description"] == told[1]["description"]
    entry = (exports / "catalog.ttl").read_text(encoding="utf-8")
    assert "Zahlen der Sozialplanung" in entry
    assert "Gezählt aus: " in entry
