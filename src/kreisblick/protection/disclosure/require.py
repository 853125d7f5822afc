"""Require: the primary rules, cell by cell, as needs of the joint system."""

from collections.abc import Mapping, Sequence

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.answers import NUMBERS
from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.contributors import (
    needed_width,
    shares_by_area,
    sole_holders,
)
from kreisblick.protection.disclosure.differences import Group, derivable_groups
from kreisblick.protection.disclosure.model import Share, SliceRef
from kreisblick.protection.disclosure.shares import group_sizes, record, require_share
from kreisblick.protection.disclosure.sources import Source
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import ENDLESS, Kind, Need
from kreisblick.statistics.cube import Slice
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["require"]


def require(
    joint: Joint, shares: Sequence[Share], rates: Sequence[tuple[SliceRef, SliceRef]] = ()
) -> None:
    """Add all needs: counts, contributors, withheld numbers, differences, complements."""
    asked = sorted(set(shares))
    combined = [(share.numerator, share.denominator) for share in asked]
    minimums = Minimums.of(joint.sources, [*combined, *rates])
    groups = group_sizes(joint, asked)
    for key, source in joint.sources.items():
        if source.own:
            _require_cells(joint, key, minimums, groups)
            _require_differences(joint, key, minimums)
            _require_contributors(joint, key, source)
    for share in asked:
        require_share(joint, share, minimums)


def _require_cells(joint: Joint, key: str, minimums: Minimums, groups: Mapping[Cell, int]) -> None:
    source = joint.sources[key]
    for number, question in enumerate(source.slices):
        minimum = minimums.of_cell(SliceRef(key, question))
        for level, area in joint.ground.areas:
            cell = (key, number, area)
            found = joint.answer(cell)
            if cell not in joint.rows:
                continue
            if found.observation not in NUMBERS:
                _require_withheld(joint, cell, level)
            elif minimum is not None and found.value is not None:
                high = min(minimum, groups.get(cell, minimum))
                if _is_small(source, int(found.value), minimum, high):
                    _require_small(joint, cell, level, high)


def _is_small(source: Source, value: int, minimum: int, high: int) -> bool:
    if value == 0:
        return source.rules.zeros == "sensitive" and high > 0
    return value < minimum


def _require_small(joint: Joint, cell: Cell, level: str, high: int) -> None:
    value = int(joint.answer(cell).value or 0)
    strict = joint.sources[cell[0]].rules.zeros == "free"
    joint.hide(cell)
    joint.need(joint.rows[cell], value, 0, high, strict=strict)
    record(joint, cell, level, "count", (value, 0, max(high, value)))


def _require_withheld(joint: Joint, cell: Cell, level: str) -> None:
    """What its publisher withheld must stay as uncertain as the publisher left it."""
    terms = joint.terms(cell)
    if len(terms) != 1:
        return  # bounds of sums are not published, nothing is promised about them
    value, low, high, _block = joint.builder.variables[terms[0]]
    if high < ENDLESS:
        joint.need(joint.rows[cell], value, low, high)
        record(joint, cell, level, "count", (value, low, high))


def _require_differences(joint: Joint, key: str, minimums: Minimums) -> None:
    source = joint.sources[key]
    if source.rules.minimum_count is None:
        return
    groups = derivable_groups(source.cube.cells, source.cube.dimensions, source.slices)
    asked = {group: minimums.of_group(key, _told_by(group)) or 0 for group in groups}
    for level, area in joint.ground.areas:
        patterns = _patterns(joint, key, source, area)
        for group, minimum in asked.items():
            terms = [v for kind in group.patterns for v in patterns.get(kind, [])]
            value = sum(joint.builder.variables[v][0] for v in terms)
            if 0 < value < minimum:
                row = joint.builder.add_row(sorted(terms), Kind.GUARD, value)
                joint.need(row, value, 0, minimum)
                joint.records.append(_difference(key, group, level, area, value, minimum))


def _told_by(group: Group) -> list[Slice]:
    return [group.slice] if group.base is None else [group.slice, group.base]


def _difference(key: str, group: Group, level: str, area: str, value: int, most: int) -> Record:
    return Record(
        cube=key,
        slice=group.slice.key,
        base_cube=key if group.base else None,
        base_slice=group.base.key if group.base else None,
        level=level,
        area=area,
        kind="difference",
        value=value,
        lower=0,
        upper=most,
    )


def _patterns(joint: Joint, key: str, source: Source, area: str) -> dict[frozenset[int], list[int]]:
    """Variables of an area by the published slices that hold them."""
    slices: dict[int, set[int]] = {}
    for number in range(len(source.slices)):
        for term in joint.terms((key, number, area)):
            slices.setdefault(term, set()).add(number)
    found: dict[frozenset[int], list[int]] = {}
    for term, numbers in slices.items():
        found.setdefault(frozenset(numbers), []).append(term)
    return found


def _require_contributors(joint: Joint, key: str, source: Source) -> None:
    contributions, rules = source.cube.contributions, source.rules
    if contributions is None:
        if rules.minimum_contributors is not None or rules.dominance is not None:
            raise ProtectionFailedError(
                _(
                    "Cube '{cube}': its rules ask who stands behind the figures, and its delivery "
                    "does not say. Have it delivered by facility, or name other rules."
                ).format(cube=key)
            )
        return
    by_area = shares_by_area(contributions, joint.ground)
    small = [a for level, a in joint.ground.areas if level == AreaLevel.PLANNING_AREA]
    insiders = _insiders(joint, key, source, sole_holders(by_area, small))
    for number in range(len(source.slices)):
        for level, area in joint.ground.areas:
            holdings = by_area.get(area, {})
            width = needed_width(holdings, source.rules)
            cell = (key, number, area)
            value = joint.answer(cell).value
            if not width or not value or cell not in joint.rows:
                continue
            _require_width(joint, cell, level, _scaled(width, int(value), holdings), insiders)


def _scaled(width: int, value: int, holdings: Mapping[str, float]) -> int:
    """The width for a part of what the contributors hold together."""
    total = sum(holdings.values())
    return max(1, -int(-width * min(1.0, value / total) // 1))


def _require_width(
    joint: Joint, cell: Cell, level: str, width: int, insiders: Mapping[int, frozenset[int]]
) -> None:
    value, row = int(joint.answer(cell).value or 0), joint.rows[cell]
    joint.hide(cell)
    low = max(0, value - width)
    joint.need(row, value, low, value + width)
    record(joint, cell, level, "contributor", (value, low, value + width))
    terms = set(joint.terms(cell))
    for scenario, known in insiders.items():
        others = sum(joint.builder.variables[v][0] for v in terms - known)
        if others > 0:  # who stands alone behind everything learns nothing about others
            for sign, amount in ((1, min(width, others)), (-1, min(width, others))):
                need = Need(row=row, sign=sign, amount=amount, strict=False, insider=scenario)
                joint.builder.needs.append(need)


def _insiders(
    joint: Joint, key: str, source: Source, sole: Mapping[str, Sequence[str]]
) -> dict[int, frozenset[int]]:
    """For each holding that knows whole areas: a scenario with its variables known."""
    found = {}
    for areas in sole.values():
        known = {
            term
            for number in range(len(source.slices))
            for area in areas
            for term in joint.terms((key, number, area))
        }
        if known:
            found[joint.builder.add_insider(sorted(known))] = frozenset(known)
    return found
