"""``kreisblick findings``: what the figures point at, and what municipalities say to it."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, agreed, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

Town = Annotated[
    str | None, typer.Option("--municipality", help=_("Key of a municipality; all without."))
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    words = _("What the figures point at, and what municipalities say to it.")
    group = typer.Typer(no_args_is_help=True, help=words)
    group.command("list", help=_("The findings of the last round, with reasons."))(list_)
    group.command("letter", help=_("A sheet for every municipality to answer in."))(letter)
    group.command("answer", help=_("Take in a sheet that a municipality has filled in."))(answer)
    app.add_typer(group, name="findings")


def list_(*, workspace: Folder = Path(), municipality: Town = None, json: Json = False) -> None:
    """List findings by municipality and area."""
    from kreisblick.pipeline.findings_letter import read_release, told_lines  # noqa: PLC0415  heavy

    asked = read_release(open_workspace(workspace))
    if json:
        say_json(asked.of(municipality).rows(named=True))
        return
    lines = list(told_lines(asked, municipality))
    for line in lines or [_("There are no findings.")]:
        say(line)


def letter(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Folder."))] = Path("briefe"),
    workspace: Folder = Path(),
    municipality: Town = None,
) -> None:
    """Write the sheets."""
    from kreisblick.pipeline.findings_letter import read_release, write_letters  # noqa: PLC0415

    written = write_letters(read_release(open_workspace(workspace)), output, municipality)
    for path in written:
        say(_("Written: {path}").format(path=path))
    if not written:
        say(_("There are no findings."))


def answer(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    *,
    by: Annotated[str, typer.Option("--by", help=_("The office that answers."))],
    on: Annotated[str | None, typer.Option("--on", help=_("The day of the answer; today."))] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))] = False,
    workspace: Folder = Path(),
) -> None:
    """Say what is new in a sheet; keep it when that is wanted."""
    from kreisblick.pipeline.findings_answers import add_answers  # noqa: PLC0415  heavy
    from kreisblick.pipeline.findings_letter import read_letter, read_release  # noqa: PLC0415

    opened = open_workspace(workspace)
    day = day_of(on) if on else today()
    answers = read_letter(file, read_release(opened), office=by, day=day)
    if not answers:
        say(_("The sheet holds no new answers."))
        return
    say(_("New answers: {count}.").format(count=format_count(len(answers))))
    if not yes and not agreed(_("Keep them? They are printed from the next round on.")):
        say(_("Nothing written."))
        return
    for path in add_answers(opened, answers):
        say(_("Written: {path}").format(path=path))
