"""Caution: say what of a wish the ground does not allow."""

from collections.abc import Iterator

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.territory.zoning.model import Blocks, Neighbours
from kreisblick.territory.zoning.name import name_areas
from kreisblick.territory.zoning.scattered import parts_of

__all__ = ["caution"]


def caution(
    blocks: Blocks,
    neighbours: Neighbours,
    assignment: np.ndarray,
    *,
    barriers: bool = False,
    hard_barriers: bool = False,
) -> list[str]:
    """Sentences for people about what a cut could not keep, and why; none when all is well.

    Args:
        blocks: the ground.
        neighbours: of ``find_neighbours``.
        assignment: number of each block's area, 0 to areas - 1.
        barriers: whether barriers were given.
        hard_barriers: whether an area should never lie on both sides of one.
    """
    said = [*_apart(blocks, neighbours, assignment), *_large(blocks, assignment)]
    if barriers:
        said += _barriers(blocks, neighbours, assignment, hard=hard_barriers)
    return said


def _apart(blocks: Blocks, neighbours: Neighbours, assignment: np.ndarray) -> Iterator[str]:
    """Areas with parts that lie apart."""
    pairs = np.unique(np.column_stack([assignment, parts_of(neighbours, assignment)]), axis=0)
    torn = np.flatnonzero(np.bincount(pairs[:, 0]) > 1)
    if len(torn):
        yield _(
            "{count} area(s) cannot hang together, among them {area}: islands, exclaves or ground "
            "cut off by fixed areas that is too small for an area of its own."
        ).format(count=len(torn), area=_name(blocks, assignment, int(torn[0])))


def _large(blocks: Blocks, assignment: np.ndarray) -> Iterator[str]:
    """Blocks that alone hold more people than an area of their municipality should."""
    town = np.unique(blocks.municipality.astype(str), return_inverse=True)[1]
    areas = np.unique(np.column_stack([town, assignment]), axis=0)[:, 0]
    wanted = np.bincount(town, weights=blocks.population) / np.bincount(areas)
    large = np.flatnonzero((blocks.population > wanted[town] * 1.000001) & (wanted[town] > 0))
    if len(large):
        yield _(
            "{count} block(s) hold more people than an area should, among them {block}. Only "
            "smaller blocks make these areas equal."
        ).format(count=len(large), block=blocks.keys[int(large[0])])


def _barriers(
    blocks: Blocks, neighbours: Neighbours, assignment: np.ndarray, *, hard: bool
) -> Iterator[str]:
    if not neighbours.barrier.any():
        yield _("No barrier lies between two blocks. Are they of the same ground?")
    left, right = assignment[neighbours.pairs.T]
    crossed = np.unique(left[(left == right) & neighbours.barrier])
    if hard and len(crossed):
        yield _(
            "{count} area(s) lie on both sides of a barrier nevertheless, among them {area}: what "
            "the barriers cut off is too small for an area of its own, or there are too few areas."
        ).format(count=len(crossed), area=_name(blocks, assignment, int(crossed[0])))


def _name(blocks: Blocks, assignment: np.ndarray, area: int) -> str:
    return name_areas(blocks, assignment)[int(np.argmax(assignment == area))]
