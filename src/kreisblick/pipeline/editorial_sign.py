"""Sign: an office reads texts beside their figures and stands for them.

Before the first round there are no figures. A text may be signed then, too; where it names
figures it is printed only if it says what it expects of them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import Fault, FaultsFoundError, WrongUseError
from kreisblick.base.files import fingerprint_file, write_bytes
from kreisblick.base.language import translate as _
from kreisblick.pipeline.editorial import FOLDER, editorial_folder, own_key, own_secret
from kreisblick.pipeline.workspace import NoWorkspaceError, Workspace
from kreisblick.products.editorial import (
    SIGNED,
    Judged,
    Kind,
    SignedText,
    Standing,
    Terms,
    figures_key,
    is_person,
    judge_texts,
    lock,
    read_draft,
    read_signed,
    seen,
    terms_of,
    text_files,
    write_signed,
)
from kreisblick.protection.bundle import Bundle, load_signing_key, manifest_hash, open_bundle
from kreisblick.protection.bundle.sign import public_pem

__all__ = ["Desk", "new_text", "open_desk", "sign_ahead"]

KEY_FILE = "signing.key"
KINDS: tuple[str, ...] = get_args(Kind)
EXAMPLE = shipped("examples", "lindenau") / FOLDER


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The texts of a workspace beside its last good bundle.

    Attributes:
        workspace: whose texts they are.
        bundle: None before the first round.
        texts: by file name; without a bundle only what does not depend on figures is judged.
    """

    workspace: Workspace
    bundle: Bundle | None
    texts: Sequence[Judged]

    def chosen(self, keys: Collection[str] = ()) -> list[Judged]:
        """The texts of these names (with or without ending); all without.

        Raises:
            WrongUseError: there is no such text.
        """
        wanted = {Path(key).name.removesuffix(".md") for key in keys}
        if strange := wanted - {one.key for one in self.texts}:
            words = _("There is no text '{name}' in the folder editorial.")
            raise WrongUseError(words.format(name=min(strange)))
        return [one for one in self.texts if not wanted or one.key in wanted]

    def unsigned(self, keys: Collection[str] = ()) -> list[Judged]:
        """Of these texts, those that a signature would change something for."""
        return [
            one
            for one in self.chosen(keys)
            if one.standing is not Standing.PRINTED or one.doubts or one.blind
        ]

    def typed(self, one: Judged) -> list[str]:
        """The lines of a text as its author typed them, live figures still open."""
        path = editorial_folder(self.workspace) / f"{one.key}.md"
        return path.read_text(encoding="utf-8-sig").splitlines()

    def refuse(self, texts: Sequence[Judged], *, by: str) -> None:
        """Nothing, where these texts can be signed in this name.

        Raises:
            WrongUseError: a person signs instead of an office.
            FaultsFoundError: something in them has to be mended first.
        """
        if is_person(by) or not by.strip():
            raise WrongUseError(_("Sign in the name of an office, not of a person."))
        faults = [fault for one in texts for fault in [*one.hard, *_unmet(one)]]
        if faults:
            raise FaultsFoundError(FOLDER, faults)

    def sign(self, texts: Sequence[Judged], *, by: str, on: date) -> Path:
        """Sign these texts with the figures they are read with; the others keep theirs.

        Raises:
            WrongUseError: a person signs instead of an office, or a file is not any more what was
                shown.
            FaultsFoundError: something in them has to be mended first.
        """
        self.refuse(texts, by=by)
        folder = editorial_folder(self.workspace)
        _refuse_moved(folder, texts)
        key = load_signing_key(self.workspace.sealed / KEY_FILE)
        there = {path.stem for path in text_files(folder)}
        known = read_signed(folder, public_pem(key)).texts
        terms = terms_of(self.bundle) if self.bundle else None
        manifest = manifest_hash(self.bundle.folder) if self.bundle else ""
        secret = figures_key(key)
        fresh = {
            one.key: SignedText(
                hash=one.hash,
                by=by,
                on=on,
                bundle=manifest,
                figures=_locked(one, terms, secret),
            )
            for one in texts
        }
        kept = {name: one for name, one in known.items() if name in there}
        return write_signed(folder, {**kept, **fresh}, key)


