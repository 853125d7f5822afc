"""Part a sheet into tables that stand side by side, and set aside what only stands beside them."""

from dataclasses import dataclass, field

import numpy as np

from kreisblick.sealed.reading.evidence import Heading, figure_columns
from kreisblick.sealed.reading.kinds import EMPTY, TEXT, Sheet
from kreisblick.sealed.reading.rules import TableRules, plain
from kreisblick.sealed.reading.sections import first_heading

__all__ = ["Bands", "bands_of", "folded"]

DISTINCT = 0.8  # so many of a column's words are different when they name lines
FAR = 2  # empty columns between two tables
SPARSE = 0.5  # a legend has so few lines, compared with the table beside it


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Parts of a sheet side by side; ``beside`` are texts of legends as (line, text)."""

    parts: tuple[Sheet, ...]
    beside: tuple[tuple[int, str], ...] = field(default=())


def bands_of(sheet: Sheet, rules: TableRules) -> Bands:
    """The sheet in parts, where empty columns part tables that do not know each other.

    An empty column alone parts nothing: many tables have one for the eye. The right part must
    name its own lines and have its own headings, and differ from a further group of columns.
    """
    runs = _runs(sheet)
    if len(runs) < 2:
        return Bands(parts=(sheet,))
    beside: list[tuple[int, str]] = []
    bands = [runs[0]]
    for first, last in runs[1:]:
        left, right = sheet.part(*bands[-1]), sheet.part(first, last)
        if _is_legend(left, right, rules):
            beside += _texts(right)
        elif _independent(left, right, first - bands[-1][1], rules):
            bands.append((first, last))
        else:
            bands[-1] = (bands[-1][0], last)
    return Bands(parts=tuple(sheet.part(*band) for band in bands), beside=tuple(beside))


def _runs(sheet: Sheet) -> list[tuple[int, int]]:
    """Runs of columns with content, as (first, behind the last)."""
    used = np.flatnonzero((sheet.kinds != EMPTY).any(axis=0))
    if not used.size:
        return []
    cuts = np.flatnonzero(np.diff(used) > 1)
    starts = [used[0], *used[cuts + 1]]
    ends = [*used[cuts], used[-1]]
    return [(int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True)]


def _is_legend(left: Sheet, right: Sheet, rules: TableRules) -> bool:
    """A few texts beside the table, none of them in its line of headings."""
    lines = np.flatnonzero(right.filled)
    if (right.kinds == TEXT).sum() < (right.kinds != EMPTY).sum() / 2 or len(lines) < 1:
        return False
    heading = first_heading(left, 0, rules)
    if heading is None or right.filled[heading.rows[-1]]:
        return False
    below = right.filled[heading.below :]
    return bool((below > 0).sum() < SPARSE * (left.filled[heading.below :] > 0).sum())


def _texts(sheet: Sheet) -> list[tuple[int, str]]:
    found = []
    for at in np.flatnonzero(sheet.filled):
        text = " ".join(t for t in sheet.texts(int(at)) if t)
        found.append((int(sheet.lines[at]), text))
    return found


def _independent(left: Sheet, right: Sheet, gap: int, rules: TableRules) -> bool:
    mine, other = first_heading(left, 0, rules), first_heading(right, 0, rules)
    if mine is None or other is None or other.score < rules.accepted:
        return False
    named, called = _naming(left, mine, rules), _naming(right, other, rules)
    if named is None or called is None:
        return False
    same = bool(_key_headings(left, mine, named) & _key_headings(right, other, called))
    again = _same_names(left, mine, named, right, other, called)
    elsewhere = mine.rows[-1] != other.rows[-1]
    ends = abs(_end(left) - _end(right)) > 1 and gap >= FAR
    return same or again or elsewhere or ends or _own_title(left, right, other)


def _naming(sheet: Sheet, heading: Heading, rules: TableRules) -> int | None:
    """The column whose words name the lines: the first one, or the one behind their keys.

    None where words are few or repeat themselves, or no column of figures is beside them.
    """
    kinds = sheet.kinds[heading.below :]
    full = np.flatnonzero(sheet.filled[heading.below :] > 1)
    figures = figure_columns(kinds[full], rules)
    place = 1 if len(figures) > 2 and figures[0] else 0
    if not len(full) or figures[place] or not figures[place:].any():
        return None
    words = full[kinds[full, place] == TEXT]
    texts = sheet.cells[sheet.columns[place]].gather(heading.below + words)
    distinct = texts.n_unique() >= DISTINCT * len(words)
    return place if distinct and len(words) * 2 >= len(full) else None


def _key_headings(sheet: Sheet, heading: Heading, named: int) -> set[str]:
    """The lowest headings of the columns of keys and names."""
    found = set()
    for place in range(named + 1):
        texts = (sheet.texts(row)[place] for row in reversed(heading.rows))
        found.add(plain(next((text for text in texts if text), "")))
    return found


def _same_names(
    left: Sheet, mine: Heading, named: int, right: Sheet, other: Heading, called: int
) -> bool:
    """Whether both parts name mostly the same lines: one area stands in both."""
    one = set(left.cells[left.columns[named]][mine.below :].drop_nulls())
    two = set(right.cells[right.columns[called]][other.below :].drop_nulls())
    return len(one & two) * 2 > len(two)


def _end(sheet: Sheet) -> int:
    return int(np.flatnonzero(sheet.filled > 1)[-1])


def _own_title(left: Sheet, right: Sheet, heading: Heading) -> bool:
    """A text over the right part that is no heading, where the left has its own or none."""
    for at in range(heading.rows[0]):
        if right.filled[at] == 1 and right.kinds[at, 0] == TEXT and left.filled[at] <= 1:
            return True
    return False


def folded(headings: list[str | None]) -> int:
    """How often the same headings stand side by side (a long list folded for printing).

    >>> folded(["Gebiet", "Anzahl", "Gebiet", "Anzahl"]), folded(["Gebiet", "m", "w", "m", "w"])
    (2, 1)
    """
    texts = [plain(text) if text else "" for text in headings]
    for width in range(2, len(texts) // 2 + 1):
        if len(texts) % width == 0 and len(set(texts[:width])) == width and all(texts[:width]):
            times = len(texts) // width
            if texts == texts[:width] * times:
                return times
    return 1
