"""Time: periods that add up, and stocks that hardly change from date to date.

Four quarters beside the year tell the quarter that was withheld; a sum since January beside the
one of the month before tells the month. Such cubes stand in one system, tied together. A stock
that was withheld and has changed by less than k stays withheld: its next value would tell the
last one nearly.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.answers import answer
from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.earlier import parse_slice
from kreisblick.protection.disclosure.ground import Ground
from kreisblick.protection.disclosure.model import SliceRef
from kreisblick.protection.rules import ProtectionFailedError, RuleSet
from kreisblick.protection.suppression import Kind, Need
from kreisblick.statistics.cube import Cube, Slice
from kreisblick.territory.areas.model import Territory

__all__ = ["Sticky", "SumOf", "add_sums", "check_dates", "stay_withheld", "sticky_cells"]


@dataclass(frozen=True, order=True)
class SumOf:
    """A period and the periods it is made of, or begins with.

    Attributes:
        whole: the longer period's slice.
        parts: the shorter ones; each must be published or stand for the same people.
        rest: the parts are not all of it; what is left over is a group, too.
    """

    whole: SliceRef
    parts: tuple[SliceRef, ...]
    rest: bool = False


@dataclass(frozen=True, order=True)
class Sticky:
    """A cell that stays withheld."""

    cube: str
    slice: Slice
    area: str


def check_dates(cubes: Sequence[Cube], sums: Sequence[SumOf]) -> None:
    """Check that cubes of several dates are tied together.

    Raises:
        ProtectionFailedError: they are not.
    """
    tied = {ref.cube for one in sums for ref in (one.whole, *one.parts)}
    if len({cube.reference_date for cube in cubes}) > 1 and not {c.key for c in cubes} <= tied:
        raise ProtectionFailedError(
            _("All cubes must be of one reference date and one generation, each once.")
        )


def add_sums(joint: Joint, sums: Sequence[SumOf], minimums: Minimums) -> None:
    """Tie periods together, area by area.

    Raises:
        ProtectionFailedError: they do not add up, or a slice is not published.
    """
    for one in sorted(set(sums)):
        for _level, area in joint.ground.every:
            whole, *parts = (_cell(joint, ref, area) for ref in (one.whole, *one.parts))
            if all(joint.terms(cell) for cell in (whole, *parts)):
                _tie(joint, whole, parts, (minimums.of_cell(one.whole) or 0) if one.rest else None)


def _cell(joint: Joint, ref: SliceRef, area: str) -> Cell:
    source = joint.sources.get(ref.cube)
    if source is None or ref.slice not in source.slices:
        raise ProtectionFailedError(
            _("Periods that add up must be published; add {name}.").format(
                name=f"{ref.cube}/{ref.slice.key}"
            )
        )
    return ref.cube, source.number(ref.slice), area


def _tie(joint: Joint, whole: Cell, parts: Sequence[Cell], minimum: int | None) -> None:
    """Without a minimum the parts are all of it; with one, what is left over needs it."""
    plus, minus = joint.terms(whole), [t for part in parts for t in joint.terms(part)]
    count = joint.builder.variables
    left = sum(count[t][0] for t in plus) - sum(count[t][0] for t in minus)
    if left < 0 or (left and minimum is None):
        raise ProtectionFailedError(
            _("Cube '{cube}' is not the sum of its periods. Ask its supplier.").format(
                cube=whole[0]
            )
        )
    kind = Kind.FACT if minimum is None else Kind.GUARD
    row = joint.builder.add_row(plus, kind, left, minus=minus)
    if minimum is not None and 0 < left < minimum:
        joint.need(row, left, 0, minimum)


def sticky_cells(
    withheld: pl.DataFrame,
    before: Sequence[Cube],
    now: Sequence[Cube],
    territory: Territory,
    rules: Mapping[str, RuleSet],
) -> frozenset[Sticky]:
    """Cells that were withheld at the date before and have changed by less than the minimum.

    Where the number of the date before is not known, a cell below twice the minimum counts.

    Args:
        withheld: ``cube, slice, area`` of the date before.
        before: the counted cubes of the date before.
        now: the counted cubes of the date that is protected.
        territory: their areas.
        rules: rule set of each cube.
    """
    ground = Ground.of(territory)
    then = {cube.key: cube for cube in before}
    names: dict[tuple[str, str], set[str]] = {}
    for key, name, area in withheld.select("cube", "slice", "area").iter_rows():
        names.setdefault((key, name), set()).add(area)
    found: set[Sticky] = set()
    for cube in now:
        minimum = rules[cube.key].minimum_count
        for (key, name), areas in names.items():
            question = parse_slice(name)
            asked = {dimension for dimension, _codes in question.where}
            if key == cube.key and minimum is not None and asked <= set(cube.dimensions):
                close = _close(then.get(key), cube, question, ground, minimum)
                found |= {Sticky(key, question, area) for area in close if area in areas}
    return frozenset(found)


def _close(
    then: Cube | None, now: Cube, question: Slice, ground: Ground, minimum: int
) -> Iterator[str]:
    old = answer(then, question, ground) if then is not None else {}
    for area, found in answer(now, question, ground).items():
        before = old[area].value if area in old else None
        if found.value is None:
            continue
        if found.value < 2 * minimum if before is None else abs(found.value - before) < minimum:
            yield area


def stay_withheld(joint: Joint, sticky: Collection[Sticky]) -> None:
    """Hide cells again, each with a table that moves it by the minimum."""
    levels = {area: level for level, area in joint.ground.areas}
    for one in sorted(sticky):
        source = joint.sources.get(one.cube)
        if source is None or one.slice not in source.published:
            continue
        cell = (one.cube, source.number(one.slice), one.area)
        row = joint.rows.get(cell)
        if row is None or joint.builder.rows[row][0] != Kind.CELL or joint.builder.rows[row][-1]:
            continue  # a zero that is shown, a withheld number, or hidden for its own sake
        value = joint.builder.rows[row][1]
        joint.hide(cell)
        amount = min(value, source.rules.minimum_count or 1)
        joint.builder.needs.append(Need(row=row, sign=0, amount=amount, strict=False))
        name, level = one.slice.key, levels[one.area]
        joint.records.append(
            Record(one.cube, name, None, None, level, one.area, "sticky", value, value, value)
        )
