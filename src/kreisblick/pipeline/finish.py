"""Finish: a sealed bundle becomes products, is judged, and the round is remembered."""

import shutil
from dataclasses import dataclass, replace

import polars as pl

from kreisblick.base.files import new_folder, write_bytes
from kreisblick.base.progress import Progress
from kreisblick.pipeline.building import build_products
from kreisblick.pipeline.editorial import editorial_for, own_key
from kreisblick.pipeline.last import RoundState, remember
from kreisblick.pipeline.summary import Summary
from kreisblick.pipeline.workspace import Workspace
from kreisblick.protection.bundle import Bundle, verify_bundle
from kreisblick.sealed.store import SealedStore

__all__ = ["Draft", "finish"]

CURRENT = "current"
RELEASED = "released.json"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What products are made from and judged by.

    Attributes:
        summary: of the round, as far as its figures go.
        targets: what must not be computed from the products.
    """

    bundle: Bundle
    summary: Summary
    targets: pl.DataFrame
    store: SealedStore


def finish(workspace: Workspace, state: RoundState, draft: Draft, progress: Progress) -> Summary:
    """Build and judge all products, then let them and the bundle take their places.

    Raises:
        AuditFailedError: the last good round stays as it was.
    """
    editorial, unprinted = editorial_for(workspace, draft.bundle)
    name = draft.summary.bundle.name
    build_products(
        workspace,
        draft.bundle,
        draft.targets,
        draft.store,
        name=name,
        editorial=editorial,
        progress=progress,
    )
    _keep(workspace, draft)
    for folder in (workspace.bundles, workspace.products):
        write_bytes(folder / CURRENT, f"{name}\n".encode())
    summary = replace(draft.summary, texts=unprinted)
    remember(workspace, state, summary)
    return summary


def _keep(workspace: Workspace, draft: Draft) -> None:
    """The draft becomes a bundle of its own name, unless the same content is there unharmed."""
    target = draft.summary.bundle
    if not verify_bundle(target, trusted_key=own_key(workspace)):
        return
    released = target / RELEASED
    with new_folder(target) as folder:
        shutil.copytree(draft.bundle.folder, folder, dirs_exist_ok=True)
        if released.is_file():
            shutil.copy2(released, folder)
