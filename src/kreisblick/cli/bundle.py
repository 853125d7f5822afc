"""``kreisblick bundle``: check a bundle, release a draft."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import TerminalProgress, day_of, say

__all__ = ["register"]

By = Annotated[str, typer.Option("--by", help=_("The office that releases."))]
Ledger = Annotated[Path | None, typer.Option("--ledger", help=_("The release ledger."))]
Audit = Annotated[Path | None, typer.Option("--audit", help=_("The audit's verdict."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Release bundles."))
    group.command("verify", help=_("Check checksums, signature and tables."))(verify)
    group.command("release", help=_("Release a draft that passed the audit."))(release)
    group.command("export", help=_("Exact figures for an office; the ledger remembers them."))(
        export
    )
    app.add_typer(group, name="bundle")


def verify(folder: Path) -> None:
    """Check a bundle; leave with 1 when something is wrong."""
    from kreisblick.protection.bundle import verify_bundle  # noqa: PLC0415  heavy

    faults = verify_bundle(folder)
    if faults:
        raise FaultsFoundError(str(folder), faults)
    say(_("The bundle is as it was sealed."))


def release(
    folder: Path, *, by: By = "Sozialplanung", ledger: Ledger = None, audit: Audit = None
) -> None:
    """Write the draft into the release ledger of its workspace."""
    from kreisblick.pipeline.remembering import exported_figures  # noqa: PLC0415  heavy
    from kreisblick.protection.bundle import release_bundle  # noqa: PLC0415  heavy

    workspace = folder.resolve().parents[1]
    book = ledger or workspace / "sealed" / "release_ledger.jsonl"
    row = release_bundle(
        folder,
        book,
        audit=audit or workspace / "products" / folder.resolve().name / "audit.json",
        released_on=datetime.now(tz=UTC).date(),
        by=by,
        sealed=exported_figures(book),
    )
    say(_("Released: {bundle}, by {by}.").format(bundle=row.bundle, by=row.by))


def export(
    cube: Annotated[str, typer.Argument(metavar="CUBE")],
    *,
    date: Annotated[str, typer.Option("--date", help=_("Reference date."))],
    output: Annotated[Path, typer.Option("-o", "--output", help=_("The CSV file."))],
    by: Annotated[str, typer.Option("--by", help=_("The office that lets the figures go."))],
    workspace: Folder = Path(),
) -> None:
    """Write exact figures for an office outside the sealed zone, and remember that they left."""
    from kreisblick.pipeline.exporting import Wanted, export_exact  # noqa: PLC0415  heavy
    from kreisblick.pipeline.workspace import open_workspace  # noqa: PLC0415  heavy

    wanted = Wanted(cube=cube, day=day_of(date), out=output, by=by)
    row = export_exact(open_workspace(workspace), wanted, today(), TerminalProgress())
    words = _("Written: {file}. These figures are exact and not for the public; row {row}.")
    say(words.format(file=output.name, row=row.hash[:12]))
