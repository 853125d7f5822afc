"""Read: all files of a folder, part by part."""

from collections.abc import Iterator
from pathlib import Path

from kreisblick.protection.audit.outsider.model import Part, UnreadableError
from kreisblick.protection.audit.outsider.unpack import unpack

__all__ = ["read_folder"]


def read_folder(folder: Path) -> Iterator[tuple[str, list[Part] | None]]:
    """Each file with its parts; None for a file that cannot be read."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            yield name, list(unpack(name, path.read_bytes()))
        except UnreadableError:
            yield name, None
