"""Find the table inside a sheet: titles above it, one to three heading rows, footnotes below.

The headings the definition knows are the evidence: the heading stands where most of them are
found. So a title line more or less does not stop next year's delivery. Where that finds too
little, or the definition names one of several tables, the tables that anybody sees help.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from kreisblick.sealed.reading.dated import DatedName
from kreisblick.sealed.reading.format import Header
from kreisblick.sealed.reading.headings import join_headings
from kreisblick.sealed.reading.kinds import kinds_of
from kreisblick.sealed.reading.model import GROUP, Grid, Table
from kreisblick.sealed.reading.printed import printed_lines
from kreisblick.sealed.reading.rules import plain, shipped_table_rules
from kreisblick.sealed.reading.tables import find_tables
from kreisblick.sealed.reading.timeless import without_time

__all__ = ["GROUP_HEADING", "Region", "find_region", "place_heading", "plain"]

SEARCHED_ROWS = 60
DEEPEST = 3
FEWEST_CELLS = 2
GROUP_HEADING = "{group}"
"""Heading under which a definition finds the names of grouping rows."""
PLACE_HEADING = re.compile(r"^\{column ([0-9]+)\}$")
"""How a definition names a column that has no heading: ``{column 1}``."""


def place_heading(place: str) -> str:
    """The name of a column that has no heading."""
    return f"{{column {place}}}"


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
        table: what was seen of it without the definition, where that was asked.
        lost: the definition names this table, and there is none of that name.
    """

    grid: Grid = field(repr=False)
    headings: dict[str, str]
    body: pl.DataFrame = field(repr=False)
    first_heading: int
    trusted: bool = True
    table: Table | None = field(default=None, repr=False)
    lost: str | int | None = None

    def column(self, names: Sequence[str]) -> str | None:
        """The column that carries one of these headings; None when none does.

        Where none does, years and dates in headings make no difference, if only one column is
        left. A heading with the reference date in it must have that date.
        """
        by_heading = {plain(text): column for column, text in reversed(self.headings.items())}
        for name in names:
            found = by_heading.get(plain(name)) or self._dated(name) or self._placed(name)
            if found is not None:
                return found
        return self._another_year([n for n in names if not isinstance(n, DatedName)])

    def _dated(self, name: str) -> str | None:
        if not isinstance(name, DatedName):
            return None
        fits = {column: name.fit(text) for column, text in self.headings.items()}
        best = max(fits, key=lambda column: fits[column], default=None)
        return best if best is not None and fits[best] > 0 else None

    def _placed(self, name: str) -> str | None:
        place = PLACE_HEADING.match(name)
        return place[1] if place and place[1] in self.grid.columns else None

    def _another_year(self, names: Sequence[str]) -> str | None:
        wanted = {plain(without_time(name)) for name in names} - {""}
        headings = self.headings.items()
        found = [column for column, text in headings if plain(without_time(text)) in wanted]
        return found[0] if len(found) == 1 else None


def find_region(
    grid: Grid,
    wanted: Sequence[Sequence[str]],
    header: Header,
    *,
    table: str | int | None = None,
    carry_down: Sequence[str] = (),
) -> Region:
    """The table whose headings fit best to the wanted ones.

    Args:
        grid: the delivery's cells.
        wanted: for each needed column its possible headings; ``{group}`` asks for the names of
            grouping rows, ``{column 1}`` for a column without a heading by its place.
        header: what the definition says about their place.
        table: which of several tables on the sheet: its number from 1, or words of its title.
        carry_down: headings of columns whose text stands once for the lines below it.

    Returns:
        The region; when no heading fits, the one at the first row with content, so that the
        missing columns can be told by name.
    """
    wanted = [names for names in wanted if not all(map(PLACE_HEADING.match, names))]
    if grid.named is not None:
        region = _printed(grid)
    elif header.rows == 0:
        region = _headless(grid, header)
    elif table is not None or any(GROUP_HEADING in names for names in wanted):
        region = _seen(grid, wanted, header, table)
    else:
        region = _known(grid, wanted, header)
    columns = [c for name in carry_down if (c := region.column([name])) is not None]
    filled = region.body.with_columns(pl.col(name).forward_fill() for name in columns)
    return replace(region, body=filled)


def _printed(grid: Grid) -> Region:
    """A file whose columns are known, without what a printer put around its records."""
    lines, _again = printed_lines(kinds_of(grid), shipped_table_rules())
    headings = dict(grid.named or {})
    return Region(grid=grid, headings=headings, body=grid.cells[lines.data], first_heading=0)


