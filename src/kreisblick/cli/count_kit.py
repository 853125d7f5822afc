"""``kreisblick supply kit``: what an office needs to count its list in its own house."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

Output = Annotated[Path, typer.Option("-o", "--output", help=_("A new folder, or a ZIP file."))]
To = Annotated[
    Path | None, typer.Option("--to", help=_("The public key of the sealed office, if there is."))
]
Programme = Annotated[
    Path | None,
    typer.Option("--programme", help=_("Folder with wheels, for offices without Kreisblick.")),
]


def register(group: typer.Typer) -> None:
    """Add the command to the group."""
    words = _("A kit with which an office counts its own list, offline.")
    group.command("kit", help=words)(kit)


def kit(
    supplier: Annotated[
        str, typer.Argument(metavar="SUPPLIER/PRODUCT", help=_("A list of persons."))
    ],
    *,
    reference_date: Annotated[str, typer.Option(help=_("For instance 2024-12-31."))],
    output: Output,
    to: To = None,
    programme: Programme = None,
    workspace: Folder = Path(),
    json: Json = False,
) -> None:
    """Make the kit, and the definition by which its counts are read."""
    from kreisblick.pipeline.kit import make_kit  # noqa: PLC0415  heavy

    made = make_kit(
        open_workspace(workspace),
        supplier,
        output,
        reference_date=day_of(reference_date),
        public_key=to,
        programme=programme,
        progress=TerminalProgress(),
    )
    if json:
        told = {"kit": str(made.out), "supplier": made.kit.supplier, "product": made.kit.counted}
        say_json(told | {"definition": str(made.definition), "columns": len(made.kit.cells)})
        return
    say(_("The kit is ready: {path}").format(path=made.out))
    say(_("What comes back is read by {path}").format(path=made.definition))
    if not made.announced:
        words = _(
            "So that nobody waits for the rows any more, write into the supplier.yaml of "
            "{supplier}: {line}"
        )
        line = f"counted_at_source: {{{made.kit.product}: [{made.kit.counted}]}}"
        say(words.format(supplier=made.kit.supplier, line=line))
