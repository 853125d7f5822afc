"""The language that files say they are in, so that they are read aloud and spelled rightly."""

from typing import Any

from pptx.oxml.ns import qn

from kreisblick.base.language import language

__all__ = ["mark_words", "region", "speak", "spoken"]

SPOKEN = {"de": "de-DE", "en": "en-GB"}


def spoken() -> str:
    """The language of a file and the country it is spoken in (BCP 47)."""
    return SPOKEN[language()]


def region() -> str:
    """The country alone, in small letters, as the typesetter wants it."""
    return spoken().partition("-")[2].lower()


def speak(page: Any) -> None:
    """Mark every word of a slide and of its notes, also what its layout brought along."""
    parts = [page._element]
    if page.has_notes_slide:
        parts.append(page.notes_slide._element)
    for part in parts:
        for run in part.iter(qn("a:r")):
            run.get_or_add_rPr()
        mark_words(part)


def mark_words(part: Any) -> None:
    """Mark the letters below an element that have a look of their own."""
    for look in part.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
        look.set("lang", spoken())
