"""Look at sums that cannot be proved yet, and at those that are carried to the next page."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.relations import Relation
from kreisblick.sealed.intake.sums_sheet import Sheet
from kreisblick.sealed.reading.region import Region

__all__ = ["tell_carried", "tell_unproved", "tell_unproved_rows"]

NO_COUNTS = frozenset({"unreadable", "negative_count", "stray_cell"})
"""Findings at cells that hold no count at all."""


def tell_unproved(
    by_row: Sequence[Relation], sheet: Sheet, region: Region, book: FaultBook
) -> None:
    """Sums of columns in which a cell has to be mended: nobody can tell yet."""
    before = book.places
    unread = np.isinf(sheet.high) & (sheet.low == 0)
    for number, name in enumerate(sheet.columns):
        spoilt = any(
            (row, int(name)) in before
            for line, row in enumerate(sheet.rows)
            if unread[line, number]
        )
        known = {one.total for one in by_row if one.holds[number] or one.fails[number]}
        open_ = [
            row
            for line, row in enumerate(sheet.rows)
            if sheet.said[line] and not unread[line, number] and line not in known
            if (row, int(name)) not in before
        ]
        if spoilt:
            heading = region.headings.get(name, name)
            book.tell("sum_unproved", _unproved(), open_, name, name=heading)


def _unproved() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this sum could not be checked, for other cells of the column have to "
            "be mended. Please check it when you do."
        ),
        _(
            "Column '{name}': {count} sums could not be checked, for other cells of the column "
            "have to be mended. Please check them when you do."
        ),
    )


def tell_unproved_rows(
    by_column: Sequence[Relation], sheet: Sheet, region: Region, book: FaultBook
) -> None:
    """Sums beside their parts, one of which has to be mended."""
    before = book.places
    codes = {fault.message: fault.code for fault in book.faults}
    spoilt = {(row, place) for row, place, text in book.marks if codes.get(text) in NO_COUNTS}
    for one in by_column:
        total = sheet.columns[one.total]
        rows = [
            row
            for row in sheet.rows
            if (row, int(total)) not in before
            and any((row, int(sheet.columns[part])) in spoilt for part in one.parts)
        ]
        heading = region.headings.get(total, total)
        book.tell("sum_unproved", _unproved_rows(), rows, total, name=heading)


def _unproved_rows() -> tuple[str, str]:
    return (
        _(
            "Column '{name}': this sum could not be checked, for other cells of the row have to be "
            "mended. Please check it when you do."
        ),
        _(
            "Column '{name}': {count} sums could not be checked, for other cells of their rows "
            "have to be mended. Please check them when you do."
        ),
    )


def tell_carried(sheet: Sheet, region: Region, book: FaultBook) -> None:
    """What is carried to the next page and arrives there as another number."""
    lines = [line for line, carried in enumerate(sheet.carried) if carried]
    for above, below in pairwise(lines):
        if below != above + 1:
            continue
        for place, column in enumerate(sheet.columns):
            first, second = sheet.low[above, place], sheet.low[below, place]
            exact = first == sheet.high[above, place] and second == sheet.high[below, place]
            if (
                exact
                and first != second
                and not {sheet.place((n, place)) for n in (above, below)} & book.places
            ):
                message = _(
                    "Carried over were {first}, but here stand {second}. Correct one of the two."
                ).format(first=format_count(first), second=format_count(second))
                book.cells("sum_of_cells", message, [sheet.rows[below]], column, hard=False)
