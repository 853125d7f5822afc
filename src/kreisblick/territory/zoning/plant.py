"""Plant: a first draft, in which every area hangs together and few are far from their target.

Ground that hangs together is cut in two along a random spanning tree, again and again, always
where the parts come nearest to whole areas. Edges across barriers and between unlike blocks enter
the tree last, so that cuts fall there (as in recursive tree partition, DeFord, Duchin and Solomon
2021). Longer than usual: compiled code pays for every call.
"""

import numpy as np
from numba import njit

from kreisblick.territory.zoning.anneal import next_random
from kreisblick.territory.zoning.graph import Graph

__all__ = ["cut_in_two", "plant"]

UNLIKE = 0.5  # how much unlikeness weighs against chance, in deviations of the traits
BARRED = 2.0  # an edge across a barrier enters after all others


def plant(
    graph: Graph, quota: np.ndarray, spread: float, tries: int, state: np.ndarray
) -> np.ndarray:
    """Area of each block; the areas of piece 0 come first, then those of piece 1, and so on.

    Args:
        graph: what the areas are drawn on.
        quota: areas of each piece.
        spread: variance of the traits in the district.
        tries: trees tried for every cut.
        state: of the random numbers.
    """
    area = np.zeros(graph.count, dtype=np.int64)
    begin = 0
    for piece, count in enumerate(quota.tolist()):
        members = np.flatnonzero(graph.piece == piece)
        _divide(graph, members, count, begin, area, spread=spread, tries=tries, state=state)
        begin += count
    return area


def _divide(
    graph: Graph,
    members: np.ndarray,
    count: int,
    begin: int,
    area: np.ndarray,
    *,
    spread: float,
    tries: int,
    state: np.ndarray,
) -> None:
    """Number the members' areas from ``begin`` on."""
    open_ = [(members, count, begin)]
    while open_:
        some, wanted, first = open_.pop()
        if wanted == 1:
            area[some] = first
            continue
        inside, parts = cut_in_two(graph, some, wanted, spread=spread, tries=tries, state=state)
        open_.append((some[~inside], wanted - parts, first + parts))
        open_.append((some[inside], int(parts), first))


def cut_in_two(
    graph: Graph, members: np.ndarray, count: int, *, spread: float, tries: int, state: np.ndarray
) -> tuple[np.ndarray, int]:
    """Ground for some areas cut in two: which members are in the first part, and its areas.

    Args:
        graph: what the areas are drawn on.
        members: blocks that hang together.
        count: areas wanted from them, at least 2.
        spread: variance of the traits in the district.
        tries: trees tried.
        state: of the random numbers.
    """
    inside, parts = _cut(
        graph.start,
        graph.other,
        graph.joined,
        graph.people,
        graph.sums,
        members,
        count,
        tries,
        max(spread, 1e-12),
        state,
    )
    return inside, int(parts)


@njit(cache=True)
def _cut(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917  # pragma: no cover - compiled
    start: np.ndarray,
    other: np.ndarray,
    joined: np.ndarray,
    people: np.ndarray,
    sums: np.ndarray,
    members: np.ndarray,
    wanted: int,
    tries: int,
    spread: float,
    state: np.ndarray,
) -> tuple[np.ndarray, int]:
    """The best cut of some blocks in two: which are inside the first part, and its areas."""
    count = len(members)
    place = np.full(len(people), -1, dtype=np.int64)
    total = 0.0
    for index in range(count):
        place[members[index]] = index
        total += people[members[index]]
    target = max(total / wanted, 1e-9)
    best_gap, best_parts = np.inf, 1
    best_inside = np.zeros(count, dtype=np.bool_)
    for _attempt in range(tries):
        parent = np.full(count, -1, dtype=np.int64)
        near = np.full(count, np.inf)
        done = np.zeros(count, dtype=np.bool_)
        order = np.empty(count, dtype=np.int64)
        root = min(int(next_random(state) * count), count - 1)
        near[root] = 0.0
        for turn in range(count):  # Prim's tree with random lengths
            here, least = -1, np.inf
            for index in range(count):
                if not done[index] and near[index] < least:
                    here, least = index, near[index]
            done[here] = True
            order[turn] = here
            block = members[here]
            for edge in range(start[block], start[block + 1]):
                there = place[other[edge]]
                if there < 0 or done[there]:
                    continue
                length = next_random(state)
                if joined[edge] > 0.0:
                    length += BARRED
                one, two = people[block], people[other[edge]]
                if one > 0.0 and two > 0.0:
                    unlike = 0.0
                    for trait in range(sums.shape[1]):
                        gap = sums[block, trait] / one - sums[other[edge], trait] / two
                        unlike += gap * gap
                    length += UNLIKE * np.sqrt(unlike / spread)
                if length < near[there]:
                    near[there] = length
                    parent[there] = here
        below = np.empty(count)
        heads = np.ones(count, dtype=np.int64)
        for index in range(count):
            below[index] = people[members[index]]
        for turn in range(count - 1, 0, -1):
            here = order[turn]
            below[parent[here]] += below[here]
            heads[parent[here]] += heads[here]
        chosen, chosen_parts = -1, 1
        for turn in range(1, count):
            here = order[turn]
            parts = int(np.floor(below[here] / target + 0.5))
            parts = max(1, min(wanted - 1, parts))
            if heads[here] < parts or count - heads[here] < wanted - parts:
                continue
            gap = abs(below[here] - parts * target) / (target * min(parts, wanted - parts))
            if gap < best_gap:
                best_gap, chosen, chosen_parts = gap, here, parts
        if chosen >= 0:
            best_parts = chosen_parts
            best_inside[:] = False
            best_inside[chosen] = True
            for turn in range(1, count):
                here = order[turn]
                if best_inside[parent[here]] and here != chosen:
                    best_inside[here] = True
    return best_inside, best_parts
