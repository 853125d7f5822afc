"""``kreisblick papers``: when which body gets what, and the papers themselves."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:  # heavy
    from kreisblick.products.papers import Plan, Station

__all__ = ["register"]

Draft = Annotated[
    bool,
    typer.Option("--draft", help=_("From the last round, released or not; every page says so.")),
]
Out = Annotated[Path, typer.Option("-o", "--out", help=_("Folder for the files."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    words = _("Papers for politics: when which body gets what, and the papers in Word.")
    group = typer.Typer(no_args_is_help=True, help=words)
    group.command("plan", help=_("The latest dates for every body."))(plan)
    group.command("write", help=_("The papers as Word files, from the released edition."))(write)
    group.command("slides", help=_("Slides for one committee, from the released edition."))(slides)
    group.command("new", help=_("Lay example files into the workspace."))(new)
    app.add_typer(group, name="papers")


def plan(
    *,
    publish: Annotated[str, typer.Option("--publish", help=_("The day of publication."))],
    start: Annotated[
        str | None, typer.Option("--from", help=_("Nothing is due before this day; today."))
    ] = None,
    out: Out = Path("gremien"),
    workspace: Folder = Path(),
    json: Json = False,
) -> None:
    """Write the sequence of bodies as a workbook and a calendar, and say it."""
    from kreisblick.pipeline.papers import plan_papers  # noqa: PLC0415  heavy

    day = day_of(start) if start else today()
    found = plan_papers(open_workspace(workspace), out, publish=day_of(publish), start=day)
    if found.plan is not None and json:
        say_json([_as_json(one) for one in found.plan.stations])
    elif found.plan is not None:
        _say_plan(found.plan)
        _tell(found.notes, found.files)


def _as_json(one: "Station") -> dict[str, object]:
    return {
        "body": one.key,
        "title": one.body.title,
        "of": one.body.of,
        "draft": one.draft,
        "paper_due": one.paper_due,
        "meeting": one.meeting,
    }


def _say_plan(found: "Plan") -> None:
    words = _("{meeting}  {title}, {of}: draft finished {draft}, papers due {due}")
    for one in found.stations:
        say(
            words.format(
                title=one.body.title,
                of=one.body.of,
                meeting=format_date(one.meeting),
                draft=format_date(one.draft),
                due=format_date(one.paper_due),
            )
        )
    last = _("{day}  publication; the press has the report from {press} on")
    say(last.format(day=format_date(found.publish), press=format_date(found.press)))


def write(
    *,
    out: Out = Path("vorlagen"),
    publish: Annotated[
        str | None,
        typer.Option("--publish", help=_("The day of publication: puts meetings' dates in.")),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help=_("Name of a paper; may be repeated."))
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help=_("The papers' date; today."))] = None,
    draft: Draft = False,
    workspace: Folder = Path(),
) -> None:
    """Write the papers."""
    from kreisblick.pipeline.papers import write_all  # noqa: PLC0415  heavy

    found = write_all(
        open_workspace(workspace),
        out,
        day=day_of(on) if on else today(),
        publish=day_of(publish) if publish else None,
        only=only or (),
        draft=draft,
    )
    _tell(found.notes, found.files)


def slides(
    *,
    out: Out = Path("folien"),
    committee: Annotated[
        str | None, typer.Option("--committee", help=_("Whose meeting it is."))
    ] = None,
    draft: Draft = False,
    workspace: Folder = Path(),
) -> None:
    """Write the slides."""
    from kreisblick.pipeline.papers import write_slides  # noqa: PLC0415  heavy

    found = write_slides(open_workspace(workspace), out, committee=committee, draft=draft)
    _tell(found.notes, found.files)


def new(*, workspace: Folder = Path()) -> None:
    """Lay the examples."""
    from kreisblick.pipeline.papers import new_files  # noqa: PLC0415

    laid = new_files(open_workspace(workspace))
    _tell((), laid)
    if not laid:
        say(_("Both files are there already; nothing written."))
        return
    words = _(
        "All names and dates in them are invented. Replace them, then: kreisblick papers plan "
        "--publish DAY -w {folder}"
    )
    say(words.format(folder=workspace))


def _tell(notes: tuple[str, ...], files: list[Path] | tuple[Path, ...]) -> None:
    for note in notes:
        say(note)
    for path in files:
        say(_("Written: {path}").format(path=path))
