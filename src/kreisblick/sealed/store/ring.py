"""The key ring of a store: the keys that wrap its tables, closed to every opener.

An opener is a key file or a passphrase. From its secret follows an X25519 key pair; the ring is
closed to the public halves of all openers, so that a key in the safe keeps opening the store when
another opener is added, taken away or the tables' keys are renewed, without being fetched.
"""

import base64
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl import exceptions, public

from kreisblick.base.files import write_json
from kreisblick.base.language import translate as _
from kreisblick.sealed.store.keys import KEY_BYTES, NONCE_BYTES, KeySource, UnusableKeyError

__all__ = ["Opener", "Ring", "keep_ring", "open_ring", "opener_of", "ring_openers"]

FILE = "keyring.json"
FORMAT = 1
FIRST = "master"  # the label of tables that were written before there was a ring
PROOF_FILE = "key.proof"


@dataclass(frozen=True, kw_only=True)
class Opener:
    """Who can open the ring: a name, the public half of its key, and since when (first: None)."""

    name: str
    public: bytes
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ring:
    """The opened ring; no key appears in a representation or a message.

    Attributes:
        current: label of the key that wraps new tables.
        openers: who can open it.
        receiving: labels of the keys by which envelopes are opened, the latest last.
    """

    current: str
    openers: tuple[Opener, ...]
    receiving: tuple[str, ...]
    _keys: Mapping[str, bytes] = field(repr=False)
    _root: bytes = field(repr=False)
    _receiving: Mapping[str, bytes] = field(repr=False)

    def wrap(self, secret: bytes, *, label: str) -> bytes:
        """A table's data key under the ring's key of this label (AES-256-GCM)."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._keys[label]).encrypt(nonce, secret, label.encode())

    def unwrap(self, wrapped: bytes, *, label: str) -> bytes:
        """The data key again.

        Raises:
            cryptography.exceptions.InvalidTag: when the ring's key is another, or was let go.
        """
        if label not in self._keys:
            raise InvalidTag
        nonce, body = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        return AESGCM(self._keys[label]).decrypt(nonce, body, label.encode())

    def derive(self, purpose: str) -> bytes:
        """A key of its own for one purpose; the same for ever, so that pseudonyms stay."""
        return KeySource(origin="ring", _master=self._root).derive(purpose)

    @property
    def secrets(self) -> dict[str, bytes]:
        """Secret halves of the office's receiving keys by label."""
        return dict(self._receiving)

    @property
    def public_key(self) -> bytes:
        """The public half that suppliers close their uploads to."""
        secret = self._receiving[self.receiving[-1]]
        return bytes(public.PrivateKey(secret).public_key)

    @property
    def unfinished(self) -> bool:
        """Whether older keys still wrap tables: the keys are being renewed."""
        return len(self._keys) > 1

    def with_openers(self, openers: tuple[Opener, ...]) -> "Ring":
        """The same keys for other openers."""
        return replace(self, openers=openers)

    def renewed(self, label: str) -> "Ring":
        """The ring with a new key for tables and for envelopes; the old ones still open."""
        return replace(
            self,
            current=label,
            receiving=(*self.receiving, label),
            _keys={**self._keys, label: os.urandom(KEY_BYTES)},
            _receiving={**self._receiving, label: os.urandom(KEY_BYTES)},
        )

    def without_old_keys(self) -> "Ring":
        """The ring with its current key alone: no table may need an older one."""
        return replace(self, _keys={self.current: self._keys[self.current]})

    def content(self) -> bytes:
        """What is closed to the openers."""
        return json.dumps(
            {
                "root": _text(self._root),
                "keys": {label: _text(key) for label, key in self._keys.items()},
                "receiving": {label: _text(self._receiving[label]) for label in self.receiving},
            }
        ).encode()


def opener_of(key: KeySource, name: str, since: date | None = None) -> Opener:
    """A key file or passphrase as an opener of a ring."""
    return Opener(name=name, public=bytes(_private(key).public_key), since=since)