def _headless(grid: Grid, header: Header) -> Region:
    """A file that begins with its records: columns are named by their places.

    A text alone in a line of several columns is a title or a remark.
    """
    cells = pl.sum_horizontal(pl.exclude("row").is_not_null())
    fewest = min(len(grid.columns), FEWEST_CELLS)
    body = grid.cells.filter((cells >= fewest) & (pl.col("row") >= (header.row or 1)))
    return Region(grid=grid, headings={}, body=body, first_heading=0, trusted=False)


def _known(grid: Grid, wanted: Sequence[Sequence[str]], header: Header) -> Region:
    head = grid.cells.head(SEARCHED_ROWS)
    starts = [header.row] if header.row else _rows_with_content(head)
    depths = [header.rows] if header.rows else list(range(1, DEEPEST + 1))
    # most headings found; then the shallowest; then the highest
    candidates = [(start, depth) for depth in depths for start in starts]
    best = max(candidates, key=lambda c: _hits(_headings(grid, c[0], c[1]), wanted), default=(1, 1))
    hits = _hits(_headings(grid, best[0], best[1]), wanted)
    if hits < len(wanted) and header == Header():
        seen = _best(find_tables(grid), wanted)
        if seen is not None and _hits(seen.headings, wanted) > hits:
            return _of(seen, wanted)
    return _region(grid, best[0], best[1], trusted=2 * hits >= len(wanted))


def _seen(
    grid: Grid, wanted: Sequence[Sequence[str]], header: Header, which: str | int | None
) -> Region:
    """The table that the definition names, among those that anybody sees."""
    tables = find_tables(grid)
    chosen = [t for n, t in enumerate(tables, start=1) if which is None or _is(t, n, which)]
    best = _best(chosen, wanted)
    if best is not None:
        return _of(best, wanted)
    return replace(_known(grid, wanted, header), lost=which)


def _is(table: Table, number: int, which: str | int) -> bool:
    if isinstance(which, int):
        return number == which
    lines = [*table.title, " ".join(table.title)]
    if isinstance(which, DatedName) and any(which.fit(line) for line in lines):
        return True
    return any(plain(which) in plain(line) for line in lines)


def _best(tables: Sequence[Table], wanted: Sequence[Sequence[str]]) -> Table | None:
    return max(tables, key=lambda table: _hits(table.headings, wanted), default=None)


def _of(table: Table, wanted: Sequence[Sequence[str]]) -> Region:
    """A table that was seen, as the region of a definition."""
    headings = dict(table.headings)
    others = [name for name in table.grid.columns if name not in table.body.columns]
    body = table.body.with_columns(pl.lit(None, pl.String).alias(name) for name in others)
    if GROUP in table.body.columns:
        headings[GROUP] = GROUP_HEADING
    return Region(
        grid=table.grid,
        headings=headings,
        body=body,
        first_heading=table.heading_rows[0] if table.heading_rows else 0,
        trusted=2 * _hits(headings, wanted) >= len(wanted),
        table=table,
    )


def _rows_with_content(head: pl.DataFrame) -> list[int]:
    rows = head.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    return rows["row"].to_list()


def _hits(headings: Mapping[str, str], wanted: Sequence[Sequence[str]]) -> int:
    texts = list(headings.values())
    found = {plain(text) for text in texts}
    timeless = {plain(without_time(text)) for text in texts} | found
    return sum(1 for names in wanted if _any_of(names, texts, found, timeless))


def _any_of(
    names: Sequence[str], texts: Sequence[str], found: set[str], timeless: set[str]
) -> bool:
    for name in names:
        if plain(name) in found:
            return True
        if isinstance(name, DatedName):
            if any(name.fit(text) for text in texts):
                return True
        elif plain(without_time(name)) in timeless and without_time(name):
            return True
    return False


def _region(grid: Grid, start: int, depth: int, *, trusted: bool) -> Region:
    below = _filled(grid).filter(pl.col("row") >= start + depth)
    below = below.filter(
        ~_repeats(below, grid.cells.filter(pl.col("row").is_between(start, start + depth - 1)))
    )
    headings = _headings(grid, start, depth)
    return Region(grid=grid, headings=headings, body=below, first_heading=start, trusted=trusted)


def _repeats(below: pl.DataFrame, heading_rows: pl.DataFrame) -> pl.Series:
    """Rows that are one of the heading rows once more, as on the next page of a printed list."""
    names = [name for name in below.columns if name != "row"]
    told = heading_rows.filter(pl.sum_horizontal(pl.col(names).is_not_null()) >= FEWEST_CELLS)
    again = below.select("row", *names).join(
        told.select(names), on=names, how="semi", nulls_equal=True
    )
    return below["row"].is_in(again["row"].to_list())


def _filled(grid: Grid) -> pl.DataFrame:
    return grid.cells.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))


def _headings(grid: Grid, start: int, depth: int) -> dict[str, str]:
    """Headings by column; the groups above are joined to what stands below them."""
    return join_headings(grid, range(start, start + depth), grid.columns)
