"""``kreisblick supply letter`` and ``remind``: papers for suppliers."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import translate as _
from kreisblick.cli.intake_shown import today
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import agreed, day_of, say
from kreisblick.pipeline.workspace import open_workspace

__all__ = ["register"]

On = Annotated[str | None, typer.Option("--on", help=_("The day asked for; today."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("The file to write."))]
By = Annotated[str, typer.Option("--by", help=_("Your office."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))]


def register(group: typer.Typer) -> None:
    """Add the commands to the group."""
    group.command("letter", help=_("A letter or form as a Word file."))(letter)
    group.command("remind", help=_("Write all letters that are due, and log them."))(remind)


def letter(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="request, reminder-1, reminder-2, receipt, consent, agreement, order, contract",
        ),
    ],
    supplier: Annotated[str, typer.Argument(metavar="SUPPLIER[/PRODUCT]")] = "",
    *,
    output: Output,
    reference_date: Annotated[str | None, typer.Option(help=_("For instance 2024-12-31."))] = None,
    party: Annotated[str, typer.Option(help=_("Key of a municipality, or another party."))] = "",
    contract: Annotated[str, typer.Option(help=_("Number of the contract."))] = "",
    on: On = None,
    workspace: Folder = Path(),
) -> None:
    """Write one paper."""
    from kreisblick.pipeline.supply import open_supply  # noqa: PLC0415  heavy
    from kreisblick.pipeline.supply_letters import Wish, write_letter  # noqa: PLC0415
    from kreisblick.supply.letters import LetterKind  # noqa: PLC0415

    if kind not in list(LetterKind):
        words = _("'{kind}' is not known here. Choose one of: {known}.")
        raise WrongUseError(words.format(kind=kind, known=", ".join(LetterKind)))
    key, _slash, product = supplier.partition("/")
    supply = open_supply(open_workspace(workspace))
    wish = Wish(
        kind=LetterKind(kind),
        supplier=key,
        product=product,
        reference_date=day_of(reference_date) if reference_date else None,
        party=party,
        contract=contract,
        day=day_of(on) if on else today(),
    )
    say(_("Written: {path}").format(path=write_letter(supply, wish, output)))


def remind(
    *,
    by: By,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("Folder."))] = Path("briefe"),
    on: On = None,
    yes: Yes = False,
    workspace: Folder = Path(),
) -> None:
    """Say which letters are due; write and log them when that is wanted."""
    from kreisblick.pipeline.supply import open_supply  # noqa: PLC0415  heavy
    from kreisblick.pipeline.supply_letters import due_letters, write_reminders  # noqa: PLC0415

    day = day_of(on) if on else today()
    supply = open_supply(open_workspace(workspace))
    letters = due_letters(supply, day)
    if not letters:
        say(_("No letter is due."))
        return
    titles = (_("request"), _("first reminder"), _("second reminder"))
    for one in letters:
        name = f"{one.due.supplier}/{one.due.product} {one.due.reference_date.isoformat()}"
        say(f"  {name}: {titles[min(one.stage, 2)]}")
    if not yes and not agreed(_("Write these letters and note them in the log?")):
        say(_("Nothing written."))
        return
    written = write_reminders(supply, output, day=day, by=by)
    say(_("{count} letter(s) written to {folder} and noted.").format(
        count=len(written), folder=output))  # fmt: skip
