"""Measure a cut: balance, shape, likeness inside, barriers, agreement with what is there."""

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.territory.zoning.model import Blocks, Figures, Neighbours
from kreisblick.territory.zoning.pair import pair_up

__all__ = ["measure", "pairs_alike"]


def measure(
    blocks: Blocks,
    neighbours: Neighbours,
    assignment: np.ndarray,
    *,
    offices: tuple[str, ...] = (),
    start: np.ndarray | None = None,
) -> Figures:
    """The figures of a cut.

    Args:
        blocks: the ground.
        neighbours: of ``find_neighbours``.
        assignment: number of each block's area, 0 to areas - 1.
        offices: names of the columns of ``blocks.cuts``.
        start: the cut that was to be continued, if any.
    """
    areas = int(assignment.max()) + 1
    people = np.bincount(assignment, weights=blocks.population, minlength=areas)
    town = _towns(blocks, assignment, areas)
    own, whole = _own_targets(people, town), np.full(areas, people.mean())
    compact = _polsby_popper(blocks, neighbours, assignment, areas)
    left, right = assignment[neighbours.pairs.T]
    return Figures(
        areas=areas,
        smallest=float(people.min()),
        largest=float(people.max()),
        cv_own_target=_cv(people, own),
        max_own_target=_furthest(people, own),
        cv_district=_cv(people, whole),
        max_district=_furthest(people, whole),
        cv_floor=_cv(own, whole),
        max_floor=_furthest(own, whole),
        parts_not_contiguous=_torn(neighbours, assignment, areas),
        areas_across_municipalities=_mixed(blocks, assignment, areas),
        polsby_popper=float(compact.mean()),
        polsby_popper_lowest=float(compact.min()),
        homogeneity=_homogeneity(blocks, assignment, areas),
        barrier_crossings=int(((left == right) & neighbours.barrier).sum()),
        fixed_kept=_kept(blocks, assignment),
        agreement={
            office: pairs_alike(blocks.cuts[:, column].astype(str), assignment, blocks.population)
            for column, office in enumerate(offices)
        },
        residents_moved=None if start is None else _moved(start, assignment, blocks.population),
    )


def _towns(blocks: Blocks, assignment: np.ndarray, areas: int) -> np.ndarray:
    """Number of the municipality of each area (of its first block)."""
    number = np.unique(blocks.municipality.astype(str), return_inverse=True)[1]
    first = np.full(areas, -1)
    first[assignment[::-1]] = np.arange(len(assignment))[::-1]
    return np.asarray(number[first])


def _own_targets(people: np.ndarray, town: np.ndarray) -> np.ndarray:
    mean = np.bincount(town, weights=people) / np.maximum(np.bincount(town), 1)
    return np.asarray(mean[town])


def _cv(people: np.ndarray, target: np.ndarray) -> float:
    """Root of the mean squared relative deviation."""
    return float(np.sqrt(np.mean(_relative(people, target) ** 2)))


def _furthest(people: np.ndarray, target: np.ndarray) -> float:
    return float(np.abs(_relative(people, target)).max())


def _relative(people: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Deviation as a share of the target; none where nobody is wanted."""
    return np.asarray(np.where(target > 0, people / np.where(target > 0, target, 1.0) - 1.0, 0.0))


def _polsby_popper(
    blocks: Blocks, neighbours: Neighbours, assignment: np.ndarray, areas: int
) -> np.ndarray:
    size = np.bincount(assignment, weights=shapely.area(blocks.polygons), minlength=areas)
    rim = np.bincount(assignment, weights=shapely.length(blocks.polygons), minlength=areas)
    left, right = assignment[neighbours.pairs.T]
    inner = left == right
    rim -= 2 * np.bincount(left[inner], weights=neighbours.border_m[inner], minlength=areas)
    return np.asarray(4 * np.pi * size / np.maximum(rim, 1e-12) ** 2)


def _torn(neighbours: Neighbours, assignment: np.ndarray, areas: int) -> int:
    """Areas whose blocks do not hang together."""
    left, right = neighbours.pairs.T
    inner = assignment[left] == assignment[right]
    count = len(assignment)
    matrix = sparse.coo_array((np.ones(inner.sum()), (left[inner], right[inner])), (count, count))
    _parts, part = connected_components(matrix, directed=False)
    pairs = np.unique(np.column_stack([assignment, part]), axis=0)
    return int((np.bincount(pairs[:, 0], minlength=areas) > 1).sum())


def _mixed(blocks: Blocks, assignment: np.ndarray, areas: int) -> int:
    number = np.unique(blocks.municipality.astype(str), return_inverse=True)[1]
    pairs = np.unique(np.column_stack([assignment, number]), axis=0)
    return int((np.bincount(pairs[:, 0], minlength=areas) > 1).sum())


def _homogeneity(blocks: Blocks, assignment: np.ndarray, areas: int) -> float | None:
    """1 - within / total sum of squares, the mean over the traits."""
    if blocks.traits.shape[1] == 0:
        return None
    people = blocks.population
    total = max(people.sum(), 1e-12)
    held = np.maximum(np.bincount(assignment, weights=people, minlength=areas), 1e-12)
    found = []
    for trait in blocks.traits.T:
        middle = people @ trait / total
        mean = np.bincount(assignment, weights=people * trait, minlength=areas) / held
        whole = people @ (trait - middle) ** 2
        within = people @ (trait - mean[assignment]) ** 2
        found.append(1 - within / whole if whole > 0 else 1.0)
    return float(np.mean(found))


def _kept(blocks: Blocks, assignment: np.ndarray) -> float | None:
    """Share of the fixed areas that are exactly one area of the cut."""
    fixed = blocks.fixed.astype(str)
    names = sorted(set(fixed) - {""})
    if not names:
        return None
    exact = 0
    for name in names:
        members = fixed == name
        numbers = np.unique(assignment[members])
        exact += len(numbers) == 1 and int((assignment == numbers[0]).sum()) == int(members.sum())
    return exact / len(names)


def pairs_alike(keys: np.ndarray, assignment: np.ndarray, people: np.ndarray) -> float:
    """Pairs of people that both cuts put together / pairs that either does (Jaccard 1912).

    Args:
        keys: area of each block in an office's cut, "" unknown (left out).
        assignment: number of its area in ours.
        people: of the blocks.
    """
    known = keys != ""
    theirs = np.unique(keys[known], return_inverse=True)[1]
    ours, weight = assignment[known].astype(np.int64), people[known]
    joint = np.bincount(theirs * (ours.max(initial=0) + 1) + ours, weights=weight)
    both = float((joint**2).sum())
    one = float((np.bincount(theirs, weights=weight) ** 2).sum())
    two = float((np.bincount(ours, weights=weight) ** 2).sum())
    return both / max(one + two - both, 1e-12)


def _moved(start: np.ndarray, assignment: np.ndarray, people: np.ndarray) -> float:
    """People whose area is not the one that goes on from theirs."""
    heir = pair_up(start, assignment, people)
    ours = np.array([heir.get(area, "") for area in range(int(assignment.max()) + 1)], dtype=object)
    return float(people[ours[assignment].astype(str) != start.astype(str)].sum())
