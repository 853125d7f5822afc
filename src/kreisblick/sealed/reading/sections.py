"""Part a sheet into tables from top to bottom: where each one's headings stand, where it ends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import polars as pl

from kreisblick.sealed.reading.evidence import Heading, figure_columns, try_heading
from kreisblick.sealed.reading.headings import join_headings
from kreisblick.sealed.reading.kinds import EMPTY, FIGURE, TEXT, Sheet
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.rules import TableRules, plain
from kreisblick.sealed.reading.titles import split_between

__all__ = ["Section", "first_heading", "sections_of"]

FULL = 0.7  # a line is full when it has so many cells of the headings'
MOST_ABOVE = 10  # more full lines above a heading say nothing more
NEARLY_BEST = 0.25  # the first heading may be so much weaker than another table's further down
FEWEST_DATA = 2  # lines of data that make a table of what is above them
ENOUGH_DATA = 12  # lines of data below a heading after which nothing better is looked for
MOST_TRIED = 400  # lines inside a table that may begin another
SAME_KEYS = 0.5  # so many areas again below the same headings make another table
ALIKE = 0.8  # so many headings again make a repeated line of headings


@dataclass(frozen=True, kw_only=True)
class Section:
    """A table's place among the lines of a sheet, by positions.

    Attributes:
        title: lines above the headings.
        heading: None when there are no headings.
        first, last: from the first line below the headings to the first that is not the table's.
        repeated: lines inside that repeat the headings, with what stands around them.
    """

    title: tuple[int, ...]
    heading: Heading | None
    first: int
    last: int
    repeated: tuple[int, ...] = ()


def sections_of(sheet: Sheet, rules: TableRules) -> Iterator[Section]:
    """The tables below each other, top to bottom; without any heading one table of everything."""
    start, title = 0, None
    height = len(sheet.lines)
    heading = first_heading(sheet, 0, rules)
    if heading is None:
        yield Section(title=(), heading=None, first=0, last=height)
        return
    while heading is not None:
        if title is None:
            title = tuple(int(at) for at in _filled(sheet, start, heading.top))
        following, repeated = _next_heading(sheet, heading, title, rules)
        end = height if following is None else following.top
        below: tuple[int, ...] | None = None
        if following is not None:
            end, below = split_between(sheet, heading.below, following.top, rules)
        yield Section(
            title=title, heading=heading, first=heading.below, last=end, repeated=repeated
        )
        heading, title = following, below


def _filled(sheet: Sheet, first: int, last: int) -> np.ndarray:
    return first + np.flatnonzero(sheet.filled[first:last])


def first_heading(sheet: Sheet, start: int, rules: TableRules) -> Heading | None:
    """The best heading of the first part of a sheet in which one is good enough.

    A part ends with its data. Where hardly any data follow (a figure among metadata), the part
    must also be nearly as good as the best.
    """
    parts: list[list[Heading]] = [[]]
    data = [0]
    for at in _filled(sheet, start, start + rules.searched_rows):
        found = _try_first(sheet, int(at), start, rules)
        counts = _is_data(sheet, int(at)) and (found is None or found.score < rules.accepted)
        if counts:
            data[-1] += 1
        elif found is not None:
            if data[-1] and found.score >= rules.accepted:
                parts.append([])
                data.append(0)
            parts[-1].append(found)  # below data only the name of a group, which scores low
        if data[-1] >= ENOUGH_DATA and any(h.score >= rules.accepted for h in parts[-1]):
            break
    return _choose(parts, data, rules)


def _try_first(sheet: Sheet, at: int, start: int, rules: TableRules) -> Heading | None:
    """A heading, less what full lines above it say: they would be data that are lost."""
    found = try_heading(sheet, at, start, rules)
    if found is None:
        return None
    wide = sheet.filled[start : found.top] >= FULL * sheet.filled[found.rows[-1]]
    above = int((wide & (sheet.filled[start : found.top] > 1)).sum())
    return replace(found, score=found.score - rules.line_above * min(above, MOST_ABOVE))


def _choose(parts: list[list[Heading]], data: list[int], rules: TableRules) -> Heading | None:
    tops = [max(part, key=lambda h: h.score, default=None) for part in parts]
    best = max((top.score for top in tops if top), default=0.0)
    for top, count in zip(tops, data, strict=True):
        least = rules.accepted if count >= FEWEST_DATA else best - NEARLY_BEST
        if top is not None and top.score >= max(rules.accepted, least):
            return top
    if best < rules.best_below:
        return None
    return next(top for top in tops if top and top.score == best)


def _is_data(sheet: Sheet, at: int) -> bool:
    """A line with a figure that is no year or date of a heading, beside other cells."""
    if sheet.filled[at] < 2:
        return False
    kinds = sheet.kinds[at]
    pairs = zip(sheet.texts(at), kinds, strict=True)
    return any(k == FIGURE and t and find_period(t) is None for t, k in pairs)


def _next_heading(
    sheet: Sheet, heading: Heading, title: tuple[int, ...], rules: TableRules
) -> tuple[Heading | None, tuple[int, ...]]:
    """The heading of the next table, and the lines in which this one's headings are repeated."""
    repeated: list[int] = []
    own = _headings(sheet, heading)
    for at in _interruptions(sheet, heading, rules):
        if repeated and at <= repeated[-1]:
            continue
        found = try_heading(sheet, at, heading.below, rules)
        if found is None or found.score < rules.accepted_between:
            continue
        again = _alike(own, _headings(sheet, found))
        if again and not _another(sheet, heading, found, title, rules):
            end, _lines = split_between(sheet, heading.below, found.top, rules)
            repeated += [int(p) for p in range(end, found.below) if sheet.filled[p]]
            continue
        if again or _stands_apart(sheet, found, heading, rules):
            return found, tuple(repeated)
    return None, tuple(repeated)


