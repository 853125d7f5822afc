"""Normalise street names: one spelling for what is the same name.

All functions take and give polars expressions on text, so distinct names are folded at once.
Folded text holds ``a-z``, digits, and ``?`` for a letter that was lost.
"""

import string

import polars as pl

from kreisblick.territory.addresses.rules import AddressRules

__all__ = [
    "blind_key",
    "fold",
    "name_key",
    "plain_key",
    "spell_out",
    "whole_words",
    "word_endings",
]

_GERMAN = {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "ø": "oe"}
_VOWELS = {"ae": "a", "oe": "o"}
_LOST = "\ufffd"
_ROMAN = {
    tens + ones: str(10 * ten + one)
    for ten, tens in enumerate(("", "x", "xx", "xxx"))
    for one, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if len(tens + ones) > 1  # single letters stay letters: they may be initials
}


def fold(text: pl.Expr, rules: AddressRules) -> pl.Expr:
    """Lower case, ``ae oe ue ss``, no accents, words parted by one blank; dots stay at words.

    ``Karl-Marx-Str.`` becomes ``karl marx str.``.
    """
    repaired = text.fill_null("").str.replace_many(rules.mojibake).str.normalize("NFC")
    lower = repaired.str.to_lowercase().str.replace_many(_GERMAN).str.normalize("NFKD")
    plain = lower.str.replace_all(r"[\p{M}'’`´]", "").str.replace_many(rules.repairs)
    known = plain.str.replace_all(_LOST, "?", literal=True).str.replace_all(r"[^a-z0-9.?]+", " ")
    return known.str.replace_all(r"\s*\.+\s*", ". ").str.strip_chars(" ")


def spell_out(folded: pl.Expr, rules: AddressRules) -> pl.Expr:
    """Folded text with the abbreviations in full that can mean only one thing.

    ``dr. karl marx str.`` becomes ``doktor karl marx strasse``; other dots stay, because they
    tell that the word is cut (``k. marx strasse``).
    """
    parted = pl.concat_str(
        pl.lit(" "), folded.str.replace_all(" ", "  ", literal=True), pl.lit(" ")
    )
    words = {f" {k} ": f" {v} " for k, v in whole_words(rules).items()}
    full = parted.str.replace(r"(\w\.?  )st\.? $", "${1}strasse ").str.replace_many(words)
    endings = {f"{k} ": f"{v} " for k, v in word_endings(rules).items()}
    full = full.str.replace_many(endings, leftmost=True)
    return full.str.replace_all(r" +", " ").str.strip_chars(" ")


def whole_words(rules: AddressRules) -> dict[str, str]:
    """Folded word, with and without a dot behind it, to the word in full."""
    given = rules.words | _ROMAN | _ordinals(rules)
    return {f"{k}{dot}": v for k, v in given.items() for dot in ("", ".")}


def word_endings(rules: AddressRules) -> dict[str, str]:
    """End of a folded word to the end in full; the longest end that fits is meant."""
    endings = {f"{k}{dot}": v for k, v in rules.endings.items() for dot in ("", ".")}
    return endings | {f"{k}.": v for k, v in rules.dotted_endings.items() if len(k) > 1}


def _ordinals(rules: AddressRules) -> dict[str, str]:
    """``zweite, zweiter, zweiten, zweites`` and ``2te`` are 2."""
    words = {
        f"{word}{end}": str(number)
        for number, word in enumerate(rules.ordinals, start=1)
        for end in ("", "r", "n", "s")
    }
    return words | {
        f"{number}te{end}": str(number)
        for number in range(1, len(rules.ordinals) + 1)
        for end in ("", "r", "n", "s")
    }


def name_key(full: pl.Expr) -> pl.Expr:
    """Letters and digits without blanks and dots: the same however a name is parted."""
    return full.str.replace_all(r"[ .]", "")


def plain_key(key: pl.Expr) -> pl.Expr:
    """The key without umlauts: ``muehlenweg`` and ``muhlenweg`` look alike.

    The ``ue`` of Bauer, Neue and Quelle is no umlaut.
    """
    return key.str.replace_many(_VOWELS).str.replace_all(r"(^|[^aeoq])ue", "${1}u")


def blind_key(key: pl.Expr) -> pl.Expr:
    """The key without umlauts and double letters: ``muehlenweg`` and ``mulenweg`` look alike."""
    blind = plain_key(key)
    for times in (3, 2):  # "wißstraße" has three s in a row
        blind = blind.str.replace_many(
            {letter * times: letter for letter in string.ascii_lowercase}
        )
    return blind
