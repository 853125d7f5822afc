"""Read columns of codes: offices' words for what we call by a code of our own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from kreisblick.sealed.mapping.folding import fold, squeeze
from kreisblick.sealed.mapping.rules import shipped_heading_words, shipped_mapping_rules

__all__ = ["CodesRead", "cluster_spellings", "complete_codes", "read_codes", "word_codes"]

MOST_WORDS = 4  # ways to write a code that nobody has this year
WORTHLESS = frozenset({"ka", "keineangabe", "unbekannt", "unbek", "nichtbekannt", "ohneangabe"})
"""What offices write when they do not know, squeezed."""


@dataclass(frozen=True, kw_only=True)
class CodesRead:
    """How the contents of a column become our codes.

    Attributes:
        codes: delivered content to our code.
        unread: contents that many rows hold and no list knows, sorted.
        hidden: number of distinct contents that too few rows hold to be named.
        share: share of filled cells that are read.
    """

    codes: Mapping[str, str]
    unread: tuple[str, ...]
    hidden: int
    share: float


def read_codes(filled: pl.Series, readings: Mapping[str, Sequence[str]]) -> CodesRead:
    """The contents of a column through the readings of our codes.

    Args:
        filled: cells without the empty ones.
        readings: our code to the words that mean it.

    A content that fewer rows hold than ``fewest_holders`` and no list knows may point at a person
    and is only counted.
    """
    fewest = shipped_mapping_rules().fewest_holders
    counted = (
        filled.alias("text").value_counts(sort=True).sort("count", "text", descending=[True, False])
    )
    codes: dict[str, str] = {}
    unread: list[str] = []
    hidden, read = 0, 0
    by_word = _by_word(readings)
    for text, count in counted.iter_rows():
        code = by_word.get(squeeze(text)) or _by_beginning(text, readings)
        if code is not None:
            codes[text] = code
            read += count
        elif count >= fewest:
            unread.append(text)
        else:
            hidden += 1
    share = read / max(len(filled), 1)
    return CodesRead(codes=_once(codes), unread=tuple(sorted(unread)), hidden=hidden, share=share)


def complete_codes(
    found: Mapping[str, str], readings: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The codes with those that nobody has this year, written as the office writes the others.

    >>> complete_codes({"m": "male"}, {"male": ["m"], "diverse": ["divers", "d"]})
    {'m': 'male', 'd': 'diverse'}
    """
    if not found:
        return {}
    short = all(len(text) == 1 for text in found)
    digits = all(text.isdigit() for text in found)
    more: dict[str, str] = {}
    for code, words in readings.items():
        alike = [w for w in words if (len(w) == 1) == short and w.isdigit() == digits]
        free = [w for w in alike if w.casefold() not in {text.casefold() for text in found}]
        if code not in found.values():
            more |= dict.fromkeys(free[: 1 if short or digits else MOST_WORDS], code)
    return {**found, **more}


def _once(codes: Mapping[str, str]) -> dict[str, str]:
    """Definitions compare without regard to case: one spelling of each is enough."""
    found: dict[str, str] = {}
    kept: set[str] = set()
    for text, code in sorted(codes.items()):
        if text.casefold() not in kept:
            kept.add(text.casefold())
            found[text] = code
    return found


def _by_word(readings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, words in readings.items():
        for word in (code, *words):
            found.setdefault(squeeze(word), code)
    return found


def _by_beginning(text: str, readings: Mapping[str, Sequence[str]]) -> str | None:
    """The one code whose words begin with the content, or the content with them."""
    mine = squeeze(text)
    if len(mine) < 4:  # shorter beginnings are shared by several words
        return None
    fitting = {
        code
        for code, words in readings.items()
        for word in map(squeeze, words)
        if len(word) >= 4 and (word.startswith(mine) or mine.startswith(word))
    }
    return fitting.pop() if len(fitting) == 1 else None


@cache
def word_codes(name: str) -> frozenset[str]:
    """Everything offices write for the codes of a dimension, squeezed."""
    codes = shipped_heading_words().codes[name]
    return frozenset(squeeze(word) for words in codes.values() for word in words)


def cluster_spellings(contents: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Spellings of one thing by their shared key: ``k.A.``, ``k. A.``, ``K.A`` are one.

    Returns:
        Clusters of at least two spellings; the name is the spelling that stands first in the
        alphabet, or ``keine Angabe`` for all ways to say that nothing is known.

    >>> cluster_spellings(["k.A.", "k. A.", "Kita", "keine Angabe"])
    {'keine Angabe': ('k. A.', 'k.A.', 'keine Angabe')}
    """
    by_key: dict[str, list[str]] = {}
    for text in sorted(set(contents)):
        by_key.setdefault(_cluster_key(text), []).append(text)
    found = {
        "keine Angabe" if key == "" else spellings[0]: tuple(spellings)
        for key, spellings in by_key.items()
        if len(spellings) > 1
    }
    return dict(sorted(found.items()))


def _cluster_key(text: str) -> str:
    """Words without order, case, dots and doubled ones; "" for what says that nothing is known."""
    if squeeze(text) in WORTHLESS:
        return ""
    return " ".join(sorted(set(fold(text).replace(".", " ").split()))) or text
