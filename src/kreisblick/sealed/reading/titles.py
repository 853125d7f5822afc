"""Between two tables: what still belongs to the upper one, and what is the lower one's title."""

import re

import numpy as np

from kreisblick.sealed.reading.kinds import FIGURE, SIGN, Sheet
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.rules import TableRules

__all__ = ["is_remark", "split_between"]

NUMBERED = re.compile(
    r"^(?:tab\.?|tabelle|übersicht|anlage|abb\.?|blatt)\s*[0-9a-z]", re.IGNORECASE
)


def split_between(
    sheet: Sheet, first: int, top: int, rules: TableRules
) -> tuple[int, tuple[int, ...]]:
    """Where the upper table ends and which lines are the title of the headings at ``top``.

    Returns:
        The first position that is not the upper table's, and the title's lines.
    """
    title: list[int] = []
    at = top - 1
    while at >= first:
        if sheet.filled[at] == 0:
            if title and not _goes_on(sheet, at, first, rules):
                break
        elif _is_title(sheet, at, rules):
            title.insert(0, at)
        else:
            break
        at -= 1
    return (title[0] if title else top), tuple(title)


def _goes_on(sheet: Sheet, blank: int, first: int, rules: TableRules) -> bool:
    """Whether a numbered title (Tabelle 2) stands above a blank line."""
    above = np.flatnonzero(sheet.filled[first:blank])
    if not above.size or blank - (first + int(above[-1])) > 1:
        return False
    at = first + int(above[-1])
    text = next(t for t in sheet.texts(at) if t)
    return _is_title(sheet, at, rules) and bool(NUMBERED.match(text))


def _is_title(sheet: Sheet, at: int, rules: TableRules) -> bool:
    kinds, texts = sheet.kinds[at], sheet.texts(at)
    present = [text for text in texts if text]
    if len(present) > 2 or is_remark(present[0], rules):
        return False
    figures = ((kinds == FIGURE) | (kinds == SIGN)).any()
    return not figures or all(
        find_period(t) for t, k in zip(texts, kinds, strict=True) if t and k == FIGURE
    )


def is_remark(text: str, rules: TableRules) -> bool:
    """Whether a text is a footnote, a source or a legend."""
    return re.search(rules.footnote, text) is not None
