"""Find the rows and columns that are sums of others: by their word, and by arithmetic."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from kreisblick.sealed.reading.model import Total
from kreisblick.sealed.reading.rules import TableRules, plain
from kreisblick.sealed.reading.sums import numbers_in, proved_sums

__all__ = ["totals_of"]

MOST_COLUMNS = 300
NAMING = 4  # the first columns of words name a line

Totals = tuple[Total, ...]


def totals_of(
    body: pl.DataFrame,
    counts: Sequence[str],
    words: Sequence[str],
    headings: Mapping[str, str],
    rules: TableRules,
) -> tuple[Totals, Totals]:
    """Rows and columns of a table that are sums of others.

    Args:
        body: the data.
        counts: its columns of figures.
        words: its other columns.
        headings: by column.
        rules: how sure a sum is.
    """
    if not counts or not body.height:
        return (), ()
    said = _says_so(body, words, rules)
    counts = _without_keys(body, counts, words, headings, rules)
    small = body.height <= rules.most_summed_rows
    numbers = numbers_in(body.select(counts)) if small else np.zeros((0, len(counts)))
    proved = proved_sums(numbers, said, rules) if small else {}
    rows = _totals(body["row"].to_list(), said, proved, rules)
    heads = np.array([_head_says_so(headings.get(name, ""), rules) for name in counts])
    few = small and len(counts) <= MOST_COLUMNS
    columns = proved_sums(numbers.T, heads, rules) if few else {}
    return rows, _totals(list(counts), heads, columns, rules)


def _without_keys(
    body: pl.DataFrame,
    counts: Sequence[str],
    words: Sequence[str],
    headings: Mapping[str, str],
    rules: TableRules,
) -> list[str]:
    """Columns of figures that may add up: keys and years stand left of the names, or say so."""
    order = body.columns
    first = min((order.index(name) for name in words if name not in counts), default=0)
    kept = [name for name in counts if order.index(name) > first]
    return [
        name
        for name in kept
        if plain(headings.get(name, "").rsplit(" | ", 1)[-1]) not in rules.keys
    ]


def _says_so(body: pl.DataFrame, words: Sequence[str], rules: TableRules) -> np.ndarray:
    """Whether a cell of words says that the row is a sum."""
    found = np.zeros(body.height, dtype=bool)
    literals = list(rules.total_words)
    for name in words[:NAMING]:
        cells = body[name].fill_null("")
        maybe = np.flatnonzero(cells.str.contains_any(literals, ascii_case_insensitive=True))
        sure = cells.gather(maybe).str.contains(rules.total).to_numpy()
        found[maybe[sure]] = True
    return found


def _head_says_so(heading: str, rules: TableRules) -> bool:
    last = heading.rsplit(" | ", 1)[-1]
    return re.search(rules.total, plain(last)) is not None


def _totals(
    places: Sequence[int | str],
    said: np.ndarray,
    proved: Mapping[int, tuple[int, ...]],
    rules: TableRules,
) -> Totals:
    found = []
    for at in sorted({*np.flatnonzero(said).tolist(), *proved}):
        by = ("both" if at in proved else "word") if said[at] else "sum"
        found.append(
            Total(
                place=places[at],
                by=by,  # type: ignore[arg-type]
                certainty=getattr(rules.certainty, by),
                parts=tuple(places[p] for p in proved.get(at, ())),
            )
        )
    return tuple(found)