def open_ring(folder: Path, key: KeySource) -> Ring:
    """The ring of the store in a folder; made at first use.

    A store that was begun without a ring gets one: its key becomes the first key of the ring, so
    that its tables stay as they are.

    Raises:
        UnusableKeyError: when the key opens neither ring nor store, or the ring is damaged.
    """
    if (folder / FILE).exists():
        return _opened(folder, key)
    secret = _old_secret(folder, key)
    ring = Ring(
        current=FIRST,
        openers=(opener_of(key, key.origin),),
        receiving=(FIRST,),
        _keys={FIRST: secret},
        _root=secret,
        _receiving={FIRST: os.urandom(KEY_BYTES)},
    )
    keep_ring(folder, ring)
    return ring


def keep_ring(folder: Path, ring: Ring) -> None:
    """Write the ring, closed to each of its openers, in one step."""
    key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    content: dict[str, Any] = {
        "format": FORMAT,
        "current": ring.current,
        "openers": [
            {
                "name": opener.name,
                "since": opener.since.isoformat() if opener.since else None,
                "public": _text(opener.public),
                "key": _text(public.SealedBox(public.PublicKey(opener.public)).encrypt(key)),
            }
            for opener in ring.openers
        ],
        "ring": _text(nonce + AESGCM(key).encrypt(nonce, ring.content(), FILE.encode())),
    }
    write_json(folder / FILE, content, mode=0o600)


def ring_openers(folder: Path) -> tuple[Opener, ...]:
    """Who can open the store; no key is needed to see it."""
    return tuple(_openers(_read(folder)))


def _opened(folder: Path, key: KeySource) -> Ring:
    content, private = _read(folder), _private(key)
    for opener in content["openers"]:
        with suppress(exceptions.CryptoError, InvalidTag):
            ring_key = public.SealedBox(private).decrypt(_bytes(opener["key"]))
            body = _bytes(content["ring"])
            plain = AESGCM(ring_key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], FILE.encode())
            return _ring(content, json.loads(plain))
    raise _not_ours(key)


def _ring(content: Mapping[str, Any], inside: Mapping[str, Any]) -> Ring:
    receiving = {label: _bytes(text) for label, text in inside["receiving"].items()}
    return Ring(
        current=content["current"],
        openers=tuple(_openers(content)),
        receiving=tuple(receiving),
        _keys={label: _bytes(text) for label, text in inside["keys"].items()},
        _root=_bytes(inside["root"]),
        _receiving=receiving,
    )


def _openers(content: Mapping[str, Any]) -> list[Opener]:
    return [
        Opener(
            name=item["name"],
            public=_bytes(item["public"]),
            since=date.fromisoformat(item["since"]) if item["since"] else None,
        )
        for item in content["openers"]
    ]


def _read(folder: Path) -> Any:
    try:
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if content["format"] == FORMAT and content["openers"]:
            return content
    except (OSError, ValueError, KeyError, TypeError):
        pass
    message = _(
        "The key ring '{name}' of the sealed store is damaged. Restore it from the backup; without "
        "it no table can be opened."
    )
    raise UnusableKeyError(message.format(name=FILE))


def _old_secret(folder: Path, key: KeySource) -> bytes:
    """The key of a store without a ring, proved; or a new one for a new store."""
    proof = folder / PROOF_FILE
    if not proof.exists():
        return os.urandom(KEY_BYTES)
    with suppress(InvalidTag):
        key.unwrap(proof.read_bytes(), label=PROOF_FILE)
        return key._master  # the ring takes the old key over
    raise _not_ours(key)


def _private(key: KeySource) -> public.PrivateKey:
    return public.PrivateKey(key.derive("opener"))


def _not_ours(key: KeySource) -> UnusableKeyError:
    return UnusableKeyError(
        _(
            "The key ({origin}) does not open this sealed store. Name the key the store was begun "
            "with in KREISBLICK_KEY_FILE or KREISBLICK_PASSPHRASE; nothing was changed."
        ).format(origin=key.origin)
    )


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
