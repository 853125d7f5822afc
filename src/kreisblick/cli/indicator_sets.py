"""``kreisblick indicators sets``: what a district chooses from, and what it has agreed on."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, say, say_json

__all__ = ["sets"]


def sets(
    key: Annotated[
        str | None, typer.Argument(metavar="[SET]", help=_("One set; all without."))
    ] = None,
    *,
    workspace: Annotated[
        Path | None,
        typer.Option("-w", "--workspace", help=_("The workspace; the shipped catalogue without.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """List the sets of indicators, or tell one: its purpose, its members, who agreed."""
    from kreisblick.pipeline.indicator_sets import tell_sets  # noqa: PLC0415  heavy

    found = tell_sets(workspace, key)
    if as_json:
        say_json([one.as_json() for one in found])
        return
    for one in found:
        for line in one.lines() if key else [one.line()]:
            say(line)
