"""Where a fault is, in words: sheet and cells, or lines and column; many of them shortened.

The words name a few places; the marked copy has them all.
"""

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.utility import xl_col_to_name

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.model import GROUP, Grid

__all__ = ["where_across", "where_all"]

NAMED = 6  # a supplier looks at a few places to see what is meant
FEWEST_IN_RANGE = 3  # two cells side by side are named singly


def where_all(grid: Grid, rows: Sequence[int], column: str | None) -> str:
    """The place of rows, or of the cells that they have in a column.

    Args:
        grid: where they stand.
        rows: lines of the sheet or file, in any order; at least one.
        column: their column; None for the whole rows.
    """
    runs = _runs(sorted(set(rows)))
    if len(runs) == 1 and runs[0][0] == runs[0][1]:
        return grid.where(runs[0][0], column)
    letters = xl_col_to_name(int(column) - 1) if column not in (None, GROUP) else ""
    shown = _listed(runs, letters if grid.sheet is not None else "")
    told = {"sheet": grid.sheet, "shown": shown, "column": column}
    if grid.sheet is None:
        words = _("lines {shown}, column {column}") if letters else _("lines {shown}")
    else:
        words = (
            _("sheet '{sheet}', cells {shown}") if letters else _("sheet '{sheet}', rows {shown}")
        )
    return words.format(**told)


def where_across(grid: Grid, row: int, columns: Sequence[int]) -> str:
    """The place of several cells of one row."""
    if len(columns) == 1:
        return grid.where(row, str(columns[0]))
    if grid.sheet is None:
        shown = _joined([str(column) for column in columns[:NAMED]])
        return _("line {row}, columns {shown}").format(row=row, shown=shown)
    shown = _joined([f"{xl_col_to_name(column - 1)}{row}" for column in columns[:NAMED]])
    return _("sheet '{sheet}', cells {shown}").format(sheet=grid.sheet, shown=shown)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of neighbours; two of them stay two."""
    edges = [n for n, (a, b) in enumerate(pairwise(rows), start=1) if b - a > 1]
    parts = [rows[a:b] for a, b in pairwise([0, *edges, len(rows)])]
    found: list[tuple[int, int]] = []
    for part in parts:
        long = len(part) >= FEWEST_IN_RANGE
        found += [(part[0], part[-1])] if long else [(row, row) for row in part]
    return found


def _listed(runs: Sequence[tuple[int, int]], letters: str) -> str:
    texts = [_run(a, b, letters) for a, b in runs[:NAMED]]
    rest = sum(b - a + 1 for a, b in runs[NAMED:])
    if rest:
        more = _("and {count} more").format(count=format_count(rest))
        return f"{', '.join(texts)} {more}"
    return _joined(texts)


def _joined(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return _("{first} and {last}").format(first=", ".join(texts[:-1]), last=texts[-1])


def _run(first: int, last: int, letters: str) -> str:
    if first == last:
        return f"{letters}{first}"
    return f"{letters}{first}:{letters}{last}" if letters else f"{first}–{last}"
