"""``kreisblick zoning move, undo``: a cut changed by hand, with figures at once."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kreisblick.base.language import translate as _
from kreisblick.cli.terminal import Json, day_of, say_json
from kreisblick.cli.zoning_ground import (
    Barriers,
    BlockFile,
    CutFile,
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
    from collections.abc import Sequence

    import numpy as np

    from kreisblick.territory.zoning import Blocks, Neighbours, Step

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("move", help=_("Move blocks of a cut to a neighbouring area."))(move)
    group.command("undo", help=_("Take back the last move."))(undo)


def move(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: CutFile,
    *,
    block: Annotated[list[str], typer.Option("--block", help=_("Key of a block to be moved."))],
    to: Annotated[str, typer.Option("--to", help=_("Key of its new area."))],
    output: Output,
    by: Annotated[str, typer.Option(help=_("Who asked for it, an office or a town."))] = "",
    reason: Annotated[str, typer.Option(help=_("Why, for the paper that is signed."))] = "",
    on: Annotated[str, typer.Option("--on", help=_("Day of the wish, as 2024-12-31."))] = "",
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    gap: Gap = None,
    json: Json = False,
) -> None:
    """Move blocks, note the step beside the cut, and say what it does to the figures."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    zoning.refuse_ending(output)
    day = day_of(on).isoformat() if on else ""
    columns = columns_of(blocks, population, municipality, fixed, traits, quiet=json)
    ground, near = ground_of(blocks, columns, barriers, gap)
    before = zoning.read_cut(cut_file, ground, whole=True)
    steps = zoning.read_moves(zoning.moves_path(cut_file))
    wishes = [zoning.Move(block=key, area=to, reason=reason, office=by) for key in block]
    after = zoning.move(ground, near, [str(area) for area in before], wishes)
    steps = zoning.record(steps, ground, [str(area) for area in before], wishes, day)
    _keep(output, ground, near, before, after, steps, json=json)


def undo(  # noqa: PLR0913  every option of the command
    blocks: BlockFile,
    cut_file: CutFile,
    *,
    output: Output,
    population: People = None,
    municipality: Town = None,
    barriers: Barriers = None,
    fixed: Fixed = None,
    traits: Traits = None,
    gap: Gap = None,
    json: Json = False,
) -> None:
    """Take back the last step that was noted beside the cut."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    zoning.refuse_ending(output)
    columns = columns_of(blocks, population, municipality, fixed, traits, quiet=json)
    ground, near = ground_of(blocks, columns, barriers, gap)
    before = zoning.read_cut(cut_file, ground, whole=True)
    steps = zoning.read_moves(zoning.moves_path(cut_file))
    after, left = zoning.undo(ground, near, [str(area) for area in before], steps)
    _keep(output, ground, near, before, after, left, json=json)


def _keep(
    output: Path,
    ground: "Blocks",
    near: "Neighbours",
    before: "np.ndarray",
    after: list[str],
    steps: "Sequence[Step]",
    *,
    json: bool,
) -> None:
    """Write the cut and its steps, and tell the figures."""
    from kreisblick.territory import zoning  # noqa: PLC0415  heavy

    told = zoning.measure(ground, near, zoning.number_areas(after), start=before)
    zoning.write_cut(output, ground, after, told)
    zoning.write_moves(zoning.moves_path(output), steps)
    if json:
        say_json(asdict(told))
    else:
        tell(output, "", told)
