"""Read the heading of a column of numbers: which slice of a cube stands below it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kreisblick.sealed.mapping.ages import nearest_group, read_ages
from kreisblick.sealed.mapping.folding import fold, parts_of, squeeze
from kreisblick.sealed.mapping.headings import how_it_fits
from kreisblick.sealed.mapping.rules import shipped_heading_words
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.cube.definition import Dimension

__all__ = ["SliceRead", "read_slice", "says_all", "subject_words", "subjects_in"]

_SHARE = re.compile(
    r"%|\bv\. ?h\b|\banteil|\bquote|quote\b|\bprozent|\brate\b|\bje 1?000|dichte\b|"
    r"\b(?:je|pro) (?:klasse|gruppe|lehrkraft|fachkraft|kopf|person|kind|haushalt|einwohner|"
    r"stelle)|"
    r"\bpercent|\bshare\b"
)
_NUMBER = re.compile(r"^([0-9]+)\s*(\+|(?:u\.|und|o\.|oder)\s?(?:m\.|mehr))?$", re.IGNORECASE)
_PLURAL = re.compile(r"(?:en|er|e|n|s)$")
_NEGATED = re.compile(r"\b(?:nicht|nichtdt|kein|keine|ohne|non)\b|^nicht")
_PARTICLE = re.compile(r"^(?:davon|dav\.?|darunter|dar\.?|hiervon|und zwar|mit)\s+", re.IGNORECASE)
OF_A_CUBE = frozenset({"kind"})
"""Lists of words that may mean anything where a cube does not have them."""
NOT_GENERAL = frozenset({"main_home", "yes_no", "family_language", "lunch_support"})
"""Lists of words that say nothing in the heading of numbers."""


@dataclass(frozen=True, kw_only=True)
class SliceRead:
    """What the heading of numbers says.

    Attributes:
        set: dimension to code, as cubes write them.
        share: it names a rate, not a count.
        total: it says "all together".
    """

    set: Mapping[str, str] = field(default_factory=dict)
    share: bool = False
    total: bool = False


def read_slice(heading: str, cube: CubeDefinition | None = None) -> SliceRead:
    """The slice a heading names; with a cube in that cube's own codes where they fit.

    >>> read_slice("davon weiblich | 18 bis unter 25").set
    {'age': '18-24', 'sex': 'female'}
    """
    parts = parts_of(heading)
    folded = fold(heading)
    below = _below_named(parts, cube)
    general = _general(parts[:-1] if below else parts, cube)
    found = {**_ages(parts, cube), **general, **_own(parts, cube), **below}
    total = any(says_all(part) for part in parts[-1:]) or (
        not found and any(says_all(part) for part in parts)
    )
    return SliceRead(
        set=dict(sorted(found.items())), share=bool(_SHARE.search(folded)), total=total
    )


def _general_codes() -> dict[str, Mapping[str, Sequence[str]]]:
    """Dimensions whose words mean the same in every table."""
    codes = shipped_heading_words().codes
    return {name: words for name, words in codes.items() if name not in NOT_GENERAL}


def says_all(part: str) -> bool:
    """Whether a text says "all together".

    >>> says_all("insg."), says_all("weiblich")
    (True, False)
    """
    words = shipped_heading_words().meanings["total"]
    return any(how_it_fits(part, word) in {"exact", "abbreviated", "contained"} for word in words)


def _ages(parts: Sequence[str], cube: CubeDefinition | None) -> dict[str, str]:
    for part in reversed(parts):
        group = read_ages(part)
        if group is not None:
            ages = [d for d in cube.dimensions if d.kind == "age"] if cube else []
            name = ages[0].name if ages else "age"
            own = nearest_group(group, ages[0].codes) if ages else None
            return {name: own or group}
    return {}


def _general(parts: Sequence[str], cube: CubeDefinition | None) -> dict[str, str]:
    """Codes that mean the same everywhere; the kind of a thing only where the cube knows kinds."""
    found = {}
    own = {dimension.name for dimension in cube.dimensions} if cube else set()
    for name, words in _general_codes().items():
        if cube is not None and name in OF_A_CUBE and name not in own:
            continue
        code = _code_of(parts, words)
        if code:
            found[name] = code
    return found


def _own(parts: Sequence[str], cube: CubeDefinition | None) -> dict[str, str]:
    """Codes of the cube's other dimensions by their titles and labels."""
    found: dict[str, str] = {}
    parts = [*parts, *_numbered(parts)]
    for dimension in cube.dimensions if cube else ():
        if dimension.kind == "age" or dimension.name in _general_codes():
            continue
        code = _code_of(parts, _readings(dimension)) or _by_title(parts, dimension)
        if code:
            found[dimension.name] = code
    return found


