"""Shapes: blocks joined to the areas of a cut."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import shapely

from kreisblick.products.drawing import PlanArea
from kreisblick.territory.zoning import Blocks

__all__ = ["join_blocks"]


def join_blocks(
    blocks: Blocks,
    assignment: np.ndarray,
    *,
    mark: Callable[[int], str] = lambda _area: "",
    label: Callable[[int], str] = lambda _area: "",
    values: np.ndarray | None = None,
) -> list[PlanArea]:
    """The areas of a cut, ready to be drawn.

    Args:
        blocks: the ground.
        assignment: number of each block's area, 0 to areas - 1.
        mark: what stands in an area.
        label: what a pointer resting on it is told.
        values: of the areas, for their fill.
    """
    order = np.argsort(assignment, kind="stable")
    starts = np.searchsorted(assignment[order], np.arange(int(assignment.max()) + 2))
    found = []
    for area, (begin, end) in enumerate(pairwise(starts.tolist())):
        members = order[begin:end]
        found.append(
            PlanArea(
                shape=shapely.union_all(blocks.polygons[members]),
                town=str(blocks.municipality[members[0]]),
                mark=mark(area),
                label=label(area),
                value=None if values is None else float(values[area]),
            )
        )
    return found
