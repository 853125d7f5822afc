"""Require: the primary rules, cell by cell, as needs of the joint system."""

from collections.abc import Mapping, Sequence

from kreisblick.protection.disclosure.answers import NUMBERS, Answer
from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.disclosure.contributors import (
    needed_width,
    shares_by_area,
    sole_holders,
)
from kreisblick.protection.disclosure.differences import derivable_groups
from kreisblick.protection.disclosure.model import Share
from kreisblick.protection.disclosure.sources import Source
from kreisblick.protection.suppression import ENDLESS, Kind, Need
from kreisblick.territory.areas.model import AreaLevel

__all__ = ["require"]


def require(joint: Joint, shares: Sequence[Share]) -> None:
    """Add all needs: counts, contributors, withheld numbers, differences, complements."""
    groups = _groups(joint, shares)
    for key, source in joint.sources.items():
        if source.own:
            _require_cells(joint, key, source, groups)
            _require_differences(joint, key, source)
            if source.cube.contributions is not None:
                _require_contributors(joint, key, source)
    for share in sorted(set(shares)):
        _require_share(joint, share)


def _groups(joint: Joint, shares: Sequence[Share]) -> dict[Cell, int]:
    """The size of the smallest group a cell is published as a part of."""
    found: dict[Cell, int] = {}
    for share in shares:
        for _level, area in joint.ground.areas:
            part, whole = _ends(joint, share, area)
            size, count = joint.answer(whole).value, joint.answer(part).value
            if size is not None and count is not None and size >= count:
                found[part] = min(int(size), found.get(part, ENDLESS))
    return found


def _ends(joint: Joint, share: Share, area: str) -> tuple[Cell, Cell]:
    small, large = share.numerator, share.denominator
    part = (small.cube, joint.sources[small.cube].number(small.slice), area)
    whole = (large.cube, joint.sources[large.cube].number(large.slice), area)
    return part, whole


def _require_cells(joint: Joint, key: str, source: Source, groups: Mapping[Cell, int]) -> None:
    minimum = source.rules.minimum_count
    for number, question in enumerate(source.slices):
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
        del question


def _is_small(source: Source, value: int, minimum: int, high: int) -> bool:
    if value == 0:
        return source.rules.zeros == "sensitive" and high > 0
    return value < minimum


def _require_small(joint: Joint, cell: Cell, level: str, high: int) -> None:
    value = int(joint.answer(cell).value or 0)
    strict = joint.sources[cell[0]].rules.zeros == "free"
    joint.hide(cell)
    joint.need(joint.rows[cell], value, 0, high, strict=strict)
    _record(joint, cell, level, "count", value, 0, max(high, value))


def _require_withheld(joint: Joint, cell: Cell, level: str) -> None:
    """What its publisher withheld must stay as uncertain as the publisher left it."""
    terms = joint.terms(cell)
    if len(terms) != 1:
        return  # bounds of sums are not published, nothing is promised about them
    value, low, high, _block = joint.builder.variables[terms[0]]
    if high < ENDLESS:
        joint.need(joint.rows[cell], value, low, high)
        _record(joint, cell, level, "count", value, low, high)


def _require_differences(joint: Joint, key: str, source: Source) -> None:
    minimum = source.rules.minimum_count
    if minimum is None:
        return
    groups = derivable_groups(source.cube.cells, source.cube.dimensions, source.slices)
    for level, area in joint.ground.areas:
        patterns = _patterns(joint, key, source, area)
        for group in groups:
            terms = [v for kind in group.patterns for v in patterns.get(kind, [])]
            value = sum(joint.builder.variables[v][0] for v in terms)
            if not 0 < value < minimum:
                continue
            row = joint.builder.add_row(sorted(terms), Kind.GUARD, value)
            joint.need(row, value, 0, minimum)
            base = group.base.key if group.base else None
            joint.records.append(
                Record(
                    cube=key,
                    slice=group.slice.key,
                    base_cube=key if base else None,
                    base_slice=base,
                    level=level,
                    area=area,
                    kind="difference",
                    value=value,
                    lower=0,
                    upper=minimum,
                )
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


def _require_share(joint: Joint, share: Share) -> None:
    """The part can never exceed the group; with the group rule the rest is protected too."""
    source = joint.sources[share.numerator.cube]
    for level, area in joint.ground.areas:
        part, whole = _ends(joint, share, area)
        count, size = joint.answer(part).value, joint.answer(whole).value
        plus = joint.terms(whole) if joint.sources[share.denominator.cube].own else []
        if not source.own:
            _stay_above(joint, plus, joint.answer(part), size)
            continue
        if count is None or size is None or count > size:
            continue
        rest = int(size - count)
        row = joint.builder.add_row(plus, Kind.GUARD, rest, minus=joint.terms(part))
        minimum = source.rules.minimum_count
        if source.rules.group_rule and minimum and count > 0 and rest < minimum:
            high = min(minimum, int(size))
            joint.hide(part)
            joint.need(row, rest, 0, high)
            _record(joint, part, level, "complement", rest, 0, high, whole)


def _stay_above(joint: Joint, plus: Sequence[int], part: Answer, size: float | None) -> None:
    """A group is never smaller than the part of it that another publisher shows or bounds.

    Where only a bound is known the group stays above it: then every count below fits, too.
    """
    most = part.value if part.value is not None else part.upper
    if plus and size is not None and most is not None and most <= size:
        joint.builder.add_row(plus, Kind.GUARD, int(size - most))


def _require_contributors(joint: Joint, key: str, source: Source) -> None:
    contributions = source.cube.contributions
    if contributions is None:
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
    _record(joint, cell, level, "contributor", value, low, value + width)
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


def _record(
    joint: Joint,
    cell: Cell,
    level: str,
    kind: str,
    value: int,
    lower: int,
    upper: int,
    base: Cell | None = None,
) -> None:
    cube, number, area = cell
    joint.records.append(
        Record(
            cube=cube,
            slice=joint.sources[cube].slices[number].key,
            base_cube=base[0] if base else None,
            base_slice=joint.sources[base[0]].slices[base[1]].key if base else None,
            level=level,
            area=area,
            kind=kind,
            value=value,
            lower=lower,
            upper=upper,
        )
    )
