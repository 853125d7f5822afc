"""What an outsider gets out of a file: its parts, as text and as rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Part", "Row", "UnreadableError"]

Row = Mapping[str, object]  # heading → what stands below it


class UnreadableError(Exception):
    """A file that the outsider cannot read; it may hold anything."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a file: a sheet, an entry of an archive, the text of a page, a comment.

    Attributes:
        file: the file, as seen from the folder.
        name: of the part within the file; empty for the whole of a plain file.
        text: everything readable in it.
        rows: its table, if it is one.
        content: its bytes, if they may hold numbers in a machine's form.
        data: what a JSON file says.
    """

    file: str
    name: str
    text: str = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False, default=())
    content: bytes = field(repr=False, default=b"")
    data: object = field(repr=False, default=None)
