"""Match: pair every block with the neighbour that suits it best, for the next coarser level.

Heavy-edge matching as in multilevel partitioning (Karypis and Kumar 1998), where an edge is heavy
when the common border is long and the two are alike.
"""

import numpy as np
from numba import njit

from kreisblick.territory.zoning.graph import Graph

__all__ = ["match"]


def match(graph: Graph, largest: np.ndarray, spread: float) -> np.ndarray:
    """Number of the group of each block; groups have one or two blocks.

    Args:
        graph: the finer level.
        largest: most people a group may have, by block.
        spread: variance of the traits in the district, by which unlikeness is measured.
    """
    order = np.lexsort((np.arange(graph.count), graph.people))  # small ones first
    mate = _match(
        graph.start,
        graph.other,
        graph.border,
        graph.joined,
        graph.people,
        graph.sums,
        graph.rim,
        graph.home,
        order,
        largest,
        max(spread, 1e-12),
    )
    low = np.minimum(mate, np.arange(graph.count))
    return np.unique(low, return_inverse=True)[1].astype(np.int64)


@njit(cache=True)
def _match(  # noqa: PLR0913, PLR0917  # pragma: no cover - compiled
    start: np.ndarray,
    other: np.ndarray,
    border: np.ndarray,
    joined: np.ndarray,
    people: np.ndarray,
    sums: np.ndarray,
    rim: np.ndarray,
    home: np.ndarray,
    order: np.ndarray,
    largest: np.ndarray,
    spread: float,
) -> np.ndarray:
    mate = np.arange(len(people))
    free = np.ones(len(people), dtype=np.bool_)
    for block in order:
        if not free[block]:
            continue
        best, best_worth = -1, 0.0
        for edge in range(start[block], start[block + 1]):
            there = other[edge]
            fits = free[there] and people[block] + people[there] <= largest[block]
            if not fits or home[there] != home[block] or joined[edge] > 0.0:
                continue
            unlike = 0.0
            if people[block] > 0.0 and people[there] > 0.0:
                for trait in range(sums.shape[1]):
                    gap = sums[block, trait] / people[block] - sums[there, trait] / people[there]
                    unlike += gap * gap
            worth = border[edge] / np.sqrt(rim[block] * rim[there]) / (1.0 + unlike / spread)
            if worth > best_worth:
                best, best_worth = there, worth
        free[block] = False
        if best >= 0:
            free[best] = False
            mate[block], mate[best] = best, block
    return mate
