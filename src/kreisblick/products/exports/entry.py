"""What a data catalogue is told, read from the catalogue of choices."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kreisblick.base.definitions import Definition, Text, read_definition, shipped

__all__ = ["Entry", "EntryFile", "read_entry"]


class EntryFile(Definition):
    """What a file is for.

    Attributes:
        type: code in the EU's list of file types.
        media: its name by IANA.
        text: one line for people.
    """

    type: Text
    media: Text
    text: Text


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


@cache
def read_entry(path: Path | None = None) -> Entry:
    """The choices of a file; the shipped ``catalogue/products/exports/entry.yaml`` without."""
    return read_definition(path or shipped("catalogue", "products", "exports", "entry.yaml"), Entry)
