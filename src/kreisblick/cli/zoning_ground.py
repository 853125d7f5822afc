"""What all commands of ``kreisblick zoning`` ask for: blocks, columns, barriers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import say

if TYPE_CHECKING:
    from kreisblick.territory.zoning import BlockColumns, Blocks, Neighbours

__all__ = [
    "Barriers",
    "BlockFile",
    "CutFile",
    "Cuts",
    "Fixed",
    "Gap",
    "Output",
    "People",
    "Town",
    "Traits",
    "columns_of",
    "ground_of",
]

BlockFile = Annotated[
    Path, typer.Argument(metavar="BLOCKS", help=_("Polygons with a key 'block'."))
]
CutFile = Annotated[Path, typer.Argument(metavar="CUT", help=_("Table block, area."))]
Output = Annotated[Path, typer.Option("-o", "--output", help=_("block, area; by its ending."))]
People = Annotated[str | None, typer.Option(help=_("Column with people; 'population' if there."))]
Town = Annotated[
    str | None, typer.Option(help=_("Column with municipalities; 'municipality' if there."))
]
Barriers = Annotated[Path | None, typer.Option(help=_("Lines that part what lies beside them."))]
Fixed = Annotated[str | None, typer.Option(help=_("Column with areas that are kept."))]
Traits = Annotated[
    list[str] | None, typer.Option("--traits", help=_("Column that should be alike inside."))
]
Cuts = Annotated[list[str] | None, typer.Option("--cut", help=_("Column with an office's areas."))]
Gap = Annotated[
    float | None,
    typer.Option(min=0, help=_("Metres between blocks that are neighbours all the same.")),
]


def ground_of(
    path: Path, columns: "BlockColumns", barriers: Path | None, gap: float | None
) -> "tuple[Blocks, Neighbours]":
    """The blocks of a file and which of them are neighbours."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    ground = zoning.read_blocks(path, columns)
    lines = None if barriers is None else zoning.read_barriers(barriers, ground.crs)
    return ground, zoning.find_neighbours(ground, lines, gap_m=gap)


def columns_of(
    path: Path,
    population: str | None,
    municipality: str | None,
    fixed: str | None = None,
    traits: list[str] | None = None,
    cuts: list[str] | None = None,
    *,
    quiet: bool = False,
) -> "BlockColumns":
    """The columns asked for; usual names are taken when nothing is said."""
    from kreisblick.territory.zoning import BlockColumns, usual_columns  # noqa: PLC0415  heavy

    usual = usual_columns(path)
    if population is None and usual.population is None and not quiet:
        say(_("No column 'population': every block counts as one."))
    return BlockColumns(
        population=population or usual.population,
        municipality=municipality or usual.municipality,
        fixed=fixed,
        traits=tuple(traits or ()),
        cuts=tuple(cuts or ()),
    )
