"""Persons: names of people in texts that offices and associations stand for.

Rules rather than guesses, each of them in the catalogue or below: a form of address or a function
before a name, a given name before a surname, an address of mail. What only may be a name is pointed
at. A name that everybody knows is allowed by the text's head.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from kreisblick.products.editorial.definition import read_editorial_words

__all__ = ["Person", "is_person", "persons_in"]

UPPER, LOWER = "A-ZÀ-ÖØ-ÞĆČĐŁŞĞİŠŽ", "a-zß-öø-ÿćčđğıłńşšžź"
NAME = rf"[{UPPER}](?:[{LOWER}]+|\.)(?:-[{UPPER}][{LOWER}]+)*"
PARTICLE = r"(?:(?:von|van|de|der|den|zu|zur|vom|el|al|bin)\s+){0,2}"
DEGREES = r"(?:(?:Dr|Prof|Dipl)\.?(?:-?\s?[A-Za-zäöü]+\.)*\s*)"


@dataclass(frozen=True, kw_only=True)
class Person:
    """A name in a text: its place, the words, and whether it surely names a person."""

    at: int
    words: str
    sure: bool


def persons_in(text: str, allowed: Collection[str] = ()) -> list[Person]:
    """Every name of a person in a text, in their order, each once.

    Args:
        text: any text.
        allowed: names that may stand there; their places are passed over.
    """
    plain = text
    for name in filter(None, allowed):
        plain = plain.replace(name, " " * len(name))
    found: list[Person] = []
    for pattern, sure in _patterns():
        for one in pattern.finditer(plain):
            taken = any(p.at < one.end() and one.start() < p.at + len(p.words) for p in found)
            if not taken:
                found.append(Person(at=one.start(), words=one[0].strip(), sure=sure))
    return sorted(found, key=lambda one: one.at)


def is_person(by: str, allowed: Collection[str] = ()) -> bool:
    """Whether what speaks is named like a person: any doubt counts, an office has other names."""
    words = {word.strip(",;").casefold() for word in by.split()}
    addressed = any(word.casefold() in words for word in read_editorial_words().persons)
    return addressed or bool(persons_in(by, allowed)) or bool(_turned().search(by))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    words = read_editorial_words()
    given, functions, offices = (
        _any(known) for known in (words.given_names, words.functions, words.office_words)
    )
    no_office = rf"(?!\w*(?:{offices}))"
    first = rf"(?<!\bSt\.\s)(?<!\bSt\s)(?<!Sankt\s)(?<![\w-])(?:{given})(?:-(?:{given}))?(?![\w-])"
    return tuple(
        (re.compile(pattern), sure)
        for pattern, sure in (
            # "jede Frau Anspruch hat" speaks of no Mrs
            (
                rf"(?<!eine\s)(?<!jede\s)(?<!die\s)(?<!keine\s)(?<!der\s)(?<![a-zäöü]e\s)"
                rf"(?<![Pp]ro\s)(?<!als\s)\b(?:Herrn?|Frau|Fr\.|Hr\.)\s+{DEGREES}*{PARTICLE}{NAME}",
                True,
            ),
            (rf"\b(?:Dr|Prof)\.\s*{DEGREES}*{PARTICLE}{NAME}(?:\s+{NAME})?", True),
            (rf"{first}\s+(?:[A-ZÄÖÜ]\.\s*)*{PARTICLE}{no_office}{NAME}", True),
            (rf"\b(?:{functions})(?:in|innen|n|r)?\s+{DEGREES}*{PARTICLE}{no_office}{NAME}", True),
            (r"\b[a-zäöüß]{2,}[._][a-zäöüß-]{2,}@[\w.-]+\w", True),
            (
                rf"(?<![\w.])(?<!\bz\.\s)(?<!\bz\.)[A-ZÄÖÜ]\.\s{no_office}[A-ZÄÖÜ][a-zäöüß]{{2,}}",
                False,
            ),
            (rf"{first}(?=\s+(?:sagt|meint|erzählt|berichtet|wohnt|lebt|arbeitet)\b)", False),
        )
    )


@cache
def _turned() -> re.Pattern[str]:
    """Surname, given name: as lists of people are written."""
    given = _any(read_editorial_words().given_names)
    return re.compile(rf"\b{NAME},\s+(?:{given})\b")


def _any(known: Iterable[str]) -> str:
    return "|".join(map(re.escape, known))
