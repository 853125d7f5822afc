"""Look: typed figures and words that hurt, in everything an author wrote."""

import re
from collections.abc import Iterator
from functools import cache

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.products.editorial.definition import read_editorial_words
from kreisblick.products.editorial.draft import Draft
from kreisblick.products.wording import words_to_avoid_in

__all__ = ["look_at"]

NUMBER = r"(?<![\w,.])\d+(?:[.\u202f\u00a0 ]\d{3})*(?:,\d+)?"
DATES = re.compile(
    r"\d{4}-\d\d-\d\d|\d\d?\.\s?\d\d?\.(?:\s?\d{4})?"
    r"|\d\d?\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember)(?: \d{4})?|(?:§+|Artikel|Art\.|Absatz|Abs\.|Nummer|Nr\.) ?\d+[a-z]?"
)


def look_at(draft: Draft) -> list[Fault]:
    """Every typed figure, every word that hurts; figures in words are only pointed at."""
    head = draft.head
    places = [(head.title, draft.at("title")), (head.by, draft.at("by"))]
    texts = [(one.typed, one.line) for one in draft.passages]
    return [
        *(fault for text, where in places for fault in _looked(text, where)),
        *(
            fault
            for text, line in texts
            for at, found in _found(text)
            for fault in [_with_place(found, f"{draft.where}:{line + text[:at].count(chr(10))}")]
        ),
    ]


def _looked(text: str, where: str) -> Iterator[Fault]:
    for _place, found in _found(text):
        yield _with_place(found, where)


def _with_place(found: Fault, where: str) -> Fault:
    return Fault(code=found.code, message=found.message, where=where, hard=found.hard)


def _found(text: str) -> Iterator[tuple[int, Fault]]:
    """What is wrong with a text, by its place in it."""
    flat = text.replace("\n", " ")
    plain = DATES.sub(lambda found: " " * len(found[0]), flat)
    typed = _(
        "The figure '{figure}' is typed. Write {{ indicator | area }}, so that it cannot grow old; "
        "a number of another source as {{ andere Quelle | {figure} | source }}."
    )
    for found in _figures().finditer(plain):
        message = typed.replace("{figure}", found[0].strip())
        yield found.start(), Fault(code="typed_figure", message=message)
    hurts = _("'{word}' hurts or labels people. Better: {better}.")
    for avoided in words_to_avoid_in(flat):
        message = hurts.format(word=avoided.word, better=avoided.better)
        at = flat.casefold().find(avoided.word.casefold())
        yield max(at, 0), Fault(code="hurtful_word", message=message)
    worded = _(
        "'{words}' is a figure in words that grows old unseen. Does it hold, may it be told?"
    )
    for found in _in_words().finditer(flat):
        message = worded.format(words=found[0])
        yield found.start(), Fault(code="worded_figure", message=message, hard=False)


@cache
def _figures() -> re.Pattern[str]:
    """Shares, decimals, thousands, parts of a whole, counts of people."""
    counted = "|".join(map(re.escape, read_editorial_words().counted))
    return re.compile(
        rf"{NUMBER}(?:\.\d+)?\s*(?:%|‰|Prozent\w*|Promille|v\.\s?H\.)"
        rf"|{NUMBER}\s+(?:von|je|pro)\s+(?:je\s+)?\d[\d.]*"
        rf"|(?<![\w,.])\d+(?:\.\d{{3}})*,\d+"
        rf"|(?<![\w,.])\d{{1,3}}(?:[.\u202f\u00a0 ]\d{{3}})+(?![\d.])"
        # a year before people is a year: "wir wollen 2026 Familien befragen"
        rf"|(?!(?:19|20)\d\d\s){NUMBER}\s+(?:[a-zäöüß]+e[nrsm]?\s+)?(?:{counted})\w*"
    )


@cache
def _in_words() -> re.Pattern[str]:
    words = read_editorial_words()
    fractions, numerals, counted = (
        "|".join(map(re.escape, known))
        for known in (words.fractions, words.numerals, words.counted)
    )
    return re.compile(
        rf"(?i:\b(?:{fractions}))|\b(?i:{numerals})\s+(?:[a-zäöüß]+e[nrsm]?\s+)?(?:{counted})\w*"
    )
