"""Overlaps: groups of people that areas of different geographies tell apart.

A postcode beside the planning areas it cuts through tells, by subtraction, how many live in the
slivers. Every such sliver of 1 to k−1 people needs the same protection as a published cell. The
candidates are intersections and differences of two areas, single pieces (the intersection of
one area of each geography), what lies between an area and the areas of another geography that
cover it or fill it, and every group that the published areas tell by elimination.
"""

from collections.abc import Collection, Iterator
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kreisblick.protection.disclosure.assemble import Joint, Record
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.differences import Group, derivable_groups
from kreisblick.protection.disclosure.ground import PIECE, Ground
from kreisblick.protection.disclosure.model import SliceRef
from kreisblick.protection.suppression import Kind
from kreisblick.statistics.cube import Slice

__all__ = ["regions", "require_overlaps", "slices_of_group", "told_in"]

Region = frozenset[str]
Sliver = tuple[Region, Slice, Slice | None]  # where, which group, and what it is the rest of
PLUS = "+"
PRIME = 2**31 - 1  # products of two residues fit into 64 bits


def require_overlaps(joint: Joint, minimums: Minimums) -> None:
    """Needs for every small group in a sliver; nothing to do with a single geography."""
    if not joint.ground.labels:
        return
    slivers = regions(joint.ground)
    for key, source in joint.sources.items():
        if source.own and source.rules.minimum_count:
            _require(joint, key, minimums, slivers)


def _require(joint: Joint, key: str, minimums: Minimums, slivers: list[Region]) -> None:
    source = joint.sources[key]
    groups = derivable_groups(source.cube.cells, source.cube.dimensions, source.slices)
    slices = [minimums.of_cell(SliceRef(key, one)) or 0 for one in source.slices]
    asked = [minimums.of_group(key, slices_of_group(group)) or 0 for group in groups]
    needed: dict[frozenset[int], int] = {}
    names: dict[frozenset[int], Sliver] = {}
    for sliver in slivers:
        told = told_in(joint, key, sliver)
        for number, minimum in enumerate(slices):
            terms = frozenset(t for t, by in told.items() if number in by)
            needed[terms] = max(minimum, needed.get(terms, 0))
            names.setdefault(terms, (sliver, source.slices[number], None))
        for group, minimum in zip(groups, asked, strict=True):
            terms = frozenset(t for t, by in told.items() if by in group.patterns)
            needed[terms] = max(minimum, needed.get(terms, 0))
            names.setdefault(terms, (sliver, group.slice, group.base))
    for terms, minimum in needed.items():
        value = sum(joint.builder.variables[term][0] for term in terms)
        if 0 < value < minimum:
            row = joint.builder.add_row(sorted(terms), Kind.GUARD, value)
            joint.need(row, value, 0, minimum)
            joint.records.append(_record(joint, key, names[terms], value, minimum))


def _record(joint: Joint, key: str, sliver: Sliver, value: int, most: int) -> Record:
    """A line for the attacker: the sliver is named by the public numbers of its pieces."""
    region, question, base = sliver
    pieces = sorted(int(joint.ground.numbers[piece]) for piece in region)
    return Record(
        cube=key,
        slice=question.key,
        base_cube=key if base else None,
        base_slice=base.key if base else None,
        level=PIECE,
        area=PLUS.join(map(str, pieces)),
        kind="overlap",
        value=value,
        lower=0,
        upper=most,
    )


def slices_of_group(group: Group) -> list[Slice]:
    """The slices that tell a group."""
    return [group.slice] if group.base is None else [group.slice, group.base]


def told_in(joint: Joint, key: str, places: Collection[str]) -> dict[int, frozenset[int]]:
    """The variables in pieces or in an area, and the slices that hold them."""
    found: dict[int, set[int]] = {}
    for number in range(len(joint.sources[key].slices)):
        for place in sorted(places):
            for term in joint.terms((key, number, place)):
                found.setdefault(term, set()).add(number)
    return {term: frozenset(numbers) for term, numbers in found.items()}


def regions(ground: Ground) -> list[Region]:
    """All slivers, as sets of pieces; what is an area itself is no sliver."""
    areas = _areas(ground)
    every = [area for of_one in areas.values() for area in of_one]
    found = {frozenset({piece}) for piece in ground.pieces}
    for one, two in combinations(areas, 2):
        found.update(_pairs(areas[one], areas[two]))
    for one in areas:
        for two in areas:
            if one != two:
                found.update(_between(areas[one], areas[two]))
    found.update(_eliminated(ground.pieces, every))
    return sorted(found - set(every) - {frozenset()}, key=sorted)


def _areas(ground: Ground) -> dict[str, list[Region]]:
    """The pieces of every area, by geography."""
    inside: dict[str, Region] = {piece: frozenset({piece}) for piece in ground.pieces}
    found: dict[str, set[Region]] = {}
    for _level, area in ground.areas:
        inside[area] = frozenset().union(*(inside[part] for part in ground.parts[area]))
        generation = ground.labels[area][0] if area in ground.labels else ""
        found.setdefault(generation, set()).add(inside[area])
    return {key: sorted(of_one - {frozenset()}, key=sorted) for key, of_one in found.items()}


def _pairs(one: list[Region], two: list[Region]) -> Iterator[Region]:
    """Intersections and differences of areas that overlap, of one area and of two beside it."""
    for large, small in ((one, two), (two, one)):
        for area in large:
            others = [other for other in small if other & area and not area <= other]
            for other in others:
                yield area & other
                yield area - other
            for left, right in combinations(others, 2):
                yield area - left - right
                yield (left | right) - area


def _between(one: list[Region], two: list[Region]) -> Iterator[Region]:
    """What lies between an area and the smallest areas of another geography around and in it."""
    smallest = [area for area in two if not any(other < area for other in two)]
    for area in one:
        around = frozenset[str]().union(*(other for other in smallest if other & area))
        within = frozenset[str]().union(*(other for other in smallest if other <= area))
        yield around - area
        yield area - within


def _eliminated(pieces: tuple[str, ...], areas: list[Region]) -> Iterator[Region]:
    """Groups that remain when published areas are subtracted from one another."""
    place = {piece: i for i, piece in enumerate(pieces)}
    matrix = np.zeros((len(areas), len(pieces)), np.int64)
    for row, area in enumerate(areas):
        matrix[row, [place[piece] for piece in area]] = 1
    for row in _reduced(matrix):
        if row.any() and row.max() == 1:  # a sum of pieces, none taken away
            yield frozenset(pieces[i] for i in row.nonzero()[0])


def _reduced(matrix: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The reduced row echelon form modulo a prime."""
    row = 0
    for column in range(matrix.shape[1]):
        below = matrix[row:, column].nonzero()[0]
        if not len(below):
            continue
        matrix[[row, row + below[0]]] = matrix[[row + below[0], row]]
        matrix[row] = matrix[row] * pow(int(matrix[row, column]), -1, PRIME) % PRIME
        others = matrix[:, column].nonzero()[0]
        others = others[others != row]
        matrix[others] = (matrix[others] - matrix[others, column][:, None] * matrix[row]) % PRIME
        row += 1
        if row == matrix.shape[0]:
            break
    return matrix[:row]
