"""``kreisblick territory``: crosswalks between cuts, and counts carried through them."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

__all__ = ["register"]

Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]
Weights = Annotated[Path | None, typer.Option("--weights", help=_("Points, e.g. addresses."))]
Way = Annotated[Path, typer.Option("--crosswalk", help=_("A crosswalk's file."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Areas, generations and crosswalks."))
    group.command("crosswalk", help=_("Shares by which areas pass into others."))(crosswalk)
    group.command("convert", help=_("Carry counts through a crosswalk."))(convert)
    app.add_typer(group, name="territory")


def crosswalk(source: str, target: str, *, output: Output, weights: Weights = None) -> None:
    """Build a crosswalk from two polygon files, or from an address list as FILE:COLUMN."""
    from kreisblick.territory.crosswalks import crosswalk_files  # noqa: PLC0415  heavy

    found = crosswalk_files(source, target, output, weights=weights)
    say(
        _("{count} shares written to {path}.").format(
            count=format_count(found.shares.height), path=output
        )
    )


def convert(values: Path, *, crosswalk: Way, output: Output) -> None:
    """Carry counts through; each gets the bounds between which it must lie."""
    from kreisblick.territory.crosswalks import convert_file  # noqa: PLC0415  heavy

    found = convert_file(values, crosswalk, output)
    say(_("{count} areas written to {path}.").format(count=format_count(found.height), path=output))
