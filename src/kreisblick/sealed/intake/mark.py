"""A marked copy of the supplier's own file: red cells with the sentence as comment."""

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.model import Grid

__all__ = ["write_marked_copy"]

RED = PatternFill(start_color="FFFFC7CE", end_color="FFFFC7CE", fill_type="solid")
AUTHOR = "Kreisblick"


def write_marked_copy(
    source: Path, grid: Grid, marks: Sequence[tuple[int, int, str]], target: Path
) -> Path:
    """Write the copy as XLSX: the supplier's own workbook where it is one, else its cells.

    Args:
        source: the delivered workbook; it is not touched.
        grid: its cells.
        marks: (row, column from 1, sentence).
        target: where the copy goes.

    Returns:
        The path of the copy.
    """
    book, sheet = _copy(source, grid)
    sentences: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row, column, sentence in marks:
        sentences[row, column].append(sentence)
    for (row, column), texts in sentences.items():
        cell = sheet.cell(row, column)
        cell.fill = RED
        # a comment cannot hang on a covered cell of a merged range
        if hasattr(cell, "comment") and type(cell).__name__ == "Cell":
            cell.comment = Comment("\n".join(dict.fromkeys(texts)), AUTHOR)
    content = io.BytesIO()
    book.save(content)
    write_bytes(target, content.getvalue())
    return target


def _copy(source: Path, grid: Grid) -> tuple[Workbook, Worksheet]:
    try:
        book = load_workbook(source)
        sheet = book[grid.sheet or book.sheetnames[0]]
        if isinstance(sheet, Worksheet):
            return book, sheet
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError):
        pass  # ODS and XLS: their cells are written into a new workbook
    return _rebuilt(grid)


def _rebuilt(grid: Grid) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = (grid.sheet or _("delivery"))[:31]
    for row, *cells in grid.cells.iter_rows():
        for column, text in enumerate(cells, start=1):
            if text is not None:
                sheet.cell(row, column, text)
    return book, sheet
