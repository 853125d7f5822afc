"""What each cell looks like: a figure, a sign in place of one, or words. All else rests on it."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl

from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.rules import shipped_signs

__all__ = ["EMPTY", "FIGURE", "SIGN", "TEXT", "Sheet", "kinds_of", "kinds_of_cells"]

EMPTY, FIGURE, SIGN, TEXT = range(4)

# Numbers with the signs around them, dates and times of day; an area's key is a figure too.
FIGURES = (
    r"^[(≈~]?[-−–+±]?\s?(?:[0-9][0-9.,:' \x{A0}\x{202F}]*|[,.][0-9]+)(?:[eE][-+]?[0-9]+)?"
    r"\s?(?:%|€|EUR|[rpsve])?\)?$|^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?$"
)
BOUNDED = r"^[<>≤≥]\s?[0-9]+$"  # "<10": a number that is only bounded; "unter 10" is an age as well
LONGEST_SIGN = 16


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A part of a grid with the kinds of its cells.

    Attributes:
        grid: the whole.
        cells: ``row`` and the columns of this part.
        kinds: one row per line, one column per column: EMPTY, FIGURE, SIGN or TEXT.
    """

    grid: Grid
    cells: pl.DataFrame = field(repr=False)
    kinds: np.ndarray = field(repr=False)

    @cached_property
    def columns(self) -> list[str]:
        """Names of the columns, left to right."""
        return [name for name in self.cells.columns if name != "row"]

    @cached_property
    def lines(self) -> np.ndarray:
        """Line of each row."""
        return self.cells["row"].to_numpy()

    @cached_property
    def filled(self) -> np.ndarray:
        """Filled cells of each row."""
        return np.asarray((self.kinds != EMPTY).sum(axis=1))

    @cached_property
    def present(self) -> np.ndarray:
        """Positions of the rows that are not empty."""
        return np.flatnonzero(self.filled)

    @cached_property
    def wordy(self) -> np.ndarray:
        """Whether each row holds neither figures nor signs."""
        return np.asarray(~((self.kinds == FIGURE) | (self.kinds == SIGN)).any(axis=1))

    def texts(self, position: int) -> list[str | None]:
        """The cells of a row, by its position."""
        return list(self.cells.row(position)[1:])

    def lines_between(self, first: int, last: int) -> "Sheet":
        """The rows from position ``first`` to before ``last``."""
        cells = self.cells.slice(first, last - first)
        return replace(self, cells=cells, kinds=self.kinds[first:last])

    def part(self, first: int, last: int) -> "Sheet":
        """The columns from ``first`` to before ``last``, by their places."""
        names = self.columns[first:last]
        return replace(
            self, cells=self.cells.select("row", *names), kinds=self.kinds[:, first:last]
        )


def kinds_of(grid: Grid) -> Sheet:
    """The grid with the kind of each cell."""
    cells = grid.cells.select("row", *grid.columns)
    return Sheet(grid=grid, cells=cells, kinds=kinds_of_cells(cells))


def kinds_of_cells(cells: pl.DataFrame) -> np.ndarray:
    """The kind of each cell of a frame with ``row`` and text columns."""
    names = [name for name in cells.columns if name != "row"]
    if not names:
        return np.zeros((cells.height, 0), dtype=np.int8)
    return np.ascontiguousarray(cells.select(_kind(name) for name in names).to_numpy())


def _kind(name: str) -> pl.Expr:
    cell = pl.col(name)
    signs = [sign for sign in shipped_signs() if sign]
    short = pl.when(cell.str.len_bytes() <= LONGEST_SIGN).then(cell).str.to_lowercase()
    return (
        pl.when(cell.is_null())
        .then(pl.lit(EMPTY, pl.Int8))
        .when(cell.str.contains(FIGURES))
        .then(pl.lit(FIGURE, pl.Int8))
        .when(short.is_in(signs) | short.str.contains(BOUNDED))
        .then(pl.lit(SIGN, pl.Int8))
        .otherwise(pl.lit(TEXT, pl.Int8))
        .alias(name)
    )
