"""From–to: what anybody can say of a withheld figure from the shown ones, rounded outwards.

A range is computed from released cells alone: what is left of the larger area beside its shown
parts, what the larger group shows, what the shown parts add up to. So it tells nothing that is not
out; it is held against every proof all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Joint
from kreisblick.protection.disclosure.ground import Ground
from kreisblick.protection.disclosure.model import SEAL, Protected, ReleasedCube
from kreisblick.protection.disclosure.ranges import check_ranges
from kreisblick.protection.ledger import as_ranges
from kreisblick.protection.rules import ProtectionFailedError, RuleSet
from kreisblick.statistics.cube import Confidentiality, Observation, Slice

__all__ = ["with_ranges"]

PLACE = ("cube", "slice", "reference_date", "generation", "level", "area")
Cell = tuple[str, str]  # slice, area


def with_ranges(
    protected: Protected,
    rules: Mapping[str, RuleSet],
    joint: Joint,
) -> Protected:
    """The released cells with ``lower, upper`` beside those that are withheld, where rules say so.

    Only for cubes on one geography, and for cells whose larger area is the sum of counted parts.

    Raises:
        ProtectionFailedError: a range would exclude a table that is needed as proof, or the true
            count, because what is shown does not add up.
    """
    released = dict(protected.released)
    for key, cube in protected.released.items():
        step = rules[key].show_range
        if step is None or joint.ground.labels:
            continue
        slices = {one.key: one for one in joint.sources[key].slices}
        ranges = _ranges(cube.cells, slices, joint.ground, step)
        _check_truth(joint, ranges)
        check_ranges(protected, ranges)
        released[key] = ReleasedCube(
            key=key, cells=_beside(cube.cells, ranges), rule_set=cube.rule_set, seal=SEAL
        )
    return replace(protected, released=released)


def _check_truth(joint: Joint, ranges: pl.DataFrame) -> None:
    for key, name, area, low, high in ranges.select(
        "cube", "slice", "area", "lower", "upper"
    ).iter_rows():
        numbers = {one.key: number for number, one in enumerate(joint.sources[key].slices)}
        value = joint.answer((key, numbers[name], area)).value
        if value is not None and not low <= value <= high:
            words = _("Cube '{cube}': from–to cannot be given, the shown figures do not add up.")
            raise ProtectionFailedError(words.format(cube=key))


def _ranges(
    cells: pl.DataFrame, slices: Mapping[str, Slice], ground: Ground, step: int
) -> pl.DataFrame:
    book = _Book.of(cells, slices, ground)
    withheld = pl.col("confidentiality") == Confidentiality.SUPPRESSED.value
    counted = pl.col("observation") == Observation.COUNTED.value
    rows = [
        (*place, book.lower((place[1], place[5])), book.upper((place[1], place[5])))
        for place in cells.filter(withheld & counted).select(PLACE).iter_rows()
    ]
    types: dict[str, type[pl.DataType]] = dict.fromkeys(PLACE, pl.String)
    types |= {"reference_date": pl.Date, "lower": pl.Float64, "upper": pl.Float64}
    found = pl.DataFrame(rows, schema=types, orient="row").drop_nulls("upper")
    return as_ranges(found, step=step)


def _beside(cells: pl.DataFrame, ranges: pl.DataFrame) -> pl.DataFrame:
    low, high = (pl.col(name).cast(cells.schema[name]) for name in ("lower", "upper"))
    beside = ranges.select(*PLACE, low_=low, high_=high)
    joined = cells.join(beside, on=PLACE, how="left", maintain_order="left")
    return joined.with_columns(
        lower=pl.coalesce("lower", "low_"), upper=pl.coalesce("upper", "high_")
    ).drop("low_", "high_")


@dataclass(frozen=True)
class _Book:
    """The shown figures of a cube, and what follows from them for a withheld one.

    Attributes:
        shown: slice and area → value.
        whole: the larger area of each area, if that one is the sum of counted parts.
        parts: the parts of each such larger area.
        larger, smaller: of each slice the slices that hold it, and those it holds.
    """

    shown: Mapping[Cell, float] = field(repr=False)
    whole: Mapping[str, str] = field(repr=False)
    parts: Mapping[str, tuple[str, ...]] = field(repr=False)
    larger: Mapping[str, tuple[str, ...]]
    smaller: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, cells: pl.DataFrame, slices: Mapping[str, Slice], ground: Ground) -> "_Book":
        """Read the released cells of a cube."""
        shown = cells.filter(pl.col("value").is_not_null()).select("slice", "area", "value")
        odd = set(cells.filter(pl.col("observation") != Observation.COUNTED.value)["area"])
        sums = {
            area: parts
            for area, parts in ground.parts.items()
            if parts and not odd & {area, *parts}
        }
        inside = {
            name: tuple(o for o, one in slices.items() if o != name and _holds(question, one))
            for name, question in slices.items()
        }
        return cls(
            shown={(name, area): float(value) for name, area, value in shown.iter_rows()},
            whole={part: area for area, parts in sums.items() for part in parts},
            parts=sums,
            larger={name: tuple(o for o in slices if name in inside[o]) for name in slices},
            smaller=inside,
        )

    def upper(self, cell: Cell) -> float | None:
        """The most that is possible; None where nothing says so."""
        name, area = cell
        if cell in self.shown:
            return self.shown[cell]
        found = [self.shown[o, area] for o in self.larger[name] if (o, area) in self.shown]
        if area in self.whole:
            most, others = self.upper((name, self.whole[area])), self.parts[self.whole[area]]
            if most is not None:
                rest = (self.shown.get((name, part), 0.0) for part in others if part != area)
                found.append(most - sum(rest))
        return min(found, default=None)

    def lower(self, cell: Cell) -> float:
        """The least that is possible."""
        name, area = cell
        parts = sum(self.shown.get((name, part), 0.0) for part in self.parts.get(area, ()))
        groups = [self.shown.get((one, area), 0.0) for one in self.smaller[name]]
        return max([parts, *groups])


def _holds(large: Slice, small: Slice) -> bool:
    """Whether everybody in the small slice is in the large one."""
    asked = dict(small.where)
    return all(name in asked and set(asked[name]) <= set(codes) for name, codes in large.where)
