"""Draw planning areas from blocks: equal in population, whole, compact, alike inside.

Multilevel: blocks are paired with like neighbours until few are left for each area, a first draft
is planted on these, and every finer level moves what its blocks allow. Municipalities never share
an area, fixed areas are left as they are.
"""

from collections.abc import Mapping

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.territory.zoning.build import build_graph
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.maintain import take_up
from kreisblick.territory.zoning.model import Blocks, Neighbours
from kreisblick.territory.zoning.pieces import find_pieces
from kreisblick.territory.zoning.quotas import share_out
from kreisblick.territory.zoning.rules import ZoningRules, shipped_zoning_rules
from kreisblick.territory.zoning.scattered import refuse_scattered
from kreisblick.territory.zoning.solve import go_on, solve

__all__ = ["draw", "quotas_of"]


def draw(
    blocks: Blocks,
    neighbours: Neighbours,
    *,
    areas: int,
    seed: int = 0,
    rules: ZoningRules | None = None,
    quotas: Mapping[str, int] | None = None,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """The number of each block's area, 0 to areas - 1, sorted by municipality.

    The same blocks, rules and seed give the same areas.

    Args:
        blocks: the ground.
        neighbours: of ``find_neighbours``.
        areas: how many, fixed ones included.
        seed: of the random numbers, >= 0.
        rules: the shipped ones when None.
        quotas: areas of each municipality, fixed ones included; by Sainte-Laguë when None.
        start: keys of a cut to go on from ("" where there was none): as few people as is worth it
            change their area (``rules.weights.keep``).

    Raises:
        ZoningError: when so many areas cannot be drawn.
        FaultsFoundError: when a fixed area does not hang together though its ground does.
    """
    rules = rules or shipped_zoning_rules()
    refuse_scattered(blocks, neighbours)
    wanted = dict(quotas) if quotas is not None else quotas_of(blocks, areas)
    free = np.flatnonzero(blocks.fixed.astype(str) == "")
    allowed = _allowed(blocks, neighbours, rules)
    pieces = find_pieces(blocks, free, neighbours.pairs[allowed], _left(blocks, wanted), rules)
    graph = build_graph(blocks, free, neighbours, allowed, pieces, rules)
    state = np.array([(seed + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64)
    if len(free) == 0:
        found = np.empty(0, dtype=np.int64)
    elif start is None:
        found = solve(graph, pieces.quota, rules, state)
    else:
        graph, taken = take_up(graph, pieces.quota, start[free].astype(str), rules, state)
        found = go_on(graph, pieces.quota, taken, rules, state)
    return _number(blocks, free, found)


def quotas_of(blocks: Blocks, areas: int) -> dict[str, int]:
    """Areas of each municipality by Sainte-Laguë; fixed areas count, free ground needs one.

    What a municipality's blocks cannot hold goes to the others.

    Raises:
        ZoningError: when there are too few areas, or more than blocks.
    """
    towns = blocks.municipality.astype(str)
    fixed = blocks.fixed.astype(str)
    people, least, most = {}, {}, {}
    for town in np.unique(towns).tolist():
        inside = towns == town
        kept, free = len(set(fixed[inside]) - {""}), int((fixed[inside] == "").sum())
        people[town] = float(blocks.population[inside].sum())
        least[town], most[town] = kept + bool(free), kept + free
    if areas < sum(least.values()):
        raise ZoningError.too_few_areas(areas, sum(least.values()))
    if areas > sum(most.values()):
        raise ZoningError.too_many_areas(areas, sum(most.values()))
    return share_out(people, areas, least=least, most=most)


def _left(blocks: Blocks, wanted: Mapping[str, int]) -> dict[str, int]:
    """Areas of each municipality that are not fixed."""
    towns, fixed = blocks.municipality.astype(str), blocks.fixed.astype(str)
    left = {}
    for town in np.unique(towns):
        kept = len(set(fixed[(towns == town) & (fixed != "")]))
        free = int((fixed[towns == town] == "").sum())
        left[str(town)] = wanted.get(str(town), 0) - kept
        if left[str(town)] > free:
            raise ZoningError.too_few_blocks(str(town), free, wanted[str(town)])
        if left[str(town)] < bool(free):
            raise ZoningError(
                _("Municipality '{town}' has a quota below its fixed areas. Raise it.").format(
                    town=town
                )
            )
    return left


def _allowed(blocks: Blocks, neighbours: Neighbours, rules: ZoningRules) -> np.ndarray:
    """Row numbers of the pairs that may lie in one area."""
    towns = blocks.municipality.astype(str)
    left, right = neighbours.pairs.T
    same: np.ndarray = towns[left] == towns[right]
    return np.flatnonzero(same & ~(neighbours.barrier & rules.hard_barriers))


def _number(blocks: Blocks, free: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Areas numbered by municipality, then by their first block."""
    label = np.zeros(len(blocks.keys), dtype=np.int64)
    label[free] = found
    fixed = blocks.fixed.astype(str)
    number = np.unique(fixed, return_inverse=True)[1]
    held = fixed != ""
    label[held] = found.max(initial=-1) + 1 + number[held]
    towns = np.unique(blocks.municipality.astype(str), return_inverse=True)[1]
    values, first = np.unique(label, return_index=True)
    order = np.lexsort((first, towns[first]))
    rank = np.empty(len(values), dtype=np.int32)
    rank[order] = np.arange(len(values))
    return np.asarray(rank[np.searchsorted(values, label)], dtype=np.int32)
