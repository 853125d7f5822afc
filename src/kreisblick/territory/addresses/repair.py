"""Repair: names that a computer spoilt, read as they were meant.

Text decoded with the wrong table (``Schštzenstraáe``), letters and digits that look alike
(``G0ethestr.``), Roman numbers of one letter, words left out or added that name no other street.
A reading counts only when it makes a name that exists where the address is looked for.
"""

import html
import re
from collections.abc import Iterator
from itertools import product

import polars as pl

from kreisblick.territory.addresses.candidates import link, near_streets, scope
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import fold, name_key, spell_out
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["by_repair", "readings"]

_TABLES = (  # how the bytes were read, how they should have been
    *(("cp1252", "utf-8"), ("latin-1", "utf-8"), ("cp850", "utf-8"), ("mac_roman", "utf-8")),
    *(("cp1252", "cp850"), ("latin-1", "cp850"), ("cp850", "cp1252"), ("cp437", "cp1252")),
    *(("cp1252", "mac_roman"), ("mac_roman", "cp1252")),
)
_SEVEN_BIT = str.maketrans("{|}~[\\]", "äöüßÄÖÜ")  # DIN 66003, of old mainframes
_ALIKE = {"0": ("o", "ss"), "1": ("l", "i"), "3": ("e",), "5": ("s",), "8": ("b", "ss")}
_ROMAN = {"i": "1", "v": "5", "x": "10"}
_ODD = re.compile("[^\x00-\x7fäöüßÄÖÜẞ–’´]")  # what a German name rarely holds
_DIGITS = re.compile(r"[^\W\d]\d|\d[^\W\d]")
_FIRST_ROMAN = re.compile(r"(?i)([ivx])[. ]")
_BESIDE = re.compile(r"(?i)^\s*(?:c/o|bei)\s[^,;]+[,;]\s*|\([^)]*\)")  # who lives there, remarks
_MOST = 32  # readings of one word


def by_repair(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """Streets that a repaired name means, if only one name here fits."""
    unknown = questions.filter(~pl.col("known") & (pl.col("street") != ""))
    names = [
        (street, text)
        for street in unknown["street"].unique().sort()
        for text in readings(street, rules)
    ]
    read = pl.DataFrame(names, schema=["street", "text"], orient="row", schema_overrides=_TEXT)
    read = read.with_columns(words=spell_out(fold(pl.col("text"), rules), rules))
    read = read.with_columns(key=name_key(pl.col("words")))
    known = read.join(reference.streets.select("key").unique(), on="key", how="semi")
    repaired = unknown.drop("key", "words").join(known, on="street")
    plain = unknown.with_columns(bare=_bare(pl.col("words"), rules))
    streets = (
        near_streets(plain, reference.streets)
        .filter(
            pl.col("words").str.contains(rf"\b(?:{'|'.join(rules.articles)})\b")
            | pl.col("words").is_in(plain["bare"].implode())
        )
        .with_columns(bare=_bare(pl.col("words"), rules))
    )
    columns = ["question", "postcode", "place_key", "sid", "key_of", "place_key_of"]
    pairs = pl.concat(
        [
            scope(repaired, reference.streets, on="key").select(columns),
            scope(plain, streets, on="bare").select(columns),
        ]
    ).unique()
    only = pairs.filter(pl.col("key_of").n_unique().over("question") == 1)
    several = pl.col("place_key_of").n_unique().over("question") > 1
    return link(only, rules, "repaired", doubtful=pl.col("postcode").is_null() & several)


_TEXT = {"street": pl.String, "text": pl.String}


def readings(street: str, rules: AddressRules) -> Iterator[str]:
    """Other ways to read a name, each a text that differs from it.

    >>> from kreisblick.territory.addresses import shipped_rules
    >>> list(readings("G0ethestr.", shipped_rules()))
    ['goethestr.', 'gssethestr.']
    """
    if _ODD.search(street):
        yield from _decoded(street)
    elif any(sign in street for sign in "{|}~[\\]"):
        yield street.translate(_SEVEN_BIT)
    if "&" in street:
        yield html.unescape(street)
    if _DIGITS.search(street):
        yield from _with_letters(street.lower())
    roman = _FIRST_ROMAN.match(street)
    if roman:
        yield _ROMAN[roman[1].lower()] + street[1:]
    short = _BESIDE.sub("", re.sub(rules.tails, "", street)).strip()
    if short and short != street:
        yield short


def _decoded(street: str) -> Iterator[str]:
    """The text as it reads when its bytes are decoded rightly, twice at most."""
    for wrong, right in _TABLES:
        try:
            text = street.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if text != street:
            yield text
            if right == "utf-8" and not text.isascii() and len(text) < len(street):
                yield from _decoded(text)


def _with_letters(street: str) -> Iterator[str]:
    """Digits inside of words as the letters that look like them."""
    choices = [_ALIKE.get(sign, (sign,)) if sign.isdigit() else (sign,) for sign in street]
    ways = product(*choices)
    for text, _number in zip(map("".join, ways), range(_MOST), strict=False):
        if text != street:
            yield text


def _bare(words: pl.Expr, rules: AddressRules) -> pl.Expr:
    """A name without articles and blanks."""
    pattern = rf"\b(?:{'|'.join(rules.articles)})\b\.?"
    return words.str.replace_all(pattern, "").str.replace_all(r"[ .]", "")
