"""``kreisblick disclosure``: protect or perturb tables by a specification."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli import disclosure_rules, perturbation
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder, Output
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json

if TYPE_CHECKING:
    from kreisblick.pipeline.workspace import Workspace

__all__ = ["register"]

Spec = Annotated[Path, typer.Option("--spec", help=_("Dimensions, hierarchies, tables, rules."))]
Out = Annotated[Path | None, typer.Option("--out", help=_("Folder for results; the workspace."))]
Day = Annotated[str | None, typer.Option("--date", help=_("Reference date; the last one."))]
Best = Annotated[int, typer.Option("--best", help=_("How many changes are tried."))]
Take = Annotated[
    int | None,
    typer.Option("--take", help=_("Number of a suggestion of the last call to take over.")),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Disclosure control."))
    group.command("protect", help=_("Protect tables of atoms or records."))(protect)
    perturbation.register(group)
    disclosure_rules.register(group)
    group.command(
        "advise", help=_("What could be changed so that more may be shown (sealed zone).")
    )(advise)
    group.callback()(lambda: None)
    app.add_typer(group, name="disclosure")


def protect(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")], *, spec: Spec, output: Output
) -> None:
    """Write the protected tables and say how many cells have which status."""
    from kreisblick.protection.suppression import protect_file  # noqa: PLC0415  heavy

    found = protect_file(input_, spec, output)
    for status, cells in found.group_by("status").len().sort("status").iter_rows():
        say(f"{status:<10} {format_count(cells):>12}")


def advise(
    *,
    workspace: Folder = Path(),
    out: Out = None,
    date: Day = None,
    best: Best = 6,
    take: Take = None,
    json: Json = False,
) -> None:
    """Say what would free most, measured; or write a suggestion of the last call into the file."""
    from kreisblick.pipeline.advising import advise_workspace, suggestion_words  # noqa: PLC0415
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415

    opened = open_workspace(workspace, out)
    if take is not None:
        _take(opened, take)
        return
    found = advise_workspace(
        opened,
        day=day_of(date) if date else None,
        best=best,
        today=today(),
        progress=TerminalProgress(),
    )
    if json:
        say_json([{**vars(one), "net": one.net} for one in found])
        return
    for number, one in enumerate(found, start=1):
        say(f"{number}. {suggestion_words(one)}")
        for line in one.take.splitlines():
            say(f"     {line}")
    if found:
        words = _("Take one over: kreisblick disclosure advise --take NUMBER -w {folder}")
        say(words.format(folder=workspace))
        say(_("This list knows where small figures are. It stays in the sealed zone."))
    else:
        say(_("No change was found that would show more figures."))


def _take(workspace: "Workspace", number: int) -> None:
    from kreisblick.base.errors import WrongUseError  # noqa: PLC0415
    from kreisblick.pipeline.advising import last_advice  # noqa: PLC0415
    from kreisblick.pipeline.advising_take import take_over  # noqa: PLC0415

    found = last_advice(workspace)
    if not 1 <= number <= len(found):
        raise WrongUseError(_("The last list has no suggestion {number}.").format(number=number))
    say(_("Written into kreisblick.toml:"))
    say(take_over(workspace, found[number - 1]))
    say(_("The next round shows it: kreisblick run -w {folder}").format(folder=workspace.folder))
