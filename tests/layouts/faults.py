"""Faults as offices make them, put into a finished book on purpose, with their places."""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from openpyxl.utils import get_column_letter
from tests.layouts.book import Book, Cell, Draft, Page, Value
from tests.layouts.model import FaultTruth

COUNTS = ("value", "places")
CODED = ("sex", "citizenship", "family_status", "main_home", "code")
DATES = ("birth_date", "date", "from_date", "until_date")
PLACED = ("area_code", "area_name", "municipality_code", "municipality_name")
FEW_ROWS = 12  # below it, faults share rows
Spot = tuple[Page, Draft, int, int]  # page, table, row, index of the column in the table
Touched = set[tuple[int, int, int]]  # page, row, index of a column, or -1 for the whole row


def spoil(book: Book, dice: Random, *, loses: str | None) -> tuple[FaultTruth, ...]:
    """Put 5 to 15 faults in and say where; no two in one row unless the tables are small."""
    found: list[FaultTruth] = []
    if loses:
        found.append(_lose_column(book, loses))
    touched: Touched = set()
    rows = sum(len(draft.rows["data"]) for page in book.pages for draft in page.tables)
    few = rows < FEW_ROWS
    found += _repeat_row(book, dice, touched)
    for kind, means, replacement in KINDS:
        spots = [spot for spot in _spots(book, means) if _free(spot, touched)]
        dice.shuffle(spots)
        for page, draft, row, index in _in_different_rows(spots)[: 1 if few else 2]:
            old = draft.values[row][index]
            _replace(page, draft, row, index, replacement(old))
            touched.add((id(page), row, index if few else -1))
            found.append(_fault(kind, page, draft, row, index))
    found += _wrong_total(book, dice, touched)
    return tuple(found[:15])


def _in_different_rows(spots: list[Spot]) -> list[Spot]:
    return list({(id(page), row): (page, draft, row, i) for page, draft, row, i in spots}.values())


def _free(spot: Spot, touched: Touched) -> bool:
    page, _, row, index = spot
    return not {(id(page), row, -1), (id(page), row, index)} & touched


def _spots(book: Book, means: tuple[str, ...]) -> Iterator[Spot]:
    """Every filled data cell of the columns that mean this; of counts, only those with a number."""
    for page in book.pages:
        for draft in page.tables:
            for index, column in enumerate(draft.columns):
                if column.means not in means:
                    continue
                for row in draft.rows["data"]:
                    value = draft.values[row][index]
                    numeric = isinstance(value, int | float) or getattr(value, "number", None)
                    if value not in (None, "") and (means != COUNTS or numeric):
                        yield page, draft, row, index


def _text(value: Value) -> str:
    shown = getattr(value, "text", value)
    return f"{shown:%d.%m.%Y}" if isinstance(shown, date) else str(shown)


def _letter(value: Value) -> str:
    return _text(value)[:-1] + "O"


def _unknown_place(value: Value) -> str:
    text = _text(value)
    return "99" + text[2:] if text[:1].isdigit() else "Musterdorf-Süd"


def _broken_date(value: Value) -> str:
    text = _text(value)
    if text.isdigit():
        return (
            text[:4] + "1345" if len(text) == 8 and text[:2] in ("19", "20") else "3102" + text[4:]
        )
    return "31.02." + text[-4:]


def _broken_postcode(value: Value) -> str:
    text = _text(value)
    return text.zfill(5)[:1] + "52O" + text[4:] if len(text) > 5 else text.zfill(5)[1:4] + "O"


KINDS: tuple[tuple[str, tuple[str, ...], Callable[[Value], str | int]], ...] = (
    ("letter_in_number", COUNTS, _letter),
    ("text_in_count", COUNTS, lambda _: "siehe Anlage"),
    ("negative_count", COUNTS, lambda _: -4),
    ("unknown_area", PLACED, _unknown_place),
    ("impossible_date", DATES, _broken_date),
    ("impossible_year", ("birth_year",), lambda _: "2987"),
    ("unknown_code", CODED, lambda _: "Q"),
    ("broken_postcode", ("postcode", "postcode_place"), _broken_postcode),
)


