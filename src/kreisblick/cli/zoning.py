"""``kreisblick zoning``: planning areas drawn, compared and edited."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kreisblick.base.language import format_count, format_decimal, format_percent
from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json

if TYPE_CHECKING:
    import numpy as np

    from kreisblick.territory.zoning import BlockColumns, Blocks, Figures, Neighbours

__all__ = ["register"]

BlockFile = Annotated[
    Path, typer.Argument(metavar="BLOCKS", help=_("Polygons with a key 'block'."))
]
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


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Draw planning areas from blocks."))
    group.command("draw", help=_("Draw areas of about equal population."))(draw)
    group.command("figures", help=_("How good a cut is."))(figures)
    group.command("move", help=_("Move blocks of a cut to a neighbouring area."))(move)
    app.add_typer(group, name="zoning")


def draw(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    *,
    areas: Annotated[int, typer.Option(min=1, help=_("How many areas."))],
    output: Output,
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    seed: Annotated[int, typer.Option(min=0, help=_("The same seed gives the same cut."))] = 0,
    traits: Traits = None,
    cut: Cuts = None,
    hard_barriers: Annotated[
        bool, typer.Option("--hard-barriers", help=_("No area on both sides of a barrier."))
    ] = False,
    start: Annotated[
        Path | None, typer.Option(help=_("A cut to go on from with few changes."))
    ] = None,
    proposals: Annotated[int, typer.Option(min=1, help=_("How many proposals."))] = 1,
    json: Json = False,
) -> None:
    """Draw one cut, or several proposals beside each other."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    columns = _columns(blocks, population, municipality, fixed, traits, cut)
    rules = zoning.shipped_zoning_rules().model_copy(update={"hard_barriers": hard_barriers})
    with TerminalProgress().step(_("Reading blocks")):
        ground, near = _ground(blocks, columns, barriers)
    old = None if start is None else zoning.read_cut(start, ground)
    wish = {"areas": areas, "seed": seed, "rules": rules}
    drawn = _proposals(ground, near, columns, wish, old, proposals)
    shown = []
    for number, (title, assignment, told) in enumerate(drawn, start=1):
        path = output if len(drawn) == 1 else _numbered(output, number)
        zoning.write_cut(path, ground, zoning.name_areas(ground, assignment), told)
        shown.append({"file": str(path), "title": title} | asdict(told))
        if not json:
            _tell(path, title, told)
    if json:
        say_json(shown)


def _proposals(
    ground: "Blocks",
    near: "Neighbours",
    columns: "BlockColumns",
    wish: dict[str, Any],
    old: "np.ndarray | None",
    most: int,
) -> "list[tuple[str, np.ndarray, Figures]]":
    """Title, areas and figures of one cut, or of several proposals."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    progress, offices = TerminalProgress(), columns.cuts
    if most > 1:
        found = zoning.propose(ground, near, **wish, offices=offices, most=most, progress=progress)
        return [(p.emphasis.title.de, p.assignment, p.figures) for p in found]
    with progress.step(_("Drawing areas")):
        one = zoning.draw(ground, near, **wish, start=old)
    return [("", one, zoning.measure(ground, near, one, offices=offices, start=old))]


def figures(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: Annotated[Path, typer.Argument(metavar="CUT", help=_("Table block, area."))],
    *,
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    cut: Cuts = None,
    json: Json = False,
) -> None:
    """Measure a cut that is there."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    columns = _columns(blocks, population, municipality, fixed, traits, cut)
    ground, near = _ground(blocks, columns, barriers)
    numbers = zoning.number_areas(zoning.read_cut(cut_file, ground))
    told = zoning.measure(ground, near, numbers, offices=columns.cuts)
    if json:
        say_json(asdict(told))
    else:
        _tell(cut_file, "", told)


def move(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: Annotated[Path, typer.Argument(metavar="CUT", help=_("Table block, area."))],
    *,
    block: Annotated[list[str], typer.Option("--block", help=_("Key of a block to be moved."))],
    to: Annotated[str, typer.Option("--to", help=_("Key of its new area."))],
    output: Output,
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    json: Json = False,
) -> None:
    """Move blocks and say at once what that does to the figures."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    columns = _columns(blocks, population, municipality, fixed, traits, None)
    ground, near = _ground(blocks, columns, barriers)
    before = zoning.read_cut(cut_file, ground)
    wishes = [zoning.Move(block=key, area=to) for key in block]
    after = zoning.move(ground, near, [str(area) for area in before], wishes)
    told = zoning.measure(ground, near, zoning.number_areas(after), start=before)
    zoning.write_cut(output, ground, after, told)
    if json:
        say_json(asdict(told))
    else:
        _tell(output, "", told)


def _ground(
    path: Path, columns: "BlockColumns", barriers: Path | None
) -> "tuple[Blocks, Neighbours]":
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    ground = zoning.read_blocks(path, columns)
    lines = None if barriers is None else zoning.read_barriers(barriers, ground.crs)
    return ground, zoning.find_neighbours(ground, lines)


def _columns(
    path: Path,
    population: str | None,
    municipality: str | None,
    fixed: str | None,
    traits: list[str] | None,
    cuts: list[str] | None,
) -> "BlockColumns":
    """The columns asked for; usual names are taken when nothing is said."""
    from kreisblick.territory.zoning import BlockColumns, usual_columns  # noqa: PLC0415  heavy

    usual = usual_columns(path)
    if population is None and usual.population is None:
        say(_("No column 'population': every block counts as one."))
    return BlockColumns(
        population=population or usual.population,
        municipality=municipality or usual.municipality,
        fixed=fixed,
        traits=tuple(traits or ()),
        cuts=tuple(cuts or ()),
    )


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


def _tell(path: Path, title: str, told: "Figures") -> None:
    """The figures of a cut in words."""
    say(f"{path}" + (f" – {title}" if title else ""))
    lines = [
        (_("areas"), format_count(told.areas)),
        (
            _("people per area"),
            f"{format_count(told.smallest)} – {format_count(told.largest)}",
        ),
        (
            _("deviation from the municipality's mean"),
            _("{cv} on average, {most} at most").format(
                cv=format_percent(100 * told.cv_own_target),
                most=format_percent(100 * told.max_own_target),
            ),
        ),
        (
            _("deviation from the district's mean"),
            _("{cv} on average, of which {floor} no cut can avoid").format(
                cv=format_percent(100 * told.cv_district),
                floor=format_percent(100 * told.cv_floor),
            ),
        ),
        (_("areas that do not hang together"), format_count(told.parts_not_contiguous)),
        (_("areas across municipalities"), format_count(told.areas_across_municipalities)),
        (_("compactness (Polsby-Popper)"), format_decimal(told.polsby_popper, 2)),
        (_("neighbours parted by a barrier"), format_count(told.barrier_crossings)),
    ]
    if told.homogeneity is not None:
        lines.append((_("likeness inside areas"), format_decimal(told.homogeneity, 2)))
    if told.fixed_kept is not None:
        lines.append((_("fixed areas kept"), format_percent(100 * told.fixed_kept)))
    if told.residents_moved is not None:
        lines.append((_("people who change area"), format_count(told.residents_moved)))
    lines += [
        (_("agreement with {cut}").format(cut=cut), format_percent(100 * share))
        for cut, share in told.agreement.items()
    ]
    for name, value in lines:
        say(f"  {name:<46} {value}")