def _numbered(parts: Sequence[str]) -> list[str]:
    """A number below a group is one of that group: ``mit Pflegegrad | 1`` is Pflegegrad 1.

    Or so many of it: ``Haushalte mit ... Personen | 5 u. m.`` are those with 5 und mehr Personen.
    """
    number = _NUMBER.match(parts[-1].strip()) if len(parts) > 1 else None
    if number is None:
        return []
    more = " und mehr" if number[2] else ""
    noun = re.findall(r"[^\W\d]+", parts[-2])[-1:]
    noun += [_PLURAL.sub("", word) for word in noun if number[1] == "1"]
    found = [f"{number[1]}{more} {word}" for word in noun]
    return found if more else [f"{parts[-2]} {number[1]}", *found]


def _below_named(parts: Sequence[str], cube: CubeDefinition | None) -> dict[str, str]:
    """The code below a group that is called like a dimension: ``Familiensprache | deutsch``."""
    names, codes = shipped_heading_words().dimensions, shipped_heading_words().codes
    own = {d.name for d in cube.dimensions} if cube else set(names)
    for name in [name for name in names if name in own]:
        if any(how_it_fits(part, word) for part in parts[:-1] for word in names[name]):
            code = _code_of(parts[-1:], codes[name])
            if code == "yes" and _NEGATED.search(fold(parts[-1])):
                code = "no"
            return {name: code} if code else {}
    return {}


def _readings(dimension: Dimension) -> dict[str, tuple[str, ...]]:
    if set(dimension.codes) == {"yes", "no"}:  # bare "ja" says nothing without its dimension
        return {}
    labels = {code: label.de for code, label in dimension.labels.items()}
    return {code: (code.replace("_", " "), labels.get(code, code)) for code in dimension.codes}


def _by_title(parts: Sequence[str], dimension: Dimension) -> str | None:
    """``yes`` where the heading names the dimension itself ("dar. mit Sprachförderbedarf")."""
    words = (dimension.title.de, *shipped_heading_words().fields.get(dimension.name, ()))
    named = any(how_it_fits(part, word) for part in parts for word in words)
    if not named or not {"yes", "no"} <= set(dimension.codes):
        return None
    return "no" if any(_NEGATED.search(fold(part)) for part in parts) else "yes"


def _code_of(parts: Sequence[str], readings: Mapping[str, Sequence[str]]) -> str | None:
    """The code whose words fit the heading best; a longer word beats a shorter one inside it."""
    best: tuple[int, int, str] | None = None
    rank = {"exact": 3, "abbreviated": 2, "contained": 1}
    for part in (_PARTICLE.sub("", part).strip() for part in reversed(parts)):
        for code, words in readings.items():
            for word in words:
                how = how_it_fits(part, word)
                short = len(squeeze(word)) < 3  # a single letter or digit must stand alone
                if how not in rank or (short and how != "exact") or squeeze(word).isdigit():
                    continue
                if how == "abbreviated" and _is_a_count(part):  # "Einw." are inhabitants
                    continue
                found = (len(squeeze(word)), rank[how], code)
                best = max(best, found) if best else found
        if best:
            return best[2]
    return None


@cache
def _is_a_count(part: str) -> bool:
    words = shipped_heading_words().meanings["value"]
    return any(how_it_fits(part, word) in {"exact", "abbreviated"} for word in words)


@cache
def subject_words(key: str) -> tuple[str, ...]:
    """Words of titles that speak for a cube."""
    return tuple(shipped_heading_words().subjects.get(key, ()))


def subjects_in(text: str, words: Sequence[str]) -> int:
    """How many letters of a text are words of a subject: longer words say more."""
    folded = f" {fold(text).replace('.', '')} "
    return sum(len(w) for w in {fold(word).replace(".", "") for word in words} if w and w in folded)
