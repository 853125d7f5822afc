"""Build: every product from the bundle, then the attacker; only what passes takes its place."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import new_folder, write_json
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.base.progress import Progress, silent
from kreisblick.pipeline.auditing import audit_draft
from kreisblick.pipeline.last import forget
from kreisblick.pipeline.monitor import tell_monitor
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.atlas import build_atlas, read_atlas
from kreisblick.products.editions import build_editions, read_editions
from kreisblick.products.editorial import NO_TEXTS, Editorial
from kreisblick.products.exports import build_exports, read_entry
from kreisblick.products.handbook import build_handbook
from kreisblick.products.keep import keep_documents
from kreisblick.products.likeness import build_likeness
from kreisblick.products.profiles import build_profiles, read_profiles
from kreisblick.products.report import build_report, district_report
from kreisblick.products.secrecy import build_secrecy
from kreisblick.products.slides import build_slides, read_slides
from kreisblick.products.start import build_start
from kreisblick.protection.audit import Verdict
from kreisblick.protection.bundle import Bundle, manifest_hash
from kreisblick.sealed.store import SealedStore

__all__ = ["AUDIT_FILE", "BUILDERS", "AuditFailedError", "Sources", "build_products"]

AUDIT_FILE = "audit.json"
OPEN_DATA = "opendata"
CHANGES = "changes"
KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What products are made from.

    Attributes:
        own: the workspace's folder of choices and templates, by product.
    """

    bundle: Bundle
    editorial: Editorial
    own: Path


Builder = Callable[[Sources, Path, Progress], object]


class AuditFailedError(KreisblickError):
    """The attacker found a way in: nothing is published."""

    def __init__(self, verdict: Verdict, record: Path) -> None:
        super().__init__(
            _(
                "The audit found {count} ways to compute withheld figures. Nothing was published; "
                "the last good products are as they were. The sealed record {record} lists them."
            ).format(count=format_count(len(verdict.breaches)), record=record)
        )


def _report(of: Sources, out: Path, progress: Progress) -> object:
    chosen = district_report(of.own / "report")
    return build_report(of.bundle, out, chosen, of.editorial, progress)


def _editions(of: Sources, out: Path, progress: Progress) -> object:
    chosen = read_editions(of.own / "editions")
    return build_editions(of.bundle, out, chosen, of.editorial, progress)


def _slides(of: Sources, out: Path, progress: Progress) -> object:
    return build_slides(of.bundle, out, read_slides(of.own / "slides"), of.editorial, progress)


def _profiles(of: Sources, out: Path, progress: Progress) -> object:
    chosen = read_profiles(of.own / "profiles")
    return build_profiles(of.bundle, out, chosen, of.editorial, progress)


def _atlas(of: Sources, out: Path, progress: Progress) -> object:
    own = of.own / "atlas" / "atlas.yaml"
    chosen = read_atlas(own) if own.is_file() else None
    return build_atlas(of.bundle, out, chosen, of.editorial, progress)


def _exports(of: Sources, out: Path, progress: Progress) -> object:
    return build_exports(of.bundle, out, read_entry(of.own / "exports"), progress)


def _handbook(of: Sources, out: Path, _progress: Progress) -> object:
    return build_handbook(of.bundle, out)


BUILDERS: Mapping[str, Builder] = {
    "report": _report,
    "editions": _editions,
    "slides": _slides,
    "profiles": _profiles,
    "atlas": _atlas,
    "exports": _exports,
    "handbook": _handbook,
}


def build_products(
    workspace: Workspace,
    bundle: Bundle,
    targets: pl.DataFrame,
    store: SealedStore,
    *,
    name: str,
    editorial: Editorial = NO_TEXTS,
    progress: Progress = silent,
) -> Path:
    """All chosen products of a bundle in one folder, judged by the attacker.

    What the attacker reached goes to the encrypted store; in the clear stand the verdict, the ways
    in if it failed, and the tables that everybody can find if it passed.

    Raises:
        AuditFailedError: when something withheld can be narrowed down too far.
    """
    target = workspace.products / name
    with new_folder(target) as draft, keep_documents(workspace.products / KEPT):
        _build_all(workspace, bundle, editorial, draft, progress)
        shutil.copytree(bundle.folder, draft / OPEN_DATA)
        tell_monitor(workspace, bundle, draft / CHANGES, name=name)
        build_start(bundle, draft)
        verdict = audit_draft(draft, targets, store, progress=progress)
        record = workspace.sealed / AUDIT_FILE
        write_json(record, verdict.as_json(), mode=0o600)
        if not verdict.passed:
            raise AuditFailedError(verdict, record)
        judged = {"files": len(verdict.files), "manifest": manifest_hash(bundle.folder)}
        write_json(draft / AUDIT_FILE, {**verdict.as_json(), **judged})
        forget(workspace)
    return target


def _build_all(
    workspace: Workspace, bundle: Bundle, editorial: Editorial, draft: Path, progress: Progress
) -> None:
    """The chosen products, and the pages that stand in every round."""
    sources = Sources(
        bundle=bundle,
        editorial=editorial,
        own=workspace.folder / "catalogue" / "products",
    )
    for product in workspace.choices.report.products:
        with progress.step(_("building: {product}").format(product=product)):
            BUILDERS[product](sources, draft / product, progress)
    build_secrecy(bundle, draft / "secrecy")
    profiles = "../profiles" if "profiles" in workspace.choices.report.products else ""
    build_likeness(bundle, draft / "likeness", profiles=profiles)
