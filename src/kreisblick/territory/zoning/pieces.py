"""Pieces: which ground hangs together, and how many areas does each piece get?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.territory.zoning.model import Blocks
from kreisblick.territory.zoning.quotas import share_out
from kreisblick.territory.zoning.rules import ZoningRules

__all__ = ["Pieces", "find_pieces"]


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """Ground that hangs together.

    Attributes:
        piece: number of each block's piece.
        quota: areas of each piece.
        bridges: pairs of blocks that join what does not hang together, shape (b, 2).
    """

    piece: np.ndarray = field(repr=False)
    quota: np.ndarray = field(repr=False)
    bridges: np.ndarray = field(repr=False)


def find_pieces(
    blocks: Blocks,
    free: np.ndarray,
    pairs: np.ndarray,
    quotas: Mapping[str, int],
    rules: ZoningRules,
) -> Pieces:
    """Pieces of the free blocks and their share of their municipality's areas.

    Ground with fewer people than ``own_quota`` areas is joined to the nearest ground of its
    municipality by a bridge (an island, an exclave); so is what would be more pieces than areas.

    Args:
        blocks: the ground.
        free: row numbers of the blocks to draw areas from.
        pairs: neighbours among all blocks that may share an area.
        quotas: areas for the free ground of each municipality.
        rules: with ``own_quota``.
    """
    place = np.full(len(blocks.keys), -1)
    place[free] = np.arange(len(free))
    inner = place[pairs]
    inner = inner[(inner >= 0).all(axis=1)]
    piece = _components(inner, len(free))
    towns = blocks.municipality[free].astype(str)
    bridges: list[tuple[int, int]] = []
    quota_of: dict[int, int] = {}
    for town in np.unique(towns):
        members = np.flatnonzero(towns == town)
        joints, given = _settle(
            blocks, free, members, piece[members], quotas[str(town)], rules.own_quota
        )
        bridges += joints
        quota_of |= given
    ends = np.array(bridges, dtype=np.int64).reshape(-1, 2)
    whole = _components(np.concatenate([inner, place[ends]]), len(free))
    quota = np.zeros(int(whole.max(initial=-1)) + 1, dtype=np.int64)
    for block, count in quota_of.items():
        quota[whole[block]] += count
    return Pieces(piece=whole, quota=quota, bridges=ends)


def _components(pairs: np.ndarray, count: int) -> np.ndarray:
    matrix = sparse.coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _settle(
    blocks: Blocks,
    free: np.ndarray,
    members: np.ndarray,
    piece: np.ndarray,
    areas: int,
    own_quota: float,
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Bridges and quotas (by one block of each piece) inside one municipality."""
    groups = {int(p): members[piece == p] for p in np.unique(piece)}
    people = {p: float(blocks.population[free[m]].sum()) for p, m in groups.items()}
    least = own_quota * sum(people.values()) / areas
    bridges = []
    while len(groups) > 1:
        smallest = min(groups, key=lambda p: (people[p], p))
        if people[smallest] >= least and len(groups) <= areas:
            break
        rest = np.concatenate([m for p, m in groups.items() if p != smallest])
        end, other = _nearest(blocks.polygons, free[groups[smallest]], free[rest])
        bridges.append((end, other))
        into = next(p for p, m in groups.items() if p != smallest and other in free[m])
        groups[into] = np.concatenate([groups[into], groups.pop(smallest)])
        people[into] += people.pop(smallest)
    shares = share_out({str(p): n for p, n in people.items()}, areas)
    return bridges, {int(groups[int(p)][0]): count for p, count in shares.items()}


def _nearest(polygons: np.ndarray, some: np.ndarray, others: np.ndarray) -> tuple[int, int]:
    """The two blocks of two groups that lie nearest to each other."""
    tree = shapely.STRtree(polygons[others])
    (here, there), gap = tree.query_nearest(polygons[some], return_distance=True)
    first = int(np.lexsort((others[there], some[here], gap))[0])
    return int(some[here[first]]), int(others[there[first]])
