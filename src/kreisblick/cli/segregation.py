"""``kreisblick segregation``: how unevenly a group lives, beside what chance would make."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Separation and inequality between areas."))
    group.command("measure", help=_("Measure how unevenly a group lives over areas."))(measure)
    group.callback()(lambda: None)
    app.add_typer(group, name="segregation")


def measure(
    input_: Annotated[
        Path, typer.Argument(metavar="INPUT", help=_("area, group, people, parent?, order?"))
    ],
    *,
    output: Output,
    areas: Annotated[
        Path | None, typer.Option("--areas", help=_("Location quotients of the areas."))
    ] = None,
) -> None:
    """Write all measures; with ``--areas`` also how many times the mean each area has."""
    from kreisblick.statistics.segregation import location_quotients, measure_file  # noqa: PLC0415
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415

    found = measure_file(input_)
    write_table(found, output)
    if areas is not None:
        write_table(location_quotients(input_), areas)
    say(
        _("{count} measures written to {path}.").format(
            count=format_count(found.height), path=output
        )
    )
    for note in found["note"].drop_nulls():
        say(note)
    say(_("An uneven spread says nothing about why people live where they live."))
