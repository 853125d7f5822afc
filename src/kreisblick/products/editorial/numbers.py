"""Numbers: figures that somebody typed, in digits or in words, beside those that are none.

Everything in digits is a figure unless it is a date, a law, an address, an age or the like. Words
for numbers are figures before people, and in shares; elsewhere they are only pointed at.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kreisblick.products.editorial.definition import read_editorial_words

__all__ = ["Typed", "typed_numbers"]

SPACES = r"\u202f\u00a0 "
NUMBER = rf"(?<![\w,.:/-])\d+(?:[.{SPACES}]\d{{3}})*(?:,\d+)?(?:\.\d+)?(?!\w)|[½⅓⅔¼¾⅕⅛]"
YEAR = r"(?:19|20)\d\d"
AND = r"(?:,|–|-|/|bis|und|oder|sowie|bis unter)"
MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
ADJECTIVES = r"(?:[a-zäöüß]+e[nrsm]?\s+){0,2}"
OF_THE = r"(?:(?:der|die|von|den|dieser|unserer|aller)\s+){0,2}"
ONES = "ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun"
TENS = "zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig"
BELOW_HUNDRED = (
    rf"(?:(?:{ONES})und)?(?:{TENS})|(?:drei|vier|fünf|sech|sieb|acht|neun)zehn|zehn|elf|zwölf"
    r"|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun"
)
WORD = (
    rf"(?i:(?:{ONES})?tausend(?:(?:{ONES})?hundert)?(?:{BELOW_HUNDRED})?"
    rf"|(?:{ONES})?hundert(?:und)?(?:{BELOW_HUNDRED})?|{BELOW_HUNDRED})"
)
ORDINALS = (
    "zweit|dritt|viert|fünft|sechst|siebt|siebent|acht|neunt|zehnt|elft|zwölft|zwanzigst|hundertst"
)
PARTS = "Drittel|Viertel|Fünftel|Sechstel|Siebtel|Achtel|Neuntel|Zehntel|Zwanzigstel|Hundertstel"


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A number in a text.

    Attributes:
        at: its place.
        words: it and what it counts.
        sure: whether it is a figure; otherwise it may be one.
    """

    at: int
    words: str
    sure: bool

    @property
    def digits(self) -> bool:
        """Whether it is written in digits."""
        return any(sign.isnumeric() for sign in self.words)


def typed_numbers(text: str) -> list[Typed]:
    """Every number of a text that may be a figure, in their order, each once."""
    plain = text
    for harmless in _harmless():
        plain = harmless.sub(lambda found: " " * len(found[0]), plain)
    plain = plain.replace("\n", " ")
    found: list[Typed] = []
    for pattern, sure in _figures():
        for one in pattern.finditer(plain):
            if not _inside(one, found):
                words = " ".join(text[one.start() : one.end()].split())
                found.append(Typed(at=one.start(), words=words, sure=sure))
    return sorted(found, key=lambda one: one.at)


def _inside(one: re.Match[str], found: Iterable[Typed]) -> bool:
    """Whether a longer one holds it already."""
    return any(
        known.at < one.end() and one.start() < known.at + len(known.words) for known in found
    )


