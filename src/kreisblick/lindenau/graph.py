"""Keeps areas in one piece: neighbours, components, strays."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from kreisblick.lindenau.definitions import Integers

__all__ = ["neighbours", "pieces", "tidy"]


def pieces(labels: Integers, pairs: Integers) -> Integers:
    """The number of the connected piece of equal labels that each block belongs to."""
    same = pairs[labels[pairs[:, 0]] == labels[pairs[:, 1]]]
    size = len(labels)
    graph = coo_matrix((np.ones(len(same), dtype=np.int8), (same[:, 0], same[:, 1])), (size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def neighbours(pairs: Integers, size: int) -> list[list[int]]:
    """The blocks that share an edge with each block, sorted."""
    found: list[list[int]] = [[] for _ in range(size)]
    for left, right in pairs.tolist():
        found[left].append(right)
        found[right].append(left)
    return [sorted(ones) for ones in found]


def tidy(labels: Integers, pairs: Integers, within: Integers) -> Integers:
    """Labels in which every label is one connected piece.

    Strays are given to a neighbouring label of the same ``within``; the largest piece stays.
    """
    labels = labels.copy()
    beside = neighbours(pairs, len(labels))
    for _ in range(len(labels)):
        strays = _strays(labels, pairs)
        moved = False
        for block in strays:
            near = [b for b in beside[block] if b not in strays and within[b] == within[block]]
            if near:
                labels[block] = labels[near[0]]
                moved = True
        if not moved:
            break
    return labels


def _strays(labels: Integers, pairs: Integers) -> set[int]:
    piece = pieces(labels, pairs)
    size = np.bincount(piece)
    order = np.lexsort((piece, -size[piece], labels))
    first = np.r_[True, np.diff(labels[order]) != 0]
    main = set(piece[order[first]].tolist())
    return {block for block in range(len(labels)) if int(piece[block]) not in main}
