"""Build the graph that areas are drawn on."""

import numpy as np
import shapely

from kreisblick.territory.zoning.graph import Graph, rows
from kreisblick.territory.zoning.model import Blocks, Neighbours
from kreisblick.territory.zoning.pieces import Pieces
from kreisblick.territory.zoning.rules import ZoningRules

__all__ = ["build_graph"]


def build_graph(
    blocks: Blocks,
    free: np.ndarray,
    neighbours: Neighbours,
    allowed: np.ndarray,
    pieces: Pieces,
    rules: ZoningRules,
) -> Graph:
    """The graph of the free blocks."""
    place = np.full(len(blocks.keys), -1)
    place[free] = np.arange(len(free))
    inner = place[neighbours.pairs[allowed]]
    kept = (inner >= 0).all(axis=1)
    bridges = place[pieces.bridges]
    pairs = np.concatenate([inner[kept], bridges])
    border = np.concatenate([neighbours.border_m[allowed][kept], np.zeros(len(bridges))])
    cost = np.concatenate(
        [_joined(blocks, neighbours, rules)[allowed][kept], np.zeros(len(bridges))]
    )
    start, other, border, cost = rows(pairs, border, cost, len(free))
    people = blocks.population[free].astype(np.float64)
    traits = _standard(blocks)[free]
    return Graph(
        start=start,
        other=other,
        border=border,
        joined=cost,
        people=people,
        size=shapely.area(blocks.polygons[free]),
        rim=shapely.length(blocks.polygons[free]),
        sums=np.ascontiguousarray(traits * people[:, None]),
        squares=(traits**2).sum(axis=1) * people,
        home=np.full(len(free), -1, dtype=np.int64),
        stay=np.zeros(len(free)),
        piece=pieces.piece,
    )


def _joined(blocks: Blocks, neighbours: Neighbours, rules: ZoningRules) -> np.ndarray:
    """What it costs to have two neighbours in one area: barriers, and offices that part them."""
    left, right = neighbours.pairs.T
    cost = rules.weights.barriers * neighbours.barrier
    for column in blocks.cuts.T.astype(str):
        known = (column[left] != "") & (column[right] != "")
        apart = np.where(column[left] == column[right], -1.0, 1.0)
        cost = cost + rules.weights.agreement * known * apart
    return np.asarray(cost, dtype=np.float64)


def _standard(blocks: Blocks) -> np.ndarray:
    """Traits with mean 0 and variance 1 over people."""
    people = blocks.population / max(blocks.population.sum(), 1e-12)
    centred = blocks.traits - people @ blocks.traits
    deviation = np.sqrt(people @ centred**2)
    return np.asarray(centred / np.where(deviation > 0, deviation, 1.0))
