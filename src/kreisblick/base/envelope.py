"""Envelopes: a file closed to one office's public key; whoever forwards it cannot read it.

The content is a stream in blocks (libsodium secretstream, XChaCha20-Poly1305) under a key of its
own; that key is closed to the office by a sealed box (X25519). A block that is missing, changed or
out of order is found. Only the office's secret key opens the envelope.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nacl import bindings, encoding, exceptions, public

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _

__all__ = [
    "ENDING",
    "Envelope",
    "UnopenedEnvelopeError",
    "is_envelope",
    "open_envelope",
    "public_text",
    "read_public_key",
    "seal_envelope",
    "write_public_key",
]

ENDING = ".sealed"
MAGIC = b"KREISBLICK-ENVELOPE-1\n"
BLOCK = 1 << 20
HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
EXTRA = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
KEY_BYTES = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
BOXED = KEY_BYTES + bindings.crypto_box_SEALBYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class UnopenedEnvelopeError(KreisblickError):
    """An envelope that is damaged, incomplete or closed to another office; or no public key."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What was in an envelope.

    Attributes:
        label: what the sender wrote on the letter inside (file name, supplier, reference date).
        content: the file's bytes; they never touch the disk here.
    """

    label: Mapping[str, str]
    content: bytes = field(repr=False)


def public_text(key: bytes) -> str:
    """A public key as the line of text that an office hands out."""
    return f"kreisblick-public-key {encoding.HexEncoder.encode(key).decode()}"


def read_public_key(path: Path) -> bytes:
    """The public key in a file that an office has handed out.

    Raises:
        UnopenedEnvelopeError: when the file is no public key.
    """
    try:
        word, text = path.read_text(encoding="utf-8").split()
        key = encoding.HexEncoder.decode(text.encode())
    except (OSError, ValueError):
        word, key = "", b""
    if word != "kreisblick-public-key" or len(key) != public.PublicKey.SIZE:
        message = _(
            "'{name}' is no public key of a sealed office. Ask the office for the file it wrote "
            "with 'kreisblick store public-key'."
        )
        raise UnopenedEnvelopeError(message.format(name=path.name))
    return key


def seal_envelope(path: Path, out: Path, *, to: bytes, label: Mapping[str, str]) -> None:
    """Close a file to an office's public key; block by block, so that size does not matter.

    Args:
        path: the file.
        out: the envelope; it is there whole or not at all.
        to: the office's public key, 32 bytes.
        label: what the office should know (closed with the content).
    """
    key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
    draft = out.with_name(f".{out.name}.draft")
    try:
        with path.open("rb") as source, draft.open("wb") as target:
            target.write(MAGIC + public.SealedBox(public.PublicKey(to)).encrypt(key))
            _push(key, _blocks(source, json.dumps(dict(label), ensure_ascii=False)), target)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def is_envelope(path: Path) -> bool:
    """Whether a file is an envelope, whatever its name."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


def open_envelope(path: Path, secrets: Mapping[str, bytes]) -> Envelope:
    """Label and content of an envelope, in memory.

    Args:
        path: the envelope.
        secrets: the office's secret keys (32 bytes) by name; the one that fits is taken.

    Raises:
        UnopenedEnvelopeError: when none fits, or the envelope is damaged or cut off.
    """
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise _damaged(path.name)
        key = _unboxed(stream.read(BOXED), secrets, path.name)
        try:
            first, *blocks = _pull(key, stream)
            label = json.loads(first)
        except (exceptions.CryptoError, RuntimeError, ValueError, struct.error):
            raise _damaged(path.name) from None
    return Envelope(label=label, content=b"".join(blocks))


def write_public_key(path: Path, key: bytes) -> None:
    """Write the line of text that an office hands out."""
    write_bytes(path, f"{public_text(key)}\n".encode())


def _blocks(source: BinaryIO, label: str) -> Iterator[bytes]:
    yield label.encode()
    while block := source.read(BLOCK):
        yield block


def _push(key: bytes, blocks: Iterator[bytes], target: BinaryIO) -> None:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    target.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key))
    for block in blocks:
        _write(target, bindings.crypto_secretstream_xchacha20poly1305_push(state, block))
    # the last block is empty and says so: an envelope cut off at a block's end is found
    end = bindings.crypto_secretstream_xchacha20poly1305_push(state, b"", tag=FINAL)
    _write(target, end)


def _write(target: BinaryIO, sealed: bytes) -> None:
    target.write(struct.pack("<I", len(sealed)) + sealed)


def _pull(key: bytes, stream: BinaryIO) -> Iterator[bytes]:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, stream.read(HEADER), key)
    while True:
        (length,) = struct.unpack("<I", stream.read(4))
        if not EXTRA <= length <= BLOCK + EXTRA:
            raise ValueError(length)
        sealed = stream.read(length)
        block, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed)
        if tag == FINAL:
            return
        yield block


def _unboxed(boxed: bytes, secrets: Mapping[str, bytes], name: str) -> bytes:
    for secret in secrets.values():
        try:
            return public.SealedBox(public.PrivateKey(secret)).decrypt(boxed)
        except exceptions.CryptoError:
            continue
    message = _(
        "'{name}' is not closed to this office (or damaged). Ask the sender to close it again with "
        "the public key that this office hands out now."
    )
    raise UnopenedEnvelopeError(message.format(name=name))


def _damaged(name: str) -> UnopenedEnvelopeError:
    message = _("'{name}' is no envelope, or it is damaged or cut off. Ask for it again.")
    return UnopenedEnvelopeError(message.format(name=name))
