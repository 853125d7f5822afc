"""``kreisblick explain``: where a published figure comes from, computed again."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

Sealed = Annotated[
    bool,
    typer.Option("--sealed", help=_("Which rule hides it and what needs it (sealed zone).")),
]
Out = Annotated[Path | None, typer.Option("--out", help=_("Folder for results; the workspace."))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", help=_("Lead a published figure back to its deliveries."))(explain)


def explain(
    area: str,
    indicator: str,
    reference_date: str,
    *,
    workspace: Folder = Path(),
    out: Out = None,
    sealed: Sealed = False,
    json: Json = False,
) -> None:
    """Print the way of a figure; leave with 1 when the recomputed value differs."""
    from kreisblick.pipeline.explain import explainer  # noqa: PLC0415  heavy

    with explainer(open_workspace(workspace, out)) as found:
        explanation = found.explain(area, indicator, day_of(reference_date), sealed=sealed)
    if json:
        say_json({**vars(explanation), "equal": explanation.equal})
    else:
        for line in explanation.lines():
            say(line)
    raise typer.Exit(0 if explanation.equal else 1)
