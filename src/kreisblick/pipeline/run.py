"""The round: one timetable from territory to handbook.

territory → intake → register → protect → indicators → draft bundle → products → audit
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from kreisblick.base.errors import Fault
from kreisblick.base.files import fingerprint, fingerprint_file, write_bytes, write_json
from kreisblick.base.lineage import Lineage
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.building import AUDIT_FILE, build_products
from kreisblick.pipeline.counting import Counting, count_deliveries
from kreisblick.pipeline.deriving import derive_all
from kreisblick.pipeline.ground import prepare
from kreisblick.pipeline.memory import code_fingerprint
from kreisblick.pipeline.plan import make_plan
from kreisblick.pipeline.protecting import protect_all
from kreisblick.pipeline.receive import context_of, receive, waiting_deliveries
from kreisblick.pipeline.sealing import Sealed, seal
from kreisblick.pipeline.summary import Summary
from kreisblick.pipeline.workspace import Workspace, open_workspace
from kreisblick.sealed.intake.store import SealedStore

__all__ = ["run"]

CURRENT = "current"
ROUND = "round.json"


def run(folder: Path, *, out: Path | None = None, progress: Progress = silent) -> Summary:
    """Go the round in a workspace; what has not changed is not done again.

    Raises:
        KreisblickError: with what is wrong and what to do; the last good round stays.
    """
    workspace = open_workspace(folder, out)
    state = _state(workspace)
    return _last(workspace, state) or _go(workspace, state, progress)


def _go(workspace: Workspace, state: str, progress: Progress) -> Summary:
    lineage, faults = Lineage(), list[Fault]()
    store = SealedStore(workspace.sealed)
    ground = prepare(workspace, progress)
    context = context_of(ground)
    accepted = receive(ground, context, store, lineage, progress)
    counting = Counting(
        ground=ground,
        context=context,
        store=store,
        lineage=lineage,
        faults=faults,
    )
    cubes = count_deliveries(counting, accepted, progress)
    delivered = {key for of_day in cubes.values() for key in of_day}
    plan = make_plan(workspace.choices.report, ground.indicators, ground.cubes, delivered)
    protected = protect_all(counting, cubes, plan, progress)
    derived = derive_all(ground, cubes, protected, plan, lineage)
    targets = pl.concat([found.targets.frame for _day, found in sorted(protected.items())])
    with tempfile.TemporaryDirectory(dir=_made(workspace.bundles)) as draft:
        sealed = seal(Path(draft) / "bundle", counting, accepted, plan, protected, derived, lineage)
        build_products(workspace, sealed.bundle, targets, name=sealed.key, progress=progress)
        _keep(sealed, workspace.bundles / sealed.key)
    return _finish(workspace, state, sealed, faults)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(sealed: Sealed, target: Path) -> None:
    """The draft becomes a bundle of its own name; the same content is there already."""
    if not target.exists():
        shutil.copytree(sealed.bundle.folder, target)


def _finish(workspace: Workspace, state: str, sealed: Sealed, faults: Sequence[Fault]) -> Summary:
    summary = Summary(
        products=workspace.products / sealed.key,
        bundle=workspace.bundles / sealed.key,
        unchanged=False,
        shown=sealed.shown,
        withheld=sealed.withheld,
        missing=sealed.missing,
        notes=tuple(str(fault) for fault in faults),
    )
    for folder in (workspace.bundles, workspace.products):
        write_bytes(folder / CURRENT, f"{sealed.key}\n".encode())
    write_json(workspace.sealed / ROUND, {"state": state, "summary": asdict(summary)})
    return summary


def _last(workspace: Workspace, state: str) -> Summary | None:
    """The last round's summary, if nothing has changed since and its files are there."""
    path = workspace.sealed / ROUND
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    found = content["summary"]
    products, bundle = Path(found["products"]), Path(found["bundle"])
    whole = (products / AUDIT_FILE).is_file() and (bundle / "manifest.json").is_file()
    if content["state"] != state or not whole:
        return None
    return Summary(**{**found, "products": products, "bundle": bundle, "unchanged": True})


def _state(workspace: Workspace) -> str:
    """Fingerprint of everything a round depends on."""
    kinds = [
        "territory", "suppliers", "registers", "cubes", "disclosure", "indicators", "indices",
        "products",
    ]  # fmt: skip
    folders = [f for kind in kinds for f in workspace.catalogue_folders(kind)]
    files = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()]
    files += sorted(p for p in (workspace.folder / "territory").rglob("*") if p.is_file())
    files += [waiting.path for waiting in waiting_deliveries(workspace)]
    files.append(workspace.folder / "kreisblick.toml")
    return fingerprint(code_fingerprint(), [(p.name, fingerprint_file(p)) for p in files])
