"""A marked copy of the supplier's file: coloured cells with the sentence as comment.

A workbook of the supplier's own is marked as it is; every other file becomes a workbook. Lines of
text, and the marked lines of a very large file, carry their numbers in front of them.
"""

import io
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import polars as pl
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.examine import Examined
from kreisblick.sealed.mapping.checks import Kind
from kreisblick.sealed.reading.model import Grid

__all__ = ["write_marked_copy"]

COLOURS: Mapping[Kind, str] = {"hard": "FFC7CE", "plausibility": "FFEB9C", "soft": "FFF7DB"}
GRAVEST: tuple[Kind, ...] = ("hard", "plausibility", "soft")
AUTHOR = "Kreisblick"
HEAD_ROWS = 5  # lines above the first marked one that show what the columns mean
WIDEST_PIXELS = 420
Marks = dict[tuple[int, int], tuple[Kind, str]]


def write_marked_copy(examined: Examined, target: Path) -> Path:
    """Write the copy as XLSX: red stops, yellow asks; the delivered file is not touched.

    Args:
        examined: a delivery with its cells and marks.
        target: where the copy goes.

    Returns:
        The path of the copy.
    """
    grid = examined.grid or Grid(cells=pl.DataFrame({"row": []}))
    marks = _by_cell(examined)
    limits = examined.arrival.definition.checks.rules().limits
    small = grid.cells.height * grid.cells.width <= limits.whole_copy_cells
    own = _own_workbook(examined.arrival.path, grid, marks) if small and grid.sheet else None
    if own is None:
        day = examined.arrival.day
        shown = grid if small else _extract(grid, marks)
        own = _rebuilt(shown, marks, day, numbered=not (small and grid.sheet))
    write_bytes(target, own)
    return target


def _by_cell(examined: Examined) -> Marks:
    """Per cell its gravest kind and all its sentences."""
    kinds: dict[tuple[int, int], list[Kind]] = defaultdict(list)
    texts: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row, column, text, kind in examined.marks:
        kinds[row, column].append(kind)
        texts[row, column].append(text)
    return {
        cell: (min(found, key=GRAVEST.index), "\n".join(dict.fromkeys(texts[cell])))
        for cell, found in sorted(kinds.items())
    }


def _own_workbook(source: Path, grid: Grid, marks: Marks) -> bytes | None:
    """The supplier's own workbook with marks; None where it is none that can be written."""
    try:
        book = load_workbook(source, keep_links=False)
        sheet = book[grid.sheet or book.sheetnames[0]]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError):
        return None  # ODS and XLS: their cells are written into a new workbook
    if not isinstance(sheet, Worksheet):
        return None
    for (row, column), (kind, text) in marks.items():
        cell = sheet.cell(row, column)
        colour = f"FF{COLOURS[kind]}"
        cell.fill = PatternFill(start_color=colour, end_color=colour, fill_type="solid")
        # a comment cannot hang on a covered cell of a merged range
        if hasattr(cell, "comment") and type(cell).__name__ == "Cell":
            cell.comment = Comment(text, AUTHOR)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _extract(grid: Grid, marks: Marks) -> Grid:
    """The marked lines and the first ones, where the whole would take minutes to open."""
    lines = sorted({row for row, _column in marks})
    head = pl.col("row") <= HEAD_ROWS
    return Grid(cells=grid.cells.filter(head | pl.col("row").is_in(lines)), named=grid.named)


def _rebuilt(grid: Grid, marks: Marks, day: date, *, numbered: bool) -> bytes:
    """The cells in a new workbook; numbered lines shift by one, so that numbers stand beside."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001
    sheet = book.add_worksheet((grid.sheet or _("delivery"))[:31])
    colours = {kind: book.add_format({"bg_color": f"#{c}"}) for kind, c in COLOURS.items()}
    if numbered:
        _number(sheet, grid, book.add_format({"font_color": "#5B6775"}))
    for line, (row, *cells) in enumerate(grid.cells.iter_rows()):
        top = line + 1 if numbered else row - 1
        for place, text in enumerate(cells, start=1):
            mark = marks.get((row, place))
            if text is not None or mark is not None:
                _write(sheet, (top, place - (not numbered)), text or "", mark, colours)
    sheet.autofit(WIDEST_PIXELS)
    book.close()
    return content.getvalue()


def _number(sheet: Any, grid: Grid, quiet: Any) -> None:
    """Numbers (or names) of the columns above, numbers of the lines in front."""
    sheet.write_string(0, 0, _("line"), quiet)
    for place, name in enumerate(grid.columns, start=1):
        sheet.write_string(0, place, (grid.named or {}).get(name, name), quiet)
    for line, row in enumerate(grid.cells["row"], start=1):
        sheet.write_number(line, 0, row, quiet)
    sheet.freeze_panes(1, 1)


def _write(
    sheet: Any,
    place: tuple[int, int],
    text: str,
    mark: tuple[Kind, str] | None,
    colours: Mapping[Kind, Any],
) -> None:
    if mark is None:
        sheet.write_string(*place, text)
        return
    kind, sentence = mark
    sheet.write_string(*place, text, colours[kind])
    sheet.write_comment(*place, sentence, {"author": AUTHOR, "x_scale": 2})
