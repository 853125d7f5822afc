"""``kreisblick zoning``: planning areas drawn, compared and edited."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli import zoning_edit, zoning_shown
from kreisblick.cli.terminal import Json, TerminalProgress, say, say_json
from kreisblick.cli.zoning_ground import (
    Barriers,
    BlockFile,
    CutFile,
    Cuts,
    Fixed,
    Gap,
    Output,
    People,
    Town,
    Traits,
    columns_of,
    ground_of,
)
from kreisblick.cli.zoning_told import tell

if TYPE_CHECKING:
    import numpy as np

    from kreisblick.territory.zoning import BlockColumns, Blocks, Figures, Neighbours

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=_("Draw planning areas from blocks."))
    group.command("draw", help=_("Draw areas of about equal population."))(draw)
    group.command("figures", help=_("How good a cut is."))(figures)
    zoning_edit.register(group)
    zoning_shown.register(group)
    app.add_typer(group, name="zoning")


def draw(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    *,
    areas: Annotated[int, typer.Option(help=_("How many areas."))],
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
    gap: Gap = None,
    start: Annotated[
        Path | None, typer.Option(help=_("A cut to go on from with few changes."))
    ] = None,
    proposals: Annotated[int, typer.Option(min=1, help=_("How many proposals."))] = 1,
    page: Annotated[
        Path | None, typer.Option(help=_("A page with map and figures of every proposal."))
    ] = None,
    json: Json = False,
) -> None:
    """Draw one cut, or several proposals beside each other."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    zoning.refuse_ending(output)
    zoning_shown.refuse_page(page, ".html")
    columns = columns_of(blocks, population, municipality, fixed, traits, cut, quiet=json)
    rules = zoning.shipped_zoning_rules().model_copy(update={"hard_barriers": hard_barriers})
    with TerminalProgress().step(_("Reading blocks")):
        ground, near = ground_of(blocks, columns, barriers, gap)
    old = None if start is None else zoning.read_cut(start, ground)
    wish = {"areas": areas, "seed": seed, "rules": rules}
    drawn = _proposals(ground, near, columns, wish, old, proposals)
    known = {"barriers": barriers is not None, "hard_barriers": hard_barriers}
    known["people"] = columns.population is not None
    _hand_out(output, ground, near, drawn, old, known, json=json)
    _show(page, ground, [(t or output.stem, a, f) for t, a, f in drawn], quiet=json)


def _show(
    page: Path | None,
    ground: "Blocks",
    drawn: "list[tuple[str, np.ndarray, Figures]]",
    *,
    quiet: bool,
) -> None:
    """Write the page, if one is wanted, and say where it lies."""
    if page is None:
        return
    zoning_shown.write_page(page, ground, drawn)
    if not quiet:
        say(_("Page with maps: {path}").format(path=page))


def _hand_out(
    output: Path,
    ground: "Blocks",
    near: "Neighbours",
    drawn: "list[tuple[str, np.ndarray, Figures]]",
    old: "np.ndarray | None",
    known: dict[str, bool],
    *,
    json: bool,
) -> None:
    """Write every cut and tell its figures."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    shown = []
    for number, (title, assignment, told) in enumerate(drawn, start=1):
        path = output if len(drawn) == 1 else _numbered(output, number)
        keys = zoning.name_areas(ground, assignment, start=old)
        zoning.write_cut(path, ground, keys, told)
        cautions = zoning.caution(
            ground,
            near,
            assignment,
            barriers=known["barriers"],
            hard_barriers=known["hard_barriers"],
        )
        shown.append({"file": str(path), "title": title} | asdict(told) | {"notes": cautions})
        if not json:
            tell(path, title, told, cautions, people=known["people"])
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
        found = zoning.propose(
            ground, near, **wish, offices=offices, start=old, most=most, progress=progress
        )
        return [(p.emphasis.title.de, p.assignment, p.figures) for p in found]
    with progress.step(_("Drawing areas")):
        one = zoning.draw(ground, near, **wish, start=old)
    return [("", one, zoning.measure(ground, near, one, offices=offices, start=old))]


def figures(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: CutFile,
    *,
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    cut: Cuts = None,
    gap: Gap = None,
    json: Json = False,
) -> None:
    """Measure a cut that is there."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    columns = columns_of(blocks, population, municipality, fixed, traits, cut, quiet=json)
    ground, near = ground_of(blocks, columns, barriers, gap)
    numbers = zoning.number_areas(zoning.read_cut(cut_file, ground, whole=True))
    told = zoning.measure(ground, near, numbers, offices=columns.cuts)
    if json:
        say_json(asdict(told))
    else:
        tell(cut_file, "", told, people=columns.population is not None)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")
