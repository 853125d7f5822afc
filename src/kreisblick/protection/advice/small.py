"""Small: how many figures are hidden for their own sake, and how many would be after a change.

Rules about providers, groups and differences are not asked, and nothing is solved: this only picks
which changes are tried.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kreisblick.protection.advice.model import Setting
from kreisblick.protection.disclosure import SliceRef, leave_out
from kreisblick.protection.disclosure.answers import Ground, answer

__all__ = ["Figures", "figures_of"]

Row = tuple[str, str]  # cube and slice


@dataclass(frozen=True, kw_only=True)
class Figures:
    """All counts under own rules, before protection.

    Attributes:
        values: cube and slice → area → count.
        minimum: of each cube.
    """

    values: dict[Row, dict[str, int]] = field(repr=False)
    minimum: dict[str, int]

    def is_small(self, cube: str, value: int | None) -> bool:
        """Whether a count is hidden for its own sake; a missing one is not."""
        return value is not None and 0 < value < self.minimum[cube]

    @property
    def small(self) -> int:
        """How many counts are small."""
        return sum(
            self.is_small(cube, value)
            for (cube, _name), of_area in self.values.items()
            for value in of_area.values()
        )

    def freed_by_joining(self, areas: Sequence[str]) -> int:
        """Small counts fewer, if areas are shown as one."""
        found = 0
        for (cube, _name), of_area in self.values.items():
            parts = [of_area[area] for area in areas if area in of_area]
            if len(parts) == len(areas):
                before = sum(self.is_small(cube, part) for part in parts)
                found += before - self.is_small(cube, sum(parts))
        return found

    def freed_by_merging(self, first: SliceRef, second: SliceRef) -> int:
        """Small counts fewer, if two slices are shown as one."""
        one, other = (self.values.get(_row(ref), {}) for ref in (first, second))
        return sum(
            self.is_small(first.cube, one[area])
            + self.is_small(first.cube, other[area])
            - self.is_small(first.cube, one[area] + other[area])
            for area in one.keys() & other.keys()
        )

    def freed_without(self, refs: Iterable[SliceRef]) -> int:
        """Small counts fewer, if slices are not shown at all."""
        return sum(
            self.is_small(ref.cube, value)
            for ref in refs
            for value in self.values.get(_row(ref), {}).values()
        )


def figures_of(setting: Setting) -> Figures:
    """The counts of a setting."""
    ground = Ground.of(setting.territory)
    values: dict[Row, dict[str, int]] = {}
    minimum: dict[str, int] = {}
    for cube in leave_out(list(setting.cubes), list(setting.choices), setting.territory):
        rules = setting.rules[cube.key]
        if rules.source != "own" or rules.minimum_count is None:
            continue
        minimum[cube.key] = rules.minimum_count
        for one in sorted({ref.slice for ref in setting.publish if ref.cube == cube.key}):
            cells = answer(cube, one, ground)
            values[cube.key, one.key] = {
                area: int(cell.value) for area, cell in cells.items() if cell.value is not None
            }
    return Figures(values=values, minimum=minimum)


def _row(ref: SliceRef) -> Row:
    return ref.cube, ref.slice.key
