"""Where intake's files lie: manifests in the store, marked copies beside deliveries."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_json
from kreisblick.sealed.intake.model import AcceptedDelivery
from kreisblick.sealed.store.store import SealedStore

__all__ = [
    "accepted_deliveries",
    "marked_copy_path",
    "path_key",
    "read_manifest",
    "write_manifest",
]

MANIFEST = "manifest.json"
MARKED = "mit-Fehlern"  # a folder of its own: what lies in it is no delivery


def path_key(supplier: str, product: str, reference_date: date) -> str:
    """The folder of a delivery in the store."""
    return f"{supplier}/{product}/{reference_date.isoformat()}"


def marked_copy_path(path: Path) -> Path:
    """Where the marked copy of a delivered workbook goes: into a folder beside it."""
    return path.parent / MARKED / f"{path.stem}.xlsx"


def write_manifest(store: SealedStore, delivery: AcceptedDelivery) -> None:
    """Write what was accepted beside its records, last: a delivery without it is none."""
    write_json(store.folder / delivery.path_key / MANIFEST, asdict(delivery))


def read_manifest(store: SealedStore, key: str) -> AcceptedDelivery | None:
    """The accepted delivery of a path key; None when there is none."""
    path = store.folder / key / MANIFEST
    if not path.is_file():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    content["reference_date"] = date.fromisoformat(content["reference_date"])
    for name in ("cubes", "covered", "notes"):
        content[name] = tuple(content[name])
    return AcceptedDelivery(**content)


def accepted_deliveries(store: SealedStore) -> list[AcceptedDelivery]:
    """All deliveries in the store, by supplier, product and date."""
    paths = sorted(store.folder.glob(f"*/*/*/{MANIFEST}"))
    found = (read_manifest(store, p.parent.relative_to(store.folder).as_posix()) for p in paths)
    return [delivery for delivery in found if delivery is not None]
