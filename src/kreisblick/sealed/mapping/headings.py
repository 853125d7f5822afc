"""Evidence from headings: which meaning an office's word has."""

import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz.distance import OSA

from kreisblick.base.language import translate as _
from kreisblick.sealed.mapping.folding import fold, parts_of, squeeze
from kreisblick.sealed.mapping.rules import (
    HeadingRules,
    shipped_heading_words,
    shipped_mapping_rules,
)

__all__ = ["Said", "field_named", "heading_evidence", "how_it_fits"]

Said = Mapping[str, tuple[float, str]]
"""Meaning to log odds and the sentence that says why."""

FEWEST_LETTERS = 4  # shorter words are misspelt into other words


def heading_evidence(heading: str) -> Said:
    """What a heading says: for every meaning it may have the log odds and a sentence."""
    return _evidence(heading)


@cache
def field_named(heading: str) -> str | None:
    """The field of a register that a heading names by a word of its own; None for others.

    >>> field_named("Masernimpfung")
    'measles'
    """
    parts = parts_of(heading)
    for how in ("exact", "abbreviated", "contained", "compound", "misspelt"):
        for name, words in shipped_heading_words().fields.items():
            if parts and any(how_it_fits(parts[-1], word) == how for word in words):
                return name
    return None


@cache
def _evidence(heading: str) -> dict[str, tuple[float, str]]:
    parts = parts_of(heading)
    if not parts:
        return {}
    rules = shipped_mapping_rules().heading
    found: dict[str, tuple[float, str]] = {}
    for meaning, phrases in shipped_heading_words().meanings.items():
        best = max((_whole(parts, phrase, rules) for phrase in phrases), default=(0.0, ""))
        if best[0] > 0:
            found[meaning] = best
    for group in shipped_heading_words().groups:
        if any(squeeze(p) in {squeeze(w) for w in group.words} for p in parts[:-1]):
            for meaning in group.favours:
                weight, why = found.get(meaning, (0.0, ""))
                reason = why or _("it stands below '{group}'").format(group=parts[0])
                found[meaning] = (weight + rules.favoured, reason)
    return found


def _whole(parts: list[str], phrase: str, rules: HeadingRules) -> tuple[float, str]:
    """How well the heading fits a phrase: by its last part, as a whole, or by a group above."""
    last = how_it_fits(parts[-1], phrase)
    joined = how_it_fits(" ".join(parts), phrase) if len(parts) > 1 else ""
    how = max((last, joined), key=lambda kind: getattr(rules, kind) if kind else 0.0)
    if how:
        return getattr(rules, how), _words(how, phrase)
    above = [how_it_fits(part, phrase) for part in parts[:-1]]
    if any(kind in {"exact", "abbreviated"} for kind in above):
        return rules.group, _("a heading above is called '{word}'").format(word=phrase)
    return 0.0, ""


def _words(how: str, phrase: str) -> str:
    if how == "exact":
        return _("the heading says so")
    sentences = {
        "abbreviated": _("the heading is short for '{word}'"),
        "contained": _("'{word}' stands in the heading"),
        "compound": _("the heading ends with '{word}'"),
        "misspelt": _("the heading is written almost like '{word}'"),
    }
    return sentences[how].format(word=phrase)


@cache
def how_it_fits(part: str, phrase: str) -> str:
    """``exact, abbreviated, contained, compound, misspelt`` or "" when it does not.

    >>> how_it_fits("Geb.-Dat.", "geburtsdatum")
    'abbreviated'
    >>> how_it_fits("Straße der Wohnung", "straße")
    'contained'
    """
    rules = shipped_mapping_rules().heading
    mine, theirs = squeeze(part), squeeze(phrase)
    if not mine or not theirs:
        return ""
    if mine == theirs:
        return "exact"
    if _is_short_for(fold(part), theirs):
        return "abbreviated"
    return _fits_loosely(part, phrase, rules)


def _fits_loosely(part: str, phrase: str, rules: HeadingRules) -> str:
    """``contained``, ``compound``, ``misspelt`` or ""."""
    mine, theirs = squeeze(part), squeeze(phrase)
    words, wanted = fold(part).replace(".", "").split(), fold(phrase).replace(".", "").split()
    if len(theirs) > 1 and _runs_in(wanted, words):
        return "contained"
    if words and len(theirs) >= rules.shortest_ending and words[-1].endswith(theirs):
        return "compound"
    if len(mine) > FEWEST_LETTERS and len(theirs) > FEWEST_LETTERS:
        alike = OSA.normalized_similarity(mine, theirs, score_cutoff=rules.alike)
        return "misspelt" if alike >= rules.alike else ""
    return ""


def _runs_in(wanted: list[str], words: list[str]) -> bool:
    length = len(wanted)
    return any(words[i : i + length] == wanted for i in range(len(words) - length + 1))


def _is_short_for(folded: str, whole: str) -> bool:
    """Whether words with dots are beginnings of pieces of a word, in order: ``geb. dat.``."""
    if "." not in folded:
        return False
    pieces = [re.escape(word.strip(".")) for word in folded.split() if word.strip(".")]
    if not pieces or min(len(piece) for piece in pieces) < 2:
        return False
    return re.match("^" + "[a-z0-9]*".join(pieces) + "[a-z0-9]*$", whole) is not None
