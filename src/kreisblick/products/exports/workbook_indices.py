"""The sheet of composite indices: areas as rows, one column per index, part and date."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.workbook_texts import LINE

__all__ = ["index_sheet"]

AREA_COLUMNS = ("area", "area_name")
WIDTHS = (20, 44)
CLASS_WIDTH = 26
HEAD_LINES = 3


def index_sheet(
    book: Any, rows: pl.DataFrame, words: ExportWords, looks: Mapping[str, Any]
) -> None:
    """A cell holds the class, or the sign of its state; no sheet where there is no index.

    A class in brackets stands at the border of two.

    Args:
        book: the workbook.
        rows: of ``Indices``.
        words: column titles.
        looks: formats by name.
    """
    if rows.is_empty():
        return
    sheet = book.add_worksheet(_("Composite indices"))
    areas = rows.select(AREA_COLUMNS).unique().sort("area")
    sheet.write_row(0, 0, [words.indices[name] for name in AREA_COLUMNS], looks["head"])
    places = {area: place for place, area in enumerate(areas["area"], start=1)}
    for area, name in areas.iter_rows():
        sheet.write_string(places[area], 0, area)
        sheet.write_string(places[area], 1, name or "")
    blocks = rows.sort("index", "part", "reference_date", descending=[False, True, True])
    column = len(AREA_COLUMNS)
    for block in blocks.partition_by("index", "part", "reference_date", maintain_order=True):
        first = block.row(0, named=True)
        head = f"{first['title']}: {first['part']}\n{format_date(first['reference_date'])}"
        sheet.write_string(0, column, head, looks["head"])
        for row in block.iter_rows(named=True):
            text = row["class"] if row["near"] is None else f"({row['class']})"
            shown = text if row["class"] else row["sign"] or ""
            sheet.write_string(places[row["area"]], column, shown, looks["class"])
        column += 1
    _finish(sheet, areas.height, column)


def _finish(sheet: Any, height: int, columns: int) -> None:
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_column(len(WIDTHS), columns - 1, CLASS_WIDTH)
    sheet.set_row(0, LINE * HEAD_LINES)
    sheet.freeze_panes(1, len(WIDTHS))
    sheet.autofilter(0, 0, height, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, len(WIDTHS) - 1)
