"""Part the lines of a table: data, grouping rows, footnotes, repeated headings."""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from kreisblick.sealed.reading.evidence import figure_columns
from kreisblick.sealed.reading.kinds import EMPTY, FIGURE, SIGN, TEXT, Sheet
from kreisblick.sealed.reading.rules import TableRules
from kreisblick.sealed.reading.sections import Section
from kreisblick.sealed.reading.titles import is_remark

__all__ = ["Lines", "carried_columns", "lines_of"]

WIDE = 5  # in a table of so many cells a line, a lone text below is a remark
MOST_REMARK_CELLS = 3  # a sentence that a separator has cut


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines of a table by position.

    Attributes:
        data: of records and sums, top to bottom.
        groups: grouping rows among them.
        remarks: footnotes, sources, legends.
    """

    data: np.ndarray
    groups: tuple[int, ...]
    remarks: tuple[int, ...]


def lines_of(sheet: Sheet, section: Section, rules: TableRules) -> Lines:
    """What each filled line below the headings is."""
    at = section.first + np.flatnonzero(sheet.filled[section.first : section.last])
    at = at[~np.isin(at, section.repeated)]
    remark = _remarks(sheet, at, rules)
    between = tuple(int(p) for p in section.repeated if _is_sentence(sheet, p, section, rules))
    kept = at[~remark]
    if not (sheet.filled[kept] > 1).any():  # one column only
        return Lines(data=kept, groups=(), remarks=(*at[remark].tolist(), *between))
    tail = _tail(sheet, kept, rules)
    body = kept[: len(kept) - len(tail)]
    groups = _groups(sheet, body, rules)
    remarks = sorted([*at[remark].tolist(), *tail, *between])
    data = body[~np.isin(body, groups)]
    return Lines(data=data, groups=groups, remarks=tuple(remarks))


def _remarks(sheet: Sheet, at: np.ndarray, rules: TableRules) -> np.ndarray:
    """Lines that say so themselves (Quelle:, *), ____), without a figure beside it."""
    few = (sheet.filled[at] <= MOST_REMARK_CELLS) & ~_has_figures(sheet, at)
    few |= sheet.filled[at] == 1
    found = np.zeros(len(at), dtype=bool)
    for place in np.flatnonzero(few):
        text = _first_text(sheet, int(at[place]))
        sign = sheet.filled[at[place]] == 1 and len(text) <= 3 and not text.startswith("_")
        found[place] = is_remark(text, rules) and not sign
    return np.asarray(found | _comments(sheet, at, rules))


def _comments(sheet: Sheet, at: np.ndarray, rules: TableRules) -> np.ndarray:
    """Lines of a program about its file (#ANZAHL 40), whatever figures stand in them."""
    said = [bool(re.search(rules.comment, _first_text(sheet, int(p)))) for p in at]
    return np.array(said, dtype=bool)


def _has_figures(sheet: Sheet, at: np.ndarray) -> np.ndarray:
    return np.asarray((sheet.kinds[at] == FIGURE).any(axis=1))


def _first_text(sheet: Sheet, position: int) -> str:
    return next(text for text in sheet.texts(position) if text)


def _is_sentence(sheet: Sheet, position: int, section: Section, rules: TableRules) -> bool:
    return bool(sheet.filled[position] == 1) and is_remark(_first_text(sheet, position), rules)


def _tail(sheet: Sheet, kept: np.ndarray, rules: TableRules) -> list[int]:
    """Lines below the last data: text alone, or after a blank line without any figure."""
    figures = figure_columns(sheet.kinds[kept[: 4 * rules.window]], rules)
    kinds = sheet.kinds[kept]
    telling = ((kinds == FIGURE) | (kinds == SIGN)) & figures
    full = telling.any(axis=1) if figures.any() else sheet.filled[kept] > 1
    if not full.any():
        return []
    last = int(np.flatnonzero(full)[-1])
    wide = np.median(sheet.filled[kept[full]]) >= WIDE
    blank = False
    for place in range(last + 1, len(kept)):
        blank = blank or kept[place] - kept[place - 1] > 1
        few = sheet.filled[kept[place]] * 2 <= (kinds[full] != EMPTY).sum(axis=1).max()
        alone = wide and sheet.filled[kept[place]] == 1
        if ((blank or alone) and few) or not _may_be_area(sheet, int(kept[place]), rules):
            return [int(p) for p in kept[place:]]
    return []


def _may_be_area(sheet: Sheet, position: int, rules: TableRules) -> bool:
    """A short name without figures beside it may be an area that nothing is said about."""
    if sheet.filled[position] > 1:
        return True
    text = _first_text(sheet, position)
    return len(text) <= rules.longest_area and not re.search(r"[:;.!?]|\d{4}", text)


def _groups(sheet: Sheet, body: np.ndarray, rules: TableRules) -> tuple[int, ...]:
    """Text alone in a line above the lines it is about.

    A lone name may also be an area that nothing is said about. Groups begin above the first
    line (sums aside), or are merged over the table, or stand elsewhere than names of areas.
    """
    lone = body[(sheet.filled[body] == 1) & (sheet.kinds[body] == TEXT).any(axis=1)]
    lone = np.array([p for p in lone if len(_first_text(sheet, int(p))) <= rules.longest_heading])
    if not lone.size:
        return ()
    full = body[sheet.filled[body] > 1]
    place = np.array([int(np.flatnonzero(sheet.kinds[p])[0]) for p in lone])
    merged = np.array([_is_merged(sheet, int(p)) for p in lone])
    firsts = [p for p in body if not re.search(rules.total, _first_text(sheet, int(p)))]
    begins = bool(firsts) and firsts[0] in lone
    keys = _key_place(sheet, full, rules)
    chosen = merged | (place != keys) | begins
    last = full[-1]
    return tuple(int(p) for p, yes in zip(lone, chosen, strict=True) if yes and p < last)


def _key_place(sheet: Sheet, full: np.ndarray, rules: TableRules) -> int:
    words = ~figure_columns(sheet.kinds[full], rules) & (sheet.kinds[full] == TEXT).any(axis=0)
    return int(np.flatnonzero(words)[0]) if words.any() else 0


def _is_merged(sheet: Sheet, position: int) -> bool:
    line = int(sheet.lines[position])
    return any(top == line and right > left for top, left, _b, right in sheet.grid.merged)


def carried_columns(
    sheet: Sheet, data: np.ndarray, columns: list[str], rules: TableRules
) -> list[str]:
    """Columns whose text stands once for the lines below it.

    They are left of all figures, filled in the first line, then often empty, and never hold the
    same text twice in a row.
    """
    kinds = sheet.kinds[data]
    figures = figure_columns(kinds, rules)
    found: list[str] = []
    for place, name in enumerate(sheet.columns):
        if name not in columns:
            continue
        if figures[place] or not len(data) or kinds[0, place] == EMPTY:
            break
        empty = float((kinds[:, place] == EMPTY).mean())
        texts = sheet.cells[name].gather(data).drop_nulls()
        again = bool((texts == texts.shift(1)).any())
        beside = _filled_beside(kinds, place, figures)
        if empty >= rules.carried_share and not again and texts.len() > 1 and beside:
            found.append(name)
    return found


def _filled_beside(kinds: np.ndarray, place: int, figures: np.ndarray) -> bool:
    """Another column of words to the right says which line it is, where this one is silent."""
    silent = kinds[kinds[:, place] == EMPTY][:, place + 1 :]
    words = silent[:, ~figures[place + 1 :]]
    return bool(words.size) and bool(((words != EMPTY).mean(axis=0) > 0.9).any())


def carry_down(cells: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The cells with each text repeated in the empty cells below it."""
    return cells.with_columns(pl.col(name).forward_fill() for name in columns)