def _interruptions(sheet: Sheet, heading: Heading, rules: TableRules) -> list[int]:
    """Lines that may begin another table, or repeat the headings of this one.

    They hold no figures, but words in columns of figures or outside the table.
    """
    kinds = sheet.kinds[heading.below :]
    if not len(kinds):
        return []
    figures = figure_columns(kinds[: 4 * rules.window], rules)
    used = (kinds[: 4 * rules.window] != EMPTY).any(axis=0)
    words = ((kinds == TEXT) & (figures | ~used)).any(axis=1)
    plainly = words & ((kinds == FIGURE).sum(axis=1) == 0)
    dated = np.flatnonzero(words & ~plainly)[:MOST_TRIED]
    also = [at for at in dated if not _is_data(sheet, int(heading.below + at))]
    again = _same_as(sheet, heading.rows[-1], heading.below)
    years = _years_again(sheet, heading.below, rules)
    found = sorted({*np.flatnonzero(plainly)[:MOST_TRIED].tolist(), *also, *again, *years})
    return [int(at) + heading.below for at in found if sheet.filled[heading.below + at] > 1]


def _years_again(sheet: Sheet, below: int, rules: TableRules) -> list[int]:
    """Offsets of lines of years behind a blank line or a title: ``Ortsteil | 2023 | 2024``.

    A known word says which lines follow, or the years follow each other.
    """
    filled = sheet.filled[below - 1 :]
    starts = np.flatnonzero((filled[:-1] <= 1) & (filled[1:] > 1))[:MOST_TRIED]
    found = []
    for at in starts:
        texts = sheet.texts(int(below + at))
        first = next(text for text in texts if text)
        said = plain(first) in rules.known or _in_a_row(texts)
        if said and not _is_data(sheet, int(below + at)):
            found.append(int(at))
    return found


def _in_a_row(texts: list[str | None]) -> bool:
    """Whether all cells but the first are years that follow each other."""
    years = [int(text) if text.isdigit() else 0 for text in texts[1:] if text]
    steps = {after - before for before, after in pairwise(years)}
    return steps in ({1}, {-1})


def _same_as(sheet: Sheet, row: int, below: int) -> list[int]:
    """Offsets of lines whose cells are those of a line of headings."""
    texts = {name: text for name, text in zip(sheet.columns, sheet.texts(row), strict=True) if text}
    equal = sheet.cells.slice(below).select(
        pl.sum_horizontal(
            [(pl.col(name) == text).fill_null(value=False) for name, text in texts.items()]
        ).alias("n")
    )
    return np.flatnonzero(equal["n"].to_numpy() >= max(ALIKE * len(texts), 1)).tolist()


def _headings(sheet: Sheet, heading: Heading) -> dict[str, str]:
    lines = [int(sheet.lines[at]) for at in heading.rows]
    return join_headings(sheet.grid, lines, sheet.columns)


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    same = sum(plain(one[c]) == plain(text) for c, text in other.items() if c in one)
    return same >= ALIKE * max(len(one), len(other), 1)


def _another(
    sheet: Sheet, heading: Heading, found: Heading, title: tuple[int, ...], rules: TableRules
) -> bool:
    """Whether the same headings begin another table: another title, or the same areas."""
    _end, lines = split_between(sheet, heading.below, found.top, rules)
    own = {_line(sheet, at) for at in title}
    if lines and not any(_line(sheet, at) in own for at in lines):
        return True
    kinds = sheet.kinds[found.below : found.below + rules.window]
    words = np.flatnonzero((kinds == TEXT).any(axis=0))
    if not words.size:
        return False
    name = sheet.columns[int(words[0])]
    before = set(sheet.cells[name][heading.below : found.top].drop_nulls())
    after = set(sheet.cells[name][found.below : found.below + rules.window].drop_nulls())
    return len(before & after) > SAME_KEYS * max(len(after), 1) and len(after) > 1


def _line(sheet: Sheet, at: int) -> str:
    text = plain(" ".join(t for t in sheet.texts(at) if t))
    for word in ("noch:", "noch ", "(fortsetzung)", "fortsetzung"):
        text = text.replace(word, "")
    return text.strip(" -–:")


def _stands_apart(sheet: Sheet, found: Heading, heading: Heading, rules: TableRules) -> bool:
    """Whether other headings begin another table.

    A blank line or a title is above them, or they stand over most columns of figures.
    """
    above = found.top - 1
    if above < heading.below or sheet.filled[above] <= 1:
        return True
    figures = figure_columns(sheet.kinds[heading.below : found.top], rules)
    words = (sheet.kinds[found.rows[-1]] == TEXT) & figures
    return bool(words.sum() * 2 >= max(int(figures.sum()), 1))
