"""Anneal: move blocks between neighbouring areas, boldly at first, then only for the better.

Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983) with single blocks as moves. A block may
leave its area only when the rest still hangs together. Compiled by numba; the first call on a
computer takes seconds, later ones read the compiled code from a cache. Random numbers are our own
(xorshift64*, Vigna 2016), so that the same seed gives the same cut with every library.
Longer than usual: compiled code pays for every call.
"""

import numpy as np
from numba import njit

__all__ = ["anneal", "next_random"]

_SCALE = 1.0 / 9007199254740992.0  # 2**-53


@njit(cache=True, inline="always")
def next_random(state: np.ndarray) -> float:  # pragma: no cover - compiled
    """The next number in [0, 1); ``state`` holds one uint64 other than 0."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) * _SCALE


@njit(cache=True)
def _compact(size: float, rim: float) -> float:  # pragma: no cover - compiled
    """How compact an area is: minus its rim as a multiple of the circle's (Schwartzberg 1966)."""
    return -rim / (2.0 * np.sqrt(np.pi * size)) if size > 0.0 else 0.0


@njit(cache=True)
def _inside(people: float, sums: np.ndarray, squares: float) -> float:  # pragma: no cover
    """Sum of squares around the mean of an area, over all traits."""
    if people <= 0.0:
        return 0.0
    total = 0.0
    for trait in range(sums.shape[0]):
        total += sums[trait] * sums[trait]
    return squares - total / people


@njit(cache=True)
def _leaves_whole(  # pragma: no cover - compiled
    block: int,
    area: np.ndarray,
    start: np.ndarray,
    other: np.ndarray,
    stamp: np.ndarray,
    queue: np.ndarray,
    mark: int,
) -> bool:
    """Whether the area still hangs together when a block leaves it.

    Looks from one neighbour of the block for the others, never through the block itself.
    """
    own = area[block]
    wanted = 0
    first = -1
    for edge in range(start[block], start[block + 1]):
        if area[other[edge]] == own:
            wanted += 1
            first = other[edge]
            stamp[other[edge]] = mark  # to be found
    if wanted == 0:
        return False  # the last block of its area stays
    if wanted == 1:
        return True
    head, tail = 0, 1
    queue[0] = first
    stamp[first] = mark + 1  # found
    stamp[block] = mark + 1
    wanted -= 1
    while head < tail:
        here = queue[head]
        head += 1
        for edge in range(start[here], start[here + 1]):
            there = other[edge]
            if area[there] != own or stamp[there] == mark + 1:
                continue
            if stamp[there] == mark:
                wanted -= 1
                if wanted == 0:
                    return True
            stamp[there] = mark + 1
            queue[tail] = there
            tail += 1
    return False


