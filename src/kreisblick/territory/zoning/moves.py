"""Moves: what was changed by hand, step by step, kept beside the cut, and taken back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.zoning.edit import Move, move
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.model import Blocks, Neighbours

__all__ = ["Step", "moves_path", "read_moves", "record", "undo", "write_moves"]

COLUMNS = ("step", "on", "block", "from", "to", "by", "reason")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One block that changed its area.

    Attributes:
        step: number; blocks that moved together share it.
        on: day, as given ("" when nobody said).
        block: its key.
        source: key of the area it came from.
        target: key of the area it went to.
        by: office that asked for it.
        reason: why.
    """

    step: int
    on: str
    block: str
    source: str
    target: str
    by: str = ""
    reason: str = ""


def record(
    steps: Sequence[Step], blocks: Blocks, before: Sequence[str], moves: Sequence[Move], on: str
) -> list[Step]:
    """The steps with some moves that were done together."""
    home = dict(zip(blocks.keys, map(str, before), strict=True))
    number = max((one.step for one in steps), default=0) + 1
    return [
        *steps,
        *(
            Step(
                step=number,
                on=on,
                block=wish.block,
                source=home[wish.block],
                target=wish.area,
                by=wish.office,
                reason=wish.reason,
            )
            for wish in moves
        ),
    ]


def undo(
    blocks: Blocks, neighbours: Neighbours, areas: Sequence[str], steps: Sequence[Step]
) -> tuple[list[str], list[Step]]:
    """The areas before the last step, and the steps that are left.

    Raises:
        ZoningError: when there is no step, the cut is not the one that the steps led to, or
            something else was changed so that the way back is barred.
    """
    if not steps:
        raise ZoningError.nothing_to_undo()
    last = max(one.step for one in steps)
    gone = [one for one in steps if one.step == last]
    home = dict(zip(blocks.keys, map(str, areas), strict=True))
    for one in gone:
        if home.get(one.block) != one.target:
            raise ZoningError.other_cut(one.block, one.target)
    back = [Move(block=one.block, area=one.source) for one in gone]
    return move(blocks, neighbours, areas, back), [one for one in steps if one.step != last]


def moves_path(cut: Path) -> Path:
    """Where the moves of a cut lie: ``cut.csv`` has ``cut.moves.csv``."""
    return cut.with_name(f"{cut.stem}.moves.csv")


def read_moves(path: Path) -> list[Step]:
    """The steps of a file; none when it is not there.

    Raises:
        ZoningError: when a column is missing or a step has no number.
    """
    if not path.is_file():
        return []
    table = read_table(path)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise ZoningError.no_moves(path.name, missing[0])
    rows = table.select(COLUMNS).cast(pl.String).fill_null("").rows()
    try:
        numbers = [int(row[0]) for row in rows]
    except ValueError:
        raise ZoningError.no_moves(path.name, "step") from None
    return [
        Step(step=number, on=on, block=block, source=source, target=target, by=by, reason=reason)
        for number, (_step, on, block, source, target, by, reason) in zip(
            numbers, rows, strict=True
        )
    ]


def write_moves(path: Path, steps: Sequence[Step]) -> None:
    """The steps as a table; without any the file goes."""
    if not steps:
        path.unlink(missing_ok=True)
        return
    rows = [tuple(str(value) for value in asdict(one).values()) for one in steps]
    write_table(pl.DataFrame(rows, schema=list(COLUMNS), orient="row"), path)
