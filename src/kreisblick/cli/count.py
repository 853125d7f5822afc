"""``kreisblick count``: counted at the source; only protected sums leave the house."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, day_of, say, say_json

__all__ = ["register"]

Cube = Annotated[str, typer.Option("--cube", help=_("Key of a cube, for instance residents."))]
Reference = Annotated[
    Path, typer.Option("--reference", help=_("Known addresses: a list of streets in any format."))
]
Day = Annotated[str, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Decisions = Annotated[
    Path | None, typer.Option("--decisions", help=_("Decisions about addresses (CSV)."))
]
Covers = Annotated[str | None, typer.Option(help=_("Municipalities the list speaks for: key,key"))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("Result (CSV, Parquet)."))]


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = _("Count a list at its source: only protected sums leave the house.")
    app.command("count", help=words)(count)


def count(
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    cube: Cube,
    reference: Reference,
    reference_date: Day,
    output: Output,
    covers: Covers = None,
    decisions: Decisions = None,
    json: Json = False,
) -> None:
    """Count, protect, write; say how many figures are shown."""
    from kreisblick.pipeline.source import count_file  # noqa: PLC0415  heavy

    cells = count_file(
        input_,
        cube=cube,
        reference=reference,
        reference_date=day_of(reference_date),
        out=output,
        covers=covers.split(",") if covers else None,
        decisions=decisions,
    )
    shown = len(cells) - cells["value"].null_count()
    if json:
        say_json({"shown": shown, "withheld": len(cells) - shown})
        return
    words = _("Counted and protected: {shown} figures shown, {withheld} withheld.")
    counts = {"shown": format_count(shown), "withheld": format_count(len(cells) - shown)}
    say(words.format(**counts))
