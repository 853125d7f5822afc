"""``kreisblick disclosure``: protect a table by a specification."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

__all__ = ["register"]

Spec = Annotated[Path, typer.Option("--spec", help=_("Dimensions, hierarchies, tables, rules."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Disclosure control."))
    group.command("protect", help=_("Protect tables of atoms or records."))(protect)
    group.callback()(lambda: None)
    app.add_typer(group, name="disclosure")


def protect(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")], *, spec: Spec, output: Output
) -> None:
    """Write the protected tables and say how many cells have which status."""
    from kreisblick.protection.disclosure import protect_file  # noqa: PLC0415  heavy

    found = protect_file(input_, spec, output)
    for status, cells in found.group_by("status").len().sort("status").iter_rows():
        say(f"{status:<10} {format_count(cells):>12}")
