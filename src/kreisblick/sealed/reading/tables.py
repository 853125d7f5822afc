"""Find the tables in a grid that nobody has described.

Evidence, not hope: what a line looks like against the lines below it, how full it is, which words
it holds. The weights stand in ``catalogue/tables.yaml``.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from kreisblick.sealed.reading.bands import bands_of, folded
from kreisblick.sealed.reading.body import Lines, carried_columns, carry_down, lines_of
from kreisblick.sealed.reading.evidence import figure_columns
from kreisblick.sealed.reading.headings import join_headings
from kreisblick.sealed.reading.kinds import EMPTY, TEXT, Sheet, kinds_of
from kreisblick.sealed.reading.model import GROUP, Grid, Table
from kreisblick.sealed.reading.printed import printed_lines
from kreisblick.sealed.reading.rules import TableRules, shipped_table_rules
from kreisblick.sealed.reading.sections import Section, sections_of
from kreisblick.sealed.reading.totals import totals_of
from kreisblick.sealed.reading.units import units_of

__all__ = ["find_tables"]


def find_tables(grid: Grid, rules: TableRules | None = None) -> tuple[Table, ...]:
    """The tables of a grid, top to bottom, then left to right.

    Args:
        grid: cells as text; nothing is known of them.
        rules: what speaks for headings, sums, footnotes; the shipped ones when not given.

    Returns:
        The tables; none when no line holds more than one cell. A file without headings is one
        table without ``heading_rows``.
    """
    rules = rules or shipped_table_rules()
    sheet = kinds_of(grid)
    if grid.named is not None:
        return (_named(sheet, rules),)
    if not (sheet.filled > 1).any():
        return ()
    found = [table for table in _tables(sheet, rules) if table.body.height or table.headings]
    return tuple(sorted(found, key=lambda t: (_top(t), int(t.columns[0]))))


def _top(table: Table) -> int:
    return table.heading_rows[0] if table.heading_rows else table.first_row


def _named(sheet: Sheet, rules: TableRules) -> Table:
    """Headings stand outside the grid: every line is data, but what a printer put around it."""
    lines, again = printed_lines(sheet, rules)
    whole = Section(title=(), heading=None, first=0, last=len(sheet.lines), repeated=again)
    lines = replace(lines, remarks=tuple(at for at in lines.remarks if at not in set(again)))
    return replace(_table(sheet, whole, lines, rules), headings=dict(sheet.grid.named or {}))


def _tables(sheet: Sheet, rules: TableRules) -> Iterator[Table]:
    bands = bands_of(sheet, rules)
    for band in bands.parts:
        sections = list(sections_of(band, rules))
        for section in sections:
            alone = len(sections) == 1
            for table in _side_by_side(band, section, rules, whole=alone):
                yield _with_remarks(table, bands.beside)


def _side_by_side(
    sheet: Sheet, section: Section, rules: TableRules, *, whole: bool
) -> Iterator[Table]:
    """The tables of a section: one, or several that are parted or folded beside each other."""
    first = min((*section.title, *(section.heading.rows if section.heading else ())), default=0)
    part = sheet.lines_between(first, section.last)
    bands = bands_of(part, rules) if not whole else None
    if bands is not None and (len(bands.parts) > 1 or bands.beside):
        for band in bands.parts:
            for inner in sections_of(band, rules):
                yield _with_remarks(_whole(band, inner, rules), bands.beside)
        return
    pieces = _folded(sheet, section)
    for piece in pieces:
        yield _whole(piece, section, rules)


def _folded(sheet: Sheet, section: Section) -> list[Sheet]:
    if section.heading is None:
        return [sheet]
    used = np.flatnonzero((sheet.kinds[section.heading.rows[0] :] != EMPTY).any(axis=0))
    if not used.size or used[-1] - used[0] + 1 != len(used):
        return [sheet]
    texts = sheet.texts(section.heading.rows[-1])[used[0] : used[-1] + 1]
    times = folded(texts)
    first_is_word = (sheet.kinds[section.first : section.last, used[0]] == TEXT).mean() > 0.5
    if times == 1 or len(section.heading.rows) > 1 or not first_is_word:
        return [sheet]
    width = len(texts) // times
    starts = [int(used[0]) + n * width for n in range(times)]
    return [sheet.part(start, start + width) for start in starts]


def _with_remarks(table: Table, beside: tuple[tuple[int, str], ...]) -> Table:
    return replace(table, footnotes=tuple(sorted((*table.footnotes, *beside)))) if beside else table


def _whole(sheet: Sheet, section: Section, rules: TableRules) -> Table:
    return _table(sheet, section, lines_of(sheet, section, rules), rules)


def _table(sheet: Sheet, section: Section, lines: Lines, rules: TableRules) -> Table:
    """The table of a section with everything that was seen about it."""
    heading = section.heading
    rows = heading.rows if heading is not None else ()
    columns = _used_columns(sheet, rows, lines.data)
    headings = join_headings(sheet.grid, [int(sheet.lines[at]) for at in rows], sheet.columns)
    headings = {name: headings[name] for name in columns if name in headings}
    body = _body(sheet, lines.data, lines.groups, columns, rules)
    kinds = sheet.kinds[lines.data]
    figures = figure_columns(kinds, rules)
    counts = [name for name in columns if figures[sheet.columns.index(name)]]
    worded = (kinds == TEXT).any(axis=0)
    words = [name for name in columns if worded[sheet.columns.index(name)]]
    rows_summed, columns_summed = totals_of(body, counts, words, headings, rules)
    present = body["row"]
    hidden = set(sheet.grid.hidden_rows)
    return Table(
        grid=sheet.grid,
        title=tuple(_line(sheet, at) for at in section.title),
        heading_rows=tuple(int(sheet.lines[at]) for at in rows),
        headings=headings,
        units=units_of(sheet, heading.unit if heading else None, headings, rules),
        unit_row=_line_of(sheet, heading.unit if heading else None),
        number_row=_line_of(sheet, heading.number if heading else None),
        first_row=int(present[0]) if body.height else 0,
        last_row=int(present[-1]) if body.height else 0,
        columns=tuple(columns),
        body=body,
        totals=rows_summed,
        total_columns=columns_summed,
        groups=tuple((int(sheet.lines[at]), _line(sheet, at)) for at in lines.groups),
        repeated=tuple(int(sheet.lines[at]) for at in section.repeated if at not in lines.remarks),
        footnotes=tuple((int(sheet.lines[at]), _line(sheet, at)) for at in lines.remarks),
        hidden_rows=tuple(int(row) for row in present if row in hidden) if hidden else (),
        certainty=max(0.0, min(1.0, heading.score)) if heading else 0.0,
    )


def _line(sheet: Sheet, at: int) -> str:
    return " ".join(text for text in sheet.texts(at) if text)


def _line_of(sheet: Sheet, at: int | None) -> int | None:
    return None if at is None else int(sheet.lines[at])


def _used_columns(sheet: Sheet, rows: tuple[int, ...], data: np.ndarray) -> list[str]:
    """Columns with data or a heading of their own; a spacer has neither."""
    used = (sheet.kinds[data] != EMPTY).any(axis=0) | (sheet.kinds[list(rows)] != EMPTY).any(axis=0)
    return [name for name, yes in zip(sheet.columns, used, strict=True) if yes]


def _body(
    sheet: Sheet, data: np.ndarray, groups: tuple[int, ...], columns: list[str], rules: TableRules
) -> pl.DataFrame:
    """The data's cells; texts that stand once for several lines are repeated in each."""
    cells = sheet.cells.select("row", *columns)[data]
    cells = carry_down(cells, carried_columns(sheet, data, columns, rules))
    for top, left, bottom, right in sheet.grid.merged:
        name = str(left)
        if (
            bottom > top and left == right and name in columns and bottom >= sheet.lines[data[0]]
            if len(data)
            else False
        ):
            inside = pl.col("row").is_between(top, bottom)
            text = cells.filter(inside)[name].drop_nulls()
            if text.len():
                cells = cells.with_columns(
                    pl.when(inside & pl.col(name).is_null())
                    .then(pl.lit(text[0]))
                    .otherwise(name)
                    .alias(name)
                )
    if not groups:
        return cells
    names = [_line(sheet, at).rstrip(" :") for at in groups]
    place = np.searchsorted(np.array(groups), data) - 1
    carried = [names[p] if p >= 0 else None for p in place]
    return cells.with_columns(pl.Series(GROUP, carried, dtype=pl.String))
