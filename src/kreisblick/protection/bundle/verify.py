"""Verify: is a bundle what was sealed? Checksums, signature, schema; all faults at once."""

import json
from pathlib import Path
from typing import Any

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.language import translate as _
from kreisblick.protection.bundle.errors import BundleCorruptError
from kreisblick.protection.bundle.manifest import (
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    fingerprints,
    listed,
)
from kreisblick.protection.bundle.model import Bundle
from kreisblick.protection.bundle.sign import is_signed
from kreisblick.protection.bundle.tables import Table, shipped_tables

__all__ = ["open_bundle", "verify_bundle"]


def open_bundle(folder: Path, *, trusted_key: bytes | None = None) -> Bundle:
    """A bundle for reading, verified first.

    Args:
        folder: the bundle.
        trusted_key: PEM of the public key it must be signed with. Without it the key in the
            bundle is used, which proves that the files belong together, not who sealed them.

    Raises:
        BundleCorruptError: it names every file that is missing, changed, added or unreadable.
    """
    faults = verify_bundle(folder, trusted_key=trusted_key)
    if faults:
        raise BundleCorruptError(folder, faults)
    return Bundle(folder)


def verify_bundle(folder: Path, *, trusted_key: bytes | None = None) -> list[Fault]:
    """Everything that is wrong with a bundle; empty when it is what was sealed."""
    if not (folder / MANIFEST).is_file():
        message = _("There is no manifest, so nothing can be checked. Is this a bundle?")
        return [Fault(code="no_manifest", message=message, where=MANIFEST)]
    faults = [*_signature(folder, trusted_key), *_checksums(folder)]
    return faults or _schemas(folder)


def _signature(folder: Path, trusted_key: bytes | None) -> list[Fault]:
    sealed_with, signature = _read(folder / PUBLIC_KEY), _read(folder / SIGNATURE)
    key = sealed_with if trusted_key is None else trusted_key
    if is_signed(_read(folder / MANIFEST), signature, key):
        return []
    message = _(
        "The signature does not fit the manifest: it was changed, or another key sealed it."
    )
    return [Fault(code="wrong_signature", message=message, where=SIGNATURE)]


def _checksums(folder: Path) -> list[Fault]:
    sealed, found = listed(folder), fingerprints(folder)
    sentences = {
        "missing_file": _("The file is missing."),
        "changed_file": _("The file was changed after it was sealed."),
        "unlisted_file": _("The file was not sealed with the others."),
    }
    codes = {name: "missing_file" for name in sealed if name not in found}
    codes |= {n: "changed_file" for n in sealed if n in found and found[n] != sealed[n]}
    codes |= {name: "unlisted_file" for name in found if name not in sealed}
    return [
        Fault(code=code, message=sentences[code], where=name)
        for name, code in sorted(codes.items())
    ]


def _schemas(folder: Path) -> list[Fault]:
    """Sealed as it is, does this version understand it?"""
    faults = []
    described = {str(resource.get("name")) for resource in _descriptor(folder)}
    expected = shipped_tables().within(described)
    for name, table in expected:
        path = f"data/{name}.{'parquet' if table.parquet else 'csv'}"
        if not _has_form(folder / path, table):
            message = _(
                "The table has not the columns of this version. Use the version that made it."
            )
            faults.append(Fault(code="wrong_schema", message=message, where=path))
    absent = [name for name, _table in expected if name not in described]
    if absent:
        message = _("The descriptor does not describe all tables: {names}.").format(
            names=", ".join(absent)
        )
        faults.append(Fault(code="wrong_schema", message=message, where="datapackage.json"))
    return faults


def _has_form(path: Path, table: Table) -> bool:
    try:
        if table.parquet:
            return dict(pl.read_parquet_schema(path)) == table.types
        return pl.read_csv(path, schema=table.types).columns == list(table.fields)
    except (OSError, pl.exceptions.PolarsError):
        return False


def _descriptor(folder: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        return list(content["resources"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
