"""``kreisblick intake``: a delivery is accepted, or told what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

Supplier = Annotated[str, typer.Option("--supplier", help=_("<supplier>/<product>"))]
Day = Annotated[str, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Folder = Annotated[Path, typer.Option("-w", "--workspace", help=_("The workspace."))]
Replace = Annotated[bool, typer.Option("--replace", help=_("Put it in the place of another."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Deliveries."))
    group.command("accept", help=_("Check a delivery and take it into the sealed store."))(accept)
    group.callback()(lambda: None)
    app.add_typer(group, name="intake")


def accept(
    file: Path,
    *,
    supplier: Supplier,
    reference_date: Day,
    workspace: Folder = Path(),
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Accept one file."""
    from kreisblick.pipeline.receive import accept_one  # noqa: PLC0415  heavy

    delivery = accept_one(
        open_workspace(workspace),
        file,
        supplier=supplier,
        reference_date=day_of(reference_date),
        replace=replace,
        progress=TerminalProgress(),
    )
    if json:
        say_json({"delivery": delivery.path_key, "sha256": delivery.sha256, "rows": delivery.rows})
        return
    say(
        _("Accepted: {key}, {rows} records.").format(
            key=delivery.path_key, rows=format_count(delivery.rows)
        )
    )
    for note in delivery.notes:
        say(f"  - {note['message']}")
