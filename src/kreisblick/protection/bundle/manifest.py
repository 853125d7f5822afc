"""The manifest: the SHA-256 of every file that was sealed."""

import json
from pathlib import Path

from kreisblick.base.files import fingerprint_file

__all__ = ["BESIDE", "MANIFEST", "PUBLIC_KEY", "SIGNATURE", "fingerprints", "manifest_hash"]

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
PUBLIC_KEY = "public_key.pem"
BESIDE = frozenset({MANIFEST, SIGNATURE, "released.json", "audit.json"})
"""Files that are not listed: the manifest cannot list itself, the others come after sealing."""


def fingerprints(folder: Path) -> dict[str, str]:
    """Path to SHA-256 of every sealed file below a folder, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: fingerprint_file(names[name]) for name in sorted(names) if name not in BESIDE}


def listed(folder: Path) -> dict[str, str]:
    """What the manifest lists; empty when it cannot be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def manifest_hash(folder: Path) -> str:
    """SHA-256 of the manifest: it stands for the whole bundle, in the ledger and in the verdict."""
    return fingerprint_file(folder / MANIFEST)
