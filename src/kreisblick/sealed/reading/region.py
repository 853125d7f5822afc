"""Find the table inside a sheet: titles above it, one to three heading rows, footnotes below.

The headings the definition knows are the evidence: the heading stands where most of them are
found. So a title line more or less does not stop next year's delivery.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from kreisblick.sealed.reading.format import Header
from kreisblick.sealed.reading.model import Grid

__all__ = ["Region", "find_region", "plain"]

SEARCHED_ROWS = 60
DEEPEST = 3
JOINT = " | "


@dataclass(frozen=True, kw_only=True)
class Region:
    """The table found in a grid.

    Attributes:
        grid: where it was found.
        headings: text of each column's heading by column of the grid, as delivered.
        body: the rows below the headings: ``row`` and the grid's columns, without empty rows.
        first_heading: line of the first heading; 0 when headings stand outside the grid.
        trusted: most wanted headings were found, so the row is a heading and may be quoted. In a
            file without headings the first row is about a person.
    """

    grid: Grid = field(repr=False)
    headings: dict[str, str]
    body: pl.DataFrame = field(repr=False)
    first_heading: int
    trusted: bool = True

    def column(self, names: Sequence[str]) -> str | None:
        """The column that carries one of these headings; None when none does."""
        by_heading = {plain(text): column for column, text in reversed(self.headings.items())}
        found = (by_heading.get(plain(name)) for name in names)
        return next((column for column in found if column is not None), None)


def plain(text: str) -> str:
    """A heading without what changes from year to year: case, blanks, soft hyphens, line ends.

    >>> plain(" Personen   Insgesamt")
    'personen insgesamt'
    """
    joined = re.sub(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])", "", text.replace("\u00ad", ""))
    return re.sub(r"\s+", " ", joined).strip().casefold()


def find_region(grid: Grid, wanted: Sequence[Sequence[str]], header: Header) -> Region:
    """The table whose headings fit best to the wanted ones.

    Args:
        grid: the delivery's cells.
        wanted: for each needed column its possible headings.
        header: what the definition says about their place.

    Returns:
        The region; when no heading fits, the one at the first row with content, so that the
        missing columns can be told by name.
    """
    if grid.named is not None:
        return Region(grid=grid, headings=dict(grid.named), body=_filled(grid), first_heading=0)
    head = grid.cells.head(SEARCHED_ROWS)
    starts = [header.row] if header.row else _rows_with_content(head)
    depths = [header.rows] if header.rows else list(range(1, DEEPEST + 1))
    keys = [{plain(name) for name in names} for names in wanted]
    # most headings found; then the shallowest; then the highest
    candidates = [(start, depth) for depth in depths for start in starts]
    best = max(candidates, key=lambda c: _hits(grid, c[0], c[1], keys), default=(1, 1))
    trusted = 2 * _hits(grid, best[0], best[1], keys) >= len(keys)
    return _region(grid, best[0], best[1], trusted=trusted)


def _rows_with_content(head: pl.DataFrame) -> list[int]:
    rows = head.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    return rows["row"].to_list()


def _hits(grid: Grid, start: int, depth: int, keys: list[set[str]]) -> int:
    found = {plain(text) for text in _headings(grid, start, depth).values()}
    return sum(1 for key in keys if key & found)


def _region(grid: Grid, start: int, depth: int, *, trusted: bool) -> Region:
    below = _filled(grid).filter(pl.col("row") >= start + depth)
    headings = _headings(grid, start, depth)
    return Region(grid=grid, headings=headings, body=below, first_heading=start, trusted=trusted)


def _filled(grid: Grid) -> pl.DataFrame:
    return grid.cells.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))


def _headings(grid: Grid, start: int, depth: int) -> dict[str, str]:
    """Headings by column; the groups above are joined to what stands below them."""
    block = grid.cells.slice(start - 1, depth)
    layers = [
        _spread(grid, start + offset, row, last=offset == depth - 1)
        for offset, row in enumerate(block.drop("row").iter_rows())
    ]
    joined: dict[str, str] = {}
    for number, column in enumerate(grid.columns):
        parts = [layer[number] for layer in layers]
        distinct = [p for i, p in enumerate(parts) if p and p not in parts[:i]]
        if distinct:
            joined[column] = JOINT.join(distinct)
    return joined


def _spread(
    grid: Grid, number: int, cells: Sequence[str | None], *, last: bool
) -> list[str | None]:
    """A heading row in which a group's text stands above each of its columns."""
    spread = list(cells)
    ranges = [m for m in grid.merged if m[0] <= number <= m[2]]
    for _top, left, _bottom, right in ranges:
        if number == _top:
            spread[left - 1 : right] = [spread[left - 1]] * len(spread[left - 1 : right])
    if last or ranges or grid.merged:
        return spread
    for place in range(1, len(spread)):  # text files know no merged cells: a group runs on
        spread[place] = spread[place] or spread[place - 1]
    return spread
