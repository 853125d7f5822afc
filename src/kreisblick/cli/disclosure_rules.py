"""``kreisblick disclosure status`` and ``sign``: the rules, and who signed them."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import day_of, say
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("status", help=_("The rules in words, and which of them are signed."))(status)
    group.command("sign", help=_("Write the data protection officer's sign-off into a rule file."))(
        sign
    )


def status(*, workspace: Folder = Path()) -> None:
    """Every rule set, then what lacks a signature."""
    from kreisblick.pipeline.signing import rules_status  # noqa: PLC0415  heavy

    for line in rules_status(open_workspace(workspace)):
        say(line)


def sign(
    key: Annotated[str, typer.Argument(metavar="KEY")],
    *,
    by: Annotated[str, typer.Option("--by", help=_("The office that signed."))],
    on: Annotated[str, typer.Option("--on", help=_("The day of the signature."))],
    scope: Annotated[str, typer.Option(help=_("For which figures, in a sentence."))],
    workspace: Folder = Path(),
    write: Annotated[bool, typer.Option("--write", help=_("Write it."))] = False,
) -> None:
    """Only ``--write`` changes the file."""
    from kreisblick.pipeline.signing import sign_rules  # noqa: PLC0415  heavy

    place = sign_rules(
        open_workspace(workspace), key, office=by, day=day_of(on), scope=scope, write=write
    )
    if write:
        say(_("Written: {path}").format(path=place))
    else:
        say(_("Would write {path}. Nothing written. Repeat with --write.").format(path=place))
