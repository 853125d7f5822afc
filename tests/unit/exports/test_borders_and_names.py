"""Borders that are simplified keep fitting; the longest names are not cut off."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import shapely
from shapely.geometry import shape
from tests.unit.exports.factory import published

from kreisblick.products.exports import build_exports
from kreisblick.products.exports.areas import simplified

LONGEST = "Verwaltungsgemeinschaft Obersülzen-Niederkirchen am Langenberge"  # invented, 63 letters


def two_neighbours() -> list[dict[str, Any]]:
    """Two areas with a wavy border between them, in WGS84; waves are about four metres high."""
    border = [
        [8.5 + 0.00006 * math.sin(step * 1.3), 52.0 + 0.02 * step / 400] for step in range(401)
    ]
    west = [*border, [8.4, 52.02], [8.4, 52.0], border[0]]
    east = [*border, [8.6, 52.02], [8.6, 52.0], border[0]]
    return [
        {
            "properties": {"area": area, "level": "planning_area"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for area, ring in (("01", west), ("02", east))
    ]


def test_simplified_neighbours_keep_one_border_between_them() -> None:
    before = [shape(one["geometry"]) for one in two_neighbours()]

    west, east = (shape(one["geometry"]) for one in simplified(two_neighbours(), 10))

    assert shapely.get_num_coordinates(west) < shapely.get_num_coordinates(before[0]) / 3
    assert west.intersection(east).area == 0
    assert west.union(east).area == west.area + east.area
    assert abs(west.area - before[0].area) < 0.001 * before[0].area
    assert shapely.get_type_id(west.union(east)) == 3  # one polygon: no gap is left


def test_without_a_tolerance_borders_stay() -> None:
    before = [shape(one["geometry"]) for one in two_neighbours()]

    after = [shape(one["geometry"]) for one in simplified(two_neighbours(), 0)]

    assert all(a.hausdorff_distance(b) < 2e-6 for a, b in zip(after, before, strict=True))


def test_the_workbook_shows_the_longest_names_whole(tmp_path: Path) -> None:
    bundle = published()
    longer = pl.when(pl.col("area") == "09999001").then(pl.lit(LONGEST)).otherwise("name")
    exports = build_exports(
        replace(bundle, areas=bundle.areas.with_columns(name=longer)), tmp_path / "exports"
    )[0].parent

    book = openpyxl.load_workbook(exports / "figures.xlsx")
    for sheet in book.worksheets:
        if sheet.cell(1, 1).value == "Ebene":
            for letter in "ABCD":
                texts = [str(cell.value) for cell in sheet[letter] if cell.value]
                assert max(map(len, texts)) < sheet.column_dimensions[letter].width
            assert sheet.freeze_panes == "E2"


def test_nothing_in_the_workbook_is_hidden_or_locked(tmp_path: Path) -> None:
    exports = build_exports(published(), tmp_path / "exports")[0].parent

    book = openpyxl.load_workbook(exports / "figures.xlsx")

    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not sheet.protection.sheet
        assert not any(cell.comment for row in sheet.iter_rows() for cell in row)
    assert not book.defined_names


def test_no_heading_of_the_workbook_is_taller_than_its_row(tmp_path: Path) -> None:
    exports = build_exports(published(), tmp_path / "exports")[0].parent

    book = openpyxl.load_workbook(exports / "figures.xlsx")

    for sheet in book.worksheets:
        if sheet.cell(1, 1).value == "Ebene":
            room = sheet.row_dimensions[1].height // 15
            for cell in sheet[1][4:]:
                lines = str(cell.value).split("\n")
                width = sheet.column_dimensions["E"].width
                needed = sum(-(-len(line) // int(width * 0.8)) for line in lines)
                assert needed <= room, cell.value
