"""``kreisblick supply``: what offices owe, what hangs on it, letters, the log, the kit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.errors import WrongUseError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.cli import count_kit, supply_letters
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, day_of, say, say_json
from kreisblick.pipeline.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kreisblick.supply import Line, Status

__all__ = ["register"]

On = Annotated[str | None, typer.Option("--on", help=_("The day asked for; today."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]
Maybe = Annotated[Path | None, typer.Option("-o", "--output", help=_("The file to write."))]
Format = Annotated[str | None, typer.Option("--format", help=_("html or xlsx, by the ending."))]
By = Annotated[str, typer.Option("--by", help=_("Your office."))]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        no_args_is_help=True, help=_("Suppliers: what is open, letters, what happened.")
    )
    group.command("status", help=_("What is late, refused, expiring, embargoed, due."))(status)
    group.command("record", help=_("Write down what happened."))(record)
    group.command("calendar", help=_("Expected days and ends of contracts as iCal."))(calendar)
    supply_letters.register(group)
    count_kit.register(group)
    group.callback()(lambda: None)
    app.add_typer(group, name="supply")


def status(
    *,
    workspace: Folder = Path(),
    on: On = None,
    format_: Format = None,
    output: Maybe = None,
    json: Json = False,
) -> None:
    """One page, in order of what needs a person."""
    from kreisblick.pipeline.supply import open_supply  # noqa: PLC0415  heavy

    supply = open_supply(open_workspace(workspace))
    found = supply.status(day_of(on) if on else today())
    lines = supply.lines(found)
    if output is not None:
        _write(output, format_, found, lines, supply.workspace.choices.district.name)
        say(_("Written: {path}").format(path=output))
    elif json:
        say_json({"as_of": found.as_of, "lines": [line.as_json() for line in lines]})
    else:
        for text in _told(found, lines):
            say(text)


def _write(
    output: Path, format_: str | None, found: "Status", lines: "Sequence[Line]", district: str
) -> None:
    from kreisblick.supply.page import status_page, status_workbook  # noqa: PLC0415  heavy

    kind = (format_ or output.suffix.removeprefix(".")).lower()
    if kind not in {"html", "xlsx"}:
        words = _("'{kind}' is not known here. Choose html or xlsx.")
        raise WrongUseError(words.format(kind=kind))
    page = (
        status_page(found, lines, district=district)
        if kind == "html"
        else status_workbook(found, lines)
    )
    write_bytes(output, page)


def _told(found: "Status", lines: "Sequence[Line]") -> list[str]:
    from kreisblick.supply import Matter, lead, matter_title  # noqa: PLC0415  heavy

    told = [lead(found)]
    before = None
    for line in lines:
        if line.matter is not before:
            told += ["", matter_title(line.matter)]
            before = line.matter
        told.append(f"  {line.title}")
        told.append(f"    {line.what}")
        if line.matter is Matter.RECEIVED:
            continue
        if line.hangs:
            told.append("    " + _("What hangs on it: {names}").format(names=line.hangs))
        if line.step:
            told.append(f"    → {line.step}")
        if line.command:
            told.append(f"      {line.command}")
    return told


def record(  # noqa: PLR0913  every column of the log
    kind: Annotated[str, typer.Argument(metavar="EVENT", help=_("For instance consent_given."))],
    supplier: Annotated[
        str, typer.Argument(metavar="SUPPLIER[/PRODUCT]", help=_("Whom it is about."))
    ] = "",
    *,
    by: By,
    on: On = None,
    reference_date: Annotated[str | None, typer.Option(help=_("For instance 2024-12-31."))] = None,
    party: Annotated[str, typer.Option(help=_("Key of a municipality, or another party."))] = "",
    contract: Annotated[str, typer.Option(help=_("Number of the contract."))] = "",
    since: Annotated[str | None, typer.Option(help=_("From this reference date on."))] = None,
    until: Annotated[str | None, typer.Option(help=_("The new day, or the end."))] = None,
    document: Annotated[str, typer.Option(help=_("Name of the paper it stands in."))] = "",
    cancels: Annotated[int | None, typer.Option(help=_("Number of the mistaken row."))] = None,
    note: Annotated[str, typer.Option(help=_("For colleagues."))] = "",
    workspace: Folder = Path(),
) -> None:
    """One row more in the log."""
    from kreisblick.pipeline.supply_log import write_down  # noqa: PLC0415  heavy

    key, _slash, product = supplier.partition("/")
    event = write_down(
        open_workspace(workspace),
        kind,
        on=day_of(on) if on else today(),
        supplier=key,
        product=product,
        reference_date=day_of(reference_date) if reference_date else None,
        party=party,
        contract=contract,
        since=day_of(since) if since else None,
        until=day_of(until) if until else None,
        document=document,
        cancels=cancels,
        note=note,
        by=by,
    )
    say(_("Written down as row {number} of supply/log.csv.").format(number=event.number))


def calendar(*, output: Output, workspace: Folder = Path(), on: On = None) -> None:
    """A file that every calendar program reads."""
    from kreisblick.pipeline.supply import open_supply  # noqa: PLC0415  heavy
    from kreisblick.supply.export import calendar_file  # noqa: PLC0415

    supply = open_supply(open_workspace(workspace))
    found = supply.status(day_of(on) if on else today())
    write_bytes(output, calendar_file(found, supply.names))
    say(_("Written: {path}").format(path=output))
