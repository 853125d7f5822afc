"""Where intake's files lie: definitions in the catalogue, manifests in the store."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.definitions import read_definition
from kreisblick.base.files import fingerprint, fingerprint_file, write_json
from kreisblick.sealed.intake.definition import DeliveryDefinition
from kreisblick.sealed.intake.model import AcceptedDelivery
from kreisblick.sealed.intake.store import SealedStore

__all__ = [
    "accepted_deliveries",
    "definition_fingerprint",
    "marked_copy_path",
    "path_key",
    "read_deliveries",
    "read_manifest",
    "write_manifest",
]

SUPPLIER_FILE = "supplier.yaml"
MANIFEST = "manifest.json"
MARKED = "mit-Fehlern"  # a folder of its own: what lies in it is no delivery


def read_deliveries(folders: Sequence[Path]) -> dict[str, DeliveryDefinition]:
    """Delivery definitions by ``<supplier>/<product>``; a later folder overrides an earlier one.

    Args:
        folders: ``catalogue/suppliers`` folders; tables of areas lie in the workspace around it.

    Raises:
        FaultsFoundError: when a definition is wrong, with file and line.
    """
    found: dict[str, DeliveryDefinition] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.yaml")):
            if path.name != SUPPLIER_FILE:
                key = path.relative_to(folder).with_suffix("").as_posix()
                definition = read_definition(path, DeliveryDefinition)
                found[key] = _at_home(definition, folder.parents[1])
    return dict(sorted(found.items()))


def _at_home(definition: DeliveryDefinition, workspace: Path) -> DeliveryDefinition:
    """The definition with the workspace its tables of areas lie in."""
    area = definition.area
    if area is None or area.table is None:
        return definition
    table = area.table.model_copy(update={"base": workspace})
    return definition.model_copy(update={"area": area.model_copy(update={"table": table})})


def definition_fingerprint(definition: DeliveryDefinition, generation: str) -> str:
    """Changes when the definition or its table of areas changes."""
    table = definition.area.table if definition.area else None
    if table is not None and table.path(generation).is_file():
        return fingerprint(definition.model_dump(), fingerprint_file(table.path(generation)))
    return fingerprint(definition.model_dump())


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
