"""The numbers of a table with the bounds of each, as sums are looked for in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from kreisblick.sealed.intake.bounded import bounds_of
from kreisblick.sealed.intake.data_rows import data_rows
from kreisblick.sealed.intake.faults import FaultBook
from kreisblick.sealed.intake.looked import looked_at, numbers_read
from kreisblick.sealed.mapping.definition import DeliveryDefinition
from kreisblick.sealed.reading.region import Region, plain
from kreisblick.sealed.reading.rules import shipped_table_rules

__all__ = ["Cell", "Sheet", "sheet_of"]

NO_SUM = (
    r"(?i)anteil|quote|prozent|%|\bje\b|durchschn|mittel|dichte|rate\b|index|rang\b|wochen|veränd|"
    r"faktor|\bin v\.? ?h\.?\b|promille"
)
HEADED = r"(?i)insg|gesamt|summe|zusammen|total|\bges\.|^alle\b|^sum\b"
"""Headings that say a column is the sum of others, also in an export's shortened words."""
OF_THE_DISTRICT = r"(?i)^(?:land)?kreis\b"
CARRIED = r"(?i)^übertrag\b"
Cell = tuple[int, int]  # row and column of the matrix


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The numbers of a table with the names of their rows and columns.

    Attributes:
        low, high: bounds of the numbers, one row per line.
        rows, columns: their lines in the file, and columns of the grid.
        said: lines that say they are sums.
        headed: columns whose headings say so.
        carried: lines that carry a sum to the next page.
    """

    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    rows: Sequence[int]
    columns: Sequence[str]
    said: np.ndarray
    headed: np.ndarray
    carried: np.ndarray

    def place(self, cell: Cell) -> Cell:
        """Row and column in the file."""
        return self.rows[cell[0]], int(self.columns[cell[1]])


def sheet_of(region: Region, definition: DeliveryDefinition, book: FaultBook) -> Sheet:
    """The columns of counts of a table; cells that were found before are unknown."""
    body = data_rows(region, definition)
    body = body.unique(region.grid.columns, keep="first", maintain_order=True)
    counts = {one.column for one in looked_at(region, definition) if one.held == "count"}
    counts |= numbers_read(region, definition)
    columns = [
        name
        for name in region.grid.columns
        if name in counts and not pl.Series([region.headings.get(name, "")]).str.contains(NO_SUM)[0]
    ]
    counted = [pl.col(name).is_not_null() for name in columns]
    body = body.filter(pl.any_horizontal(counted)) if counted else body  # names of groups, remarks
    bounds = [_bounds(body, name, definition, book) for name in columns]
    none = np.zeros((body.height, 0))
    low = np.column_stack([one for one, _high in bounds]) if bounds else none
    high = np.column_stack([one for _low, one in bounds]) if bounds else none
    heads = [plain(region.headings.get(name, "").rsplit(" | ", 1)[-1]) for name in columns]
    said = pl.Series(heads, dtype=pl.String).str.contains(HEADED)
    return Sheet(
        low=low,
        high=high,
        rows=body["row"].to_list(),
        columns=columns,
        said=_says_sum(body, columns, definition),
        carried=_says(body, columns, [CARRIED]),
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
    of_the_district = _says(body, counts, [OF_THE_DISTRICT], first=True)
    return np.asarray(_says(body, counts, patterns) | of_the_district)


def _says(
    body: pl.DataFrame, counts: Sequence[str], patterns: Sequence[str], *, first: bool = False
) -> np.ndarray:
    """Rows with a cell of words that has one of the patterns; the first filled one alone."""
    words = [name for name in body.columns if name not in {"row", *counts}]
    if first and words:
        heads = body.select(pl.coalesce(words).str.contains("|".join(patterns))).to_series()
        return np.asarray(heads.fill_null(value=False).to_numpy())
    found = [pl.col(name).str.contains(pattern) for name in words for pattern in patterns]
    if not found:
        return np.zeros(body.height, dtype=bool)
    rows: np.ndarray = (
        body.select(pl.any_horizontal(found).fill_null(value=False)).to_series().to_numpy()
    )
    return rows
