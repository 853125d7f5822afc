"""Part the lines of a file of fixed width: records, and what a printer put around them."""

import numpy as np

from kreisblick.sealed.reading.body import Lines
from kreisblick.sealed.reading.evidence import figure_columns
from kreisblick.sealed.reading.kinds import EMPTY, FIGURE, SIGN, TEXT, Sheet
from kreisblick.sealed.reading.rules import TableRules
from kreisblick.sealed.reading.titles import is_remark

__all__ = ["printed_lines"]

FEWEST_RECORDS = 5  # with fewer nobody knows what all share
FEWEST_FIGURES = 2  # with fewer columns of figures a line cannot be told from a record


def printed_lines(sheet: Sheet, rules: TableRules) -> tuple[Lines, tuple[int, ...]]:
    """The records of a file whose columns are known, without page heads and rules of dashes.

    A line is no record when it has words where figures stand, and not more figures than words;
    so a record with a fault in one column stays a record.

    Returns:
        The lines, with everything else as remarks, and those remarks that stand there more than
        once (the headings of each page).
    """
    at = np.flatnonzero(sheet.filled)
    around = _records_around(sheet, at)
    at = at[~np.isin(at, around)]
    figures = figure_columns(sheet.kinds[at], rules)
    if figures.sum() < FEWEST_FIGURES:
        return Lines(data=at, groups=(), remarks=around), ()
    kinds = sheet.kinds[at]
    among = kinds[:, figures]
    words = (among == TEXT).sum(axis=1)
    numbers = ((among == FIGURE) | (among == SIGN)).sum(axis=1)
    strange = (words > 0) & (numbers <= words)
    few = np.flatnonzero((kinds != EMPTY).sum(axis=1) <= FEWEST_FIGURES)
    for place in few:
        text = next(t for t in sheet.texts(int(at[place])) if t)
        strange[place] |= is_remark(text, rules) and numbers[place] == 0
    remarks = tuple(int(p) for p in at[strange])
    seen: dict[tuple[str | None, ...], list[int]] = {}
    for p in remarks:
        seen.setdefault(tuple(sheet.texts(p)), []).append(p)
    again = sorted(p for places in seen.values() for p in places[1:] if _is_heading(sheet, p))
    remarks = tuple(sorted((*remarks, *around)))
    return Lines(data=at[~strange], groups=(), remarks=remarks), tuple(again)


def _records_around(sheet: Sheet, at: np.ndarray) -> tuple[int, ...]:
    """The record before the others and the one after them (Vorsatz, Nachsatz).

    They are of another kind: the first field, which all others share, is another, and they fill
    fewer fields than any other record. A whole record with a wrong kind stays.
    """
    if len(at) < FEWEST_RECORDS or not sheet.columns:
        return ()
    inner = at[1:-1]
    kinds = sheet.cells[sheet.columns[0]].gather(inner).unique()
    if len(kinds) != 1 or kinds[0] is None:
        return ()
    least = int(sheet.filled[inner].min())
    return tuple(
        int(p)
        for p in (at[0], at[-1])
        if sheet.texts(int(p))[0] not in {None, kinds[0]} and sheet.filled[p] < least
    )


def _is_heading(sheet: Sheet, position: int) -> bool:
    """Words, not a rule of dashes."""
    return any(text.strip("-_=") for text in sheet.texts(position) if text)
