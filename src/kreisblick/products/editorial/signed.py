"""Signed: which texts somebody read and stands for, and that their figures were as they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from kreisblick.base.definitions import Definition, Text
from kreisblick.base.files import write_bytes, write_json
from kreisblick.protection.bundle.sign import is_signed, signature_of

__all__ = [
    "SIGNED",
    "SignedText",
    "SignedTexts",
    "read_signed",
    "write_signed",
]

SIGNED, SIGNATURE = "signed.json", "signed.sig"


class SignedText(Definition):
    """What was signed of one text.

    Attributes:
        hash: SHA-256 of the file.
        by: the office that stands for it.
        on: the day.
        bundle: hash of the manifest of the bundle it was read with.
        figures: as they were then, locked (see ``lock``); None where the text was signed before
            there were any.
    """

    hash: Text
    by: Text
    on: date
    bundle: str = ""
    figures: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignedTexts:
    """All signatures of a folder.

    Attributes:
        texts: by key; none where the file cannot be trusted.
        broken: a file is there, but was changed, or another key signed it.
    """

    texts: Mapping[str, SignedText]
    broken: bool = False


def read_signed(folder: Path, public_key: bytes) -> SignedTexts:
    """The signatures in a folder, if the holder of the key made them."""
    try:
        content = (folder / SIGNED).read_bytes()
    except FileNotFoundError:
        return SignedTexts(texts={})
    try:
        signature = (folder / SIGNATURE).read_bytes()
    except FileNotFoundError:
        signature = b""
    if not is_signed(content, signature, public_key):
        return SignedTexts(texts={}, broken=True)
    try:
        found: dict[str, Any] = json.loads(content)["texts"]
        return SignedTexts(texts={k: SignedText.model_validate(v) for k, v in found.items()})
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return SignedTexts(texts={}, broken=True)


def write_signed(folder: Path, texts: Mapping[str, SignedText], key: Ed25519PrivateKey) -> Path:
    """Write all signatures of a folder anew, signed with the key that also seals bundles."""
    path = folder / SIGNED
    plain = {name: one.model_dump(mode="json") for name, one in texts.items()}
    write_json(path, {"texts": plain})
    write_bytes(folder / SIGNATURE, signature_of(path.read_bytes(), key))
    return path
