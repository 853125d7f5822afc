"""Lock: the figures a text was read with, closed with a key that only the sealed zone has.

They may come from a draft that is never released, and the editorial folder is handed about. A
digest would do for what is the same or not; whether a value has left its interval needs the ends of
the interval, so they are encrypted (AES-SIV, RFC 5297: the same figures give the same text).
"""

import base64
import binascii
import json
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import ValidationError

from kreisblick.products.editorial.seen import SeenFigure

__all__ = ["figures_key", "lock", "unlock"]

BYTES = 64  # two keys of AES-256, as SIV wants them
PURPOSE = b"kreisblick editorial figures"


def figures_key(key: Ed25519PrivateKey) -> bytes:
    """The key for figures, made from the one that signs; it tells nothing about that one."""
    raw = key.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    return HKDF(hashes.SHA256(), BYTES, salt=None, info=PURPOSE).derive(raw)


def lock(figures: Iterable[SeenFigure], secret: bytes, of: str) -> str:
    """Figures as text that nobody reads without the key.

    Args:
        figures: as they were seen.
        secret: see ``figures_key``.
        of: fingerprint of the text they belong to; they open beside no other.
    """
    plain = json.dumps([one.model_dump(mode="json") for one in figures], sort_keys=True)
    closed = AESSIV(secret).encrypt(plain.encode(), [of.encode()])
    return base64.b64encode(closed).decode()


def unlock(text: str, secret: bytes | None, of: str) -> tuple[SeenFigure, ...] | None:
    """The figures; None where they were closed with another key, or for another text."""
    if secret is None:
        return None
    try:
        plain = AESSIV(secret).decrypt(base64.b64decode(text, validate=True), [of.encode()])
        return tuple(SeenFigure.model_validate(one) for one in json.loads(plain))
    except (InvalidTag, binascii.Error, ValueError, ValidationError):
        return None
