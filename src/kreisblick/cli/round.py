"""``kreisblick demo``, ``new``, ``run``: the round."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

__all__ = ["register"]

Out = Annotated[Path | None, typer.Option("--out", help=_("Folder for results; the workspace."))]
DemoOut = Annotated[Path, typer.Option("--out", help=_("Folder for the demo's workspace."))]
SizeName = Annotated[str, typer.Option("--size", help=_("hamlet or district."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("demo", help=_("Invent Lindenau and go the whole round with it."))(demo)
    app.command("new", help=_("An empty workspace with comments."))(new)
    app.command("run", help=_("The round: from deliveries to report, profiles and atlas."))(run)


def demo(*, size: SizeName = "district", out: DemoOut = Path("demo"), json: Json = False) -> None:
    """Invent the district, go the round, say where everything lies."""
    from kreisblick.pipeline.demo import invent_workspace  # noqa: PLC0415

    progress = TerminalProgress()
    invent_workspace(size, out, progress=progress)
    _go(out, None, json=json)


def new(folder: Path) -> None:
    """Make an empty workspace."""
    from kreisblick.pipeline.new import new_workspace  # noqa: PLC0415

    new_workspace(folder)
    say(
        _("A new workspace lies in {folder}. Start with {file}.").format(
            folder=folder, file=folder / "kreisblick.toml"
        )
    )


def run(*, workspace: Folder = Path(), out: Out = None, json: Json = False) -> None:
    """Go the round in a workspace."""
    _go(workspace, out, json=json)


def _go(folder: Path, out: Path | None, *, json: bool) -> None:
    from kreisblick.pipeline.run import run as go_round  # noqa: PLC0415

    summary = go_round(folder, out=out, today=today(), progress=TerminalProgress())
    if json:
        say_json(vars(summary))
        return
    for line in summary.lines():
        say(line)
    say(_("Look at it: kreisblick serve -w {folder}").format(folder=out or folder))
