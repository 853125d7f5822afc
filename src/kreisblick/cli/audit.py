"""``kreisblick audit``: the attacker judges a folder of finished files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count, format_date
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

if TYPE_CHECKING:
    from kreisblick.protection.audit import Verdict

__all__ = ["register"]

Folders = Annotated[
    list[Path],
    typer.Argument(
        help=_(
            "Finished files, or a folder with released bundles; several are judged as one, as "
            "a stranger would who holds them all."
        )
    ),
]
Ledger = Annotated[Path | None, typer.Option(help=_("Folder with bundles released earlier."))]
Write = Annotated[
    Path | None,
    typer.Option("--certificates", help=_("Write the tables that prove the verdict (Parquet).")),
]
Check = Annotated[
    Path | None,
    typer.Option("--check", help=_("Check such tables by multiplication, without a solver.")),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", help=_("Try to compute what the finished files withhold."))(audit)


def audit(
    folders: Folders,
    *,
    ledger: Ledger = None,
    certificates: Write = None,
    check: Check = None,
    json: Json = False,
) -> None:
    """Print the verdict; leave with 1 when something can be found out."""
    from kreisblick.protection.audit import attack, released_in, root_of  # noqa: PLC0415  heavy

    chosen = [one for given in folders for one in _spread(given)]
    earlier = released_in(ledger) if ledger else []
    if check is not None:
        _check(chosen[0], check, [*map(root_of, chosen[1:]), *earlier], json=json)
    verdict = attack(chosen, earlier=earlier, progress=TerminalProgress())
    if certificates is not None:
        verdict.certificates.write(certificates)
    if json:
        say_json(verdict.as_json(intervals=True))
    else:
        _tell(verdict)
    raise typer.Exit(0 if verdict.passed else 1)


def _spread(folder: Path) -> list[Path]:
    """The released bundles of a folder, the newest first, or the folder itself."""
    from kreisblick.protection.audit import released_in  # noqa: PLC0415  heavy

    found = released_in(folder)
    return found if len(found) > 1 else [folder]


def _check(folder: Path, file: Path, earlier: list[Path], *, json: bool) -> None:
    from kreisblick.protection.audit import (  # noqa: PLC0415  heavy
        check_certificates,
        read_certificates,
    )

    found = check_certificates(folder, read_certificates(file), earlier=earlier)
    if json:
        say_json(vars(found))
    else:
        numbers = {
            "quantities": format_count(found.quantities),
            "tables": format_count(found.tables),
        }
        say(_("Checked: {quantities} withheld figures, {tables} tables.").format(**numbers))
        for fault in found.faults:
            say(f"  - {fault}")
        say(_("The tables prove it.") if found.passed else _("The tables do not prove it."))
    raise typer.Exit(0 if found.passed else 1)


def _tell(verdict: "Verdict") -> None:
    counts = {
        "quantities": format_count(verdict.quantities),
        "programs": format_count(verdict.programs),
    }
    say(_("Attacked: {quantities} withheld figures, {programs} linear programs.").format(**counts))
    for breach in verdict.breaches:
        say(f"  - {breach.quantity}: {breach.detail}")
    for line in _source_lines(verdict):
        say(line)
    words = _("Passed: nothing withheld can be narrowed down too far.")
    say(words if verdict.passed else _("Failed: do not publish these files."))


def _source_lines(verdict: "Verdict") -> Iterator[str]:
    """What is known of figures that their source hides: for the source to guard, not for us."""
    if not verdict.by_source:
        return
    yield _(
        "Hidden by their source, and how far what is shown narrows them (exact: if nobody is "
        "counted outside the areas):"
    )
    words = _("  {cube}, {day}: {hidden} hidden, {narrowed} narrowed, {exact} exact")
    for one in verdict.by_source:
        yield words.format(
            cube=one.cube,
            day=format_date(date.fromisoformat(one.reference_date)),
            hidden=format_count(one.hidden),
            narrowed=format_count(one.narrowed),
            exact=format_count(one.exact),
        )
