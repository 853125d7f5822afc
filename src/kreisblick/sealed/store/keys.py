"""The master key of the sealed store: from a key file or from a passphrase.

A key file holds 32 random bytes as base64 and is readable by its owner alone (mode 600). A
passphrase is stretched by scrypt (RFC 7914) with a salt that lies beside the store.
"""

import base64
import binascii
import hmac
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _

__all__ = ["KeySource", "UnusableKeyError", "find_key"]

KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # the size NIST SP 800-38D recommends for GCM
SALT_BYTES = 16
# 2**15, 8, 1: RFC 7914's figures for interactive use, doubled; 32 MB of memory for a try.
SCRYPT_COST = {"n": 2**15, "r": 8, "p": 1}
KEY_FILE = "master.key"
SALT_FILE = "passphrase.salt"


class UnusableKeyError(KreisblickError):
    """The key file or passphrase is missing, damaged, open to others, or not this store's."""


@dataclass(frozen=True, kw_only=True)
class KeySource:
    """The opened master key; its bytes never appear in a representation or a message.

    Attributes:
        origin: where it came from, in words for messages (a file's name or "passphrase").
    """

    origin: str
    _master: bytes = field(repr=False)

    @classmethod
    def from_file(cls, path: Path, *, create: bool = False) -> "KeySource":
        """The key in a file.

        Args:
            path: the key file.
            create: make a new key of mode 600 when the file is absent.

        Raises:
            UnusableKeyError: when it is absent, not a key, or readable by others.
        """
        if create and not path.exists():
            write_bytes(path, base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            path.chmod(0o600)
        return cls(origin=path.name, _master=_read_key(path))

    @classmethod
    def from_passphrase(cls, passphrase: str, *, salt_file: Path) -> "KeySource":
        """The key that a passphrase gives with the store's salt (made at first use)."""
        if not passphrase:
            raise UnusableKeyError(_("The passphrase of the sealed store is empty. Set another."))
        if not salt_file.exists():
            write_bytes(salt_file, os.urandom(SALT_BYTES))
        stretch = Scrypt(salt=salt_file.read_bytes(), length=KEY_BYTES, **SCRYPT_COST)
        return cls(origin="passphrase", _master=stretch.derive(passphrase.encode()))

    def wrap(self, secret: bytes, *, label: str) -> bytes:
        """A secret under AES-256-GCM; ``label`` is bound to it and needed to open it."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._master).encrypt(nonce, secret, label.encode())

    def unwrap(self, wrapped: bytes, *, label: str) -> bytes:
        """The secret that :meth:`wrap` closed.

        Raises:
            cryptography.exceptions.InvalidTag: when key, label or content differ.
        """
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(self._master).decrypt(nonce, body, label.encode())

    def derive(self, purpose: str) -> bytes:
        """A key of its own for one purpose (HMAC-SHA256 of the purpose under the master key)."""
        return hmac.digest(self._master, purpose.encode(), sha256)


def find_key(folder: Path, environment: Mapping[str, str]) -> KeySource:
    """The key of the store in a folder, as the surroundings name it.

    In this order: the file in ``KREISBLICK_KEY_FILE``, the passphrase in
    ``KREISBLICK_PASSPHRASE``, the store's own ``master.key`` (made at first use).

    Raises:
        UnusableKeyError: when the named key cannot be used.
    """
    if name := environment.get("KREISBLICK_KEY_FILE"):
        return KeySource.from_file(Path(name))
    if passphrase := environment.get("KREISBLICK_PASSPHRASE"):
        return KeySource.from_passphrase(passphrase, salt_file=folder / SALT_FILE)
    return KeySource.from_file(folder / KEY_FILE, create=True)


def _read_key(path: Path) -> bytes:
    try:
        mode, text = path.stat().st_mode, path.read_bytes()
    except OSError:
        raise UnusableKeyError(
            _(
                "The key file '{name}' cannot be read. Put it in its place, or name another in "
                "KREISBLICK_KEY_FILE."
            ).format(name=path.name)
        ) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UnusableKeyError(
            _(
                "The key file '{name}' can be read by other accounts. Take their rights away "
                "(chmod 600) and change the key if somebody may have copied it."
            ).format(name=path.name)
        )
    return _decode_key(text, path.name)


def _decode_key(text: bytes, name: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise UnusableKeyError(
            _(
                "'{name}' is not a key file: 32 bytes in base64 are expected. Name the right file "
                "in KREISBLICK_KEY_FILE."
            ).format(name=name)
        )
    return key
