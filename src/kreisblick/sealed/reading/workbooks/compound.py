"""Read a compound file (the container of XLS) stream by stream, within its own bytes only."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from kreisblick.sealed.reading.errors import damaged

__all__ = ["COMPOUND", "Compound", "open_compound"]

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY = 128
LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not places
STREAM, ROOT = 2, 5


@dataclass(frozen=True, kw_only=True)
class Compound:
    """A compound file.

    Attributes:
        streams: (first sector, size) by name.
    """

    name: str
    content: bytes = field(repr=False)
    streams: dict[str, tuple[int, int]]
    sector: int
    fat: tuple[int, ...] = field(repr=False)
    small_fat: tuple[int, ...] = field(repr=False)
    small: bytes = field(repr=False)
    small_size: int
    cutoff: int

    def read(self, stream: str) -> bytes:
        """The bytes of a stream.

        Raises:
            UnreadableFileError: when its chain of sectors is broken.
        """
        first, size = self.streams[stream]
        try:
            if size >= self.cutoff:
                return _whole(self.content, first, self.fat, self.sector, self.name)[:size]
            parts = (
                self.small[one * self.small_size : (one + 1) * self.small_size]
                for one in _chain(first, self.small_fat, self.name)
            )
            return b"".join(parts)[:size]
        except IndexError:
            raise damaged(self.name) from None


def open_compound(content: bytes, name: str) -> Compound:
    """The table of contents of a compound file.

    Raises:
        UnreadableFileError: when it is damaged.
    """
    try:
        return _open(content, name)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        raise damaged(name) from None


def _open(content: bytes, name: str) -> Compound:
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    (directory,) = struct.unpack_from("<I", content, 48)
    cutoff, small_first = struct.unpack_from("<II", content, 56)
    if shift not in {9, 12} or small_shift != 6:
        raise damaged(name)
    sector = 1 << shift
    fat = tuple(_fat(content, sector, name))
    entries = list(_entries(_whole(content, directory, fat, sector, name)))
    root = next((one for one in entries if one[1] == ROOT), None)
    if root is None:
        raise damaged(name)
    small_fat = _numbers(_whole(content, small_first, fat, sector, name))
    return Compound(
        name=name,
        content=content,
        streams={title: (first, size) for title, kind, first, size in entries if kind == STREAM},
        sector=sector,
        fat=fat,
        small_fat=small_fat,
        small=_whole(content, root[2], fat, sector, name),
        small_size=1 << small_shift,
        cutoff=cutoff,
    )


def _fat(content: bytes, sector: int, name: str) -> Iterator[int]:
    """The table of which sector follows which."""
    places = list(struct.unpack_from("<109I", content, 76))
    (following,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while following < LAST:
        if following in seen:
            raise damaged(name)
        seen.add(following)
        *more, following = _numbers(_sector(content, following, sector))
        places += more
    for place in places:
        if place < LAST:
            yield from _numbers(_sector(content, place, sector))


def _sector(content: bytes, place: int, sector: int) -> bytes:
    found = content[(place + 1) * sector : (place + 2) * sector]
    if not found:
        raise IndexError(place)
    return found.ljust(sector, b"\0")


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _chain(first: int, fat: tuple[int, ...], name: str) -> Iterator[int]:
    """Places of a stream; a chain that bites its tail is damage."""
    place, steps = first, 0
    while place < LAST:
        steps += 1
        if steps > len(fat):
            raise damaged(name)
        yield place
        place = fat[place]


def _whole(content: bytes, first: int, fat: tuple[int, ...], sector: int, name: str) -> bytes:
    return b"".join(_sector(content, place, sector) for place in _chain(first, fat, name))


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, first sector and size of everything in the file."""
    for start in range(0, len(directory) - ENTRY + 1, ENTRY):
        length, kind = struct.unpack_from("<HB", directory, start + 64)
        first, size = struct.unpack_from("<II", directory, start + 116)
        title = directory[start : start + max(min(length, 64) - 2, 0)].decode(
            "utf-16-le", "replace"
        )
        yield title, kind, first, size
