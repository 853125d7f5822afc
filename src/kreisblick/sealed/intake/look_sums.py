"""Look at sums: printed totals, in rows and columns, that their parts do not add up to.

The table's own sums are looked at as they stand, whether the definition reads them or not. Where a
number belongs to a sum that holds and to one that does not, the other numbers are the likelier
slip: the cell that most wrong sums and fewest right ones share is named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.look_unproved import (
    tell_carried,
    tell_unproved,
    tell_unproved_rows,
)
from kreisblick.sealed.intake.relations import Relation, relations_in
from kreisblick.sealed.intake.sums_sheet import Cell, Sheet, sheet_of
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region

__all__ = ["look_at_sums"]

MOST_ALIKE = 6  # cells of which each may be the slip; more, and only the total is named


@dataclass(frozen=True, kw_only=True)
class _Wrong:
    """A sum that does not hold in one row or column."""

    total: Cell
    parts: tuple[Cell, ...]
    summed: float


def look_at_sums(region: Region, definition: DeliveryDefinition, book: FaultBook) -> None:
    """Totals of a table of counts or facilities that are not the sums of their parts.

    Args:
        region: the table, its rows of sums among the others.
        definition: which columns and rows are what.
        book: takes the findings; cells that were found before count as unknown.
    """
    if definition.grain == Grain.PERSON or not book.wanted("sum_of_cells"):
        return
    sheet = sheet_of(region, definition, book)
    silent = definition.grain == Grain.AGGREGATE
    by_row = relations_in(sheet.low, sheet.high, sheet.said, silent=silent, alone=True)
    by_column = relations_in(sheet.low.T, sheet.high.T, sheet.headed, silent=False)
    wrong = [*_wrong(by_row, turned=False), *_wrong(by_column, turned=True)]
    tell_unproved(by_row, sheet, region, book)
    tell_unproved_rows(by_column, sheet, region, book)
    tell_carried(sheet, region, book)
    if wrong:
        right = Counter([*_right(by_row, turned=False), *_right(by_column, turned=True)])
        _tell(wrong, right, sheet, region, book)


def _wrong(relations: Sequence[Relation], *, turned: bool) -> list[_Wrong]:
    """The sums that fail, but for columns in which most of them do: these hold no counts."""
    found = []
    for one in relations:
        for across in np.flatnonzero(one.fails):
            if _no_counts(relations, int(across)):
                continue
            parts = tuple(_at(part, int(across), turned=turned) for part in one.parts)
            total = _at(one.total, int(across), turned=turned)
            found.append(_Wrong(total=total, parts=parts, summed=float(one.summed[across])))
    return found


def _no_counts(relations: Sequence[Relation], across: int) -> bool:
    """Several sums fail in a column and none of them holds."""
    fails = sum(bool(one.fails[across]) for one in relations)
    holds = sum(bool(one.holds[across]) for one in relations)
    return fails > 2 * max(holds, 1)


def _right(relations: Sequence[Relation], *, turned: bool) -> list[Cell]:
    return [
        _at(line, int(across), turned=turned)
        for one in relations
        for across in np.flatnonzero(one.holds)
        for line in (one.total, *one.parts)
    ]


def _at(line: int, across: int, *, turned: bool) -> Cell:
    return (across, line) if turned else (line, across)


def _tell(
    wrong: Sequence[_Wrong], right: Counter[Cell], sheet: Sheet, region: Region, book: FaultBook
) -> None:
    """Each wrong sum at the cells that are most likely the slip, a cell only once."""
    blamed = Counter(cell for one in wrong for cell in (one.total, *one.parts))
    before = book.places
    told: set[Cell] = set()
    for one in wrong:
        cells = [cell for cell in (one.total, *one.parts) if sheet.place(cell) not in before]
        cells = _slips(cells, one.total, blamed, right)
        if not cells or told & set(cells):
            continue
        places = [sheet.place(cell) for cell in cells]
        told |= set(cells)
        book.line("sum_of_cells", _words(one, cells, sheet, region), places)


def _slips(
    cells: Sequence[Cell], total: Cell, blamed: Counter[Cell], right: Counter[Cell]
) -> list[Cell]:
    """The cells most sums speak against: one, or a few; the total where many are alike."""
    weights = {cell: blamed[cell] - right[cell] for cell in cells}
    heaviest = max(weights.values(), default=0)
    found = [cell for cell in cells if weights[cell] == heaviest]
    return found if len(found) <= MOST_ALIKE or total not in found else [total]


def _words(one: _Wrong, cells: Sequence[Cell], sheet: Sheet, region: Region) -> str:
    figures = {
        "total": format_count(sheet.low[one.total]),
        "parts": format_count(one.summed),
    }
    if one.total in cells:
        message = _(
            "The total is {total}, but its parts add up to {parts}. Correct the total or the part."
        )
        return message.format(**figures)
    message = _(
        "With this cell the parts add up to {parts}, but the total ({where}) is {total}. Correct "
        "the cell or the total."
    )
    where = region.grid.where(sheet.rows[one.total[0]], sheet.columns[one.total[1]])
    return message.format(where=where, **figures)
