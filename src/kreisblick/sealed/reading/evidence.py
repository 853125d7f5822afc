"""What speaks for a line of headings: words above figures, known words, a full line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kreisblick.sealed.reading.headings import join_headings
from kreisblick.sealed.reading.kinds import EMPTY, FIGURE, SIGN, TEXT, Sheet
from kreisblick.sealed.reading.periods import find_period
from kreisblick.sealed.reading.rules import TableRules, plain
from kreisblick.sealed.reading.stack import (
    below_headings,
    counts_up,
    is_units,
    lines_above,
    names_a_group,
)

__all__ = ["Heading", "figure_columns", "try_heading"]

SAME_KIND = 0.8  # so many years among a column's values make it a column of years
DATED_LINES = 10  # so many values show whether a column holds years
FEW = 3  # lines that show what a column holds
FAINT = 0.2  # weight of a column that is nearly empty
DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Lines of headings by their positions in a sheet.

    Attributes:
        rows: of the headings, top to bottom, without units.
        unit, number: of the row of units or numbers.
        top: first line that belongs to the headings.
        below: the first line that does not.
        score: average evidence of the columns.
    """

    rows: tuple[int, ...]
    unit: int | None
    number: int | None
    top: int
    below: int
    score: float


def try_heading(sheet: Sheet, bottom: int, floor: int, rules: TableRules) -> Heading | None:
    """A row as the lowest line of headings, with the lines that belong to it.

    Args:
        sheet: the cells.
        bottom: position of the row.
        floor: position above which nothing belongs to this table.
        rules: what counts.

    Returns:
        The heading with its score; None when the row can be none.
    """
    texts = sheet.texts(bottom)
    group = names_a_group(sheet, bottom - 1, bottom)
    if not group and not _may_head(texts, sheet.kinds[bottom], rules):
        return None
    unit, number, below = below_headings(sheet, bottom, rules)
    stack = lines_above(sheet, bottom, floor, rules)
    rows = tuple(at for at in stack.rows if at != stack.unit)
    lines = [int(sheet.lines[at]) for at in rows]
    headings = join_headings(sheet.grid, lines, sheet.columns)
    if len(rows) > 1 and _names_a_group(sheet, bottom, lines[:-1]):
        return None
    seen = _look(sheet, _window(sheet, below, rules), rules)
    named = sheet.columns[0] in headings
    if seen.window.size and _continues(sheet, below, bottom, seen, rules, named=named):
        return None
    score = _score(sheet, bottom, seen, headings, rules)
    return Heading(
        rows=rows,
        unit=unit if unit is not None else stack.unit,
        number=number,
        top=stack.rows[0],
        below=below,
        score=score,
    )


def figure_columns(kinds: np.ndarray, rules: TableRules) -> np.ndarray:
    """Whether each column is one of figures, signs in place of figures among them."""
    filled = (kinds != EMPTY).sum(axis=0)
    figures = ((kinds == FIGURE) | (kinds == SIGN)).sum(axis=0)
    seen = (kinds == FIGURE).any(axis=0)  # signs alone are no proof: "-" also stands among words
    return np.asarray((figures >= rules.figure_share * np.maximum(filled, 1)) & seen)


def _may_head(texts: Sequence[str | None], kinds: np.ndarray, rules: TableRules) -> bool:
    """No line of data that counts, no label with its value, no sentence."""
    present = [text for text in texts if text]
    if (
        not present
        or is_units(texts, rules)
        or not ((kinds == TEXT).any() or all(find_period(t) for t in present))
    ):
        return False
    if len(present) <= 2 and re.search(rules.metadata, present[0]):
        return False
    if re.search(rules.comment, present[0]):
        return False
    if re.search(rules.footnote, present[0]) and len(present) <= 2:
        return False
    return len(present) > 1 or len(present[0]) <= rules.longest_heading


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """What the lines below a heading look like.

    Attributes:
        window: their positions.
        figures: whether each column is one of figures.
        dated: whether its figures are years or dates.
        share: how much of each column is filled.
    """

    window: np.ndarray
    figures: np.ndarray
    dated: np.ndarray
    share: np.ndarray


def _look(sheet: Sheet, window: np.ndarray, rules: TableRules) -> _Seen:
    kinds = sheet.kinds[window]
    figures = figure_columns(kinds, rules)
    dated = np.zeros(len(sheet.columns), dtype=bool)
    for place in np.flatnonzero(figures):
        values = sheet.cells[sheet.columns[place]].gather(window[:DATED_LINES]).drop_nulls()
        found = [find_period(text) is not None for text in values]
        dated[place] = bool(found) and float(np.mean(found)) >= SAME_KIND
    share = (kinds != EMPTY).mean(axis=0) if window.size else np.zeros(len(sheet.columns))
    return _Seen(window=window, figures=figures, dated=dated, share=share)


def _window(sheet: Sheet, below: int, rules: TableRules) -> np.ndarray:
    """Positions of the next lines with more than one cell; with one, where all have one.

    It ends at a blank line, once it holds a few lines: behind it another table may begin.
    """
    ahead = np.arange(below, min(below + 4 * rules.window, len(sheet.lines)))
    full = ahead[sheet.filled[ahead] >= 2]
    if not full.size:
        return ahead[sheet.filled[ahead] >= 1][: rules.window]
    blank = ahead[sheet.filled[ahead] == 0]
    data = full[~sheet.wordy[full]]
    before = np.searchsorted(data, blank)
    behind = blank[(before >= FEW) | ((before >= 2) & _wordless_after(sheet, blank))]
    return full[full < behind[0]][: rules.window] if behind.size else full[: rules.window]


