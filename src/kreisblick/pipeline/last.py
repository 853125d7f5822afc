"""The last round: whether anything has changed since, and whether its figures still hold."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
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

__all__ = ["RoundState", "forget", "last_figures", "last_round", "remember", "state_of"]

ROUND = "round.json"
AUDIT_FILE = "audit.json"
FORMS = "products/"  # of a catalogue: forms and choices of products
GROUND = ("shared", "territory")
BUILT_ONLY = {"report": {"products"}}  # choices that no figure depends on
NAMED = re.compile(
    r"""\bfile:\s*(?:"([^"\n]+)"|'([^'\n]+)'|((?:\$\{[^}\n]*\}|[^\s"',}#])(?:\$\{[^}\n]*\}|[^,}#\n])*))"""
)
WORKED_ON = {".pyc"}  # written by the computer beside a script


@dataclass(frozen=True, kw_only=True)
class RoundState:
    """Fingerprints of everything a round of a day depends on.

    Attributes:
        figures: what the bundle is made from.
        products: what is made from the bundle, beside it: texts, forms, what is built.
    """

    figures: str
    products: str


def remember(workspace: Workspace, state: RoundState, summary: Summary) -> None:
    """Write down how a round ended, and what it left in the sealed store."""
    content = {
        "state": asdict(state),
        "accepted": _accepted(workspace),
        "summary": asdict(summary),
    }
    write_json(workspace.sealed / ROUND, content)


def forget(workspace: Workspace) -> None:
    """Before other products take their place: what is remembered is not theirs.

    A round that is killed then could not be told from the one before once its changes, perhaps a
    text that must not be printed, are taken back.
    """
    (workspace.sealed / ROUND).unlink(missing_ok=True)


def last_round(workspace: Workspace, state: RoundState) -> Summary | None:
    """The last round's summary, if nothing has changed since and its files are there."""
    found = _kept(workspace)
    if found is None or found[0] != state or not (found[1].products / AUDIT_FILE).is_file():
        return None
    return replace(found[1], unchanged=True)


def last_figures(workspace: Workspace, state: RoundState) -> Summary | None:
    """The last round's summary, if the figures of its bundle would come out as they are."""
    found = _kept(workspace)
    return found[1] if found is not None and found[0].figures == state.figures else None


def _kept(workspace: Workspace) -> tuple[RoundState, Summary] | None:
    """State and summary of the last round, if its deliveries and its bundle are still there."""
    path = workspace.sealed / ROUND
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("accepted") != _accepted(workspace) or not isinstance(content["state"], dict):
        return None  # also of a round before this form
    found = content["summary"]
    # by name: the workspace may have been moved or copied since
    products = workspace.products / Path(found["products"]).name
    bundle = workspace.bundles / Path(found["bundle"]).name
    if not (bundle / "manifest.json").is_file():
        return None
    summary = Summary(**{**found, "products": products, "bundle": bundle})
    return RoundState(**content["state"]), summary


def _accepted(workspace: Workspace) -> str:
    """Fingerprint of what is accepted: somebody may have accepted a delivery anew, or in part."""
    found = sorted(workspace.sealed.glob("*/*/*/manifest.json"))
    return fingerprint(
        [(p.relative_to(workspace.sealed).as_posix(), fingerprint_file(p)) for p in found]
    )


def state_of(workspace: Workspace, as_of: date) -> RoundState:
    """What a round of a day depends on."""
    catalogues = [*_below(shipped("catalogue")), *_below(workspace.folder / "catalogue")]
    forms = [one for one in catalogues if one[0].startswith(FORMS)]
    figures = [one for one in catalogues if not one[0].startswith(FORMS)]
    figures += [one for name in GROUND for one in _below(workspace.folder / name)]
    common = (code_fingerprint(), as_of, language())
    choices = workspace.choices
    return RoundState(
        figures=fingerprint(
            *common, figures, _single(workspace), choices.model_dump(exclude=BUILT_ONLY)
        ),
        products=fingerprint(*common, forms, _texts(workspace), choices.model_dump()),
    )


def _single(workspace: Workspace) -> list[tuple[str, str]]:
    files = [waiting.path for waiting in waiting_deliveries(workspace)]
    files += sorted((workspace.folder / "supply").glob("*.csv"))
    files += sorted((workspace.folder / "answers").glob("*.csv"))
    files += [ledger_of(workspace), *_addresses(workspace), *_boundaries(workspace)]
    return _marked(files)


def _texts(workspace: Workspace) -> list[tuple[str, str]]:
    return _marked(sorted(editorial_folder(workspace).glob("*")))


def _marked(files: Sequence[Path]) -> list[tuple[str, str]]:
    return [(path.name, fingerprint_file(path)) for path in files if path.is_file()]


def _below(folder: Path) -> list[tuple[str, str]]:
    """Path and fingerprint of all files below a folder; a definition's path is its key."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in WORKED_ON)
    return [(p.relative_to(folder).as_posix(), fingerprint_file(p)) for p in paths]


def _boundaries(workspace: Workspace) -> list[Path]:
    """The files that definitions of areas name, wherever they lie."""
    folders = [workspace.folder / "catalogue" / kind for kind in ("territory", "own_cuts")]
    texts = [path.read_text(encoding="utf-8") for one in folders for path in one.glob("*.yaml")]
    named = {"".join(found) for text in texts for found in NAMED.findall(text)}
    return [workspace.path(name.strip()) for name in sorted(named)]


def _addresses(workspace: Workspace) -> list[Path]:
    """The lists of addresses, wherever they lie."""
    chosen = workspace.choices.addresses
    named = [chosen.file, chosen.names] if chosen else []
    return [workspace.path(text) for text in named if text]
