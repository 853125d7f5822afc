"""``kreisblick intake``: a delivery is checked and accepted, or told what is wrong with it."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import FaultsFoundError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli import propose
from kreisblick.cli.envelopes import register_envelopes
from kreisblick.cli.intake_decide import register_decisions
from kreisblick.cli.intake_desk import desk_of
from kreisblick.cli.intake_ready import register_ready
from kreisblick.cli.intake_shown import tell_accepted, tell_findings, tell_paths, today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

__all__ = ["register"]

Supplier = Annotated[str, typer.Option("--supplier", help=_("<supplier>/<product>"))]
Day = Annotated[str, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Replace = Annotated[bool, typer.Option("--replace", help=_("Put it in the place of another."))]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help=_("Leave a part out: rows:12-15, areas:0801, columns:Heading.")),
]
Reason = Annotated[str, typer.Option("--reason", help=_("Why you decide so."))]
By = Annotated[str, typer.Option("--by", help=_("Your office."))]
Reply = Annotated[bool, typer.Option("--reply/--no-reply", help=_("Write the answer."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Deliveries: check, accept, answer."))
    group.command("check", help=_("Look at a delivery and write the answer; store nothing."))(check)
    group.command("accept", help=_("Check a delivery and take it into the sealed store."))(accept)
    register_decisions(group)
    propose.register(group)
    register_ready(group)
    register_envelopes(group)
    group.callback()(lambda: None)
    app.add_typer(group, name="intake")


def check(
    file: Path,
    *,
    supplier: Supplier,
    reference_date: Day,
    workspace: Folder = Path(),
    without: Without = None,
    by: By = "",
    reply: Reply = True,
    json: Json = False,
) -> None:
    """Look at one file."""
    from kreisblick.sealed.intake import read_left_out  # noqa: PLC0415

    progress = TerminalProgress()
    desk = desk_of(workspace, supplier, reference_date, file, progress)
    parts = [read_left_out(text, _("to be decided")) for text in without or []]
    with progress.step(_("Looking at the delivery")):
        found = desk.check(parts)
        paths = (
            desk.answer(found, sender=by, on=today(), accepted=False, left_out=parts)
            if reply
            else []
        )
    if json:
        told = {"rows": found.read.records.height, "answer": [str(path) for path in paths]}
        say_json(told | {"findings": [finding.as_json() for finding in found.findings]})
    else:
        words = _("Looked at: {file}, {rows} records. Nothing was stored.")
        say(words.format(file=file.name, rows=format_count(found.read.records.height)))
        tell_findings(found.findings)
        tell_paths(paths)
    if found.hard:
        raise typer.Exit(FaultsFoundError.exit_code)


def accept(  # noqa: PLR0913  one option each
    file: Path,
    *,
    supplier: Supplier,
    reference_date: Day,
    workspace: Folder = Path(),
    replace: Replace = False,
    without: Without = None,
    reason: Reason = "",
    by: By = "",
    reply: Reply = True,
    json: Json = False,
) -> None:
    """Accept one file, whole or in part."""
    from kreisblick.sealed.intake import Clerk, read_left_out  # noqa: PLC0415

    progress = TerminalProgress()
    parts = [read_left_out(text, reason) for text in without or []]
    desk = desk_of(workspace, supplier, reference_date, file, progress)
    clerk = Clerk(by=by, reason=reason, left_out=parts)
    with progress.step(_("Taking the delivery in")):
        delivery, paths = desk.accept(clerk, replace=replace, on=today() if reply else None)
    if json:
        say_json({"delivery": delivery.key, "sha256": delivery.sha256, "rows": delivery.rows,
                  "answer": [str(path) for path in paths]})  # fmt: skip
        return
    tell_accepted(delivery)
    tell_paths(paths)
