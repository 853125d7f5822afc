"""Look at sums: printed totals, in rows and columns, that their parts do not add up to.

The table's own sums are looked at as they stand, whether the definition reads them or not. Where a
number belongs to a sum that holds and to one that does not, the other numbers are the likelier
slip: the cell that most wrong sums and fewest right ones share is named.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.intake.bounded import bounds_of
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.looked import looked_at, numbers_read
from kreisblick.sealed.intake.relations import Relation, relations_in
from kreisblick.sealed.mapping.definition import DeliveryDefinition, Grain
from kreisblick.sealed.reading.region import Region, plain
from kreisblick.sealed.reading.rules import shipped_table_rules

__all__ = ["look_at_sums"]

NO_SUM = (
    r"(?i)anteil|quote|prozent|%|\bje\b|durchschn|mittel|dichte|rate\b|index|rang\b|wochen|veränd|"
    r"faktor|\bin v\.? ?h\.?\b|promille"
)
HEADED = r"(?i)insg|gesamt|summe|zusammen|total|\bges\.|^alle\b|^sum\b"
"""Headings that say a column is the sum of others, also in an export's shortened words."""
MOST_ALIKE = 6  # cells of which each may be the slip; more, and only the total is named
Cell = tuple[int, int]  # row and column of the matrix


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """The numbers of a table with the names of their rows and columns."""

    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    rows: Sequence[int]
    columns: Sequence[str]
    said: np.ndarray
    headed: np.ndarray

    def place(self, cell: Cell) -> Cell:
        """Row and column in the file."""
        return self.rows[cell[0]], int(self.columns[cell[1]])


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
    sheet = _sheet(region, definition, book)
    silent = definition.grain == Grain.AGGREGATE
    by_row = relations_in(sheet.low, sheet.high, sheet.said, silent=silent)
    by_column = relations_in(sheet.low.T, sheet.high.T, sheet.headed, silent=False)
    wrong = [*_wrong(by_row, turned=False), *_wrong(by_column, turned=True)]
    _tell_unproved(by_row, sheet, region, book)
    if wrong:
        right = Counter([*_right(by_row, turned=False), *_right(by_column, turned=True)])
        _tell(wrong, right, sheet, region, book)


def _tell_unproved(
    by_row: Sequence[Relation], sheet: _Sheet, region: Region, book: FaultBook
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


def _sheet(region: Region, definition: DeliveryDefinition, book: FaultBook) -> _Sheet:
    body = data_rows(region, definition)
    body = body.unique(region.grid.columns, keep="first", maintain_order=True)
    counts = {one.column for one in looked_at(region, definition) if one.held == "count"}
    counts |= numbers_read(region, definition)
    columns = [
        name
        for name in region.grid.columns
        if name in counts and not pl.Series([region.headings.get(name, "")]).str.contains(NO_SUM)[0]
    ]
    bounds = [_bounds(body, name, definition, book) for name in columns]
    none = np.zeros((body.height, 0))
    low = np.column_stack([one for one, _high in bounds]) if bounds else none
    high = np.column_stack([one for _low, one in bounds]) if bounds else none
    heads = [plain(region.headings.get(name, "").rsplit(" | ", 1)[-1]) for name in columns]
    said = pl.Series(heads, dtype=pl.String).str.contains(HEADED)
    return _Sheet(
        low=low,
        high=high,
        rows=body["row"].to_list(),
        columns=columns,
        said=_says_sum(body, columns, definition),
        headed=said.fill_null(value=False).to_numpy(),
    )


def _bounds(
    body: pl.DataFrame, column: str, definition: DeliveryDefinition, book: FaultBook
) -> tuple[np.ndarray, np.ndarray]:
    bad = [row for row, place in book.places if place == int(column)]
    wrong = body["row"].is_in(bad)
    return bounds_of(body[column], definition.format, definition.signs, wrong)


def _says_sum(
    body: pl.DataFrame, counts: Sequence[str], definition: DeliveryDefinition
) -> np.ndarray:
    """Rows with a cell that says they are sums, by its words or by the definition."""
    patterns = [shipped_table_rules().total, *(total.pattern for total in definition.totals)]
    words = [name for name in body.columns if name not in {"row", *counts}]
    found = [pl.col(name).str.contains(pattern) for name in words for pattern in patterns]
    if not found:
        return np.zeros(body.height, dtype=bool)
    return body.select(pl.any_horizontal(found).fill_null(value=False)).to_series().to_numpy()


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
    wrong: Sequence[_Wrong], right: Counter[Cell], sheet: _Sheet, region: Region, book: FaultBook
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


def _words(one: _Wrong, cells: Sequence[Cell], sheet: _Sheet, region: Region) -> str:
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
