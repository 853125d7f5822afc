"""Misspelt names: the nearest name of the reference, if nothing speaks against it.

Errors are counted by optimal string alignment (insertions, deletions, substitutions, swaps of
neighbours) on keys without umlauts and double letters, so that a lost ``ü`` or a swapped ``ß`` is
one error. The vetoes come first: a name that exists is never a typo of another.
"""

import re
from dataclasses import dataclass

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kreisblick.territory.addresses.candidates import link
from kreisblick.territory.addresses.model import Reference
from kreisblick.territory.addresses.normalise import blind_key
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["by_spelling"]

_PLACE = ["postcode", "place_key"]
_AT_ONCE = 2_000  # names compared in one table of distances: 20 MB against 10,000 streets


@dataclass(frozen=True, kw_only=True)
class _Name:
    """A name without its street type."""

    text: str
    stem: str
    kind: str


class _Speller:
    """Compares misspelt names with names of the reference."""

    def __init__(self, rules: AddressRules, known: set[str]) -> None:
        self.rules = rules
        self.known = known
        self.kinds = _blind(list(rules.types))
        self.opposites = [_blind(list(pair)) for pair in rules.opposites]
        self.most = max(step.errors for step in rules.typo.errors) + rules.typo.more_for_review

    def part(self, name: str) -> _Name:
        """Stem and street type; a misspelt type is mended when it is long enough to tell."""
        for kind in self.kinds:
            if name.endswith(kind) and name != kind:
                return _Name(text=name, stem=name[: -len(kind)], kind=kind)
        for kind in self.kinds:
            if len(kind) < self.rules.typo.shortest_type:
                continue
            for size in (len(kind), len(kind) - 1, len(kind) + 1):
                stem, end = name[:-size], name[-size:]
                if stem and OSA.distance(end, kind) == 1:
                    return _Name(text=stem + kind, stem=stem, kind=kind)
        return _Name(text=name, stem=name, kind="")

    def nearest(self, asked: list[str], names: list[str]) -> list[tuple[str | None, int, bool]]:
        """For each name the nearest acceptable one, the errors, and whether a person must look."""
        parts = [self.part(name) for name in asked]
        others = [self.part(name) for name in names]
        cutoff = self.most
        distance = cdist(
            [part.text for part in parts],
            names,
            scorer=OSA.distance,
            score_cutoff=cutoff,
            dtype=np.uint8,
        )
        rows = np.arange(len(asked))
        best = distance.argmin(axis=1)
        errors = distance[rows, best].astype(int)
        distance[rows, best] = cutoff + 1
        second = distance.min(axis=1).astype(int)
        found: list[tuple[str | None, int, bool]] = []
        for number, part in enumerate(parts):
            other, count = others[best[number]], int(errors[number])
            elsewhere = part.text in self.known and count > 0
            if elsewhere or not self.may_mean(part, other, count):
                found.append((None, count, False))
                continue
            close = (second[number] - count) / len(part.text) < self.rules.typo.gap
            found.append((other.text, count, bool(close) or self._is_weak(part, other, count)))
        return found

    def may_mean(self, name: _Name, other: _Name, errors: int) -> bool:
        """Whether nothing speaks against one name being a misspelling of the other."""
        return (
            errors <= self._allowed(other) + self.rules.typo.more_for_review
            and (not name.kind or not other.kind or name.kind == other.kind)
            and re.findall(r"\d+", name.text) == re.findall(r"\d+", other.text)
            and not any(_swapped(name.text, other.text, *pair) for pair in self.opposites)
        )

    def _allowed(self, other: _Name) -> int:
        steps = self.rules.typo.errors
        return next((step.errors for step in steps if len(other.stem) < step.below), 0)

    def _is_weak(self, name: _Name, other: _Name, errors: int) -> bool:
        """Too little agrees to do without a person: short names, first letters, many errors."""
        if errors == 0:
            return False
        rules, short = self.rules.typo, min(len(name.stem), len(other.stem))
        first = len(other.stem) < rules.same_first_letter_below and name.text[:1] != other.text[:1]
        return short < rules.shortest_stem or first or errors > self._allowed(other)


def by_spelling(questions: pl.DataFrame, reference: Reference, rules: AddressRules) -> pl.DataFrame:
    """The street whose name is nearest, within the postcode (or place, or everywhere)."""
    unknown = questions.filter(~pl.col("known") & (pl.col("blind") != ""))
    speller = _Speller(rules, set(reference.streets["blind"].unique()))
    distinct = unknown.select("blind", *_PLACE).unique().sort("blind", *_PLACE)
    found = [
        _nearest_streets(part, _streets_of(reference, *place), speller)
        for place, block in distinct.group_by(*_PLACE, maintain_order=True)
        for part in block.iter_slices(_AT_ONCE)
    ]
    if not found:
        return link(unknown.select("question", sid=pl.lit(0, dtype=pl.UInt32)), rules, "typo")
    pairs = unknown.select("question", "blind", *_PLACE).join(
        pl.concat(found), on=["blind", *_PLACE], nulls_equal=True
    )
    several = pl.col("place_key_of").n_unique().over("question") > 1
    return link(
        pairs,
        rules,
        "typo",
        strict=True,
        doubtful=pl.col("unsure") | (pl.col("postcode").is_null() & several),
        score=1 - (pl.col("errors") + 1) / (pl.col("blind").str.len_chars() + 1),
    )


def _streets_of(reference: Reference, postcode: object, place: object) -> pl.DataFrame:
    """The streets a misspelt name may mean."""
    if postcode is not None:
        return reference.streets.filter(pl.col("postcode") == postcode)
    if place is not None:
        return reference.streets.filter(pl.col("place_key") == place)
    return reference.streets


def _nearest_streets(block: pl.DataFrame, streets: pl.DataFrame, speller: _Speller) -> pl.DataFrame:
    """For each name of a block the streets of the nearest acceptable name."""
    names = streets["blind"].unique().sort().to_list()
    asked = block["blind"].to_list()
    found = speller.nearest(asked, names) if names else [(None, 0, False)] * len(asked)
    columns = list(zip(*found, strict=True))
    return (
        block.with_columns(
            blind_of=pl.Series(columns[0], dtype=pl.String),
            errors=pl.Series(columns[1], dtype=pl.Int64),
            unsure=pl.Series(columns[2], dtype=pl.Boolean),
        )
        .drop_nulls("blind_of")
        .join(
            streets.select("sid", blind_of=pl.col("blind"), place_key_of=pl.col("place_key")),
            on="blind_of",
        )
    )


def _blind(words: list[str]) -> list[str]:
    """Words as they stand in blind keys."""
    return pl.DataFrame({"word": words}).select(blind_key(pl.col("word")))["word"].to_list()


def _swapped(name: str, other: str, one: str, two: str) -> bool:
    """Whether the names differ by one word of a pair standing for its opposite."""
    return name != other and other in (name.replace(one, two), name.replace(two, one))
