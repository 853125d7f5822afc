"""Shares of cells: the arithmetic of evidence from contents."""

from collections.abc import Callable

import polars as pl

from kreisblick.sealed.mapping.rules import shipped_mapping_rules
from kreisblick.sealed.mapping.shapes import CLASS, CROSS, NUMBER, SIGNS, TEXT

__all__ = [
    "count_share",
    "distinct_share",
    "known_share",
    "lenient",
    "mean_of",
    "names_share",
    "share_between",
    "share_of",
]


def mean_of(fits: pl.Series) -> float:
    """Share of what is true; null is false."""
    return int(fits.fill_null(value=False).sum()) / max(len(fits), 1)


def share_of(filled: pl.Series, *patterns: str) -> float:
    """Share of cells that match one of the patterns."""
    pattern = "|".join(f"(?:{p})" for p in patterns) if len(patterns) > 1 else patterns[0]
    return mean_of(filled.str.contains(pattern))


def count_share(filled: pl.Series) -> float:
    """Share of numbers, signs in place of them, and classes such as ``10-24``.

    Classes are counts where a plain number stands beside them, none overlaps another, and no number
    lies inside one: house numbers and groups of ages do not look so. Crosses alone are no counts.
    """
    if share_of(filled, CROSS) == 1:
        return 0.0
    plain = share_of(filled, NUMBER, SIGNS)
    return plain + (share_of(filled, CLASS) if _are_classes(filled) else 0.0)


def _are_classes(filled: pl.Series) -> bool:
    ends = filled.unique().str.extract_groups(CLASS).struct.unnest()
    found = ends.cast(pl.Int64, strict=False).drop_nulls().sort("1")
    numbers = _whole(filled).drop_nulls().unique()
    if found.is_empty() or numbers.is_empty():
        return False
    low, high = found["1"], found["2"]
    apart = bool((low < high).all()) and bool((low > high.shift(1)).fill_null(value=True).all())
    return apart and not any(numbers.is_between(a, b).any() for a, b in found.iter_rows())


def distinct_share(filled: pl.Series) -> float:
    """Distinct contents as a share of the cells."""
    return filled.n_unique() / len(filled)


def _whole(filled: pl.Series) -> pl.Series:
    return filled.cast(pl.Int64, strict=False)


def share_between(filled: pl.Series, low: int, high: int) -> float:
    """Share of whole numbers between two borders."""
    whole = _whole(filled)
    return mean_of((whole.is_between(low, high)).fill_null(value=False))


def names_share(filled: pl.Series) -> float:
    """Share of cells that are words, not single letters or numbers."""
    return share_of(filled, TEXT) * (1 - share_of(filled, r"^[A-Za-z]$|^[0-9]"))


def known_share(filled: pl.Series, known: frozenset[str], key: Callable[[str], str]) -> float:
    """Share of distinct contents that are known, after folding; 0 when nothing is known."""
    distinct = filled.unique()
    if not known or distinct.is_empty():
        return 0.0
    return sum(1 for text in distinct if key(text) in known) / len(distinct)


def lenient(share: float) -> float:
    """Names that are mostly known fit: spellings differ, totals stand among them."""
    needed = shipped_mapping_rules().contents.known_share
    return 1.0 if share >= needed else share / needed * 0.9
