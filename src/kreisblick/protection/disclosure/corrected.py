"""Corrected: figures of a release whose delivery has been corrected since.

Old and new figure differ by a group of people. The old figures are facts about the old counts;
an old count is the new one plus a change. A change of 1 to k−1 people must not follow from both
releases together, whatever a reader guesses about which counts were touched: here the fewest
possible are, and the reader is taken to know which. Where different counts explain the old
figures equally well, each of the first few ways is taken for the truth once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import highspy
import numpy as np

from kreisblick.base.language import format_date
from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Cell, Joint
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.differences import derivable_groups
from kreisblick.protection.disclosure.model import SliceRef
from kreisblick.protection.disclosure.overlaps import slices_of_group, told_in
from kreisblick.protection.ledger import Figure
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import ENDLESS, Kind, new_solver

__all__ = ["link_corrected"]

Known = tuple[str, int | None, int | None]
SECONDS = 60.0
WAYS = 4  # different counts that may have been corrected, each taken for the truth once


def link_corrected(
    joint: Joint, cube: str, figures: Mapping[Cell, Known], minimums: Minimums
) -> dict[Cell, Known]:
    """Add the old counts of a release; gives the figures that nothing has changed under.

    Raises:
        ProtectionFailedError: no counts fit what was released.
    """
    ways = _fewest_changes(joint, figures)
    if not ways:
        raise ProtectionFailedError(
            _(
                "Cube '{cube}', {day}: the figures that were released earlier do not fit the "
                "counts of now, even with corrections. Was another municipality counted then?"
            ).format(cube=cube, day=format_date(joint.sources[cube].cube.reference_date))
        )
    same = dict(figures)
    for change in ways:
        twins = {term: _twin(joint, term, amount) for term, amount in change.items()}
        for cell, known in figures.items():
            moved = [twins[term] for term in joint.terms(cell) if term in twins]
            if moved:
                same.pop(cell, None)
                _old_row(joint, cell, known, moved, minimums)
        _require_changes(joint, cube, twins, minimums)
        _require_old_groups(joint, cube, twins, minimums)
    return same


def _twin(joint: Joint, term: int, amount: int) -> int:
    """The change of one count, from now back to then."""
    x, _low, _high, block = joint.builder.variables[term]
    twin = joint.builder.add_variable(amount, block=block, low=-ENDLESS, high=ENDLESS)
    joint.builder.add_row([term, twin], Kind.GUARD, x + amount)
    return twin


def _old_row(
    joint: Joint, cell: Cell, known: Known, moved: Sequence[int], minimums: Minimums
) -> None:
    """What was told of the old sum, and what it still needs."""
    kind, lower, upper = known
    terms = [*joint.terms(cell), *moved]
    value = sum(joint.builder.variables[term][0] for term in terms)
    if kind == Figure.EXACT:
        joint.facts[joint.builder.add_row(terms, Kind.FACT, value)] = cell
        return
    source = joint.sources[cell[0]]
    hidden = kind == Figure.WITHHELD
    row = joint.builder.add_row(
        terms,
        Kind.GUARD,
        value,
        floor=lower or 0,
        strict_floor=max(lower or 0, int(hidden and source.rules.zeros == "free" and value > 0)),
        ceiling=ENDLESS if upper is None else upper,
    )
    minimum = minimums.of_cell(SliceRef(cell[0], source.slices[cell[1]])) or 0
    if hidden and 0 < value < minimum:
        joint.need(row, value, 0, minimum)


def _require_changes(joint: Joint, cube: str, twins: Mapping[int, int], minimums: Minimums) -> None:
    """No sum of changes of 1 to k−1 people follows from both releases."""
    needed: dict[frozenset[int], int] = {}
    for moved, minimum in _told_changes(joint, cube, twins, minimums):
        needed[moved] = max(minimum, needed.get(moved, 0))
    for moved, minimum in sorted(needed.items(), key=lambda item: sorted(item[0])):
        value = _sum(joint, moved)
        if 0 < abs(value) < minimum:
            row = joint.builder.add_row(
                sorted(moved), Kind.GUARD, value, floor=-ENDLESS, strict_floor=-ENDLESS
            )
            joint.need(row, value, *sorted((0, minimum if value > 0 else -minimum)))


def _require_old_groups(
    joint: Joint, cube: str, twins: Mapping[int, int], minimums: Minimums
) -> None:
    """Small groups of then that slices tell beside each other, such as the men of an area."""
    source = joint.sources[cube]
    groups = derivable_groups(source.cube.cells, source.cube.dimensions, source.slices)
    asked = [(g, minimums.of_group(cube, slices_of_group(g)) or 0) for g in groups]
    for _level, area in joint.ground.every:
        told = told_in(joint, cube, [area])
        for group, minimum in asked:
            terms = [term for term, by in told.items() if by in group.patterns]
            moved = [twins[term] for term in terms if term in twins]
            value = _sum(joint, [*terms, *moved])
            if moved and 0 < value < minimum:
                row = joint.builder.add_row([*terms, *moved], Kind.GUARD, value)
                joint.need(row, value, 0, minimum)


def _told_changes(
    joint: Joint, cube: str, twins: Mapping[int, int], minimums: Minimums
) -> Iterator[tuple[frozenset[int], int]]:
    """Changes of every cell, of one slice beside another, and of what is left of a larger area.

    What is left: the parts whose changes are small, when all others are shown.
    """
    source = joint.sources[cube]
    asked = [minimums.of_cell(SliceRef(cube, one)) or 0 for one in source.slices]
    moved = {
        (number, area): frozenset(
            twins[term] for term in joint.terms((cube, number, area)) if term in twins
        )
        for number in range(len(source.slices))
        for _level, area in joint.ground.every
    }
    for (number, area), here in moved.items():
        yield here, asked[number]
        for other, minimum in enumerate(asked):
            if here < moved[other, area]:  # women beside everybody tell men
                yield moved[other, area] - here, max(minimum, asked[number])
        parts = [moved[number, part] for part in joint.ground.parts[area]]
        small = [part for part in parts if 0 < abs(_sum(joint, part)) < asked[number]]
        yield frozenset[int]().union(*small), asked[number]


def _sum(joint: Joint, twins: Iterable[int]) -> int:
    return sum(joint.builder.variables[twin][0] for twin in twins)


def _fewest_changes(joint: Joint, figures: Mapping[Cell, Known]) -> list[dict[int, int]]:
    """Ways in which the old figures hold with the smallest changes of counts; none when none."""
    conditions = [
        (joint.terms(cell), _least(joint, cell, known), known[2]) for cell, known in figures.items()
    ]
    terms = sorted({term for row, _low, _high in conditions for term in row})
    program = _Program([joint.builder.variables[term][0] for term in terms])
    place = {term: i for i, term in enumerate(terms)}
    for row, low, high in conditions:
        now = sum(joint.builder.variables[term][0] for term in row)
        program.add([place[term] for term in row], low - now, None if high is None else high - now)
    found: list[dict[int, int]] = []
    for _way in range(WAYS):
        changes = program.solve()
        way = {t: by for t, by in zip(terms, changes or [], strict=bool(changes)) if by}
        if not way or way in found or (found and _people(way) > _people(found[0])):
            break
        found.append(way)
        program.avoid([place[term] for term in way])
    return found


def _people(way: Mapping[int, int]) -> int:
    return sum(map(abs, way.values()))


def _least(joint: Joint, cell: Cell, known: Known) -> int:
    """What an old figure was at least: what was withheld beside free zeros was no zero."""
    kind, lower, _upper = known
    if kind == Figure.WITHHELD:
        return int(joint.sources[cell[0]].rules.zeros == "free")
    return lower or 0


class _Program:
    """Whole changes up and down; a unit costs a little more in a large count.

    Which of two withheld counts was corrected is not known here; the small one is the one that
    has to be protected, so it is taken for it.
    """

    def __init__(self, counts: Sequence[int]) -> None:
        self.size = len(counts)
        self.highs: Any = new_solver(SECONDS)
        self.cost = np.empty(0)
        for high in [*[highspy.kHighsInf] * self.size, *map(float, counts)]:
            self.highs.addVar(0.0, high)
        every = np.arange(2 * self.size, dtype=np.int32)
        if self.size:
            whole = np.full(2 * self.size, int(highspy.HighsVarType.kInteger), np.uint8)
            self.highs.changeColsIntegrality(2 * self.size, every, whole)
            self.cost = 1 + np.array(counts) / (2 * (1 + max(counts)))
            self.avoid([])

    def add(self, places: Sequence[int], low: int, high: int | None) -> None:
        """The sum of changes lies between the bounds."""
        index = np.array([*places, *(self.size + p for p in places)], np.int32)
        signs = np.array([1.0] * len(places) + [-1.0] * len(places))
        top = highspy.kHighsInf if high is None else float(high)
        self.highs.addRow(float(low), top, len(index), index, signs)

    def avoid(self, places: Sequence[int]) -> None:
        """Make some changes a little dearer, to see whether others explain as much."""
        self.cost[list(places)] += 1
        every = np.arange(2 * self.size, dtype=np.int32)
        both = np.concatenate([self.cost, self.cost])
        self.highs.changeColsCost(2 * self.size, every, both)

    def solve(self) -> list[int] | None:
        """The changes, or None when nothing fits."""
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        values = np.rint(np.array(self.highs.getSolution().col_value)).astype(int)
        return [int(v) for v in values[: self.size] - values[self.size :]]
