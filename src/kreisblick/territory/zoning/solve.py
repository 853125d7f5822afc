"""Solve: from a coarse first draft to the finest blocks, or on from a cut that is there."""

from dataclasses import replace

import numpy as np

from kreisblick.territory.zoning.anneal import anneal
from kreisblick.territory.zoning.graph import Graph, coarsen
from kreisblick.territory.zoning.match import match
from kreisblick.territory.zoning.plant import plant
from kreisblick.territory.zoning.rules import ZoningRules

__all__ = ["go_on", "solve"]


def solve(graph: Graph, quota: np.ndarray, rules: ZoningRules, state: np.ndarray) -> np.ndarray:
    """Areas of the graph's blocks, drawn from coarse to fine.

    Args:
        graph: of the finest blocks.
        quota: areas of each piece.
        rules: weights and heat.
        state: of the random numbers.
    """
    target = _targets(graph, quota)
    spread = float(graph.sums.shape[1])
    levels, groups = _levels(graph, quota, target, spread, rules)
    best, least = np.empty(0, dtype=np.int64), np.inf
    for _attempt in range(max(1, min(rules.most_drafts, rules.drafted_blocks // graph.count))):
        area = plant(levels[-1], quota, spread, rules.tries, state)
        hot, cost = rules.heat.first, np.inf
        for number in range(len(levels) - 1, -1, -1):
            cost = _improve(levels[number], area, target, rules, hot, state)
            area = area[groups[number - 1]] if number else area
            hot = rules.heat.finer
        if cost < least:
            best, least = area, cost
    return best


def go_on(
    graph: Graph, quota: np.ndarray, area: np.ndarray, rules: ZoningRules, state: np.ndarray
) -> np.ndarray:
    """A cut that is there, improved as far as it is worth the people who change area.

    Args:
        graph: of the finest blocks, with the area each should keep in ``home``.
        quota: areas of each piece.
        area: the cut; every area hangs together.
        rules: weights and heat.
        state: of the random numbers.
    """
    target = _targets(graph, quota)
    stay = rules.weights.keep * graph.people / target[area]
    found = area.copy()
    _improve(replace(graph, stay=stay), found, target, rules, rules.heat.continued, state)
    return found


def _targets(graph: Graph, quota: np.ndarray) -> np.ndarray:
    """People wanted in each area: the mean of its piece."""
    people = np.bincount(graph.piece, weights=graph.people, minlength=len(quota))
    mean = people / np.maximum(quota, 1)
    return np.repeat(np.maximum(mean, 1e-9), quota)


def _levels(
    graph: Graph, quota: np.ndarray, target: np.ndarray, spread: float, rules: ZoningRules
) -> tuple[list[Graph], list[np.ndarray]]:
    """The graph and its coarser copies, with the groups that lead from each to the next."""
    first = np.concatenate([[0], np.cumsum(quota)])[:-1]
    levels, groups = [graph], []
    while levels[-1].count > rules.coarsest * int(quota.sum()):
        last = levels[-1]
        largest = target[np.minimum(first[last.piece], len(target) - 1)] * 2 / rules.coarsest
        group = match(last, largest, spread)
        if group.max() + 1 > 0.95 * last.count:
            break
        groups.append(group)
        levels.append(coarsen(last, group))
    return levels, groups


def _improve(
    graph: Graph,
    area: np.ndarray,
    target: np.ndarray,
    rules: ZoningRules,
    hot: float,
    state: np.ndarray,
) -> float:
    """Anneal one level; what the cut costs then."""
    # the smaller the blocks, the less a single one costs, and the less heat it takes to move it
    part = min(1.0, rules.coarsest * len(target) / graph.count)
    total = max(float(graph.people.sum()) * graph.sums.shape[1], 1e-12)
    weights = np.array(
        [
            rules.weights.balance / rules.tolerance**2,
            rules.weights.compactness,
            rules.weights.homogeneity * len(target) / total if graph.sums.shape[1] else 0.0,
        ]
    )
    cost: float = anneal(
        graph.start,
        graph.other,
        graph.border,
        graph.joined,
        graph.people,
        graph.size,
        graph.rim,
        graph.sums,
        graph.squares,
        graph.home,
        graph.stay,
        target,
        area,
        weights,
        hot * part,
        rules.heat.last * part,
        rules.steps * graph.count,
        state,
    )
    return cost
