"""Release: a draft that passed the audit is written into the ledger and may go out."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kreisblick.base.files import write_json
from kreisblick.protection.bundle.errors import ReleaseRefusedError
from kreisblick.protection.bundle.manifest import manifest_hash
from kreisblick.protection.bundle.verify import open_bundle
from kreisblick.protection.disclosure import refuse_second_mode
from kreisblick.protection.ledger import (
    LedgerRow,
    Shelf,
    append_row,
    figures_of,
    ledger_state,
    read_figures,
    read_ledger,
)

__all__ = ["release_bundle"]

RELEASED = "released.json"


def release_bundle(
    folder: Path,
    ledger: Path,
    *,
    audit: Path,
    released_on: date,
    by: str,
    sealed: Shelf | None = None,
) -> LedgerRow:
    """Release a draft: its figures and a row in the ledger, ``released.json`` in the bundle.

    A round that was killed between the two is completed by calling this again.

    Args:
        folder: the bundle.
        ledger: the release ledger (JSON lines); made when absent.
        audit: the audit's verdict: JSON with ``passed`` true and ``manifest``, the
            ``manifest_hash`` of the bundle that was judged.
        released_on: the day.
        by: the office that releases.
        sealed: where the exact figures of exports lie, if there were any.

    Raises:
        BundleCorruptError: the bundle is not what was sealed.
        ReleaseRefusedError: no verdict, not passed, about another bundle, released already, or
            protected before something else left the house.
        LedgerBrokenError: the ledger does not hold together.
        ProtectionFailedError: a cube of a date would leave exact although it is out rounded.
    """
    bundle = open_bundle(folder)
    manifest = manifest_hash(folder)
    _refuse_without_pass(folder, audit, manifest)
    row = next((row for row in read_ledger(ledger) if row.manifest == manifest), None)
    if row is not None and (folder / RELEASED).exists():
        raise ReleaseRefusedError.twice(folder)
    if row is None:
        if bundle.protection.get("ledger") != ledger_state(ledger):
            raise ReleaseRefusedError.other_ledger(folder)
        figures = figures_of(bundle.cells)
        refuse_second_mode(read_figures(ledger, sealed), figures)
        row = append_row(
            ledger,
            figures,
            bundle=folder.name,
            manifest=manifest,
            day=released_on,
            by=by,
            sealed=sealed,
        )
    write_json(folder / RELEASED, {**asdict(row), "hash": row.hash})
    return row


def _refuse_without_pass(folder: Path, audit: Path, manifest: str) -> None:
    verdict = _verdict(folder, audit)
    if verdict.get("passed") is not True:
        raise ReleaseRefusedError.not_passed(folder)
    if verdict.get("manifest") != manifest:
        raise ReleaseRefusedError.other_bundle(folder)


def _verdict(folder: Path, audit: Path) -> dict[str, Any]:
    try:
        content = json.loads(audit.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        content = None
    if not isinstance(content, dict):
        raise ReleaseRefusedError.no_verdict(folder, audit)
    return content
