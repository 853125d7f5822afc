"""``kreisblick zoning compare, paper``: cuts shown to those who decide."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import TerminalProgress, day_of, say
from kreisblick.cli.zoning_ground import (
    Barriers,
    BlockFile,
    CutFile,
    Cuts,
    Fixed,
    Gap,
    People,
    Town,
    Traits,
    columns_of,
    ground_of,
)

if TYPE_CHECKING:
    import numpy as np

    from kreisblick.territory.zoning import Blocks, Figures

__all__ = ["refuse_page", "register", "write_page"]

Names = Annotated[
    Path | None, typer.Option(help=_("Table key, name: of areas and municipalities."))
]
Moves = Annotated[
    Path | None, typer.Option(help=_("Moves by hand; those beside the cut if there."))
]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("compare", help=_("A page with map and figures of several cuts."))(compare)
    group.command("paper", help=_("The agreed cut as a paper for signature."))(paper)


def refuse_page(path: Path | None, ending: str) -> None:
    """Say at once, before anything is drawn, that a page or paper has another ending.

    Raises:
        ZoningError: when the file does not end so.
    """
    from kreisblick.territory.zoning import ZoningError  # noqa: PLC0415  heavy

    if path is not None and path.suffix.lower() != ending:
        raise ZoningError.other_ending(path.name, ending)


def write_page(out: Path, ground: "Blocks", drawn: "list[tuple[str, np.ndarray, Figures]]") -> None:
    """The page that compares cuts; each with title, areas, figures."""
    from kreisblick.products.comparison import Candidate, compare  # noqa: PLC0415  heavy

    cuts = [Candidate(title=t, assignment=a, figures=f) for t, a, f in drawn]
    compare(ground, cuts, _("Proposals for planning areas"), out)


def compare(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_files: Annotated[list[Path], typer.Argument(metavar="CUTS", help=_("Tables block, area."))],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("The page (.html)."))],
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    cut: Cuts = None,
    gap: Gap = None,
) -> None:
    """Write a page with several cuts side by side."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    refuse_page(output, ".html")
    columns = columns_of(blocks, population, municipality, fixed, traits, cut)
    with TerminalProgress().step(_("Reading blocks")):
        ground, near = ground_of(blocks, columns, barriers, gap)
    drawn = []
    for path in cut_files:
        numbers = zoning.number_areas(zoning.read_cut(path, ground, whole=True))
        told = zoning.measure(ground, near, numbers, offices=columns.cuts)
        drawn.append((path.stem, numbers, told))
    write_page(output, ground, drawn)
    say(f"{output}")


def paper(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: CutFile,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help=_("The paper (.pdf)."))],
    title: Annotated[str, typer.Option(help=_("Title of the paper."))],
    names: Names = None,
    moves: Moves = None,
    on: Annotated[str, typer.Option("--on", help=_("Day of the paper; today."))] = "",
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    cut: Cuts = None,
    gap: Gap = None,
) -> None:
    """Write the agreed cut as an accessible PDF that the municipalities sign."""
    from kreisblick.products.agreement import Agreed, read_names, write  # noqa: PLC0415  heavy
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    refuse_page(output, ".pdf")
    columns = columns_of(blocks, population, municipality, fixed, traits, cut)
    ground, near = ground_of(blocks, columns, barriers, gap)
    areas = [str(area) for area in zoning.read_cut(cut_file, ground, whole=True)]
    agreed = Agreed(
        title=title,
        day=_day(on),
        blocks=ground,
        areas=areas,
        figures=zoning.measure(ground, near, zoning.number_areas(areas), offices=columns.cuts),
        offices=columns.cuts,
        names={} if names is None else read_names(names),
        steps=zoning.read_moves(moves or zoning.moves_path(cut_file)),
        file=cut_file,
        barriers=barriers is not None,
    )
    with TerminalProgress().step(_("Setting the paper")):
        write(agreed, output)
    say(f"{output}")


def _day(text: str) -> date:
    """The day given, or today."""
    return day_of(text) if text else datetime.now(tz=UTC).date()
