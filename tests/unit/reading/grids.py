"""Grids of cells from lines of text, for tests that find tables in them."""

import polars as pl

from kreisblick.sealed.reading import Grid, Table, find_tables

__all__ = ["grid_of", "only"]

Ranges = tuple[tuple[int, int, int, int], ...]


def grid_of(text: str, merged: Ranges = (), **more: object) -> Grid:
    """A grid from lines of cells that are apart by ``;``."""
    rows = [
        [cell.strip() or None for cell in line.split(";")] for line in text.strip("\n").split("\n")
    ]
    width = max(map(len, rows))
    columns = {
        str(n + 1): pl.Series([r[n] if n < len(r) else None for r in rows], dtype=pl.String)
        for n in range(width)
    }
    cells = (
        pl.DataFrame(columns)
        .with_row_index("row", offset=1)
        .with_columns(pl.col("row").cast(pl.Int64))
    )
    return Grid(cells=cells, merged=merged, **more)  # type: ignore[arg-type]


def only(text: str, merged: Ranges = (), **more: object) -> Table:
    (table,) = find_tables(grid_of(text, merged, **more))
    return table
