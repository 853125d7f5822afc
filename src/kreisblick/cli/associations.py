"""``kreisblick associations``: what goes together over areas, more than the map explains."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import say

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("What goes together from area to area."))
    group.command("relate", help=_("Relate all columns of a table, on the map."))(relate)
    group.callback()(lambda: None)
    app.add_typer(group, name="associations")


def relate(
    input_: Annotated[Path, typer.Argument(metavar="INPUT", help=_("area, residents?, columns"))],
    *,
    neighbours: Annotated[Path, typer.Option("--neighbours", help=_("area, neighbour"))],
    definition: Annotated[
        Path | None, typer.Option(help=_("Conventions; without: the shipped ones."))
    ] = None,
    output: Output,
) -> None:
    """Write all pairs of columns."""
    from kreisblick.statistics.associations import Associations, relate_file  # noqa: PLC0415
    from kreisblick.territory.areas.files import write_table  # noqa: PLC0415

    path = definition or shipped("catalogue", "associations.yaml")
    asked = read_definition(path, Associations)
    found = relate_file(input_, neighbours, asked)
    write_table(found, output)
    say(_("{count} pairs written to {path}.").format(count=format_count(found.height), path=output))
    say(asked.caution.de)
