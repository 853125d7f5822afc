"""``kreisblick intake propose``: how an unknown file would be read, on one screen."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Screen

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count, format_percent
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Folder
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json
from kreisblick.pipeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from kreisblick.base.errors import Fault
    from kreisblick.pipeline.propose import Draft
    from kreisblick.sealed.mapping import Proposal, Question

__all__ = ["register"]

SHOWN_FAULTS = 12  # more do not fit on the screen below the columns

Supplier = Annotated[str, typer.Option("--supplier", help=_("<supplier>/<product>"))]
Sheet = Annotated[str | None, typer.Option(help=_("Name of the sheet; else the largest table."))]
Yes = Annotated[bool, typer.Option("--yes", help=_("Take the best; mark doubts, ask nothing."))]
Write = Annotated[bool, typer.Option("--write", help=_("Write it into the catalogue."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=_("Write it into this file."))]
Day = Annotated[str, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]


def register(group: typer.Typer) -> None:
    """Add the command to the group ``intake``."""
    group.command("propose", help=_("Propose how an unknown file is read."))(propose)


def propose(  # noqa: PLR0913  every option of the command
    file: Path,
    *,
    supplier: Supplier = "",
    workspace: Folder = Path(),
    sheet: Sheet = None,
    reference_date: Day = "",
    yes: Yes = False,
    write: Write = False,
    output: Output = None,
    json: Json = False,
) -> None:
    """Look at one file."""
    from kreisblick.pipeline import propose as pipeline  # noqa: PLC0415  heavy

    place = open_workspace(workspace)
    target = _target(place, supplier, output, write=write)
    looked = pipeline.look_at(place, file, sheet=sheet, progress=TerminalProgress())
    found = pipeline.draft(looked, supplier=supplier)
    if not json:
        _show(found)
    if not (yes or json) and sys.stdin.isatty():
        answered = _ask(found)
        if answered is None:
            say(_("Nothing written."))
            return
        found = answered
    day = day_of(reference_date) if reference_date else None
    faults = pipeline.try_out(found, day=day)
    if json:
        say_json(_as_json(found, faults))
    else:
        _tell_faults(faults)
    _hand_out(found, target, quiet=json)


def _as_json(found: "Draft", faults: "tuple[Fault, ...]") -> dict[str, Any]:
    told = found.proposal.as_json() if found.proposal else {}
    drift = found.drift.as_json() if found.drift else None
    return told | {
        "supplier": found.supplier,
        "drift": drift,
        "faults_of_trial": [fault.as_json() for fault in faults],
        "yaml": found.text,
    }


def _target(place: Workspace, supplier: str, output: Path | None, *, write: bool) -> Path | None:
    """Where the definition goes; None when it is only shown."""
    if write and output is not None:
        raise WrongUseError(_("Choose one of --write and --output."))
    if not write:
        return output
    if supplier.count("/") != 1 or not all(supplier.split("/")):
        raise WrongUseError(_("--write needs --supplier <supplier>/<product>."))
    return place.folder / "catalogue" / "suppliers" / f"{supplier}.yaml"


def _show(found: "Draft") -> None:
    """What the table is, and every column on a line; of a known product only what is different."""
    looked = found.looked
    where = looked.table.grid.sheet or looked.path.name
    words = _("Table in '{where}': {rows} rows, {columns} columns.")
    rows = format_count(looked.table.body.height)
    say(words.format(where=where, rows=rows, columns=len(looked.table.columns)))
    if looked.others:
        say(_("The file holds {count} more table(s); --sheet chooses.").format(count=looked.others))
    if found.drift is not None:
        for line in found.drift.told():
            say(f"  - {line}")
    if found.proposal is not None:
        _show_proposal(found.proposal)


def _show_proposal(found: "Proposal") -> None:
    from kreisblick.sealed.mapping import grain_words, meaning_words  # noqa: PLC0415  heavy

    say(f"{grain_words()[found.grain]} ({found.grain_reason})")
    sure = _("sure") if found.target_sure else _("to be asked")
    say(_("It belongs to: {target} ({sure}).").format(target=found.target or "–", sure=sure))
    say("")
    screen = Screen(box=None, pad_edge=False, show_edge=False)
    heads = (_("column"), _("heading"), _("means"), _("sure?"), _("why"))
    for head in heads:
        screen.add_column(head, overflow="fold")
    words = meaning_words()
    for column in found.columns:
        means = words[column.means] + _slice_words(column.set)
        sure = format_percent(100 * column.confidence, 0) + ("" if column.sure else " ?")
        row = (column.place, column.heading or "–", means, sure, column.reason)
        screen.add_row(*(escape(text) for text in row))
    Console(highlight=False).print(screen)


def _slice_words(found: Mapping[str, str]) -> str:
    return f" ({', '.join(found.values())})" if found else ""


def _ask(found: "Draft") -> "Draft | None":
    """The doubts one after the other; Enter takes the first choice, q leaves."""
    from kreisblick.pipeline.propose import draft  # noqa: PLC0415  heavy

    answers: dict[str, str] = {}
    while True:
        left = [question for question in found.questions if question.about not in answers]
        if not left:
            return found
        answer = _answer(left[0])
        if answer is None:
            return None
        answers[left[0].about] = answer
        found = draft(found.looked, supplier=found.supplier, answers=answers)


def _answer(question: "Question") -> str | None:
    """One choice; None to leave."""
    say("")
    say(question.words)
    for number, (_key, words) in enumerate(question.choices, start=1):
        say(f"  {number}  {words}")
    while True:
        typed = input(_("Number (Enter: 1, q: leave): ")).strip().lower()
        if typed == "q":
            return None
        if not typed:
            return question.choices[0][0]
        if typed.isdigit() and 1 <= int(typed) <= len(question.choices):
            return question.choices[int(typed) - 1][0]


def _tell_faults(faults: "tuple[Fault, ...]") -> None:
    """What would be wrong if the file were accepted like that."""
    say("")
    if not faults:
        say(_("Tried: the file can be read like that, without a fault."))
        return
    say(_("Tried: {count} fault(s) would be found.").format(count=len(faults)))
    for fault in faults[:SHOWN_FAULTS]:
        say(f"  - {fault}")
    if len(faults) > SHOWN_FAULTS:
        say(_("  … and {count} more.").format(count=len(faults) - SHOWN_FAULTS))


def _hand_out(found: "Draft", target: Path | None, *, quiet: bool) -> None:
    """Show the definition, or write it where it was asked for."""
    from kreisblick.base.files import write_bytes  # noqa: PLC0415  with the rest

    if target is None:
        if not quiet:
            say("")
            say(found.text)
            name = found.supplier or _("<supplier>/<product>")
            say(_("Nothing written. Keep it with: --supplier {name} --write").format(name=name))
        return
    there = target.is_file()
    write_bytes(target, found.text.encode())
    if not quiet:
        words = _("Written in place of the earlier one: {path}") if there else _("Written: {path}")
        say(words.format(path=target))
