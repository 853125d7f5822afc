"""Shares: a part is never larger than its group, and what is left of the group tells, too.

What a publisher rounded or perturbed is a range: a group never counts for less than its largest,
a part never for more than its least possible value.
"""

from collections.abc import Iterable, Mapping

from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.disclosure.attributes import Minimums
from kreisblick.protection.disclosure.model import Share
from kreisblick.protection.suppression import ENDLESS, Kind

__all__ = ["group_sizes", "record", "require_share"]


def group_sizes(joint: Joint, shares: Iterable[Share]) -> Mapping[Cell, int]:
    """The largest size of the smallest group that a cell is published as a part of."""
    found: dict[Cell, int] = {}
    for share in shares:
        for _level, area in joint.ground.areas:
            part, whole = _ends(joint, share, area)
            count, size = joint.answer(part).value, _range(joint, whole)
            if size is not None and count is not None and size[1] >= count:
                found[part] = min(size[1], found.get(part, ENDLESS))
    return found


def require_share(joint: Joint, share: Share, minimums: Minimums) -> None:
    """The part can never exceed the group; with the group rule the rest is protected too."""
    source = joint.sources[share.numerator.cube]
    minimum = minimums.of_rest(share) if source.rules.group_rule else None
    for level, area in joint.ground.areas:
        part, whole = _ends(joint, share, area)
        size = _range(joint, whole)
        if size is None:
            continue
        if not source.own:
            _stay_above(joint, part, whole)
        elif joint.answer(part).value is not None:
            _require_rest(joint, part, whole, level, minimum)


def _require_rest(joint: Joint, part: Cell, whole: Cell, level: str, minimum: int | None) -> None:
    """Group minus part, at least zero for the largest group that is possible.

    Of a group that is known as a range the rest is counted from its least size: who takes that
    one sees the fewest left over.
    """
    count = int(joint.answer(part).value or 0)
    least, most = _range(joint, whole) or (0, ENDLESS)
    if count > most:
        return  # other days or other people: nobody can take the one for a part of the other
    rest = least - count
    plus = joint.terms(whole) if joint.sources[whole[0]].own else []
    row = joint.builder.add_row(plus, Kind.GUARD, rest, minus=joint.terms(part), floor=least - most)
    shown = joint.answer(whole).value
    if minimum and shown is not None and count > 0 and rest < minimum:
        low, high, further = min(0, rest), min(minimum, least), int(shown) - least
        joint.hide(part)
        joint.need(row, rest, low, high)
        bounds = (rest + further, low + further, max(rest, high) + further)
        record(joint, part, level, "complement", bounds, whole)


def _stay_above(joint: Joint, part: Cell, whole: Cell) -> None:
    """A group is never smaller than the part of it that another publisher shows or bounds.

    Where the part was withheld the group stays above its upper bound, if it does: then every
    count below fits, too.
    """
    known, size = _range(joint, part), joint.answer(whole).value
    if known is None or size is None or not joint.sources[whole[0]].own:
        return
    least, most = known
    withheld = joint.answer(part).value is None
    least = most if withheld and most <= size else least
    if least <= size:
        joint.builder.add_row(joint.terms(whole), Kind.GUARD, int(size) - least)


def _range(joint: Joint, cell: Cell) -> tuple[int, int] | None:
    """What everybody may know of a cell: its number, or bounds where its publisher blurred it."""
    found, source = joint.answer(cell), joint.sources[cell[0]]
    if found.value is None:
        bounded = not source.own and found.upper is not None
        return (int(found.lower or 0), int(found.upper or 0)) if bounded else None
    as_ = source.rules.published_as
    low, high = as_.range(found.value) if as_ is not None else (found.value, found.value)
    return int(low), int(high)


def _ends(joint: Joint, share: Share, area: str) -> tuple[Cell, Cell]:
    """Numerator and denominator of a share in an area."""
    small, large = share.numerator, share.denominator
    part = (small.cube, joint.sources[small.cube].number(small.slice), area)
    whole = (large.cube, joint.sources[large.cube].number(large.slice), area)
    return part, whole


def record(
    joint: Joint,
    cell: Cell,
    level: str,
    kind: str,
    bounds: tuple[int, int, int],
    base: Cell | None = None,
) -> None:
    """Write into the sealed record what a cell, or its base without it, needs.

    Args:
        joint: the system.
        cell: cube, number of the slice, area.
        level: of the area.
        kind: of requirement.
        bounds: the value and between which two it must stay uncertain.
        base: the group, where the group without the cell is meant.
    """
    cube, number, area = cell
    value, lower, upper = bounds
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
