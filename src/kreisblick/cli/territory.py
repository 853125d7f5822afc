"""``kreisblick territory``: crosswalks between cuts, counts carried through them, and spread."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import format_count
from kreisblick.base.language import translate as _
from kreisblick.cli.options import Output
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

if TYPE_CHECKING:
    import polars as pl

__all__ = ["register"]

Whole = Annotated[bool, typer.Option("--whole-numbers", help=_("Whole people; the sum stays."))]
SOURCE_HELP = _("Polygons, or FILE:COLUMN of an address list that carries both cuts.")
CutFile = Annotated[str, typer.Argument(help=SOURCE_HELP)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Areas, generations and crosswalks."))
    group.command("crosswalk", help=_("Shares by which areas pass into others."))(crosswalk)
    group.command("convert", help=_("Carry counts through a crosswalk."))(convert)
    group.command("spread", help=_("Estimate for areas what is known for larger places only."))(
        spread
    )
    app.add_typer(group, name="territory")


def crosswalk(  # noqa: PLR0913  every option of the command
    source: CutFile,
    target: CutFile,
    *,
    output: Output,
    weights: Annotated[
        Path | None, typer.Option(help=_("Points, e.g. addresses; may have 'weight' (people)."))
    ] = None,
    cells: Annotated[
        Path | None, typer.Option(help=_("Polygons with people, e.g. a grid's cells."))
    ] = None,
    density: Annotated[
        str | None,
        typer.Option(help=_("Addresses of the new areas: area, weight; or list as FILE:COLUMN.")),
    ] = None,
    known: Annotated[
        Path | None,
        typer.Option(help=_("People on the old areas; tells how many live behind an address.")),
    ] = None,
    source_key: Annotated[
        str, typer.Option("--source-key", help=_("Column with the old areas' keys."))
    ] = "area",
    target_key: Annotated[
        str, typer.Option("--target-key", help=_("Column with the new areas' keys."))
    ] = "area",
    json: Json = False,
) -> None:
    """Build a crosswalk from two polygon files, or from an address list as FILE:COLUMN."""
    from kreisblick.territory.crosswalks import Grounds, crosswalk_files  # noqa: PLC0415  heavy

    grounds = Grounds(weights=weights, cells=cells, density=density, known=known)
    with TerminalProgress().step(_("Building the crosswalk")):
        found = crosswalk_files(
            source, target, output, grounds=grounds, source_key=source_key, target_key=target_key
        )
    if json:
        say_json({"shares": found.shares.height})
        return
    _tell(found.shares, output)


def convert(
    values: Path,
    *,
    crosswalk: Annotated[Path, typer.Option("--crosswalk", help=_("A crosswalk's file."))],
    output: Output,
    whole_numbers: Whole = False,
    json: Json = False,
) -> None:
    """Carry counts through; each gets the bounds between which it probably lies."""
    from kreisblick.territory.crosswalks import convert_file  # noqa: PLC0415  heavy

    found = convert_file(values, crosswalk, output, whole_numbers=whole_numbers)
    if json:
        say_json({"areas": found.height})
        return
    say(_("{count} areas written to {path}.").format(count=format_count(found.height), path=output))


def spread(
    values: Path,
    *,
    auxiliary: Annotated[
        Path, typer.Option(help=_("area, key, weight: by what the counts are spread."))
    ],
    output: Output,
    count: Annotated[str | None, typer.Option(help=_("Column with the counts."))] = None,
    named: Annotated[
        str | None, typer.Option(help=_("What the auxiliary is, e.g. 'residents under 15'."))
    ] = None,
    whole_numbers: Whole = False,
    outside: Annotated[
        bool, typer.Option("--outside", help=_("Counts without any weight go to 'outside'."))
    ] = False,
    json: Json = False,
) -> None:
    """Spread counts of larger places; the result is an estimate and says so."""
    from kreisblick.territory.crosswalks import spread_file  # noqa: PLC0415  heavy

    found = spread_file(
        values,
        auxiliary,
        output,
        count=count,
        named=named,
        whole_numbers=whole_numbers,
        outside=outside,
    )
    if json:
        say_json({"areas": found.height, "empty": found["value"].null_count()})
    else:
        _tell_estimates(found, output)


def _tell_estimates(found: "pl.DataFrame", output: Path) -> None:
    """How many areas have an estimate, what could not be spread, and by what it was."""
    say(_("{count} areas written to {path}.").format(count=format_count(found.height), path=output))
    beyond = float(found.filter(area="outside")["value"].sum())
    if beyond:
        text = _("{count} could not be spread: the auxiliary has no weight there ('outside').")
        say(text.format(count=format_count(beyond)))
    empty = found["value"].null_count()
    if empty:
        text = _("{count} area(s) stay empty, because the count of their place is not known.")
        say(text.format(count=format_count(empty)))
    say(_("These are estimates by '{named}'.").format(named=found["auxiliary"][0]))


def _tell(shares: "pl.DataFrame", output: Path) -> None:
    """How many shares, by what they were found, and what no area covers."""
    text = _("{count} shares written to {path}.")
    say(text.format(count=format_count(shares.height), path=output))
    divided = shares.filter(shares["share"] < 1)
    words = {
        "residents": _("areas divided by residents"),
        "addresses": _("areas divided by addresses"),
        "cells": _("areas divided by cells"),
        "density": _("areas divided by ground and its density"),
        "area": _("areas divided by ground alone"),
    }
    told = {_("areas that pass on as a whole"): shares.filter(share=1.0).height}
    told |= {word: divided.filter(basis=key)["source"].n_unique() for key, word in words.items()}
    for label, number in told.items():
        if number:
            say(f"  {label:<46} {format_count(number)}")
    beyond = shares.filter(target="outside")
    if beyond.height:
        text = _("{count} area(s) lie outside in part or as a whole (target 'outside').")
        say("  " + text.format(count=format_count(beyond.height)))
