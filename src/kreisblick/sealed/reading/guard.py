"""Take the bytes of a delivered file in, whatever size it claims to have."""

import zlib
from collections.abc import Mapping
from pathlib import Path

from kreisblick.base.envelope import UnopenedEnvelopeError, is_envelope, open_envelope
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError
from kreisblick.sealed.reading.limits import MEGABYTE, ReadingLimits, shipped_reading_limits

__all__ = ["read_bytes"]

GZIP = b"\x1f\x8b"
GZIP_WINDOW = 31  # zlib's word for "with gzip's head"
BLOCK = 1 << 20


def read_bytes(
    path: Path,
    limits: ReadingLimits | None = None,
    secrets: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file's bytes, unpacked when it is packed with gzip, taken out of its envelope.

    An envelope is opened in memory with the office's secret keys; nothing is written.

    Raises:
        UnreadableFileError: when it is absent, empty, a damaged package, or too large.
    """
    limits = limits or shipped_reading_limits()
    most = limits.largest_file_mb * MEGABYTE
    try:
        if path.is_dir():
            raise FileNotFoundError
        if path.stat().st_size > most:
            raise _too_large(path.name, limits)
        content = (
            open_envelope(path, secrets or {}).content if is_envelope(path) else path.read_bytes()
        )
        if content.startswith(GZIP):
            content = _unpacked(content, path.name, limits)
    except UnopenedEnvelopeError as error:
        raise UnreadableFileError(str(error)) from None
    except FileNotFoundError:
        message = _("'{name}' is not there. Check the path.")
        raise UnreadableFileError(message.format(name=path.name)) from None
    except (OSError, EOFError, zlib.error):
        message = _("'{name}' is a damaged package. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name)) from None
    if not content[:BLOCK].strip() and not content.strip():
        message = _("'{name}' is empty. Ask the supplier to send it again.")
        raise UnreadableFileError(message.format(name=path.name))
    return content


def _unpacked(content: bytes, name: str, limits: ReadingLimits) -> bytes:
    """All members of a gzip file, no more than the limit."""
    most = limits.largest_file_mb * MEGABYTE
    whole, rest = bytearray(), content
    while rest.startswith(GZIP):
        opened = zlib.decompressobj(GZIP_WINDOW)
        while not opened.eof:
            part = opened.decompress(rest, BLOCK)
            rest = opened.unconsumed_tail
            whole += part
            if len(whole) > most:
                raise _too_large(name, limits)
            if not part and not rest:
                raise EOFError
        rest = opened.unused_data
    if rest.strip(b"\0"):
        raise EOFError
    return bytes(whole)


def _too_large(name: str, limits: ReadingLimits) -> UnreadableFileError:
    message = _(
        "'{name}' is larger than {limit} MB and is not opened. Ask the supplier for the agreed "
        "table, or for several smaller files."
    )
    limit = format_count(limits.largest_file_mb)
    return UnreadableFileError(message.format(name=name, limit=limit))
