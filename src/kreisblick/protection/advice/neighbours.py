"""Neighbours: planning areas of one municipality that share a border."""

import shapely

from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["neighbouring_areas"]


def neighbouring_areas(territory: Territory) -> list[tuple[str, str]]:
    """Pairs of planning areas with the same parent and a stretch of border in common, sorted.

    Meeting in a point is not enough. A municipality's only two areas are no pair: together they
    would be the municipality.
    """
    level = AreaLevel.PLANNING_AREA.value
    rows = [i for i, one in enumerate(territory.areas["level"]) if one == level]
    if not len(territory.geometry):
        return []
    areas, parents = territory.areas["area"].to_list(), territory.areas["parent"].to_list()
    shapes = territory.geometry[rows]
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = []
    for one, other in zip(left, right, strict=True):
        first, second = rows[one], rows[other]
        siblings = parents.count(parents[first])
        if one < other and parents[first] == parents[second] and siblings > 2:
            border = shapely.intersection(shapes[one], shapes[other])
            if shapely.length(border) > 0:
                pairs.append((areas[first], areas[second]))
    return sorted((min(pair), max(pair)) for pair in pairs)
