"""``kreisblick lindenau``: the invented example district as files."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import TerminalProgress, say
from kreisblick.pipeline.demo import invent_district

__all__ = ["register"]

SizeOption = Annotated[str, typer.Option("--size", help=_("How large the district is."))]
Seed = Annotated[int, typer.Option("--seed", help=_("The same seed gives the same district."))]
Out = Annotated[Path, typer.Option("--out", help=_("Folder to write to."))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lindenau", help=_("Invent the example district Lindenau."))(lindenau)


def lindenau(*, size: SizeOption = "hamlet", seed: Seed = 1, out: Out) -> None:
    """Write the district's boundaries, deliveries and known truth."""
    invent_district(size, out, seed=seed, progress=TerminalProgress())
    say(_("Lindenau lies in {folder}.").format(folder=out))
