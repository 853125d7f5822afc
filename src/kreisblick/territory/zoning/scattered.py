"""Scattered: refuse blocks that mostly stand alone, and fixed areas that fall apart."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.model import Blocks, Neighbours

__all__ = ["parts_of", "refuse_scattered"]

ALONE_SHARE = 0.25  # islands and exclaves are fewer; more means that streets lie between blocks


def refuse_scattered(blocks: Blocks, neighbours: Neighbours) -> None:
    """Refuse ground on which whole areas cannot be drawn.

    Raises:
        ZoningError: when many blocks touch no other one.
        FaultsFoundError: when fixed areas do not hang together though their ground does.
    """
    count = len(blocks.keys)
    alone = count - len(np.unique(neighbours.pairs))
    if count > 1 and alone > ALONE_SHARE * count:
        raise ZoningError.blocks_apart(alone, count)
    faults = [
        Fault(
            code="fixed_apart",
            message=_(
                "The area to be kept does not hang together, and no area may. Divide it, or add "
                "the blocks between its parts."
            ),
            where=area,
        )
        for area in _apart(blocks, neighbours)
    ]
    if faults:
        raise FaultsFoundError(_("Fixed areas"), faults)


def parts_of(neighbours: Neighbours, group: np.ndarray) -> np.ndarray:
    """Number of the part of each block: neighbours with the same group hang together.

    Args:
        neighbours: of ``find_neighbours``.
        group: any value per block.
    """
    left, right = neighbours.pairs.T
    same = group[left] == group[right]
    count = len(group)
    matrix = sparse.coo_array((np.ones(same.sum()), (left[same], right[same])), (count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _apart(blocks: Blocks, neighbours: Neighbours) -> list[str]:
    """Fixed areas with two parts in ground that hangs together (an island is no fault)."""
    fixed = blocks.fixed.astype(str)
    held = np.flatnonzero(fixed != "")
    if len(held) == 0:
        return []
    ground = parts_of(neighbours, blocks.municipality.astype(str))[held]
    part = parts_of(neighbours, fixed)[held]
    name, number = np.unique(fixed[held], return_inverse=True)
    parts = np.unique(np.column_stack([number, ground, part]), axis=0)[:, :2]
    places, times = np.unique(parts, axis=0, return_counts=True)
    return [str(name[place]) for place in np.unique(places[times > 1, 0])]
