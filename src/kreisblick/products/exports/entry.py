"""What a data catalogue is told, read from the catalogue of choices."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped
from kreisblick.base.language import language
from kreisblick.products.own import read_over

__all__ = ["Entry", "EntryFile", "read_entry"]

CHOICES = "entry.yaml"


class EntryFile(Definition):
    """What a file is for.

    Attributes:
        type: code in the EU's list of file types.
        media: its name by IANA.
        text, en: one line for people, German and English.
    """

    type: Text
    media: Text
    text: Text
    en: Text | None = None

    @property
    def told(self) -> str:
        """The line in the reader's language."""
        return self.en if self.en and language() == "en" else self.text


class Entry(Definition):
    """The choices of ``entry.yaml``.

    Attributes:
        always: codes of the EU's themes that hold for every report.
        themes: code to what stands in the name of a theme of ours.
        keywords: words people look for.
        availability: code in the EU's list of planned availabilities.
        tolerance_m: how far a border may move in the collections by theme, in metres.
        files: path below the folder to what it is for, in the order of the README.
    """

    always: tuple[Text, ...]
    themes: dict[Text, tuple[Text, ...]]
    keywords: tuple[Text, ...]
    availability: Text
    tolerance_m: float
    files: dict[str, EntryFile]

    def codes(self, themes: Iterable[str]) -> list[str]:
        """The EU's themes of a report with these themes, sorted."""
        names = [theme.casefold() for theme in themes]
        fitting = {
            code
            for code, parts in self.themes.items()
            if any(part in name for part in parts for name in names)
        }
        return sorted({*self.always, *fitting})


def read_entry(folder: Path | None = None) -> Entry:
    """The shipped choices, with those that a district makes itself.

    Args:
        folder: of the district (``catalogue/products/exports`` of its workspace); its
            ``entry.yaml`` may name any of the choices, the others stay as they ship.
    """
    return read_over(folder / CHOICES, _shipped_entry()) if folder else _shipped_entry()


@cache
def _shipped_entry() -> Entry:
    return read_definition(shipped("catalogue", "products", "exports", CHOICES), Entry)
