"""Headings: which column of a list is which of ours."""

from collections.abc import Sequence, Set
from functools import cache

import polars as pl

from kreisblick.territory.streets.rules import shipped_street_rules, squeeze

__all__ = ["STREETS", "is_heading", "known_as", "rename_known"]

STREETS = frozenset({"street", "address", "old_street", "example"})
_FEWEST = 2  # known headings that make a line a heading


@cache
def _meanings() -> dict[str, tuple[str, int]]:
    """A squeezed heading to our column and its rank there."""
    found: dict[str, tuple[str, int]] = {}
    for column, headings in shipped_street_rules().headings.items():
        for rank, heading in enumerate(headings):
            found.setdefault(squeeze(heading), (column, rank))
    return found


def is_heading(
    cells: Sequence[str], wanted: Set[str] = STREETS, own: Set[str] = frozenset()
) -> bool:
    """Whether a row names at least two columns that we know, one of them a wanted one.

    So does a row that holds every heading somebody named (``own``).
    """
    if own and own <= {str(cell).strip() for cell in cells}:
        return True
    named = {_meanings()[key][0] for cell in cells if (key := squeeze(cell)) in _meanings()}
    return len(named) >= _FEWEST and bool(named & wanted)


def known_as(columns: Sequence[str]) -> dict[str, str]:
    """Our column to the list's column; of several the first in the catalogue wins."""
    ranked: dict[str, tuple[int, str]] = {}
    for column in columns:
        meaning = _meanings().get(squeeze(column))
        if meaning is None:
            continue
        name, rank = meaning
        if name not in ranked or rank < ranked[name][0]:
            ranked[name] = (rank, column)
    return {name: column for name, (_rank, column) in ranked.items()}


def rename_known(table: pl.DataFrame) -> pl.DataFrame:
    """The table with our names where we know them; all other columns stay as they are."""
    found = known_as(table.columns)
    return table.rename({theirs: ours for ours, theirs in found.items() if theirs != ours})