def open_desk(workspace: Workspace) -> Desk:
    """The texts of a workspace as they stand now.

    Raises:
        BundleCorruptError: the last good bundle is damaged.
    """
    folder = editorial_folder(workspace)
    try:
        bundle = open_bundle(workspace.current(workspace.bundles), trusted_key=own_key(workspace))
    except NoWorkspaceError:
        texts = [_judged_alone(path) for path in text_files(folder)]
        return Desk(workspace=workspace, bundle=None, texts=texts)
    return Desk(
        workspace=workspace,
        bundle=bundle,
        texts=judge_texts(
            folder, bundle, trusted_key=own_key(workspace), secret=own_secret(workspace)
        ),
    )


def sign_ahead(workspace: Workspace, *, by: str, on: date) -> list[Judged]:
    """Sign the invented district's texts in a workspace without signatures and without a bundle.

    Only texts that are, sign by sign, those that ship with it; what somebody else wrote there is
    left for somebody to read.

    Returns:
        What was signed, each with its ``hash``.
    """
    shipped_texts = {one.stem: fingerprint_file(one) for one in text_files(EXAMPLE)}
    desk = open_desk(workspace)
    if desk.bundle is not None or (editorial_folder(workspace) / SIGNED).exists():
        return []
    texts = [one for one in desk.texts if shipped_texts.get(one.key) == one.hash]
    if texts:
        desk.sign(texts, by=by, on=on)
    return texts


def new_text(workspace: Workspace, name: str, *, kind: str) -> Path:
    """A file to begin with, its fields explained.

    Raises:
        WrongUseError: there is such a text already, its name cannot be a file's, or there is no
            such kind.
    """
    if kind not in KINDS:
        words = _("There is no kind '{kind}'. Choose one of: {known}.")
        raise WrongUseError(words.format(kind=kind, known=", ".join(KINDS)))
    path = editorial_folder(workspace) / f"{name.removesuffix('.md')}.md"
    if path.parent != editorial_folder(workspace) or path.stem.startswith("."):
        raise WrongUseError(_("'{name}' cannot be a file's name.").format(name=name))
    if path.exists():
        raise WrongUseError(_("{path} is there already.").format(path=f"{FOLDER}/{path.name}"))
    template = shipped("catalogue", "products", "editorial", "new.md").read_text(encoding="utf-8")
    write_bytes(path, template.replace("KIND", kind).encode())
    return path


def _judged_alone(path: Path) -> Judged:
    draft, faults = read_draft(path)
    hard = any(fault.hard for fault in faults)
    standing = Standing.FAULTY if hard or draft is None else Standing.UNSIGNED
    name = draft.name if draft else path.stem
    digest = draft.hash if draft else ""
    return Judged(key=path.stem, name=name, standing=standing, faults=faults, hash=digest)


def _locked(one: Judged, terms: Terms | None, secret: bytes) -> str | None:
    if terms is None or one.composed is None:
        return None
    return lock(seen(one.composed.questions, terms), secret, one.hash)


def _refuse_moved(folder: Path, texts: Sequence[Judged]) -> None:
    """Nobody stands for words that were written after they were shown."""
    for one in texts:
        path = folder / f"{one.key}.md"
        if not path.is_file() or fingerprint_file(path) != one.hash:
            words = _("{file} was changed while it was being read. Nothing was signed; begin anew.")
            raise WrongUseError(words.format(file=f"{FOLDER}/{path.name}"))


def _unmet(one: Judged) -> list[Fault]:
    message = _("The text expects '{text}'. That is not so; change the text or what it expects.")
    where = one.composed.draft.at("expects") if one.composed else one.key
    return [
        Fault(code="unmet", message=message.format(text=text), where=where) for text in one.unmet
    ]
