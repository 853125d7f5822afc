"""Classes of composite indices: as in the report, without ranks, with reasons where none is."""

import csv
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.unit.exports.factory import published

from kreisblick.products.drawing import read_palette
from kreisblick.products.exports import build_exports
from kreisblick.products.figures import released_indices


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_exports(published(), tmp_path_factory.mktemp("x") / "exports")[0].parent


def rows(exports: Path) -> list[dict[str, str]]:
    with (exports / "indices.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_area_has_its_class_or_a_reason(exports: Path) -> None:
    found = {row["Gebiet (Schlüssel)"]: row for row in rows(exports)}
    wanted = {row["area"]: row for row in released_indices(published()).iter_rows(named=True)}

    assert set(found) == set(wanted)
    for area, row in found.items():
        shown = wanted[area]["class"] if wanted[area]["confidentiality"] == "free" else None
        assert row["Stufe"] == (shown or "")
        assert bool(row["Sicherheit der Stufe"]) == bool(shown)
        assert bool(row["Zeichen"]) != bool(shown)
    assert found["0999900101"]["Status"] == "geheim"
    assert found["0999900102"]["Hinweise"] == "weniger als 300 Menschen"
    assert found["0999900103"]["Steht an der Grenze zweier Stufen"] == "ja"


def test_no_rank_stands_in_any_file(exports: Path) -> None:
    """The ranks of the tests' district are numbers from 77,000 on."""
    for path in exports.rglob("*"):
        if path.suffix in {".csv", ".json", ".geojson", ".ttl", ".jsonld", ".gpkg"}:
            assert b"7700" not in path.read_bytes(), path.name


def test_the_map_of_an_index_has_the_colours_of_the_report(exports: Path) -> None:
    with closing(sqlite3.connect(exports / "areas.gpkg")) as store:
        ((style,),) = store.execute(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'index_social_index_status'"
        ).fetchall()
        root = etree.fromstring(style.encode())
        drawn = Counter(
            area
            for rule in root.iter("rule")
            if rule.get("filter") and "grenzt" not in rule.get("filter")
            for (area,) in store.execute(
                f"SELECT gebiet FROM index_social_index_status WHERE {rule.get('filter')}"
            )
        )
        areas = {a for (a,) in store.execute("SELECT gebiet FROM index_social_index_status")}

    assert set(drawn) == areas
    assert set(drawn.values()) == {1}, "every area is drawn once"
    labels = [rule.get("label") for rule in root.iter("rule")]
    assert labels[:3] == ["wenige Belastungen", "mittel", "mehrere Belastungen"]
    assert labels[-1] == "steht an der Grenze zweier Stufen"
    fills = [
        option.get("value").removesuffix(",255")
        for option in root.iterfind(
            "./renderer-v2/symbols/symbol/layer/Option/Option[@name='color']"
        )
    ]
    sequence = read_palette().light.sequence
    wanted = [sequence[0], sequence[2], sequence[4]]
    assert fills[:3] == [
        ",".join(str(int(one[i : i + 2], 16)) for i in (1, 3, 5)) for one in wanted
    ]


def test_a_class_that_is_hidden_takes_its_probability_with_it(tmp_path: Path) -> None:
    bundle = published()
    hidden = bundle.indices.with_columns(confidentiality=pl.lit("suppressed"))
    exports = build_exports(replace(bundle, indices=hidden), tmp_path / "exports")[0].parent

    assert {(r["Stufe"], r["Sicherheit der Stufe"], r["Status"]) for r in rows(exports)} == {
        ("", "", "geheim")
    }


def test_without_an_index_there_is_no_file_of_indices(tmp_path: Path) -> None:
    bundle = replace(published(), indices=pl.DataFrame(), index_definitions={})

    files = build_exports(bundle, tmp_path / "exports")

    assert "indices.csv" not in {path.name for path in files}
    assert (tmp_path / "exports" / "kreisblick.qgz").is_file()


def test_the_workbook_shows_the_same_classes(exports: Path) -> None:
    book = CalamineWorkbook.from_path(exports / "figures.xlsx")
    sheet = book.get_sheet_by_name("Zusammengesetzte Indizes").to_python()

    assert sheet[0][2] == "Sozialindex: Lage\n31.12.2024"
    shown = {str(row[0]): str(row[2]) for row in sheet[1:]}
    wanted = {
        row["Gebiet (Schlüssel)"]: row["Zeichen"]
        or (f"({row['Stufe']})" if row["Steht an der Grenze zweier Stufen"] else row["Stufe"])
        for row in rows(exports)
    }
    assert shown == wanted
