"""Abbreviations that only the reference can resolve: ``K.-Marx-Str.``, ``Pl. d. Dt. Einheit``."""

import polars as pl

from kreisblick.territory.addresses.candidates import link, near_streets, scope
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["by_abbreviation", "by_cut", "shortens"]

_HEAD = 8  # letters by which cut names are looked up


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
        near_streets(distinct, reference.streets).with_columns(initials=_initials("words")),
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


def by_cut(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Names that a fixed width cut off (``PRINZ-FRIEDRICH-KAR``), if only one name here fits.

    What lacks nothing but its street type is no cut name: it may be a square or a street.
    """
    types = "|".join(rules.types)
    long = questions.filter(
        ~pl.col("known")
        & (pl.col("key").str.len_chars() >= rules.shortest_cut)
        & ~pl.col("key").str.contains(f"(?:{types})$")
    )
    head = pl.col("key").str.head(_HEAD)
    pairs = scope(
        long.with_columns(head=head),
        near_streets(long, reference.streets).with_columns(head=head),
        on="head",
    ).filter(pl.col("key_of").str.starts_with(pl.col("key")))
    rest = pl.col("key_of").str.slice(pl.col("key").str.len_chars())
    only = pairs.filter(pl.col("key_of").n_unique().over("question") == 1)
    several = pl.col("place_key_of").n_unique().over("question") > 1
    # cut between two words, or only the type is missing: another street may be meant
    whole = pl.col("words_of").str.starts_with(pl.concat_str("words", pl.lit(" ")))
    lacks = whole | rest.str.contains(f"^(?:{types})$")
    doubtful = lacks | (pl.col("postcode").is_null() & several)
    return link(only, rules, "abbreviated", strict=True, doubtful=doubtful)


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
    if full.startswith(word):
        return word.isalpha()
    letters = iter(full)  # a dotted word keeps letters of the full one in their order
    # "sntr." is a misspelt "str." and no cut word
    told = not full.endswith("strasse") or word.endswith("str")
    return told and word.isalpha() and all(letter in letters for letter in word)


def _with_lost_letters(word: str, full: str) -> bool:
    """Whether a word is the full one when every ``?`` is one or two letters (ü is ``ue``)."""
    if not word or not full:
        return word == full
    if word[0] != "?":
        return word[0] == full[0] and _with_lost_letters(word[1:], full[1:])
    return any(_with_lost_letters(word[1:], full[count:]) for count in (1, 2) if count <= len(full))
