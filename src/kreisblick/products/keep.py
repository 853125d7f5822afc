"""Keep: documents of earlier rounds, so that what has not changed is not set again.

A document is known by everything it is set from. What a round sets comes into the shelf only when
the whole round went well: a round that the audit stopped leaves nothing behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from kreisblick.base.files import write_bytes

__all__ = ["Shelf", "keep_documents", "open_shelf"]


class Shelf:
    """A folder of finished documents by the fingerprint of what they are made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()
        self._new: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """The document, if it was made before."""
        self._used.add(key)
        path = self._folder / key
        return self._new.get(key) or (path.read_bytes() if path.is_file() else None)

    def put(self, key: str, content: bytes) -> None:
        """Keep a document, once the round has gone well."""
        self._used.add(key)
        self._new[key] = content

    def settle(self) -> None:
        """Write what is new, and remove what this round did not need."""
        for key, content in self._new.items():
            write_bytes(self._folder / key, content)
        for path in self._folder.glob("*"):
            if path.name not in self._used:
                path.unlink(missing_ok=True)


_OPEN: ContextVar[Shelf | None] = ContextVar("kept documents", default=None)


def open_shelf() -> Shelf | None:
    """The shelf of the round that is going on; none outside of one."""
    return _OPEN.get()


@contextmanager
def keep_documents(folder: Path) -> Iterator[Shelf]:
    """While this lasts, documents are taken from and kept in a folder.

    An error inside leaves the folder as it was.
    """
    shelf = Shelf(folder)
    token = _OPEN.set(shelf)
    try:
        yield shelf
    finally:
        _OPEN.reset(token)
    shelf.settle()