def _wordless_after(sheet: Sheet, blank: np.ndarray) -> np.ndarray:
    """Whether the next filled line behind each blank one holds no figures: a title, headings."""
    present = sheet.present
    following = np.searchsorted(present, blank)
    return np.array(
        [at < len(present) and bool(sheet.wordy[present[at]]) for at in following], dtype=bool
    )


def _continues(
    sheet: Sheet, below: int, bottom: int, seen: _Seen, rules: TableRules, *, named: bool
) -> bool:
    """Whether the next line is one of headings as well: words where figures stand below."""
    rest = np.flatnonzero(sheet.filled[below : below + 50])
    if not rest.size:
        return False
    at = below + int(rest[0])
    if names_a_group(sheet, bottom, at):
        return True
    texts, kinds = sheet.texts(at), sheet.kinds[at]
    words = [t for t, k, f in zip(texts, kinds, seen.figures, strict=True) if f and k == TEXT]
    years, numbers = _years_and_numbers(texts, kinds, seen)
    if not words and not years:
        return False
    if numbers and not _wordy(texts, numbers, len(words), rules):
        return False
    if sheet.filled[at] == 1:  # alone: goes on only directly below, and not as a group's band
        first = bool(kinds[0] != EMPTY) and named
        return at == bottom + 1 and not first and not _is_band(sheet, at)
    several = len(set(words)) + years > 1 or seen.figures.sum() == 1
    return several or len(words) < seen.figures.sum()


def _years_and_numbers(
    texts: Sequence[str | None], kinds: np.ndarray, seen: _Seen
) -> tuple[int, int]:
    """Figures of a line that are years or dates over a column that holds none, and the others."""
    years = numbers = 0
    for place, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        if kind != FIGURE or not text:
            continue
        if find_period(text) is not None and not seen.dated[place]:
            years += 1
        else:
            numbers += 1
    return years, numbers


def _wordy(texts: Sequence[str | None], numbers: int, words: int, rules: TableRules) -> bool:
    """Whether a line with numbers is still one of headings.

    It has words beside them, and nothing, or a word that is a heading, where lines are named.
    """
    first = texts[0]
    if first is None:
        return words > 0
    few = 2 * numbers <= sum(1 for text in texts if text)
    return words > 0 and few and plain(first) in rules.known


def _names_a_group(sheet: Sheet, bottom: int, above: Sequence[int]) -> bool:
    """Whether a text alone below headings stands where lines are named already."""
    if sheet.filled[bottom] > 1:
        return False
    alone = sheet.kinds[bottom, 0] != EMPTY
    return bool(alone) and bool(join_headings(sheet.grid, above, sheet.columns[:1]))


def _is_band(sheet: Sheet, at: int) -> bool:
    """Merged over several columns: the name of a group of lines."""
    line = int(sheet.lines[at])
    return any(m[0] == line and m[3] - m[1] >= 1 for m in sheet.grid.merged)


def _score(
    sheet: Sheet, bottom: int, seen: _Seen, headings: dict[str, str], rules: TableRules
) -> float:
    own, texts = sheet.kinds[bottom], sheet.texts(bottom)
    _years, numbers = _years_and_numbers(texts, own, seen)
    words = int(((own == TEXT) & seen.figures).sum())
    wordy = bool(numbers) and _wordy(texts, numbers, words, rules)
    sequence = counts_up(texts, least=4) or names_a_group(sheet, bottom - 1, bottom)
    total, weights = 0.0, 0.0
    for place, name in enumerate(sheet.columns):
        text = headings.get(name)
        if text is None and seen.share[place] == 0:
            continue
        weight = max(float(seen.share[place]), FAINT)
        if own[place] == FIGURE and not sequence:
            points = _points_of_number(text or "", bool(seen.dated[place]), wordy, rules)
        else:
            values = sheet.cells[name].gather(seen.window)
            points = _points(text, values, bool(seen.figures[place]), place, rules)
        total += weight * points
        weights += weight
    return total / weights if weights and seen.window.size else 0.0


def _points_of_number(text: str, dated: bool, wordy: bool, rules: TableRules) -> float:
    last = text.rsplit(" | ", 1)[-1]
    if find_period(last) is not None and not dated:
        return rules.evidence.period_over_figures
    return rules.evidence.number_among_words if wordy else rules.evidence.figure_over_figures


def _points(
    text: str | None, values: pl.Series, figures: bool, place: int, rules: TableRules
) -> float:
    """What one column says."""
    by = rules.evidence
    if text is None:
        return by.nothing_over_figures if figures else (by.nothing_over_text if place else 0.0)
    last = text.rsplit(" | ", 1)[-1]
    points = by.text_over_figures if figures else by.text_over_text
    if plain(last) in rules.known or plain(text) in rules.known:
        points += by.known_word
    elif not figures and DIGIT.search(last) and _share(values, "[0-9]") >= 0.5:
        points += by.digits_over_digits
    if (values == last).any() and not figures:
        points += by.repeated_below
    return points


def _share(values: pl.Series, pattern: str) -> float:
    present = values.drop_nulls()
    return float(present.str.contains(pattern).to_numpy().mean()) if present.len() else 0.0
