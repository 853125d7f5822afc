"""What is wrong with a letter, and what to do now."""

from collections.abc import Sequence
from pathlib import Path

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["LetterError"]


class LetterError(KreisblickError):
    """A letter cannot be written."""

    @classmethod
    def unknown_placeholder(cls, path: Path, words: str, known: Sequence[str]) -> "LetterError":
        """The template asks for something that this letter does not know."""
        message = _(
            "The template {name} asks for something that this letter does not know ({words}). "
            "Known: {known}."
        )
        return cls(message.format(name=path.name, words=words, known=", ".join(known)))

    @classmethod
    def no_template(cls, path: Path, words: str) -> "LetterError":
        """The file is no Word template, or its brackets do not fit."""
        message = _(
            "The template {name} cannot be read ({words}). Open it in Word, look at the double "
            "brackets, or take the shipped template again."
        )
        return cls(message.format(name=path.name, words=words))
