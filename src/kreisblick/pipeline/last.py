"""The last round: whether anything has changed since."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.files import fingerprint, fingerprint_file, write_json
from kreisblick.base.language import language
from kreisblick.pipeline.code import code_fingerprint
from kreisblick.pipeline.editorial import editorial_folder
from kreisblick.pipeline.remembering import ledger_of
from kreisblick.pipeline.summary import Summary
from kreisblick.pipeline.waiting import waiting_deliveries
from kreisblick.pipeline.workspace import Workspace

__all__ = ["last_round", "remember", "state_of"]

ROUND = "round.json"
AUDIT_FILE = "audit.json"
WORKED_ON = {".pyc"}  # written by the computer beside a script


def remember(workspace: Workspace, state: str, summary: Summary) -> None:
    """Write down how a round ended, and what it left in the sealed store."""
    content = {"state": state, "accepted": _accepted(workspace), "summary": asdict(summary)}
    write_json(workspace.sealed / ROUND, content)


def last_round(workspace: Workspace, state: str) -> Summary | None:
    """The last round's summary, if nothing has changed since and its files are there."""
    path = workspace.sealed / ROUND
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    found = content["summary"]
    # by name: the workspace may have been moved or copied since
    products = workspace.products / Path(found["products"]).name
    bundle = workspace.bundles / Path(found["bundle"]).name
    whole = (products / AUDIT_FILE).is_file() and (bundle / "manifest.json").is_file()
    same = (content["state"], content.get("accepted")) == (state, _accepted(workspace))
    if not same or not whole:
        return None
    return Summary(**{**found, "products": products, "bundle": bundle, "unchanged": True})


def _accepted(workspace: Workspace) -> str:
    """Fingerprint of what is accepted: somebody may have accepted a delivery anew, or in part."""
    found = sorted(workspace.sealed.glob("*/*/*/manifest.json"))
    return fingerprint(
        [(p.relative_to(workspace.sealed).as_posix(), fingerprint_file(p)) for p in found]
    )


def state_of(workspace: Workspace, as_of: date) -> str:
    """Fingerprint of everything a round of a day depends on."""
    own = [workspace.folder / name for name in ("catalogue", "shared", "territory")]
    files = [*_below(shipped("catalogue")), *(marked for one in own for marked in _below(one))]
    single = [waiting.path for waiting in waiting_deliveries(workspace)]
    single += sorted((workspace.folder / "supply").glob("*.csv"))
    single += sorted((workspace.folder / "answers").glob("*.csv"))
    single += sorted(p for p in editorial_folder(workspace).glob("*") if p.is_file())
    single += [workspace.folder / "kreisblick.toml", ledger_of(workspace), *_addresses(workspace)]
    files += [(p.name, fingerprint_file(p)) for p in single if p.is_file()]
    return fingerprint(code_fingerprint(), as_of, language(), files)


def _below(folder: Path) -> list[tuple[str, str]]:
    """Path and fingerprint of all files below a folder; a definition's path is its key."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in WORKED_ON)
    return [(p.relative_to(folder).as_posix(), fingerprint_file(p)) for p in paths]


def _addresses(workspace: Workspace) -> list[Path]:
    """The lists of addresses, wherever they lie."""
    chosen = workspace.choices.addresses
    named = [chosen.file, chosen.names] if chosen else []
    return [workspace.path(text) for text in named if text]
