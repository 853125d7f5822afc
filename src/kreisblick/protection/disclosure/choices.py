"""Choices: what a municipality lets be shown, solved together with everything else.

A choice covers whole levels of a municipality, whatever the figures are: zeros, small and large
ones leave with the same mark. What it keeps back must also not follow from the district and the
municipalities that show more: for each such figure other tables exist that move it by a tenth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from kreisblick.protection.disclosure.answers import NUMBERS, Answer, Ground
from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.disclosure.ground import Overlay
from kreisblick.protection.disclosure.model import Share
from kreisblick.protection.suppression import ENDLESS, Kind
from kreisblick.statistics.cube import Confidentiality, Cube, Observation
from kreisblick.territory.areas.model import AreaLevel, Territory

__all__ = ["Choice", "Shows", "keep_back", "kept_cells", "kept_state", "leave_out"]

TENTH = 10  # a figure that is only known within a tenth of itself is not the figure
ABSENT = frozenset(
    {
        Observation.NOT_COVERED,
        Observation.NOT_DELIVERED,
        Observation.NOT_COMPARABLE,
        Observation.CANNOT_EXIST,
    }
)


class Shows(StrEnum):
    """What a municipality lets be shown, most first."""

    FULL = "full"
    GROUPED = "grouped"  # its planning areas together only: the municipality as a whole
    DISTRICT = "district"  # it counts in the district's figures and has none of its own
    NONE = "none"  # it has no figures, and the district's are those of the others


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A municipality's choice.

    Attributes:
        municipality: its key.
        shows: what may be shown.
        cubes: for which cubes; None is all of them.
    """

    municipality: str
    shows: Shows
    cubes: frozenset[str] | None = None

    def holds_for(self, cube: str) -> bool:
        """Whether the choice speaks about a cube."""
        return self.cubes is None or cube in self.cubes


def leave_out(
    cubes: Sequence[Cube],
    choices: Sequence[Choice],
    territory: Territory,
    overlay: Overlay | None = None,
) -> list[Cube]:
    """The cubes without the municipalities that are out: as if their source did not cover them.

    A delivered figure of the district goes, too: beside the sum of the others it would tell the
    figure of the one that is out.
    """
    town = Ground.of(territory, overlay).town
    found = []
    for cube in cubes:
        out = cube.covered & {
            c.municipality for c in choices if c.shows is Shows.NONE and c.holds_for(cube.key)
        }
        found.append(_without(cube, out, town) if out else cube)
    return found


def _without(cube: Cube, out: frozenset[str], town: Mapping[str, str]) -> Cube:
    gone = sorted(area for area, owner in town.items() if owner in out)
    whole = pl.col("level") == AreaLevel.DISTRICT.value
    stays = ~pl.col("area").is_in(gone) & ~whole
    parts = cube.contributions
    return replace(
        cube,
        cells=cube.cells.filter(stays),
        covered=cube.covered - out,
        contributions=None if parts is None else parts.filter(stays),
    )


def kept_cells(joint: Joint, choices: Sequence[Choice]) -> frozenset[Cell]:
    """All cells that choices keep back: whole levels, never single figures."""
    found = {
        cell
        for key, source in joint.sources.items()
        for choice in choices
        if choice.holds_for(key)
        for number in range(len(source.slices))
        for cell in _of_choice(joint, choice, (key, number))
    }
    for key, source in joint.sources.items():
        if not source.own:
            _add_wholes(joint, key, found)
    return frozenset(found)


def _of_choice(joint: Joint, choice: Choice, place: tuple[str, int]) -> Iterator[Cell]:
    town = choice.municipality
    parts = joint.ground.parts.get(town, ())
    if choice.shows is Shows.DISTRICT:
        yield (*place, town)
    # the only area of a town is the town: a group of one
    if choice.shows is Shows.DISTRICT or (choice.shows is Shows.GROUPED and len(parts) > 1):
        yield from ((*place, area) for area in parts)


def _add_wholes(joint: Joint, key: str, kept: set[Cell]) -> None:
    """Published figures stand in no system: a whole that would tell its one kept part goes."""
    for number, found in enumerate(joint.sources[key].answers):
        for _level, whole in joint.ground.areas:
            inside = [
                part
                for part in joint.ground.parts[whole]
                if (key, number, part) in kept and found[part].is_part
            ]
            if len(inside) == 1:
                kept.add((key, number, whole))


