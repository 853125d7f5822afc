"""Spell: how many errors lie between two street names, and may one mean the other?"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from kreisblick.territory.addresses.normalise import blind_key
from kreisblick.territory.addresses.rules import AddressRules

__all__ = ["Speller"]

Found = tuple[str | None, int, bool]


@dataclass(frozen=True, kw_only=True)
class _Name:
    """A name without its street type."""

    text: str
    stem: str
    kind: str
    digits: tuple[str, ...]


class Speller:
    """Compares misspelt names with names of the reference.

    Args:
        rules: what is allowed.
        known: names that exist; none of them is a typo.
    """

    def __init__(self, rules: AddressRules, known: set[str]) -> None:
        self.rules = rules
        self.known = known
        self.kinds = _blind(list(rules.types))
        self.opposites = [_blind(list(pair)) for pair in rules.opposites]
        self._parts: dict[str, _Name] = {}
        self.most = max(step.errors for step in rules.typo.errors) + rules.typo.more_for_review

    def nearest(
        self, asked: list[str], asked_plain: list[str], names: list[str], plain: list[str]
    ) -> list[Found]:
        """For each name the nearest acceptable one, the errors, and whether a person must look.

        Args:
            asked: keys without umlauts and double letters.
            asked_plain: keys without umlauts.
            names: blind keys of the reference.
            plain: their keys with double letters.
        """
        parts = [self._known_part(name) for name in asked]
        others = [self._known_part(name) for name in names]
        distance = np.minimum(
            self._distance([part.text for part in parts], names),
            self._distance(asked_plain, plain),
        )
        short = self._short_distance(asked_plain, plain)
        distance = np.minimum(distance, short)
        rows = np.arange(len(parts))
        best = distance.argmin(axis=1)
        errors = distance[rows, best].astype(int)
        by_short = short[rows, best] == errors
        distance[rows, best] = self.most + 1
        second = distance.min(axis=1).astype(int)
        return [
            self._judge(part, others[b], int(e), int(s), bool(cut))
            for part, b, e, s, cut in zip(parts, best, errors, second, by_short, strict=True)
        ]

    def _distance(self, asked: list[str], names: list[str]) -> npt.NDArray[np.uint8]:
        found: npt.NDArray[np.uint8] = cdist(
            asked, names, scorer=OSA.distance, score_cutoff=self.most, dtype=np.uint8
        )
        return found

    def _short_distance(self, asked: list[str], plain: list[str]) -> npt.NDArray[np.uint8]:
        """Distance to names that end in "str": one error there is not seen in the long form."""
        result = np.full((len(asked), len(plain)), self.most + 1, dtype=np.uint8)
        long = [place for place, name in enumerate(plain) if name.endswith("strasse")]
        short = [place for place, name in enumerate(asked) if not name.endswith("strasse")]
        if long and short:
            cut = [plain[place][:-4] for place in long]
            some = [asked[place] for place in short]
            found = cdist(some, cut, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
            result[np.ix_(short, long)] = np.where(found > 1, self.most + 1, found)
        return result

    def _judge(self, name: _Name, other: _Name, errors: int, second: int, cut: bool) -> Found:
        """What to make of the nearest name."""
        if name.text in self.known and errors > 0:
            return None, errors, False
        if cut and not name.kind:  # its type is a misspelt "str"
            name = _named(name.text, name.text[:-3], "")
        if not self._may_mean(name, other, errors):
            return None, errors, False
        close = (second - errors) / len(name.text) < self.rules.typo.gap
        alone = second - errors >= self.rules.typo.alone
        return other.text, errors, close or self._is_weak(name, other, errors, alone=alone)

    def _known_part(self, name: str) -> _Name:
        """Stem and type of a name, looked at once."""
        if name not in self._parts:
            self._parts[name] = self._part(name)
        return self._parts[name]

    def _part(self, name: str) -> _Name:
        """Stem and street type; a misspelt type is mended when it is long enough to tell."""
        for kind in self.kinds:
            if name.endswith(kind) and name != kind:
                return _named(name, name[: -len(kind)], kind)
        for kind in self.kinds:
            if len(kind) < self.rules.typo.shortest_type:
                continue
            for size in (len(kind), len(kind) - 1, len(kind) + 1):
                stem, end = name[:-size], name[-size:]
                if stem and OSA.distance(end, kind) == 1:
                    return _named(stem + kind, stem, kind)
        return _named(name, name, "")

    def _may_mean(self, name: _Name, other: _Name, errors: int) -> bool:
        """Whether nothing speaks against one name being a misspelling of the other."""
        return (
            errors <= self._allowed(other) + self.rules.typo.more_for_review
            and (not name.kind or not other.kind or name.kind == other.kind)
            and name.digits == other.digits
            and not any(_swapped(name.text, other.text, *pair) for pair in self.opposites)
        )

    def _allowed(self, other: _Name) -> int:
        steps = self.rules.typo.errors
        return next((step.errors for step in steps if len(other.stem) < step.below), 0)

    def _is_weak(self, name: _Name, other: _Name, errors: int, *, alone: bool) -> bool:
        """Too little agrees to do without a person: short names, first letters, many errors.

        Args:
            name: the misspelt name.
            other: the nearest name.
            errors: between them.
            alone: no other name comes near.
        """
        if errors == 0:
            return False
        rules, short = self.rules.typo, min(len(name.stem), len(other.stem))
        allowed = self._allowed(other)
        if name.text.startswith(other.stem):  # all errors lie in the street type
            allowed = max(allowed, rules.errors_in_type)
        elif alone and not _other_start(name, other) and short >= rules.shortest_alone:
            allowed += 1
        first = len(other.stem) < rules.same_first_letter_below and _other_start(name, other)
        return short < rules.shortest_stem or first or errors > allowed


def _named(text: str, stem: str, kind: str) -> _Name:
    return _Name(text=text, stem=stem, kind=kind, digits=tuple(re.findall(r"\d+", text)))


def _other_start(name: _Name, other: _Name) -> bool:
    """Whether a name starts with another letter, and not with a swapped or an added one."""
    return other.text[:1] not in name.text[:2]


def _blind(words: list[str]) -> list[str]:
    """Words as they stand in blind keys."""
    return pl.DataFrame({"word": words}).select(blind_key(pl.col("word")))["word"].to_list()


def _swapped(name: str, other: str, one: str, two: str) -> bool:
    """Whether the names differ by one word of a pair standing for its opposite."""
    return (one in name and name.replace(one, two) == other) or (
        two in name and name.replace(two, one) == other
    )
