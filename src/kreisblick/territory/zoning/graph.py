"""The graph that areas are drawn on: blocks with their neighbours, and coarser copies of it."""

from dataclasses import dataclass, field

import numpy as np

__all__ = ["Graph", "coarsen"]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Blocks (or groups of blocks) and their neighbours in compressed rows.

    Attributes:
        start, other, border, joined: see ``anneal``.
        people, size, rim, sums, squares: see ``anneal``.
        home, stay: see ``anneal``.
        piece: number of the piece of ground that hangs together.
    """

    start: np.ndarray = field(repr=False)
    other: np.ndarray = field(repr=False)
    border: np.ndarray = field(repr=False)
    joined: np.ndarray = field(repr=False)
    people: np.ndarray = field(repr=False)
    size: np.ndarray = field(repr=False)
    rim: np.ndarray = field(repr=False)
    sums: np.ndarray = field(repr=False)
    squares: np.ndarray = field(repr=False)
    home: np.ndarray = field(repr=False)
    stay: np.ndarray = field(repr=False)
    piece: np.ndarray = field(repr=False)

    @property
    def count(self) -> int:
        """How many blocks."""
        return len(self.people)

    @property
    def source(self) -> np.ndarray:
        """The block each entry of ``other`` belongs to."""
        return np.repeat(np.arange(self.count), np.diff(self.start))


def rows(
    pairs: np.ndarray, border: np.ndarray, joined: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pairs as compressed rows, both ways: ``start, other, border, joined``."""
    left = np.concatenate([pairs[:, 0], pairs[:, 1]])
    right = np.concatenate([pairs[:, 1], pairs[:, 0]])
    order = np.lexsort((right, left))
    start = np.concatenate([[0], np.cumsum(np.bincount(left, minlength=count))])
    return (
        start.astype(np.int64),
        right[order].astype(np.int64),
        np.tile(border, 2)[order],
        np.tile(joined, 2)[order],
    )


def coarsen(graph: Graph, group: np.ndarray) -> Graph:
    """The graph of groups: blocks of one group become one.

    Args:
        graph: the finer graph.
        group: number of each block's group, 0 to groups - 1; a group lies in one piece and has
            one home.
    """
    count = int(group.max()) + 1
    left, right = group[graph.source], group[graph.other]
    once = left < right
    key = left[once] * np.int64(count) + right[once]
    found, place = np.unique(key, return_inverse=True)
    pairs = np.column_stack([found // count, found % count])
    border = np.bincount(place, weights=graph.border[once], minlength=len(found))
    joined = np.bincount(place, weights=graph.joined[once], minlength=len(found))
    within = np.bincount(left[left == right], weights=graph.border[left == right], minlength=count)
    start, other, border, joined = rows(pairs, border, joined, count)
    sums = [_sum(trait, group, count) for trait in graph.sums.T]
    first = np.full(count, -1, dtype=np.int64)
    first[group[::-1]] = np.arange(graph.count)[::-1]
    return Graph(
        start=start,
        other=other,
        border=border,
        joined=joined,
        people=_sum(graph.people, group, count),
        size=_sum(graph.size, group, count),
        rim=_sum(graph.rim, group, count) - within,
        sums=np.column_stack(sums) if sums else np.empty((count, 0)),
        squares=_sum(graph.squares, group, count),
        home=graph.home[first],
        stay=_sum(graph.stay, group, count),
        piece=graph.piece[first],
    )


def _sum(values: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(group, weights=values, minlength=count)
