"""Build: every product from the bundle, then the attacker; only what passes takes its place."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import new_folder, write_json
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.auditing import audit_draft
from kreisblick.pipeline.workspace import NoWorkspaceError, Workspace
from kreisblick.products.atlas import build_atlas
from kreisblick.products.changes import tell_changes
from kreisblick.products.editions import build_editions
from kreisblick.products.editorial import Editorial
from kreisblick.products.exports import build_exports
from kreisblick.products.handbook import build_handbook
from kreisblick.products.keep import keep_documents
from kreisblick.products.likeness import build_likeness
from kreisblick.products.profiles import build_profiles
from kreisblick.products.report import build_report
from kreisblick.products.secrecy import build_secrecy
from kreisblick.products.slides import build_slides
from kreisblick.products.start import build_start
from kreisblick.protection.audit import Verdict
from kreisblick.protection.bundle import (
    Bundle,
    BundleCorruptError,
    manifest_hash,
    open_bundle,
)
from kreisblick.sealed.store import SealedStore

__all__ = ["AUDIT_FILE", "AuditFailedError", "build_products"]

AUDIT_FILE = "audit.json"
OPEN_DATA = "opendata"
CHANGES = "changes"
KEPT = "kept"
NO_TEXTS = Editorial()
Builder = Callable[[Bundle, Editorial, Path, Progress], object]


class AuditFailedError(KreisblickError):
    """The attacker found a way in: nothing is published."""

    def __init__(self, verdict: Verdict, record: Path) -> None:
        super().__init__(
            _(
                "The audit found {count} ways to compute withheld figures. Nothing was published; "
                "the last good products are as they were. The sealed record {record} lists them."
            ).format(count=format_count(len(verdict.breaches)), record=record)
        )


BUILDERS: Mapping[str, Builder] = {
    "report": lambda bundle, texts, out, progress: build_report(
        bundle, out, editorial=texts, progress=progress
    ),
    "editions": lambda bundle, texts, out, progress: build_editions(
        bundle, out, editorial=texts, progress=progress
    ),
    "slides": lambda bundle, texts, out, progress: build_slides(
        bundle, out, editorial=texts, progress=progress
    ),
    "profiles": lambda bundle, texts, out, progress: build_profiles(
        bundle, out, editorial=texts, progress=progress
    ),
    "atlas": lambda bundle, texts, out, progress: build_atlas(
        bundle, out, editorial=texts, progress=progress
    ),
    "exports": lambda bundle, _texts, out, progress: build_exports(bundle, out, progress=progress),
    "handbook": lambda bundle, _texts, out, _progress: build_handbook(bundle, out),
}


def build_products(
    workspace: Workspace,
    bundle: Bundle,
    targets: pl.DataFrame,
    store: SealedStore,
    *,
    name: str,
    editorial: Editorial = NO_TEXTS,
    earlier: Sequence[Path] = (),
    progress: Progress = silent,
) -> Path:
    """All chosen products of a bundle in one folder, judged by the attacker.

    What the attacker reached goes to the encrypted store; in the clear stand the verdict, the ways
    in if it failed, and the tables that everybody can find if it passed.

    Raises:
        AuditFailedError: when something withheld can be narrowed down too far.
    """
    target = workspace.products / name
    with new_folder(target) as draft:
        _build_all(workspace, bundle, editorial, draft, progress)
        shutil.copytree(bundle.folder, draft / OPEN_DATA)
        _tell_changes(workspace, bundle, name, draft / CHANGES)
        build_start(bundle, draft)
        verdict = audit_draft(draft, targets, store, earlier=earlier, progress=progress)
        record = workspace.sealed / AUDIT_FILE
        write_json(record, verdict.as_json(), mode=0o600)
        if not verdict.passed:
            raise AuditFailedError(verdict, record)
        judged = {"files": len(verdict.files), "manifest": manifest_hash(bundle.folder)}
        write_json(draft / AUDIT_FILE, {**verdict.as_json(), **judged})
    return target


def _build_all(
    workspace: Workspace, bundle: Bundle, editorial: Editorial, draft: Path, progress: Progress
) -> None:
    """The chosen products, and the pages that stand in every round."""
    with keep_documents(workspace.products / KEPT):
        for product in workspace.choices.report.products:
            with progress.step(_("building: {product}").format(product=product)):
                BUILDERS[product](bundle, editorial, draft / product, progress)
    build_secrecy(bundle, draft / "secrecy")
    build_likeness(bundle, draft / "likeness")


def _tell_changes(workspace: Workspace, bundle: Bundle, name: str, out: Path) -> None:
    """What is different since the last good round; nothing at the first one.

    A round made again keeps what it said: by then it is itself the last one.
    """
    known = workspace.products / name / CHANGES
    if known.is_dir():
        shutil.copytree(known, out)
        return
    try:
        before = open_bundle(workspace.current(workspace.bundles))
    except (NoWorkspaceError, BundleCorruptError):  # there is none, or nobody may trust it
        return
    if before.folder.name != name and before.report["district"] == bundle.report["district"]:
        tell_changes(before, bundle, out)
