"""Sign: who sealed a bundle, provable by anybody with the public key (Ed25519, RFC 8032)."""

import base64
import binascii
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.protection.bundle.errors import UnusableSigningKeyError

__all__ = ["is_signed", "load_signing_key", "public_pem", "signature_of"]


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The signing key in a file; a new one of mode 600 is made when there is none.

    Args:
        path: PEM (PKCS 8), usually ``sealed/signing.key``.

    Raises:
        UnusableSigningKeyError: when it is no Ed25519 key or others can read it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_bytes(path, _private_pem(Ed25519PrivateKey.generate()))
        path.chmod(0o600)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UnusableSigningKeyError(
            path, _("other accounts can read it. Take their rights away (chmod 600).")
        )
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableSigningKeyError(path, _("it is no Ed25519 key. Restore it from a backup."))
    return key


def public_pem(key: Ed25519PrivateKey) -> bytes:
    """The public half, as it lies in the bundle."""
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def signature_of(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """The signature as one line of base64; the same content and key give the same line."""
    return base64.b64encode(key.sign(content)) + b"\n"


def is_signed(content: bytes, signature: bytes, pem: bytes) -> bool:
    """Whether the holder of the key signed this very content."""
    try:
        key = serialization.load_pem_public_key(pem)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(base64.b64decode(signature.strip(), validate=True), content)
    except (ValueError, binascii.Error, UnsupportedAlgorithm, InvalidSignature):
        return False
    return True


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
