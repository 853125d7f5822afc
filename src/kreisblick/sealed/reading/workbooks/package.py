"""Open a package (XLSX, XLSB, ODS are ZIP archives) without trusting what it says of itself.

Sizes, ratio, names and methods are looked at before a part is unpacked; while unpacking, no more
than the declared size is taken, and the checksum tells a lie. Nothing is ever written to a disk.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError, damaged
from kreisblick.sealed.reading.limits import MEGABYTE, ReadingLimits

__all__ = ["Package", "open_package"]

BLOCK = 1 << 20
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
LOCKED = 1  # the bit of a member's flags that says it is encrypted
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package that was found harmless to unpack.

    Attributes:
        name: of the file, for sentences.
        parts: exact name of each part by its name in small letters.
    """

    name: str
    archive: zipfile.ZipFile = field(repr=False)
    parts: dict[str, str] = field(repr=False)
    limits: ReadingLimits = field(repr=False)

    def has(self, part: str) -> bool:
        """Whether the part is there, however its letters are written."""
        return part.lower() in self.parts

    def read(self, part: str) -> bytes:
        """A small part as a whole.

        Raises:
            UnreadableFileError: when it is absent, damaged, or larger than parts of its kind are.
        """
        return b"".join(self.blocks(part, most=self.limits.part_mb * MEGABYTE))

    def blocks(self, part: str, *, most: int | None = None, size: int = BLOCK) -> Iterator[bytes]:
        """A part in blocks of ``size`` bytes; ``most`` limits the part's size.

        Raises:
            UnreadableFileError: see ``read``.
        """
        exact = self.parts.get(part.lower())
        if exact is None:
            raise damaged(self.name)
        if most is not None and self.archive.getinfo(exact).file_size > most:
            raise too_large(self.name, exact, most // MEGABYTE)
        try:
            with self.archive.open(exact) as stream:
                while block := stream.read(size):
                    yield block
        except BROKEN:
            raise damaged(self.name) from None


def too_large(name: str, part: str, limit_mb: int) -> UnreadableFileError:
    """A part needs more room than any table of an office."""
    message = _(
        "'{name}' is not opened: its part '{part}' is larger than {limit} MB. Copy the table into "
        "an empty workbook and save it as XLSX."
    )
    shown = PurePosixPath(part).name
    return UnreadableFileError(message.format(name=name, part=shown, limit=format_count(limit_mb)))


def open_package(content: bytes, name: str, limits: ReadingLimits) -> Package:
    """The package in these bytes, after a look at its table of contents.

    Raises:
        UnreadableFileError: when it is damaged, locked, or would unpack to something that no
            office's table needs.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except BROKEN:
        raise damaged(name) from None
    if any(member.flag_bits & LOCKED for member in members):
        raise locked(name)
    if any(member.compress_type not in METHODS for member in members):
        raise damaged(name)
    _refuse_tricks(members, name)
    _refuse_bombs(members, name, limits)
    parts = {member.filename.replace("\\", "/").lower(): member.filename for member in members}
    return Package(name=name, archive=archive, parts=parts, limits=limits)


def locked(name: str) -> UnreadableFileError:
    """A password stands before the content."""
    message = _("'{name}' is locked by a password. Ask for a copy without one.")
    return UnreadableFileError(message.format(name=name))


def _refuse_tricks(members: list[zipfile.ZipInfo], name: str) -> None:
    """Names that lead out of the package: nothing is unpacked to a disk, but nobody honest does."""
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in "".join(path.parts[:1]):
            message = _(
                "'{name}' is not opened: it holds a part whose name leads out of the file. Do not "
                "open it by hand either, and ask the supplier where it comes from."
            )
            raise UnreadableFileError(message.format(name=name))


def _refuse_bombs(members: list[zipfile.ZipInfo], name: str, limits: ReadingLimits) -> None:
    """Little bytes that would unpack to very many."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    swollen = unpacked > limits.ratio * max(packed, 1)
    most_mb = limits.ratio_from_mb if swollen else limits.unpacked_mb
    if len(members) <= limits.parts and unpacked <= most_mb * MEGABYTE:
        return
    message = _(
        "'{name}' is not opened: unpacked it has {count} part(s) and {size} MB, far more than a "
        "table needs. Copy the table into an empty workbook and save it as XLSX."
    )
    raise UnreadableFileError(
        message.format(
            name=name, count=format_count(len(members)), size=format_count(unpacked // MEGABYTE)
        )
    )
