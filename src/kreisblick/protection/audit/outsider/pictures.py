"""Pictures: what is written beside their dots."""

import zlib
from collections.abc import Iterator

from kreisblick.protection.audit.outsider.model import Part, UnreadableError

__all__ = ["read_jpeg", "read_png"]

WRITTEN = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP"}


def read_png(file: str, name: str, content: bytes) -> Iterator[Part]:
    """All chunks but the dots, texts decompressed; and what stands behind the end.

    Raises:
        UnreadableError: the chunks do not hold together.
    """
    place = 8
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        kind = content[place + 4 : place + 8]
        body = content[place + 8 : place + 8 + size]
        if len(body) != size:
            raise UnreadableError(f"{file} {name}".strip())
        if kind != b"IDAT":
            text = f"{body.decode('latin-1')}\n{_inflated(body)}"
            yield Part(file=file, name=f"{name}#{kind.decode('latin-1')}", text=text)
        place += size + 12
        if kind == b"IEND":
            break
    yield Part(file=file, name=f"{name}#rest", text=content[place:].decode("latin-1"))


def _inflated(body: bytes) -> str:
    """A compressed text behind its keyword; nothing where there is none."""
    for start in (i for i, byte in enumerate(body[:90]) if byte == 0x78):
        try:
            return zlib.decompress(body[start:]).decode("utf-8", "replace")
        except zlib.error:
            continue
    return ""


def read_jpeg(file: str, name: str, content: bytes) -> Iterator[Part]:
    """Everything that stands in the file as letters."""
    yield Part(file=file, name=name, text=content.decode("latin-1"))
