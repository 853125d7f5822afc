"""Papers: the sequence of bodies of a workspace, and papers for politics from its last results."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kreisblick.base.definitions import shipped
from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.pipeline.editorial import editorial_for
from kreisblick.pipeline.papers_edition import edition_of, write_audited
from kreisblick.pipeline.workspace import Workspace
from kreisblick.products.papers import (
    Bodies,
    Occasion,
    Plan,
    plan_calendar,
    plan_workbook,
    read_bodies,
    read_papers,
    schedule,
    write_papers,
)
from kreisblick.products.slides import build_slides, read_slides

__all__ = ["FILES", "Written", "new_files", "plan_papers", "write_all", "write_slides"]

BODIES, PAPERS = "bodies.yaml", "papers.yaml"
FILES = (BODIES, PAPERS)
PLAN_NAME = "sitzungsfolge"
ISSUED = Path("papers") / "issued.ics"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written, the plan it rests on, and sentences for the person who asked."""

    files: tuple[Path, ...]
    plan: Plan | None
    notes: tuple[str, ...]


def plan_papers(workspace: Workspace, out: Path, *, publish: date, start: date) -> Written:
    """Write the latest dates for every body as ``sitzungsfolge.xlsx`` and ``.ics``.

    The calendar that was given out last is remembered in the workspace, wherever it was written:
    entries that have changed since are marked as later versions, others are called off.

    Args:
        workspace: its own ``catalogue/bodies.yaml``, or the shipped example.
        out: the folder; made if absent.
        publish: the day of publication.
        start: nothing can be due before this day.

    Raises:
        FaultsFoundError: the file of bodies is not sensible.
        DoesNotFitError: no way through the bodies leads to that day.
    """
    bodies, notes = _bodies(workspace)
    plan = schedule(bodies, publish, start)
    title = f"{workspace.choices.report.title}, {workspace.choices.district.name}"
    issued = workspace.out / ISSUED
    calendar = plan_calendar(
        plan,
        bodies,
        title,
        before=_issued(issued, out / f"{PLAN_NAME}.ics"),
        organizer=_mailbox(workspace),
    )
    contents = {
        f"{PLAN_NAME}.xlsx": plan_workbook(plan, bodies, title),
        f"{PLAN_NAME}.ics": calendar,
    }
    for name, content in contents.items():
        write_bytes(out / name, content)
    write_bytes(issued, calendar)
    files = tuple(out / name for name in contents)
    return Written(files=files, plan=plan, notes=(*notes, *plan.notes))


def write_all(
    workspace: Workspace,
    out: Path,
    *,
    day: date,
    publish: date | None = None,
    only: Sequence[str] = (),
    draft: bool = False,
) -> Written:
    """Write the papers of ``catalogue/papers.yaml`` as Word files, from the released edition.

    Args:
        workspace: one with results.
        out: the folder; made if absent.
        day: the date of the papers.
        publish: the day of publication; the meetings' dates stand in the papers with it.
        only: names of the papers wanted; all without.
        draft: from the last round instead, every page marked.

    Raises:
        NoWorkspaceError: there are no results yet.
        NoEditionError: nothing has been released yet.
        PapersFailedError: they would show more than they may; nothing was written.
        FaultsFoundError: one of the files is not sensible.
        DoesNotFitError: no way through the bodies leads to that day.
        WrongUseError: a paper of that name is not in the file.
    """
    edition = edition_of(workspace, draft=draft)
    bundle = edition.bundle
    bodies, notes = _bodies(workspace)
    own = _own(workspace, PAPERS)
    if own is None:
        words = _(
            "The workspace has no {file}; these are the papers of the shipped example, with "
            "invented offices. Begin your own with: kreisblick papers new -w {folder}"
        )
        notes.append(words.format(file=f"catalogue/{PAPERS}", folder=workspace.folder))
    papers = read_papers(own, bodies, bundle.indicator_definitions)
    unknown = [name for name in only if name not in papers.papers]
    if unknown:
        words = _("There is no paper '{name}'. Known: {known}.")
        raise WrongUseError(words.format(name=unknown[0], known=", ".join(papers.papers)))
    plan = schedule(bodies, publish, day) if publish is not None else None
    editorial, unprinted = editorial_for(workspace, bundle)
    folders = [workspace.folder / "catalogue" / "products" / "papers"]
    occasion = Occasion(bodies=bodies, plan=plan, day=day, folders=folders, draft=draft)
    files = write_audited(
        workspace,
        edition,
        out,
        lambda made: write_papers(bundle, made, papers, editorial, occasion, only),
    )
    return Written(files=files, plan=plan, notes=(*edition.notes, *notes, *unprinted))


def write_slides(
    workspace: Workspace, out: Path, *, committee: str | None = None, draft: bool = False
) -> Written:
    """Write the slides of the released edition, for one committee where it is named.

    Args:
        workspace: one with results; its own ``catalogue/products/slides`` is minded.
        out: the folder; made if absent.
        committee: whose meeting it is.
        draft: from the last round instead, every page marked.

    Raises:
        NoWorkspaceError: there are no results yet.
        NoEditionError: nothing has been released yet.
        PapersFailedError: they would show more than they may; nothing was written.
        FaultsFoundError: the choices are not sensible.
        PresentationError: the district's own presentation lacks something.
    """
    edition = edition_of(workspace, draft=draft)
    definition = read_slides(workspace.folder / "catalogue" / "products" / "slides")
    if committee:
        definition = definition.model_copy(update={"committee": committee})
    editorial, unprinted = editorial_for(workspace, edition.bundle)
    files = write_audited(
        workspace,
        edition,
        out,
        lambda made: build_slides(edition.bundle, made, definition, editorial, draft=draft),
    )
    return Written(files=files, plan=None, notes=(*edition.notes, *unprinted))


def new_files(workspace: Workspace) -> list[Path]:
    """Lay the example of both files into the workspace's catalogue; what lies there stays."""
    laid = []
    for name in FILES:
        target = workspace.folder / "catalogue" / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shipped("catalogue", name), target)
            laid.append(target)
    return laid


def _issued(*places: Path) -> bytes:
    """The calendar that was given out last."""
    return next((path.read_bytes() for path in places if path.is_file()), b"")


def _mailbox(workspace: Workspace) -> str:
    """Where questions about dates go; empty where only a telephone is named."""
    contact = workspace.choices.district.contact or ""
    return contact if "@" in contact and " " not in contact else ""


def _bodies(workspace: Workspace) -> tuple[Bodies, list[str]]:
    own = _own(workspace, BODIES)
    notes = []
    if own is None:
        words = _(
            "The workspace has no {file}; these are the bodies of the shipped example. Begin your "
            "own with: kreisblick papers new -w {folder}"
        )
        notes.append(words.format(file=f"catalogue/{BODIES}", folder=workspace.folder))
    return read_bodies(own), notes


def _own(workspace: Workspace, name: str) -> Path | None:
    path = workspace.folder / "catalogue" / name
    return path if path.is_file() else None
