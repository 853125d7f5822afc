"""``kreisblick intake seal`` and ``receive``: a delivery closed to the sealed office."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register_envelopes"]

To = Annotated[Path, typer.Option("--to", help=_("The public key of the sealed office."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_("The envelope."))]
Supplier = Annotated[str | None, typer.Option("--supplier", help=_("<supplier>/<product>"))]
Day = Annotated[str | None, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Replace = Annotated[bool, typer.Option("--replace", help=_("Put it in the place of another."))]


def register_envelopes(group: typer.Typer) -> None:
    """Add the commands to ``intake``."""
    group.command("seal", help=_("Close a file to the sealed office; only it can open it."))(seal)
    words = _("Open a closed file in memory and accept it.")
    group.command("receive", help=words)(receive)


def seal(
    file: Path,
    *,
    to: To,
    supplier: Supplier = None,
    reference_date: Day = None,
    output: Output = None,
) -> None:
    """Close one file."""
    from kreisblick.base.envelope import (  # noqa: PLC0415  heavy
        ENDING,
        read_public_key,
        seal_envelope,
    )

    label = {"file": file.name}
    label |= {"supplier": supplier} if supplier else {}
    label |= {"reference_date": day_of(reference_date).isoformat()} if reference_date else {}
    out = output or file.with_name(f"{file.name}{ENDING}")
    seal_envelope(file, out, to=read_public_key(to), label=label)
    say(_("Closed: {name}. Send this file; the open one stays with you.").format(name=out.name))


def receive(
    file: Path,
    *,
    supplier: Supplier = None,
    reference_date: Day = None,
    workspace: Folder = Path(),
    replace: Replace = False,
    json: Json = False,
) -> None:
    """Open and accept one envelope."""
    from kreisblick.pipeline.envelopes import receive_envelope  # noqa: PLC0415  heavy

    delivery = receive_envelope(
        open_workspace(workspace),
        file,
        supplier=supplier,
        reference_date=day_of(reference_date) if reference_date else None,
        replace=replace,
        progress=TerminalProgress(),
    )
    if json:
        say_json({"delivery": delivery.key, "sha256": delivery.sha256, "rows": delivery.rows})
        return
    words = _("Accepted: {key}, {rows} records.")
    say(words.format(key=delivery.key, rows=format_count(delivery.rows)))
