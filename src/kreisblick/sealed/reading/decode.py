"""Text of a delivery from its bytes: the encoding is decided by evidence, not by hope.

Guessing libraries take German office files for Icelandic or Polish ones; German texts need
few candidates and know which letters and words they use.
"""

import codecs
import re

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError

__all__ = ["UnreadableFileError", "decode", "find_encoding", "to_utf8"]

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What German offices write beyond ASCII speaks for a candidate; foreign names say nothing;
# everything else (frames, Greek letters, control characters) speaks against it.
GERMAN = frozenset("äöüÄÖÜß§€–„“")
FOREIGN = frozenset("éèêëáàâçñóòôíìîúùûåøæšžčćÅØÆÉŠŽ°²³×•…’‚”\u00a0\u00ad")
ONE_BYTE = ("cp1252", "cp850", "mac_roman")
TEXT_CONTROLS = frozenset({9, 10, 12, 13, 26})  # tab, line ends, page end, the DOS end mark
BINARY_SHARE = 0.001  # more control characters than this, and it is no text in any encoding
WIDE_SHARE = 0.3  # so many zeros on one side of the byte pairs: UTF-16 without its mark
SAMPLE = 1 << 20  # bytes whose words are looked at
IN_WORD = 3  # a sign that is no letter between two letters speaks against a candidate so loudly
A_WORD = 5  # a word that is certainly German, for it
WORDS = re.compile(
    r"\b(?:stra(?:ß|ss)e|für|über|männlich|größe|groß|jährig\w*|wohnbevölkerung|bevölkerung|"
    r"gebäude|schüler\w*|geschäft\w*|träger|plätze|beschäftigte\w*|gemäß|schlüssel|straßen\w*|"
    r"verfügbar\w*|prüf\w*|während|ämter|behörde\w*|münchen|köln|düsseldorf|würzburg|nürnberg)\b",
    re.IGNORECASE,
)


def decode(content: bytes, encoding: str, *, name: str) -> str:
    """The text of the bytes; ``auto`` finds the encoding.

    Raises:
        UnreadableFileError: when the bytes are no text, or not in the named encoding.
    """
    chosen = find_encoding(content) if encoding == "auto" else encoding
    try:
        if chosen is not None:
            return content.decode(_exact(content, chosen)).lstrip("\ufeff")
    except UnicodeDecodeError:
        chosen = None
    message = _(
        "'{name}' is no text file (or not in the agreed encoding). Export it again as CSV in "
        "UTF-8 or Windows-1252."
    )
    raise UnreadableFileError(message.format(name=name))


def _exact(content: bytes, encoding: str) -> str:
    """``utf-16`` without a byte order mark is told by its zeros."""
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _wide(content) or encoding
    return encoding


def to_utf8(content: bytes, encoding: str, *, name: str) -> bytes:
    """The bytes as UTF-8 without a byte order mark; see ``decode``.

    Raises:
        UnreadableFileError: when the bytes are no text, or not in the named encoding.
    """
    text = decode(content, encoding, name=name)
    if len(text) == len(content) and text.isascii():
        return content
    return text.encode("utf-8", "replace")


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
    wide = _wide(content)
    if wide is not None:
        return wide
    frequency = _frequency(np.frombuffer(content, dtype=np.uint8))
    if _looks_binary(frequency):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        inside = _inside_words(content)
        return max(
            ONE_BYTE,
            key=lambda one: _plausible(frequency, inside, one) + _german_words(content, one),
        )
    return "utf-8"


def _frequency(octets: np.ndarray) -> np.ndarray:
    """How often each byte occurs; in pieces, because counting needs eight bytes for one."""
    pieces = (octets[start : start + SAMPLE] for start in range(0, len(octets), SAMPLE))
    return sum((np.bincount(piece, minlength=256) for piece in pieces), np.zeros(256, np.int64))


def _wide(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of a German text is zero."""
    sample = np.frombuffer(content[: SAMPLE & ~1][: len(content) // 2 * 2], dtype=np.uint8)
    if not len(sample):
        return None
    even, odd = (sample[0::2] == 0).mean(), (sample[1::2] == 0).mean()
    if max(even, odd) < WIDE_SHARE or min(even, odd) > BINARY_SHARE:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _inside_words(content: bytes) -> np.ndarray:
    """How often each byte stands between two plain letters."""
    octets = np.frombuffer(content[:SAMPLE], dtype=np.uint8)
    letter = ((octets | 32) >= ord("a")) & ((octets | 32) <= ord("z"))
    between = letter[:-2] & letter[2:]
    return np.bincount(octets[1:-1][between], minlength=256)


def _german_words(content: bytes, encoding: str) -> int:
    text = content[:SAMPLE].decode(encoding, errors="replace")
    return A_WORD * sum(1 for word in WORDS.findall(text) if not word.isascii())


def _looks_binary(frequency: np.ndarray) -> bool:
    controls = sum(int(frequency[byte]) for byte in range(32) if byte not in TEXT_CONTROLS)
    return controls > BINARY_SHARE * int(frequency.sum())


def _plausible(frequency: np.ndarray, inside: np.ndarray, encoding: str) -> int:
    score = 0
    for byte in range(128, 256):
        letter = bytes([byte]).decode(encoding, errors="replace")
        weight = 1 if letter in GERMAN else 0 if letter in FOREIGN else -1
        score += weight * int(frequency[byte])
        score -= IN_WORD * int(inside[byte]) * (not letter.isalpha())
    return score
