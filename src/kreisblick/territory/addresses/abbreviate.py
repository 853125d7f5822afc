"""Abbreviations that only the reference can resolve: ``K.-Marx-Str.``, ``Pl. d. Dt. Einheit``."""

import polars as pl

from kreisblick.territory.addresses.candidates import link, scope
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["by_abbreviation", "shortens"]


def by_abbreviation(
    questions: pl.DataFrame, reference: Reference, rules: AddressRules
) -> pl.DataFrame:
    """Streets whose words the question's words shorten, if only one name here fits."""
    cut = pl.col("words").str.contains(r"\.|\?|\b[a-z]\b")
    cut_only = questions.filter(~pl.col("known") & cut)
    distinct = cut_only.select("words", "postcode", "place_key").unique()
    # a cut word keeps its first letter, so only streets with the same initials can be meant
    pairs = scope(
        distinct.with_columns(initials=_initials("words")),
        reference.streets.with_columns(initials=_initials("words")),
        on="initials",
    ).select("words", "postcode", "place_key", "sid", "words_of", "key_of", "place_key_of")
    fitting = pairs.filter(
        pl.Series(
            [shortens(a, b) for a, b in pairs.select("words", "words_of").iter_rows()],
            dtype=pl.Boolean,
        )
    )
    found = cut_only.select("question", "words", "postcode", "place_key").join(
        fitting, on=["words", "postcode", "place_key"], nulls_equal=True
    )
    only = found.filter(pl.col("key_of").n_unique().over("question") == 1)
    several = pl.col("place_key_of").n_unique().over("question") > 1
    return link(only, rules, "abbreviated", doubtful=pl.col("postcode").is_null() & several)


def _initials(column: str) -> pl.Expr:
    """The first letter of each word."""
    return pl.col(column).str.split(" ").list.eval(pl.element().str.head(1)).list.join("")


def shortens(short: str, full: str) -> bool:
    """Whether each word is the full word or a cut of it; ``?`` stands for a lost letter.

    >>> shortens("k. marx strasse", "karl marx strasse")
    True
    >>> shortens("platz d. dt. einheit", "platz der deutschen einheit")
    True
    >>> shortens("karl marx weg", "karl marx strasse")
    False
    """
    left, right = short.split(), full.replace(".", "").split()
    return len(left) == len(right) and all(map(_cut_of, left, right))


def _cut_of(short: str, full: str) -> bool:
    word = short.rstrip(".")
    if word == full:
        return True
    if "?" in word:
        return _with_lost_letters(word, full)
    if not word or word[0] != full[0] or (word == short and len(word) > 1):
        return False
    letters = iter(full)  # a dotted word keeps letters of the full one in their order
    return word.isalpha() and all(letter in letters for letter in word)


def _with_lost_letters(word: str, full: str) -> bool:
    """Whether a word is the full one when every ``?`` is one or two letters (ü is ``ue``)."""
    if not word or not full:
        return word == full
    if word[0] != "?":
        return word[0] == full[0] and _with_lost_letters(word[1:], full[1:])
    return any(_with_lost_letters(word[1:], full[count:]) for count in (1, 2) if count <= len(full))
