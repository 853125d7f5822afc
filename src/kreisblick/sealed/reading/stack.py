"""Which lines belong to the headings: groups above them, units and numbers among or below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kreisblick.sealed.reading.kinds import EMPTY, FIGURE, Sheet
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.rules import TableRules, plain

__all__ = ["Stack", "below_headings", "counts_up", "is_units", "lines_above", "names_a_group"]

FEWEST_NUMBERED = 3  # fewer columns in a row are numbered by chance
WHOLE = 0.8  # a merged cell over so much of the table is its title
SHORT = 40  # characters of a heading that stands alone
NUMBERED = re.compile(r"^\(?([0-9]{1,3})\)?$")
MOST_SKIPPED = 4  # rows of units and numbers, and blank ones between


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Lines of headings by position, top to bottom; ``unit`` is a row of units among them."""

    rows: tuple[int, ...]
    unit: int | None = None


def counts_up(texts: Sequence[str | None], *, least: int = FEWEST_NUMBERED) -> bool:
    """Whether the numbers of a row count up by one: ``1 2 3 4``, ``(1) (2) (3)``."""
    matches = [NUMBERED.match(text) for text in texts if text]
    numbers = [int(match[1]) for match in matches if match]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) >= least and steps == {1} and len(numbers) >= len(matches) - 2


def is_units(texts: Sequence[str | None], rules: TableRules) -> bool:
    """Whether a row says in which unit the figures are; its first cell may say anything short."""
    present = [text for text in texts if text]
    units = [bool(re.search(rules.unit, text)) for text in present]
    if not present or not units[-1] or any(re.search(rules.metadata, t) for t in present[:1]):
        return False
    return all(units) or (all(units[1:]) and plain(present[0]) in {"einheit", "maßeinheit", "in"})


def below_headings(
    sheet: Sheet, bottom: int, rules: TableRules
) -> tuple[int | None, int | None, int]:
    """Positions of the row of units and of numbers, and of the first line below them."""
    unit = number = None
    at, below = bottom + 1, bottom + 1
    while at < len(sheet.lines) and at <= bottom + MOST_SKIPPED:
        if sheet.filled[at] == 0:
            at += 1
            continue
        texts = sheet.texts(at)
        if unit is None and is_units(texts, rules):
            unit = at
        elif number is None and _is_number_row(texts) and not names_a_group(sheet, bottom, at):
            number = at
        else:
            break
        at += 1
        below = at
    return unit, number, below


def names_a_group(sheet: Sheet, above: int, at: int) -> bool:
    """Whether numbers that count up are the parts of one group of the line above: levels 1 to 5.

    They fill the columns of a merged cell and no other, though other columns have headings too;
    the numbers of columns would go on below those.
    """
    if above < 0 or not counts_up(sheet.texts(at)):
        return False
    numbered = {int(sheet.columns[p]) for p in np.flatnonzero(sheet.kinds[at] != EMPTY)}
    headed = {int(sheet.columns[p]) for p in np.flatnonzero(sheet.kinds[above] != EMPTY)}
    line = int(sheet.lines[above])
    return any(
        top == line and bottom == line and numbered == set(range(left, right + 1))
        for top, left, bottom, right in sheet.grid.merged
    ) and bool(headed - numbered)


def _is_number_row(texts: Sequence[str | None]) -> bool:
    present = [text for text in texts if text]
    matches = [NUMBERED.match(text) for text in present]
    first = matches[0] if matches else None
    return all(matches) and counts_up(texts) and first is not None and int(first[1]) <= 1


def lines_above(sheet: Sheet, bottom: int, floor: int, rules: TableRules) -> Stack:
    """The lowest line of headings and the lines of groups directly above it."""
    rows, unit = [bottom], None
    at = bottom - 1
    while at >= floor and len(rows) < rules.most_heading_rows and sheet.filled[at]:
        texts = sheet.texts(at)
        if unit is None and is_units(texts, rules):
            unit = at
        elif not _is_group_line(sheet, at, rows, texts, rules):
            break
        rows.insert(0, at)
        at -= 1
    while rows[0] == unit and len(rows) > 1:  # units above all headings are a remark
        rows.pop(0)
        unit = None
    return Stack(rows=tuple(rows), unit=unit)


def _is_group_line(
    sheet: Sheet, at: int, rows: Sequence[int], texts: Sequence[str | None], rules: TableRules
) -> bool:
    kinds = sheet.kinds[at]
    present = [text for text in texts if text]
    pairs = list(zip(texts, kinds, strict=True))
    numbers = sum(1 for t, k in pairs if k == FIGURE and t and not find_period(t))
    if _is_comment(present[0], rules):
        return False
    if numbers and (texts[0] is not None or 2 * numbers > len(present)):
        return False  # a class may be only a number ("50"), beside others in words
    if any(_is_remark(t, rules) or len(t) > rules.longest_heading for t in present):
        return False
    if re.search(rules.metadata, present[0]) and len(present) <= 2:
        return False
    if len(present) > 1:
        return _stands_over(sheet, at, rows, rules)
    return _lone_group(sheet, at, rows, present[0], rules)


def _is_comment(text: str, rules: TableRules) -> bool:
    return re.search(rules.comment, text) is not None


def _is_remark(text: str, rules: TableRules) -> bool:
    """Text with a colon or a date that begins like a remark; "Anmerkungen" may be a heading."""
    return bool(re.search(rules.footnote, text)) and bool(re.search(r"[:0-9_©]|\(c\)", text))


def _stands_over(sheet: Sheet, at: int, rows: Sequence[int], rules: TableRules) -> bool:
    """Whether cells stand over headings.

    A title with a remark beside it stands over a line that says all by itself, and begins where
    the areas are.
    """
    above = np.flatnonzero(sheet.kinds[at] != EMPTY)
    below = np.flatnonzero((sheet.kinds[list(rows)] != EMPTY).any(axis=0))
    whole = len(below) == below[-1] - below[0] + 1
    if len(above) > 2 or not whole or above[0] > below[0] or _merged_from(sheet, at, above[0]):
        return True
    first = sheet.texts(rows[-1])[int(below[0])]
    return first is None or plain(first) not in rules.known


def _lone_group(sheet: Sheet, at: int, rows: Sequence[int], text: str, rules: TableRules) -> bool:
    """One text above the headings: a group over some of them, or the title over all."""
    place = int(np.flatnonzero(sheet.kinds[at] != EMPTY)[0])
    below = (sheet.kinds[list(rows)] != EMPTY).any(axis=0)
    used = np.flatnonzero(below)
    left, right, tall = _merged_from(sheet, at, place) or (place, place, False)
    if tall and right == left:
        return True
    width = int(used[-1] - used[0]) + 1
    if right > left:
        return (right - left + 1) < WHOLE * width and place > used[0]
    if place > used[0]:
        return len(text) <= SHORT and bool(below[place])
    lowest = sheet.kinds[rows[-1]][place] == EMPTY
    return bool(lowest) and plain(text) in rules.keys


def _merged_from(sheet: Sheet, at: int, place: int) -> tuple[int, int, bool] | None:
    """The merged range that begins in a cell, as places of columns, and whether it is tall."""
    line, number = int(sheet.lines[at]), int(sheet.columns[place])
    for top, left, bottom, right in sheet.grid.merged:
        if (top, left) == (line, number):
            last = [p for p, name in enumerate(sheet.columns) if left <= int(name) <= right]
            return last[0], last[-1], bottom > top
    return None
