"""Text of a delivery from its bytes: the encoding is decided by evidence, not by hope.

Guessing libraries take German office files for Icelandic or Polish ones; German texts need
four candidates and know which letters they use.
"""

import codecs
import gzip
import zlib
from pathlib import Path

import numpy as np

from kreisblick.base.errors import KreisblickError
from kreisblick.base.language import translate as _

__all__ = ["UnreadableFileError", "decode", "find_encoding", "read_bytes"]

GZIP = b"\x1f\x8b"
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What German offices write beyond ASCII speaks for a candidate; foreign names say nothing;
# everything else (frames, Greek letters, control characters) speaks against it.
GERMAN = frozenset("äöüÄÖÜß§€–„“")
FOREIGN = frozenset("éèêëáàâçñóòôíìîúùûåøæšžčćÅØÆÉŠŽ°²³×•…’‚”\u00a0\u00ad")
ONE_BYTE = ("cp1252", "cp850")
TEXT_CONTROLS = frozenset({9, 10, 12, 13, 26})  # tab, line ends, page end, the DOS end mark
BINARY_SHARE = 0.001  # more control characters than this, and it is no text in any encoding


class UnreadableFileError(KreisblickError):
    """A file that is empty, not what it claims to be, or damaged."""


def read_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked when it is packed with gzip.

    Raises:
        UnreadableFileError: when it is absent, empty, or a damaged package.
    """
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content.startswith(GZIP) else content
    except FileNotFoundError:
        message = _("'{name}' is not there. Check the path.")
        raise UnreadableFileError(message.format(name=path.name)) from None
    except (OSError, EOFError, zlib.error):
        message = _("'{name}' is a damaged package. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name)) from None
    if not content.strip():
        message = _("'{name}' is empty. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name))
    return content


def decode(content: bytes, encoding: str, *, name: str) -> str:
    """The text of the bytes; ``auto`` finds the encoding.

    Raises:
        UnreadableFileError: when the bytes are no text, or not in the named encoding.
    """
    chosen = find_encoding(content) if encoding == "auto" else encoding
    try:
        if chosen is not None:
            return content.decode("utf-8-sig" if chosen == "utf-8" else chosen)
    except UnicodeDecodeError:
        chosen = None
    message = _(
        "'{name}' is no text file (or not in the agreed encoding). Export it again as CSV in "
        "UTF-8 or Windows-1252."
    )
    raise UnreadableFileError(message.format(name=name))


def find_encoding(content: bytes) -> str | None:
    """The encoding the bytes are most plausibly written in; None when they are no text.

    A byte order mark decides; then whether the whole is valid UTF-8; then which one-byte
    encoding turns the high bytes into letters that German texts use.

    >>> find_encoding("Straße".encode("cp850"))
    'cp850'
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return encoding
    frequency = np.bincount(np.frombuffer(content, dtype=np.uint8), minlength=256)
    if _looks_binary(frequency):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return max(ONE_BYTE, key=lambda candidate: _plausible(frequency, candidate))
    return "utf-8"


def _looks_binary(frequency: np.ndarray) -> bool:
    controls = sum(int(frequency[byte]) for byte in range(32) if byte not in TEXT_CONTROLS)
    return controls > BINARY_SHARE * int(frequency.sum())


def _plausible(frequency: np.ndarray, encoding: str) -> int:
    score = 0
    for byte in range(128, 256):
        letter = bytes([byte]).decode(encoding, errors="replace")
        weight = 1 if letter in GERMAN else 0 if letter in FOREIGN else -1
        score += weight * int(frequency[byte])
    return score
