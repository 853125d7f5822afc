"""Where intake's files lie: manifests and versions in the store, answers beside deliveries.

``<supplier>/<product>/<day>/manifest.json`` says which version counts; ``<day>/<version>/`` holds
the version's tables and its own manifest. The one file at the top is exchanged in one step.
"""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_json
from kreisblick.sealed.intake.model import AcceptedDelivery
from kreisblick.sealed.store.store import SealedStore

__all__ = [
    "accepted_at",
    "accepted_deliveries",
    "answers_about",
    "marked_copy_path",
    "path_key",
    "read_manifest",
    "write_manifest",
]

MANIFEST = "manifest.json"
ANSWER = "antwort"  # a folder of its own: what lies in it is no delivery


def path_key(supplier: str, product: str, reference_date: date) -> str:
    """The folder of a delivery in the store."""
    return f"{supplier}/{product}/{reference_date.isoformat()}"


def marked_copy_path(path: Path) -> Path:
    """Where the marked copy of a delivered file goes: into a folder beside it."""
    return path.parent / ANSWER / f"{path.name.partition('.')[0]}.xlsx"


def answers_about(path: Path) -> list[Path]:
    """The answers written about a delivered file: letters, and copies that hold its cells."""
    stem = path.name.partition(".")[0]
    return sorted((path.parent / ANSWER).glob(f"{stem}[.-]*"))


def write_manifest(store: SealedStore, delivery: AcceptedDelivery) -> None:
    """Say which version of a delivery counts, in one step; a delivery without it is none."""
    write_json(store.folder / delivery.key / MANIFEST, asdict(delivery))


def read_manifest(store: SealedStore, key: str) -> AcceptedDelivery | None:
    """The accepted delivery of a path key; None when there is none."""
    path = store.folder / key / MANIFEST
    if not path.is_file():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    content["reference_date"] = date.fromisoformat(content["reference_date"])
    if content.get("deleted_on"):
        content["deleted_on"] = date.fromisoformat(content["deleted_on"])
    for name in ("cubes", "covered", "notes", "corrections", "left_out", "areas_left_out"):
        content[name] = tuple(content.get(name, ()))
    return AcceptedDelivery(**content)


def accepted_at(store: SealedStore, delivery: AcceptedDelivery) -> datetime:
    """When a delivery was accepted: the time of its manifest."""
    seconds = (store.folder / delivery.key / MANIFEST).stat().st_mtime
    return datetime.fromtimestamp(seconds, UTC)


def accepted_deliveries(store: SealedStore) -> list[AcceptedDelivery]:
    """All deliveries in the store, by supplier, product and date."""
    paths = sorted(store.folder.glob(f"*/*/*/{MANIFEST}"))
    found = (read_manifest(store, p.parent.relative_to(store.folder).as_posix()) for p in paths)
    return [delivery for delivery in found if delivery is not None]