def keep_back(joint: Joint, choices: Sequence[Choice], shares: Sequence[Share]) -> frozenset[Cell]:
    """Hide what choices keep back and require that it stays unknown; gives the kept cells."""
    kept = kept_cells(joint, choices)
    room = _Room.of(joint, shares, kept)
    levels = {area: level for level, area in joint.ground.areas}
    for cell in sorted(kept & joint.rows.keys()):
        found = joint.answer(cell)
        if found.value is None or found.observation not in NUMBERS:
            continue
        value = int(found.value)
        _close(joint, cell)
        width = max(joint.sources[cell[0]].rules.minimum_count or 1, -(-value // TENTH))
        high = value + min(width, room.upwards(joint, cell, kept))
        low = value - min(width, value, room.downwards(cell))
        joint.need(joint.rows[cell], value, low, high)
        joint.records.append(_record(joint, cell, levels[cell[2]], value, low, high))
    return kept


def _close(joint: Joint, cell: Cell) -> None:
    """The row is hidden, and no reader knows that it is no zero."""
    row = joint.rows[cell]
    _kind, value, floor, _strict, ceiling, weight, _hidden = joint.builder.rows[row]
    joint.builder.rows[row] = (int(Kind.CELL), value, floor, 0, ceiling, weight, True)


@dataclass(frozen=True)
class _Room:
    """How far a kept cell can move before figures that do not move stand in its way.

    Attributes:
        up, down: per cell, from the shares it belongs to.
        around: of each area those that contain it, itself first.
    """

    up: Mapping[Cell, int]
    down: Mapping[Cell, int]
    around: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, joint: Joint, shares: Sequence[Share], kept: frozenset[Cell]) -> "_Room":
        """The room that shares leave: a part stays below its group, a group above its parts."""
        up: dict[Cell, int] = {}
        down: dict[Cell, int] = {}
        for share in shares:
            ends = [(r.cube, joint.sources[r.cube].number(r.slice)) for r in
                    (share.numerator, share.denominator)]  # fmt: skip
            for _level, area in joint.ground.areas:
                part, whole = ((*end, area) for end in ends)
                size, own = joint.answer(whole).value, joint.sources[part[0]].own
                found = joint.answer(part)
                count = found.value if own or found.value is not None else found.upper
                if count is None or size is None or count > size:
                    continue
                up[part] = min(int(size - count), up.get(part, ENDLESS))
                if not own or part not in kept:
                    down[whole] = min(int(size - count), down.get(whole, ENDLESS))
        parents = {part: whole for whole, parts in joint.ground.parts.items() for part in parts}
        return cls(up, down, {area: _chain(area, parents) for _level, area in joint.ground.areas})

    def upwards(self, joint: Joint, cell: Cell, kept: frozenset[Cell]) -> int:
        """Room above; none where a larger area shows a zero."""
        places = [(cell[0], cell[1], area) for area in self.around[cell[2]]]
        shown = [place for place in places if place not in kept]
        if any(joint.answer(place).value == 0 for place in shown):
            return 0
        return min(self.up.get(place, ENDLESS) for place in places)

    def downwards(self, cell: Cell) -> int:
        """Room below."""
        places = [(cell[0], cell[1], area) for area in self.around[cell[2]]]
        return min(self.down.get(place, ENDLESS) for place in places)


def _chain(area: str, parents: Mapping[str, str]) -> tuple[str, ...]:
    found = [area]
    while found[-1] in parents:
        found.append(parents[found[-1]])
    return tuple(found)


def _record(joint: Joint, cell: Cell, level: str, value: int, lower: int, upper: int) -> Record:
    cube, number, area = cell
    return Record(
        cube=cube,
        slice=joint.sources[cube].slices[number].key,
        base_cube=None,
        base_slice=None,
        level=level,
        area=area,
        kind="choice",
        value=value,
        lower=lower,
        upper=upper,
    )


def kept_state(found: Answer) -> tuple[None, None, None, str, str]:
    """What leaves of a kept cell: the same for every number, also for none and a withheld one."""
    state = found.observation if found.observation in ABSENT else Observation.COUNTED
    return None, None, None, state.value, Confidentiality.SUPPRESSED.value
