"""Look at the rest: slips in rows that found no area, and rows that stand there twice as they are.

A row whose area is unknown is read no further; what else is wrong in it is told all the same, so
that the supplier mends everything at once.
"""

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.come_from import area_column
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.strays import no_numbers, says_nothing
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region

__all__ = ["look_at_rest", "look_for_shifted_rows"]

FEWEST_SHIFTED = 3  # wrong cells side by side; two may be two slips
MOST_EMPTY = 0.2  # of a column of counts; where more are empty, emptiness has a meaning
FEWEST_FILLED = 3  # cells of a row that say more than a line between two parts


def look_at_rest(region: Region, definition: DeliveryDefinition, book: FaultBook) -> None:
    """Cells and rows of a table of counts that nothing was said about so far.

    Args:
        region: the table.
        definition: which of its columns are counts.
        book: takes the findings; what stands in it is not told again.
    """
    if definition.grain != Grain.AGGREGATE:
        return
    body = data_rows(region, definition)
    for value in definition.values:
        column = region.column(value.column)
        if column is not None and not value.codes:
            _look(body, column, definition, book)
            _look_for_empty(region, body, column, definition, book)
    _look_for_twins(region, body, definition, book)


def look_for_shifted_rows(book: FaultBook) -> None:
    """Rows in which three cells or more are not what their column holds: something has moved."""
    marks = pl.DataFrame(
        [(row, column) for row, column, _text in book.marks if column > 1],
        schema=["row", "column"],
        orient="row",
    ).unique()
    wrong = marks.group_by("row").len().filter(pl.col("len") >= FEWEST_SHIFTED)
    words = (
        _("Several cells of this row do not belong into their columns. Have they been shifted?"),
        _(
            "In {count} rows several cells do not belong into their columns. Have they been "
            "shifted?"
        ),
    )
    book.tell("shifted_row", words, sorted(wrong["row"]), None)


def _look_for_empty(
    region: Region, body: pl.DataFrame, column: str, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Counts that are missing among others, where nobody has agreed what that means."""
    area = area_column(region, definition)
    empty = body[column].is_null()
    if area is None or "" in definition.signs or empty.sum() > MOST_EMPTY * len(empty):
        return
    rows = body["row"].filter(empty & body[area].is_not_null()).to_list()
    words = (
        _("This cell is empty. Is the number zero, unknown or withheld? Write 0 or a sign."),
        _("{count} cells are empty. Are the numbers zero, unknown or withheld? Write 0 or a sign."),
    )
    book.tell("empty_count", words, rows, column)


def _look(body: pl.DataFrame, column: str, definition: DeliveryDefinition, book: FaultBook) -> None:
    told = [row for row, place in book.places if place == int(column)]
    cells, rows = body[column], body["row"]
    open_ = ~rows.is_in(told) & ~cells.is_in(list(definition.signs)).fill_null(value=True)
    words = (
        _("This is neither a number nor one of the agreed signs. Write a number or a sign."),
        _("{count} cells hold neither numbers nor agreed signs. Write numbers or signs."),
    )
    book.tell("unreadable", words, rows.filter(open_ & no_numbers(cells)).to_list(), column,
              hard=True)  # fmt: skip
    if definition.checks.no_negative:
        below = cells.str.contains(r"^[-−][0-9]").fill_null(value=False) & ~says_nothing(cells)
        words = (
            _("A count cannot be below zero. Correct it."),
            _("{count} counts are below zero; a count cannot be. Correct them."),
        )
        book.tell("negative_count", words, rows.filter(open_ & below).to_list(), column, hard=True)


def _look_for_twins(
    region: Region, body: pl.DataFrame, definition: DeliveryDefinition, book: FaultBook
) -> None:
    """Rows that are like another one in every cell, an area's name among them."""
    area = area_column(region, definition)
    if area is None or not definition.checks.no_duplicate_areas:
        return
    columns = [name for name in region.grid.columns if name in body.columns]
    filled = body.select(pl.sum_horizontal(pl.col(columns).is_not_null())).to_series()
    again = ~body.select(columns).hash_rows(seed=0).is_first_distinct()
    told = {row for row, place in book.places if place == int(area)}
    found = again & (filled >= FEWEST_FILLED) & body[area].is_not_null()
    rows = [row for row in body["row"].filter(found) if row not in told]
    words = (
        _(
            "This row is like another row in every cell. Was something exported twice? Take the "
            "surplus row out, or confirm that it is right."
        ),
        _(
            "{count} rows are like another row in every cell. Was something exported twice? Take "
            "the surplus rows out, or confirm that they are right."
        ),
    )
    book.tell("duplicate_rows", words, rows, area)
