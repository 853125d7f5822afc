"""Edit: move single blocks of a cut to a neighbouring area, with figures at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.base.language import translate as _
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.model import Blocks, Neighbours

__all__ = ["Move", "move"]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A block that changes its area, and why.

    Attributes:
        block: its key.
        area: key of its new area.
        reason: for the paper that the municipalities sign.
        office: who asked for it.
    """

    block: str
    area: str
    reason: str = ""
    office: str = ""


def move(
    blocks: Blocks,
    neighbours: Neighbours,
    areas: Sequence[str],
    moves: Sequence[Move],
) -> list[str]:
    """The areas after some moves, done together.

    Undoing is moving back: keep the list of moves, and leave the last one out.

    Args:
        blocks: the ground.
        neighbours: of ``find_neighbours``.
        areas: key of each block's area.
        moves: which blocks go where.

    Raises:
        ZoningError: when a block or area is unknown, a block is fixed, an area would lie in two
            municipalities, would end, or would no longer hang together. Nothing is moved then.
    """
    place = {key: row for row, key in enumerate(blocks.keys)}
    found = np.array(list(areas), dtype=object)
    for wish in moves:
        _refuse(blocks, found, place, wish)
        found[place[wish.block]] = wish.area
    touched = {str(areas[place[wish.block]]) for wish in moves} | {wish.area for wish in moves}
    for area in sorted(touched):
        _refuse_torn(neighbours, found, np.array(list(areas), dtype=object), area)
    return [str(area) for area in found]


def _refuse(blocks: Blocks, found: np.ndarray, place: dict[str, int], wish: Move) -> None:
    row = place.get(wish.block)
    if row is None:
        raise ZoningError.cannot_move(wish.block, _("there is no such block."))
    home = np.flatnonzero(found == wish.area)
    if len(home) == 0:
        raise ZoningError.cannot_move(wish.block, _("there is no such area."))
    if str(blocks.fixed[row]) or str(blocks.fixed[home[0]]):
        raise ZoningError.cannot_move(wish.block, _("one of the two areas is fixed."))
    if blocks.municipality[row] != blocks.municipality[home[0]]:
        raise ZoningError.cannot_move(
            wish.block, _("the area lies in another municipality, and no area crosses the border.")
        )


def _refuse_torn(neighbours: Neighbours, found: np.ndarray, before: np.ndarray, area: str) -> None:
    """An area must not end or come apart; one that was apart before may stay so."""
    members = np.flatnonzero(found == area)
    if len(members) == 0:
        raise ZoningError.cannot_move(area, _("it is the last block of its area."))
    if _parts(neighbours, found, area) > max(1, _parts(neighbours, before, area)):
        raise ZoningError.cannot_move(area, _("the area would no longer hang together."))


def _parts(neighbours: Neighbours, found: np.ndarray, area: str) -> int:
    """Into how many parts an area falls."""
    members = found == area
    if not members.any():
        return 0
    left, right = neighbours.pairs.T
    inner = members[left] & members[right]
    count = len(found)
    matrix = sparse.coo_array((np.ones(inner.sum()), (left[inner], right[inner])), (count, count))
    part = connected_components(matrix, directed=False)[1]
    return len(np.unique(part[members]))
