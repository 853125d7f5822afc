"""Look at the rows of other dates of the year: twelve months are examined, and one is read.

Nothing of these rows is stored, so nothing that is wrong in them stops the acceptance. It is told
all the same: a slip may come again in the next delivery, and only now can it be asked about. Rows
of other years were examined when they were due, and are left alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import polars as pl

from kreisblick.sealed.intake.choose import choose_rows, chosen_by
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.dated import DatedName
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.region import Region

__all__ = ["look_at_other_dates"]

Examine = Callable[[Region, DeliveryDefinition, FaultBook], object]


def look_at_other_dates(
    region: Region,
    definition: DeliveryDefinition,
    book: FaultBook,
    examine: Examine,
    *,
    reference_date: date,
) -> None:
    """Tells what is wrong with counts of another month of the year, or with the sum of its months.

    Args:
        region: the table with all its rows.
        definition: how it is read on the reference date.
        book: takes the findings, none of them hard.
        examine: examines rows of one date as if they were delivered for it.
        reference_date: of the delivery.
    """
    for part in _parts(region, definition, reference_date):
        found = FaultBook(grid=book.grid, kinds=book.kinds)
        examine(part, definition.model_copy(update={"rows": ()}), found)
        _take_over(found, book)


def _parts(region: Region, definition: DeliveryDefinition, day: date) -> Iterator[Region]:
    """The rows of each other date of the year, by what their column of dates holds."""
    dated = [choice for choice in definition.rows if isinstance(choice.equals, DatedName)]
    if definition.grain != Grain.AGGREGATE or len(dated) != 1:
        return
    fixed = tuple(choice for choice in definition.rows if choice is not dated[0])
    only = definition.model_copy(update={"rows": fixed})
    region = choose_rows(region, only, FaultBook(grid=region.grid), reference_date=day)
    column = region.column(dated[0].column)
    if column is None:
        return
    texts = region.body[column].str.strip_chars()
    other = ~chosen_by(dated[0], texts, day)
    if other.all():
        return  # the date itself is missing, which is told
    for text in texts.filter(other).unique(maintain_order=True):
        if text is not None and _year_of(text, day) != day.year:
            continue
        rows = region.body.filter(other & texts.eq_missing(pl.Series([text], dtype=pl.String)))
        yield replace(region, body=rows)


def _year_of(text: str, day: date) -> int:
    """The year that a text is about; that of the delivery where it says none ("Jahr")."""
    found = find_period(text)
    return int(found.key[:4]) if found is not None and found.key[:4].isdigit() else day.year


def _take_over(found: FaultBook, book: FaultBook) -> None:
    """Findings at cells; what is said of the whole file is said of the due date alone."""
    for fault in found.faults:
        soft = replace(fault, hard=False)
        if fault.where and soft not in book.faults and fault not in book.faults:
            book.faults.append(soft)
    known = set(book.marks)
    book.marks.extend(mark for mark in found.marks if mark not in known)
    book.comments |= {
        text: one for text, one in found.comments.items() if text not in book.comments
    }
