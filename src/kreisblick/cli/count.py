"""``kreisblick count``: counted at the source; only protected sums leave the house."""

from pathlib import Path
from typing import Annotated

import typer

from kreisblick.base.errors import WrongUseError
from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, day_of, say, say_json

__all__ = ["register"]

Cube = Annotated[
    str | None, typer.Option("--cube", help=_("Key of a cube, for instance residents."))
]
Reference = Annotated[
    Path | None,
    typer.Option("--reference", help=_("Known addresses: a list of streets in any format.")),
]
Day = Annotated[str | None, typer.Option("--reference-date", help=_("For instance 2024-12-31."))]
Decisions = Annotated[
    Path | None, typer.Option("--decisions", help=_("Decisions about addresses (CSV)."))
]
Covers = Annotated[str | None, typer.Option(help=_("Municipalities the list speaks for: key,key"))]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help=_("Result (CSV, Parquet); with a kit its folder.")),
]
KitFolder = Annotated[
    Path | None, typer.Option("--kit", help=_("A kit from the district; it knows the rest."))
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    words = _("Count a list at its source: only protected sums leave the house.")
    app.command("count", help=words)(count)


def count(  # noqa: PLR0913  every option of the command
    input_: Annotated[Path, typer.Argument(metavar="INPUT")],
    *,
    kit: KitFolder = None,
    cube: Cube = None,
    reference: Reference = None,
    reference_date: Day = None,
    output: Output = None,
    covers: Covers = None,
    decisions: Decisions = None,
    json: Json = False,
) -> None:
    """Count, protect, write; say how many figures are shown."""
    if kit is not None:
        if cube or reference or reference_date or covers or decisions:
            raise WrongUseError(_("A kit knows what to count. Name only the list, and --kit."))
        _count_with_kit(kit, input_, output, as_json=json)
        return
    if cube is None or reference is None or reference_date is None or output is None:
        words = _("Name --cube, --reference, --reference-date and -o; or a kit with --kit.")
        raise WrongUseError(words)
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
    _tell(shown, len(cells) - shown)


def _count_with_kit(kit: Path, source: Path, output: Path | None, *, as_json: bool) -> None:
    from kreisblick.pipeline.kit_count import count_with_kit  # noqa: PLC0415  heavy

    found = count_with_kit(kit, source, out=output, progress=TerminalProgress())
    if as_json:
        told = {"shown": found.shown, "withheld": found.withheld, "rows": found.rows}
        say_json(told | {"without_area": found.without_area, "file": str(found.file)})
        return
    for note in found.notes:
        say(note)
    _tell(found.shown, found.withheld)
    words = _("{rows} rows read; {without} of them with an address that was not found.")
    without = format_count(found.without_area)
    say(words.format(rows=format_count(found.rows), without=without))
    say(_("Send this file, unchanged: {path}").format(path=found.file))
    for path in found.stays:
        say(_("This one stays in your house: {path}").format(path=path))


def _tell(shown: int, withheld: int) -> None:
    words = _("Counted and protected: {shown} figures shown, {withheld} withheld.")
    say(words.format(shown=format_count(shown), withheld=format_count(withheld)))
