"""``kreisblick addresses``: street and house number to area."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

__all__ = ["register"]

Reference = Annotated[Path, typer.Option("--reference", help=_("Known addresses (CSV, Parquet)."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Assign addresses to areas."))
    group.command("assign", help=_("Assign every address of a list to its area."))(assign)
    group.callback()(lambda: None)
    app.add_typer(group, name="addresses")


def assign(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    reference: Reference,
    output: Output,
    json: Json = False,
) -> None:
    """Assign a list and say how many rows got which decision."""
    from kreisblick.territory.addresses import assign_files  # noqa: PLC0415  heavy

    found = assign_files(input_, reference, output, progress=TerminalProgress())
    decisions = dict(found.group_by("decision").len().sort("decision").iter_rows())
    if json:
        say_json(decisions)
        return
    for decision, rows in decisions.items():
        say(f"{decision:<10} {format_count(rows):>12}")
