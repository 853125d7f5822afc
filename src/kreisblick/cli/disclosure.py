"""``kreisblick disclosure``: protect or perturb tables by a specification."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

__all__ = ["register"]

Spec = Annotated[Path, typer.Option("--spec", help=_("Dimensions, hierarchies, tables, rules."))]
Secret = Annotated[
    Path | None,
    typer.Option("--secret", help=_("File with at least 32 secret bytes; makes keys of names.")),
]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Disclosure control."))
    group.command("protect", help=_("Protect tables of atoms or records."))(protect)
    group.command(
        "perturb", help=_("Change the counts of very large tables by the cell key method.")
    )(perturb)
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


def perturb(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    spec: Spec,
    output: Output,
    secret: Secret = None,
) -> None:
    """Write the changed tables and say how many cells each has."""
    from kreisblick.protection.perturbation import perturb_file  # noqa: PLC0415  heavy

    found = perturb_file(input_, spec, output, secret=secret)
    for table, cells in found.group_by("table").len().sort("table").iter_rows():
        say(f"{table:<30} {format_count(cells):>12}")
