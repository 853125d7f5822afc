"""A layout whose faults are fair: a wrong sum is put only where a person could see it.

Beside the common faults an office's own kind may be added with ``more``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from openpyxl.utils import get_column_letter
from tests.layouts.book import Book, Cell, Draft, Page, Said, Value, sum_of
from tests.layouts.faults import spoil
from tests.layouts.layout import Layout
from tests.layouts.model import FaultTruth, Truth
from tests.layouts.truth import truth_of
from tests.layouts.write import write

MOST = 15  # faults in a file
TRIES = 200
Spot = tuple[Page, Draft, int, int]
More = Callable[[Book, Random, tuple[FaultTruth, ...]], tuple[FaultTruth, ...]]


@dataclass(frozen=True, kw_only=True)
class Fair(Layout):
    """A layout with fair faults. ``more`` adds faults that only this office makes."""

    more: More | None = None

    def faulty(self, folder: Path, year: int, seed: int) -> Truth:
        """Write the file with 5 to 15 faults, none of which only the office itself could see."""
        for turn in range(TRIES):
            book = self._book(year, seed)
            dice = Random(f"{self.key} {year} {seed} faults {turn}")
            faults = spoil(book, dice, loses=self.loses)
            if not fair(book, faults):
                continue
            if self.more and len(faults) < MOST:
                faults += self.more(book, dice, faults)
            return replace(truth_of(book, write(book, folder), strict=False), faults=faults)
        raise AssertionError(f"{self.key}: no fair place for a wrong sum")


def fair(book: Book, faults: tuple[FaultTruth, ...]) -> bool:
    """Whether every number that a wrong sum adds up is there to be added."""
    return all(
        _checkable(draft, fault)
        for fault in faults
        if fault.kind == "total_does_not_fit"
        for page in book.pages
        if page.name == fault.sheet
        for draft in page.tables
        if fault.row in draft.values
    )


def _checkable(draft: Draft, fault: FaultTruth) -> bool:
    assert fault.row is not None and fault.column is not None
    at = fault.column - draft.left
    if fault.row in draft.rows["total"]:
        return all(_added(draft.values[row][at]) for row in draft.rows["data"])
    parts = [i for i, col in enumerate(draft.columns) if col.means in ("value", "places")]
    return all(_added(draft.values[fault.row][i]) for i in parts)


def _added(value: Value) -> bool:
    """A number, or a sign for nothing at all."""
    return isinstance(value, int | float) or (isinstance(value, Said) and value.text in "-–")


def sum_beside(table: Draft, at: int, *, part: bool = False) -> dict[int, Value]:
    """What a row of sums shows in a column that we do not read: for ``fill`` of ``total``."""
    rows = table.rows["data"][table.since if part else 0 :]
    return {at: sum_of(table.values[row][at] for row in rows)}


def put_fault(
    book: Book,
    dice: Random,
    faults: tuple[FaultTruth, ...],
    *,
    kind: str,
    heading: str,
    value: str | float,
    where: Callable[[Value], bool] = lambda value: value not in (None, ""),
) -> tuple[FaultTruth, ...]:
    """One cell more is wrong, in a data row that has no other fault."""
    taken = {(fault.sheet, fault.row) for fault in faults}
    spots: list[Spot] = [
        (page, draft, row, index)
        for page in book.pages
        for draft in page.tables
        for index, column in enumerate(draft.columns)
        if column.heading == heading
        for row in draft.rows["data"]
        if where(draft.values[row][index]) and (page.name, row) not in taken
    ]
    page, draft, row, index = dice.choice(spots)
    column = draft.left + index
    draft.values[row][index] = value
    page.cells[row, column] = Cell(value, draft.columns[index].format)
    found = FaultTruth(
        kind=kind,
        sheet=page.name,
        row=row,
        column=column,
        cell=f"{get_column_letter(column)}{row}",
        heading=heading,
    )
    return (found,)