@cache
def _figures() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns, and whether they surely are figures; what comes first takes the place."""
    words = read_editorial_words()
    counted = _any(words.counted)
    people = rf"(?:(?:{counted})\w*|[A-ZÄÖÜ][a-zäöüß]+(?:{_any(words.people_endings)})\b)"
    shares, hints, spans = _any(words.fractions), _any(words.hints), _any(words.spans)
    behind = rf"\s+{OF_THE}{ADJECTIVES}"
    small = rf"{WORD}|\d+|(?i:ein(?:e[rsmn]?|s)?)"
    digit_tail = (
        r"(?:\s*(?:%|‰|Prozent\w*|Promille|v\.\s?H\.)"
        r"|\s+(?:von|je|pro|aus)\s+(?:je\s+)?\d[\d.]*"
        rf"|{behind}[A-ZÄÖÜ][\w-]+)?"
    )
    return tuple(
        (re.compile(pattern), sure)
        for pattern, sure in (
            (rf"\b(?:{small})\s+(?:von|aus)\s+(?:je\s+)?(?:{WORD}|\d+)\b", True),
            (
                rf"\b(?i:jede[rsnm]?)\s+(?:(?i:{ORDINALS})e[rsn]?\b|\d+\.)(?:\s+[A-ZÄÖÜ]\w+)?",
                True,
            ),
            (rf"(?i:\b(?:{shares})\b)", True),
            (rf"\b(?:{WORD}|(?i:ein))\s+(?!Viertel)(?:{PARTS})\w*", True),
            (rf"\b{WORD}\s+Viertel\w*", True),
            (r"\bHälfte\s+(?:der|des|aller|von|unserer)\b", True),
            (rf"(?<![\w,.:/-]){YEAR}{behind}{people}", False),
            (rf"(?:{NUMBER}){digit_tail}", True),
            (rf"\b{WORD}{behind}{people}", True),
            (
                rf"\b(?i:nur|genau|gerade einmal|lediglich)\s+(?:ein|eine|einem|einen|einer)"
                rf"\s+{ADJECTIVES}{people}",
                False,
            ),
            (
                r"\b(?i:(?:ein(?:e[rsmn]?)?|kein(?:e[rsmn]?)?)\s+einzige[rsn]?)(?:\s+[A-ZÄÖÜ]\w+)?",
                True,
            ),
            (rf"(?i:\b(?:{hints})\b)", False),
            (rf"\b{WORD}{behind}(?!(?:{spans}))[A-ZÄÖÜ][\w-]+", False),
        )
    )


@cache
def _harmless() -> tuple[re.Pattern[str], ...]:
    """What holds a number and is no figure."""
    words = read_editorial_words()
    counted, spans = _any(words.counted), _any(words.spans)
    numbers = rf"\d+[a-z]?(?:\s*{AND}\s*(?:unter\s+)?\d+[a-z]?)*"
    told = rf"(?:{numbers}|{WORD}(?:\s+(?:bis|und|oder)\s+(?:unter\s+)?{WORD})*)"
    return tuple(
        re.compile(pattern, re.MULTILINE)
        for pattern in (
            r"(?:https?://|www\.)\S+|\S+@\S+",
            r"(?:\b(?:Tel|Telefon|Fax|Mobil|Rufnummer|Durchwahl)\w*\.?:?\s*|\+49\s?|\b0\d{2,5}[\s/-]+)"
            r"\(?\d[\d /()–-]*\d",
            r"\d{4}-\d\d-\d\d|\b\d\d?\.\s?\d\d?\.(?:\s?\d{4})?",
            rf"\b\d\d?\.(?:\s*{AND}\s*\d\d?\.)?\s(?:{MONTHS})(?:\s\d{{4}})?",
            rf"(?:§+|\bArtikel|\bArt\.|\bAbsatz|\bAbs\.|\bSatz|\bSGB|\bDIN(?:\sEN)?|\bISO)\s?{numbers}",
            rf"\b(?:{_any(words.labels)})\w*\.?\s{numbers}(?!\w)",
            r"(?:[a-zß]str(?:aße|\.)|\bStr(?:aße|\.)|weg|platz|allee|gasse|ring|ufer|damm|[Mm]arkt|hof)"
            r"\s\d{1,4}\s?[a-z]?\b",
            rf"(?:^|,\s?|\bD-)\d{{5}}\s(?=[A-ZÄÖÜ])(?!(?:{counted}))",
            r"\b\d{1,4}/\d{2,4}(?:\b|er\b)|\b\d{1,2}:\d\d\b",
            r"^\s*\d{1,2}[.)]\s|\(\d{1,2}\)",
            rf"\b\d{{1,3}}\.\s(?=[a-zäöü]|(?:{_any((*words.ordinals, *words.labels))}))",
            r"\b\d+-\s(?:bis|und|oder)\s(?=\d+-)|\b\d+-[A-Za-zÄÖÜäöü][\w-]*",
            rf"\b{told}\s?[-–]?\s?(?:{spans})\w*",
            rf"\b(?:ab|unter|über|bis|mit)\s{told}\s(?:und\s(?:älter|jünger|mehr)|{spans})\w*",
            rf"\b(?:(?:{counted})\w*|[ÄJ](?:lter|ünger)e?)\s(?:ab|unter|über|bis)\s\d{{1,2}}(?=\s*[.,;:)]|\s[a-zäöü])",
            rf"(?<![\d.,]){YEAR}(?:er[n]?\b|\s?[/–-]\s?\d{{2,4}}\b)",
            # a year before people may be none: "2026 Familien"
            rf"(?<![\w.,:/-]){YEAR}(?![\d.,]\d|\w|\s*%|\s(?:Prozent|von|je|pro)|\s{OF_THE}{ADJECTIVES}(?:{counted}))",
        )
    )


def _any(known: Iterable[str]) -> str:
    return "|".join(map(re.escape, known))
