"""Quotas: how many areas does each municipality get?"""

import heapq
from collections.abc import Mapping

__all__ = ["share_out"]


def share_out(
    population: Mapping[str, float],
    areas: int,
    *,
    least: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """Areas shared out by the method of Sainte-Laguë, every place with at least one.

    Highest quotients population / (2 n + 1), n being the areas a place has already
    (Sainte-Laguë 1910; Webster's method); ties go to the smaller key.

    Args:
        population: people by place.
        areas: how many there are to share out.
        least: fewest areas of a place; 1 where nothing is said.
        most: what a place can hold; what it would get beyond that goes to the others.

    Raises:
        ValueError: when there are fewer areas than the least ones together, or more than all
            places can hold.

    >>> share_out({"a": 600, "b": 300, "c": 10}, 10)
    {'a': 6, 'b': 3, 'c': 1}
    """
    given = {place: (least or {}).get(place, 1) for place in sorted(population)}
    rest = areas - sum(given.values())
    if rest < 0:
        raise ValueError("fewer areas than places")
    queue = [(-population[place] / (2 * n + 1), place) for place, n in given.items()]
    heapq.heapify(queue)
    while rest:
        if not queue:
            raise ValueError("more areas than the places can hold")
        _quotient, place = heapq.heappop(queue)
        if most is not None and given[place] >= most.get(place, areas):
            continue
        given[place] += 1
        rest -= 1
        heapq.heappush(queue, (-population[place] / (2 * given[place] + 1), place))
    return given
