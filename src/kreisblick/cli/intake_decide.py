"""``kreisblick intake reject | confirm | correct | log``: what people decide about deliveries."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import FaultsFoundError, WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_desk import desk_of
from kreisblick.cli.intake_shown import moment, tell_correction, tell_decisions
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, say, say_json
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register_decisions"]

Supplier = Annotated[str, typer.Option("--supplier", help=_("<supplier>/<product>"))]
Product = Annotated[str, typer.Argument(help=_("<supplier>/<product>"))]
Day = Annotated[str, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why you decide so."))]
By = Annotated[str, typer.Option("--by", help=_("Your office."))]
File = Annotated[
    Path | None, typer.Option("--file", help=_("The file, where it is not in the workspace."))
]
Row = Annotated[int | None, typer.Option("--row", min=1, help=_("Line in the file, from 1."))]
Column = Annotated[str, typer.Option("--column", help=_("Heading of the column."))]
To = Annotated[str | None, typer.Option("--to", help=_("The right content; '' empties the cell."))]
Undo = Annotated[int | None, typer.Option("--undo", help=_("Take a correction back: its number."))]


def register_decisions(group: typer.Typer) -> None:
    """Add the commands to ``intake``."""
    group.command("reject", help=_("Do not accept a delivery; the reason is recorded."))(reject)
    group.command("confirm", help=_("Say that a finding is right as it is."))(confirm)
    group.command("correct", help=_("Mend a cell, signed and reversible; or list corrections."))(
        correct
    )
    group.command("log", help=_("Show what was decided about deliveries."))(log)


def reject(
    file: Path,
    *,
    supplier: Supplier,
    reference_date: Day,
    reason: Reason,
    by: By,
    workspace: Folder = Path(),
    json: Json = False,
) -> None:
    """Reject one file."""
    from kreisblick.sealed.intake import Signed  # noqa: PLC0415  heavy

    desk = desk_of(workspace, supplier, reference_date, file)
    entry = desk.reject(Signed(by=by, reason=reason, at=moment()))
    if json:
        say_json({"entry": entry.number, "delivery": desk.arrival.key})
        return
    words = _("Rejected: {key}. Nothing was stored; the reason stands in the log (entry {number}).")
    say(words.format(key=desk.arrival.key, number=entry.number))


def confirm(
    finding: Annotated[str, typer.Argument(help=_("Its name, as 'check' shows it in brackets."))],
    *,
    supplier: Supplier,
    reference_date: Day,
    reason: Reason,
    by: By,
    file: File = None,
    workspace: Folder = Path(),
) -> None:
    """Confirm one finding."""
    from kreisblick.sealed.intake import Signed  # noqa: PLC0415  heavy

    desk = desk_of(workspace, supplier, reference_date, file)
    entry = desk.confirm(finding.strip("[]"), Signed(by=by, reason=reason, at=moment()))
    words = _("Confirmed: {name}. It is quiet from now on (entry {number}).")
    say(words.format(name=finding.strip("[]"), number=entry.number))


def correct(  # noqa: PLR0913  one option each
    product: Product,
    *,
    reference_date: Day,
    row: Row = None,
    column: Column = "",
    to: To = None,
    undo: Undo = None,
    reason: Reason = "",
    by: By = "",
    file: File = None,
    workspace: Folder = Path(),
    json: Json = False,
) -> None:
    """Mend one cell, take that back, or list what was mended."""
    from kreisblick.sealed.intake import Signed  # noqa: PLC0415  heavy

    desk = desk_of(workspace, product, reference_date, file)
    if row is None and undo is None:
        found = desk.corrections()
    elif undo is not None:
        found = [desk.undo(undo, Signed(by=by, reason=reason, at=moment()))]
    elif row is not None and column and to is not None:
        signed = Signed(by=by, reason=reason, at=moment())
        found = [desk.correct(signed, row=row, column=column, to=to)]
    else:
        raise WrongUseError(_("A correction needs --row, --column and --to."))
    if json:  # what is written to a file or a log holds no contents
        say_json([{"number": c.number, "row": c.row, "column": c.column} for c in found])
        return
    for one in found:
        tell_correction(one)
    _tell_next(taken_back=undo is not None, count=len(found))


def _tell_next(*, taken_back: bool, count: int) -> None:
    if taken_back:
        say(_("Taken back. It holds when the delivery is accepted again."))
    elif count:
        say(_("It holds when the delivery is accepted again; the file stays as it is."))
    else:
        say(_("No cell of this delivery was corrected."))


def log(*, workspace: Folder = Path(), json: Json = False) -> None:
    """Show the quality log and whether it is whole."""
    from kreisblick.pipeline.receive import journal_of  # noqa: PLC0415  heavy
    from kreisblick.sealed.store import SealedStore  # noqa: PLC0415

    place = open_workspace(workspace)
    journal = journal_of(place, SealedStore(place.sealed))
    entries = list(journal.entries())
    if json:
        told = ("number", "act", "supplier", "product", "day", "by", "at", "reason")
        say_json([{name: getattr(entry, name) for name in told} for entry in entries])
    else:
        tell_decisions(entries)
    if faults := journal.faults():
        raise FaultsFoundError(_("The quality log"), faults)
    if not json:
        words = _("{count} entry(ies); the log is whole.")
        say(words.format(count=format_count(len(entries))))