@njit(cache=True)
def anneal(  # noqa: PLR0912, PLR0913, PLR0915, PLR0917  # pragma: no cover - compiled
    start: np.ndarray,
    other: np.ndarray,
    border: np.ndarray,
    joined: np.ndarray,
    people: np.ndarray,
    size: np.ndarray,
    rim: np.ndarray,
    sums: np.ndarray,
    squares: np.ndarray,
    home: np.ndarray,
    stay: np.ndarray,
    target: np.ndarray,
    area: np.ndarray,
    weights: np.ndarray,
    hot: float,
    cold: float,
    steps: int,
    state: np.ndarray,
) -> float:
    """Improve a cut in place; what it costs in the end.

    Args:
        start: where each block's neighbours begin in ``other``, shape (n + 1,).
        other: neighbours.
        border: metres in common with them.
        joined: cost when a block and its neighbour lie in one area.
        people: population of the blocks.
        size: their square metres.
        rim: their circumference in metres.
        sums: population times traits, shape (n, traits).
        squares: population times squared traits, summed over the traits.
        home: area each block should keep, -1 for none; ``stay`` is the cost of leaving it.
        stay: see ``home``.
        target: population wanted, by area.
        area: area of each block; changed in place.
        weights: balance / tolerance squared, compactness, homogeneity.
        hot: temperature at the beginning.
        cold: temperature at the end.
        steps: tries.
        state: of the random numbers.
    """
    blocks, areas, traits = len(people), len(target), sums.shape[1]
    a_people = np.zeros(areas)
    a_size = np.zeros(areas)
    a_rim = np.zeros(areas)
    a_sums = np.zeros((areas, traits))
    a_squares = np.zeros(areas)
    for block in range(blocks):
        a = area[block]
        a_people[a] += people[block]
        a_size[a] += size[block]
        a_rim[a] += rim[block]
        a_squares[a] += squares[block]
        for trait in range(traits):
            a_sums[a, trait] += sums[block, trait]
        for edge in range(start[block], start[block + 1]):
            if area[other[edge]] == a:
                a_rim[a] -= border[edge]
    stamp = np.full(blocks, -1, dtype=np.int64)
    queue = np.empty(blocks, dtype=np.int64)
    new_from = np.empty(traits)
    new_to = np.empty(traits)
    mark = 1
    edges = len(other)
    if edges == 0:
        return 0.0
    source = np.empty(edges, dtype=np.int64)
    for block in range(blocks):
        for edge in range(start[block], start[block + 1]):
            source[edge] = block
    heat = hot
    cooling = (cold / hot) ** (1.0 / max(1, steps // 256))
    balance, compact, alike = weights[0], weights[1], weights[2]
    for step in range(steps):
        if step % 256 == 255:
            heat *= cooling
        pick = int(next_random(state) * edges)
        block, neighbour = source[pick], other[pick]
        a, c = area[block], area[neighbour]
        if a == c:
            continue
        common_a, common_c, change = 0.0, 0.0, 0.0
        for edge in range(start[block], start[block + 1]):
            there = area[other[edge]]
            if there == a:
                common_a += border[edge]
                change -= joined[edge]
            elif there == c:
                common_c += border[edge]
                change += joined[edge]
        if home[block] == a:
            change += stay[block]
        elif home[block] == c:
            change -= stay[block]
        p = people[block]
        was_a, was_c = a_people[a] / target[a] - 1.0, a_people[c] / target[c] - 1.0
        now_a, now_c = was_a - p / target[a], was_c + p / target[c]
        change += balance * (now_a * now_a + now_c * now_c - was_a * was_a - was_c * was_c)
        rim_a = a_rim[a] - rim[block] + 2.0 * common_a
        rim_c = a_rim[c] + rim[block] - 2.0 * common_c
        change += compact * (
            _compact(a_size[a], a_rim[a])
            + _compact(a_size[c], a_rim[c])
            - _compact(a_size[a] - size[block], rim_a)
            - _compact(a_size[c] + size[block], rim_c)
        )
        if alike > 0.0:
            for trait in range(traits):
                new_from[trait] = a_sums[a, trait] - sums[block, trait]
                new_to[trait] = a_sums[c, trait] + sums[block, trait]
            change += alike * (
                _inside(a_people[a] - p, new_from, a_squares[a] - squares[block])
                + _inside(a_people[c] + p, new_to, a_squares[c] + squares[block])
                - _inside(a_people[a], a_sums[a], a_squares[a])
                - _inside(a_people[c], a_sums[c], a_squares[c])
            )
        if change > 0.0 and next_random(state) >= np.exp(-change / heat):
            continue
        mark += 2
        if not _leaves_whole(block, area, start, other, stamp, queue, mark):
            continue
        area[block] = c
        a_people[a] -= p
        a_people[c] += p
        a_size[a] -= size[block]
        a_size[c] += size[block]
        a_rim[a], a_rim[c] = rim_a, rim_c
        a_squares[a] -= squares[block]
        a_squares[c] += squares[block]
        for trait in range(traits):
            a_sums[a, trait] -= sums[block, trait]
            a_sums[c, trait] += sums[block, trait]
    cost = 0.0
    for a in range(areas):
        gap = a_people[a] / target[a] - 1.0
        cost += balance * gap * gap - compact * _compact(a_size[a], a_rim[a])
        cost += alike * _inside(a_people[a], a_sums[a], a_squares[a])
    for block in range(blocks):
        if home[block] >= 0 and home[block] != area[block]:
            cost += stay[block]
        for edge in range(start[block], start[block + 1]):
            if area[other[edge]] == area[block]:
                cost += joined[edge] / 2.0
    return cost
