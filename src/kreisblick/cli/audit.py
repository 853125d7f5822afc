"""``kreisblick audit``: the attacker judges a folder of finished files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

if TYPE_CHECKING:
    from kreisblick.protection.audit import Verdict

__all__ = ["register"]

Ledger = Annotated[Path | None, typer.Option(help=_("Folder with bundles released earlier."))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("audit", help=_("Try to compute what the finished files withhold."))(audit)


def audit(folder: Path, *, ledger: Ledger = None, json: Json = False) -> None:
    """Print the verdict; leave with 1 when something can be found out."""
    from kreisblick.protection.audit import attack  # noqa: PLC0415  heavy

    earlier = sorted(p.parent for p in ledger.rglob("released.json")) if ledger else []
    verdict = attack(folder, earlier=earlier, progress=TerminalProgress())
    if json:
        say_json(verdict.as_json(intervals=True))
    else:
        _tell(verdict)
    raise typer.Exit(0 if verdict.passed else 1)


def _tell(verdict: "Verdict") -> None:
    counts = {
        "quantities": format_count(verdict.quantities),
        "programs": format_count(verdict.programs),
    }
    say(_("Attacked: {quantities} withheld figures, {programs} linear programs.").format(**counts))
    for breach in verdict.breaches:
        say(f"  - {breach.quantity}: {breach.detail}")
    words = _("Passed: nothing withheld can be narrowed down too far.")
    say(words if verdict.passed else _("Failed: do not publish these files."))