def _replace(page: Page, draft: Draft, row: int, index: int, value: str | int) -> None:
    draft.values[row][index] = value
    page.cells[row, draft.left + index] = Cell(value)


def _fault(kind: str, page: Page, draft: Draft, row: int, index: int) -> FaultTruth:
    column = draft.left + index
    return FaultTruth(
        kind=kind,
        sheet=page.name,
        row=row,
        column=column,
        cell=f"{get_column_letter(column)}{row}",
        heading=draft.columns[index].heading,
    )


def _wrong_total(book: Book, dice: Random, touched: Touched) -> list[FaultTruth]:
    """One printed sum, in a row of sums or else in a column of them, is seven too high."""
    rows = [
        (page, draft, row, index)
        for page in book.pages
        for draft in page.tables
        for row in [*draft.rows["total"], *draft.rows["data"]]
        for index, column in enumerate(draft.columns)
        if isinstance(draft.values[row][index], int)
        and (column.means == "total" or (row in draft.rows["total"] and column.means in COUNTS))
        and _free((page, draft, row, index), touched)
    ]
    if not rows:
        return []
    page, draft, row, index = dice.choice(rows)
    old = draft.values[row][index]
    assert isinstance(old, int)
    draft.values[row][index] = old + 7
    page.cells[row, draft.left + index] = Cell(old + 7, draft.columns[index].format)
    touched.add((id(page), row, index))
    return [_fault("total_does_not_fit", page, draft, row, index)]


def _repeat_row(book: Book, dice: Random, touched: Touched) -> list[FaultTruth]:
    """The last data row of a page's last table stands there twice."""
    page = dice.choice([page for page in book.pages if page.tables])
    if any(draft.left > 1 for draft in page.tables):
        return []
    draft = page.tables[-1]
    row = draft.rows["data"][-1]
    _open_row(page, row + 1)
    for (at, column), cell in list(page.cells.items()):
        if at == row:
            page.cells[row + 1, column] = cell
    draft.values[row + 1] = list(draft.values[row])
    draft.rows["data"].append(row + 1)
    touched.update({(id(page), row, -1), (id(page), row + 1, -1)})
    return [_fault("duplicate_row", page, draft, row + 1, 0)]


def _open_row(page: Page, new: int) -> None:
    """Everything from this row on moves down by one."""

    def moved(row: int) -> int:
        return row + (row >= new)

    page.cells = {(moved(row), column): cell for (row, column), cell in page.cells.items()}
    page.merges = [(moved(r), c, moved(r2), c2) for r, c, r2, c2 in page.merges]
    page.hidden_rows = {moved(row) for row in page.hidden_rows}
    for draft in page.tables:
        draft.values = {moved(row): values for row, values in draft.values.items()}
        for role, rows in draft.rows.items():
            draft.rows[role] = [moved(row) for row in rows]
    page.row += 1


def _lose_column(book: Book, heading: str) -> FaultTruth:
    """The column with this heading is not there any more, in the first table that has it."""
    page, draft, index = next(
        (page, draft, index)
        for page in book.pages
        for draft in page.tables
        for index, column in enumerate(draft.columns)
        if column.heading == heading
    )
    gone = draft.left + index
    page.cells = {
        (row, column - (column > gone)): cell
        for (row, column), cell in page.cells.items()
        if column != gone
    }
    page.merges = [
        (r, c - (c > gone), r2, c2 - (c2 >= gone))
        for r, c, r2, c2 in page.merges
        if not c == c2 == gone
    ]
    page.merges = [merge for merge in page.merges if merge[:2] != merge[2:]]
    page.hidden_columns = {
        column - (column > gone) for column in page.hidden_columns if column != gone
    }
    del draft.columns[index]
    for values in draft.values.values():
        del values[index]
    return FaultTruth(
        kind="missing_column", sheet=page.name, row=None, column=None, cell=None, heading=heading
    )
