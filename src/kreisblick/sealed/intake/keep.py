"""Keep an accepted delivery: whole or not at all, whenever the computer is switched off.

A version's tables are written into a folder of its own; then the delivery's manifest is exchanged,
in one step. Before that step the old version counts, after it the new one. The version's own
manifest comes last and says that it did count; whatever else a killed run leaves is swept away at
the next start.
"""

import shutil
from dataclasses import asdict, replace
from pathlib import Path

from kreisblick.base.files import fingerprint, write_json
from kreisblick.sealed.intake.files import MANIFEST, read_manifest, write_manifest
from kreisblick.sealed.intake.model import AcceptedDelivery, Parsed
from kreisblick.sealed.mapping.definition import Grain
from kreisblick.sealed.store.store import SealedStore

__all__ = ["earlier_versions", "keep", "sweep"]

DAYS = "*/*/[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
OLD = "replaced"  # where earlier versions lay before every version had its folder
SHORT = 16  # characters of a fingerprint that name a version
VERSIONED = ("sha256", "definition", "covered", "corrections", "left_out", "rows")


def keep(store: SealedStore, delivery: AcceptedDelivery, parsed: Parsed) -> AcceptedDelivery:
    """The delivery with the folder of its version, after everything is on the disk."""
    content = asdict(delivery)
    version = fingerprint([content[name] for name in VERSIONED])[:SHORT]
    kept = replace(delivery, path_key=f"{delivery.key}/{version}")
    store.write_table(f"{kept.path_key}/records", parsed.records.to_arrow())
    if kept.grain == Grain.PERSON and parsed.review is not None:
        store.write_table(f"{kept.path_key}/review", parsed.review.to_arrow())
    write_manifest(store, kept)
    _remember(store, kept)
    return kept


def _remember(store: SealedStore, version: AcceptedDelivery) -> None:
    write_json(store.folder / version.path_key / MANIFEST, asdict(version))


def earlier_versions(store: SealedStore, key: str) -> list[AcceptedDelivery]:
    """The versions of a delivery that no longer count, by the names of their folders."""
    current = read_manifest(store, key)
    paths = sorted((store.folder / key).glob(f"*/{MANIFEST}"))
    found = (read_manifest(store, p.parent.relative_to(store.folder).as_posix()) for p in paths)
    return [v for v in found if v and (current is None or v.path_key != current.path_key)]


def sweep(store: SealedStore) -> None:
    """Take away what killed runs have left of deliveries; to be called under the lock."""
    for home in sorted(store.folder.glob(DAYS)):
        _sweep_one(store, home)


def _sweep_one(store: SealedStore, home: Path) -> None:
    current = read_manifest(store, home.relative_to(store.folder).as_posix())
    counts = home if current is None else store.folder / current.path_key
    if current is not None and counts.is_dir() and not (counts / MANIFEST).is_file():
        _remember(store, current)  # killed between the exchange and the last line
    for draft in [*home.glob(".*"), *home.glob("*/.*")]:
        draft.unlink(missing_ok=True)
    for version in sorted(path for path in home.iterdir() if path.is_dir()):
        if version != counts and not (version / MANIFEST).is_file() and version.name != OLD:
            shutil.rmtree(version)
