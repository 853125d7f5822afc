"""Maintain: take up a cut that is there, so that it can be continued with few changes.

Areas that no longer hang together keep their largest part. Where there are more areas than wanted
the smallest are dissolved, where there are fewer the largest are divided.
"""

from dataclasses import replace

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.territory.zoning.graph import Graph
from kreisblick.territory.zoning.plant import cut_in_two
from kreisblick.territory.zoning.rules import ZoningRules

__all__ = ["take_up"]

OPEN = -1


def take_up(
    graph: Graph, quota: np.ndarray, keys: np.ndarray, rules: ZoningRules, state: np.ndarray
) -> tuple[Graph, np.ndarray]:
    """The graph with the area each block should keep, and a whole cut close to the given one.

    Args:
        graph: of the free blocks.
        quota: areas of each piece.
        keys: area of each block in the given cut, "" for none.
        rules: with ``tries``.
        state: of the random numbers.
    """
    part = _largest_parts(graph, keys)
    area = np.full(graph.count, OPEN, dtype=np.int64)
    begin = 0
    for piece, count in enumerate(quota.tolist()):
        members = np.flatnonzero(graph.piece == piece)
        kept = _as_many(graph, members, part, count, rules, state)
        for index, some in enumerate(kept):
            area[some] = begin + index
        begin += count
    home = area.copy()
    _grow(graph, area)
    return replace(graph, home=home), area


def _largest_parts(graph: Graph, keys: np.ndarray) -> np.ndarray:
    """Number of the area of each block; open where its area's largest part lies elsewhere."""
    number = np.unique(keys, return_inverse=True)[1].astype(np.int64)
    same = number[graph.source] == number[graph.other]
    matrix = sparse.coo_array(
        (np.ones(same.sum()), (graph.source[same], graph.other[same])), (graph.count,) * 2
    )
    part = connected_components(matrix, directed=False)[1]
    people = np.bincount(part, weights=graph.people)
    best = np.full(number.max() + 1, OPEN)
    for index in np.argsort(people, kind="stable").tolist():
        best[number[np.argmax(part == index)]] = index
    return np.where((best[number] == part) & (keys != ""), number, OPEN)


def _as_many(
    graph: Graph,
    members: np.ndarray,
    part: np.ndarray,
    count: int,
    rules: ZoningRules,
    state: np.ndarray,
) -> list[np.ndarray]:
    """The blocks of as many areas as wanted."""
    numbers = [n for n in np.unique(part[members]).tolist() if n != OPEN]
    kept = [members[part[members] == n] for n in numbers] or [members]
    kept.sort(key=lambda some: (-graph.people[some].sum(), some[0]))
    kept = kept[:count]
    while len(kept) < count:
        largest = max(
            (some for some in kept if len(some) > 1),
            key=lambda some: (graph.people[some].sum(), -some[0]),
            default=None,
        )
        if largest is None:
            break
        inside, _parts = cut_in_two(
            graph, largest, 2, spread=float(graph.sums.shape[1]), tries=rules.tries, state=state
        )
        kept = [some for some in kept if some is not largest]
        kept += [largest[inside], largest[~inside]]
    free = np.setdiff1d(members, np.concatenate(kept))
    # areas of blocks that no kept area could be divided into
    kept += [free[[index]] for index in range(count - len(kept))]
    return kept


def _grow(graph: Graph, area: np.ndarray) -> None:
    """Give open blocks to a neighbouring area, block by block from its border."""
    waiting = np.flatnonzero(area == OPEN).tolist()
    while waiting:
        left = []
        for block in waiting:
            span = slice(graph.start[block], graph.start[block + 1])
            near = area[graph.other[span]]
            held = near != OPEN
            if not held.any():
                left.append(block)
                continue
            choices, border = near[held], graph.border[span][held]
            length = np.bincount(choices, weights=border + 1e-9)
            area[block] = int(length.argmax())
        if len(left) == len(waiting):
            break
        waiting = left
