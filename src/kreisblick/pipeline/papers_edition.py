"""The edition that papers and slides are made from, and what the attacker says of the files.

Without being asked for a draft they are made from what was released. What the figures may tell was
judged when the round was gone, for exactly this bundle; what is written now is read by the same
attacker before it takes its place, since words, templates and texts may have changed since.
"""

import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from kreisblick.base.errors import KreisblickError
from kreisblick.base.files import write_bytes, write_json
from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.pipeline.editorial import own_key
from kreisblick.pipeline.remembering import ledger_of
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.slides import draft_mark
from kreisblick.products.typeset import edition_day
from kreisblick.protection.audit import Breach
from kreisblick.protection.audit.compare import shown_elsewhere
from kreisblick.protection.audit.files import read_published
from kreisblick.protection.audit.status import look_through
from kreisblick.protection.bundle import Bundle, manifest_hash, open_bundle
from kreisblick.protection.ledger import Entry, read_ledger

__all__ = ["Edition", "NoEditionError", "PapersFailedError", "edition_of", "write_audited"]

VERDICT = "audit.json"
RECORD = "audit_papers.json"
RELEASES = {Entry.RELEASE.value, Entry.CORRECTION.value}


class NoEditionError(KreisblickError):
    """There is nothing that papers may be made from."""

    @classmethod
    def not_released(cls, name: str) -> "NoEditionError":
        """A round was gone, but nothing was released."""
        words = _(
            "Nothing has been released yet. Release the results with: kreisblick bundle release "
            "bundles/{name} --by OFFICE. Until then --draft writes drafts, marked on every page."
        )
        return cls(words.format(name=name))

    @classmethod
    def gone(cls, name: str) -> "NoEditionError":
        """What was released last does not lie here any more."""
        words = _(
            "The released edition {name} is not in the folder bundles, or was changed. Bring it "
            "back from your backup; --draft writes drafts from the last round instead."
        )
        return cls(words.format(name=name))

    @classmethod
    def not_judged(cls, name: str) -> "NoEditionError":
        """No audit of exactly this bundle has passed."""
        words = _("The audit of {name} is missing. Go the round again: kreisblick run.")
        return cls(words.format(name=name))


class PapersFailedError(KreisblickError):
    """What was written shows more than it may, or a draft is not marked: nothing stays."""

    @classmethod
    def breached(cls, breaches: list[Breach], record: Path) -> "PapersFailedError":
        """The attacker found something."""
        words = _(
            "The audit found {count} places that show more than they may. Nothing was written. "
            "Look at your templates and texts; the sealed record {record} names the files."
        )
        return cls(words.format(count=format_count(len(breaches)), record=record))

    @classmethod
    def unmarked(cls, name: str) -> "PapersFailedError":
        """A page of a draft could be taken for the released edition."""
        words = _(
            "In {name} a page does not say that it is a draft. Nothing was written. Let your own "
            "template leave the foreground of its pages free."
        )
        return cls(words.format(name=name))


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What papers are made from.

    Attributes:
        bundle: verified.
        draft: it was not asked for as released; every page says so.
        notes: what the person should know, in sentences.
    """

    bundle: Bundle
    draft: bool
    notes: tuple[str, ...] = ()


def edition_of(workspace: Workspace, *, draft: bool) -> Edition:
    """The edition released last; as a draft, the last round that the attacker let pass.

    Raises:
        NoWorkspaceError: there are no results yet.
        NoEditionError: nothing was released, or it does not lie here any more.
        LedgerBrokenError: the ledger was changed.
        BundleCorruptError: the bundle is damaged.
    """
    newest = workspace.bundles / workspace.current(workspace.products).name
    if draft:
        bundle = open_bundle(newest, trusted_key=own_key(workspace))
        _refuse_unjudged(workspace, bundle)
        return Edition(bundle=bundle, draft=True)
    rows = [row for row in read_ledger(ledger_of(workspace)) if row.kind in RELEASES]
    if not rows:
        raise NoEditionError.not_released(newest.name)
    last = rows[-1]
    folder = workspace.bundles / last.bundle
    if not folder.is_dir() or manifest_hash(folder) != last.manifest:
        raise NoEditionError.gone(last.bundle)
    bundle = open_bundle(folder, trusted_key=own_key(workspace))
    notes = () if folder.name == newest.name else (_older(bundle),)
    return Edition(bundle=bundle, draft=False, notes=notes)


def write_audited(
    workspace: Workspace,
    edition: Edition,
    out: Path,
    write: Callable[[Path], Iterable[Path]],
) -> tuple[Path, ...]:
    """Files that a function writes, in their place only after the attacker has read them.

    Args:
        workspace: whose sealed zone keeps what the attacker found.
        edition: what they are made from.
        out: their folder; made if absent. What lies there stays unless all went well.
        write: gets a folder of its own and returns what it wrote there.

    Raises:
        PapersFailedError: they show more than they may, or a page of a draft is not marked.
    """
    with tempfile.TemporaryDirectory(dir=workspace.products, prefix=".papers.") as name:
        made = Path(name)
        files = [path.relative_to(made) for path in write(made)]
        _refuse_breaches(workspace, edition.bundle, made)
        if edition.draft:
            _refuse_unmarked(made)
        for path in files:
            write_bytes(out / path, (made / path).read_bytes())
    return tuple(out / path for path in files)


def _refuse_unjudged(workspace: Workspace, bundle: Bundle) -> None:
    folder = workspace.current(workspace.products)
    try:
        verdict = json.loads((folder / VERDICT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        verdict = {}
    judged = (verdict.get("passed"), verdict.get("manifest"))
    if judged != (True, manifest_hash(bundle.folder)):
        raise NoEditionError.not_judged(folder.name)


def _older(bundle: Bundle) -> str:
    words = _(
        "These are the figures of the released edition of {day}. A later round is not released; "
        "--draft writes drafts from it."
    )
    return words.format(day=format_date(edition_day(bundle)))


def _refuse_breaches(workspace: Workspace, bundle: Bundle, made: Path) -> None:
    published = read_published(bundle.folder)
    breaches = [*shown_elsewhere(made, published), *look_through(made, published)]
    record = workspace.sealed / RECORD
    if breaches:
        write_json(record, [vars(one) for one in breaches], mode=0o600)
        raise PapersFailedError.breached(breaches, record)
    record.unlink(missing_ok=True)


def _refuse_unmarked(made: Path) -> None:
    """A template may hide the mark of the typesetter; the other programmes get it from here."""
    for path in sorted(made.glob("*.pdf")):
        document = pypdfium2.PdfDocument(path)
        try:
            pages = [page.get_textpage().get_text_range() for page in document]
        finally:
            document.close()
        if not all(draft_mark() in page for page in pages):
            raise PapersFailedError.unmarked(path.name)
