"""Standing in the way: which earlier figures leave no room for what has to be hidden now."""

from collections.abc import Collection, Sequence

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Cell, Joint
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Kind, Pattern, System, suppress

__all__ = ["suppress_beside"]

MOST = 40  # searches are whole solutions; beyond this many candidates all are named together
SHOWN = 8


def suppress_beside(joint: Joint) -> tuple[System, Pattern]:
    """The system and its pattern; when that fails, the earlier figures that are to blame.

    Raises:
        ProtectionFailedError: a need cannot be met. Where it could be met without figures that
            were released earlier, these are named.
    """
    system = joint.builder.build()
    try:
        return system, suppress(system)
    except ProtectionFailedError as error:
        if not joint.facts or not _passes(joint, joint.facts):
            raise
        raise _stands(joint, _culprits(joint)) from error


def _passes(joint: Joint, without: Collection[int]) -> bool:
    """Whether all needs can be met when these facts were not known."""
    rows, before = joint.builder.rows, {row: joint.builder.rows[row] for row in without}
    for row, (_kind, *rest) in before.items():
        rows[row] = (int(Kind.GUARD), *rest)  # type: ignore[assignment]
    try:
        suppress(joint.builder.build())
    except ProtectionFailedError:
        return False
    finally:
        for row, content in before.items():
            rows[row] = content
    return True


def _culprits(joint: Joint) -> list[Cell]:
    """The figures of one slice, then of one area, without which all would be well."""
    by_slice: dict[tuple[str, int], list[int]] = {}
    for row, (cube, number, _area) in joint.facts.items():
        by_slice.setdefault((cube, number), []).append(row)
    chosen = _one_enough(joint, list(by_slice.values()))
    by_area: dict[str, list[int]] = {}
    for row in chosen:
        by_area.setdefault(joint.facts[row][2], []).append(row)
    return sorted({joint.facts[row] for row in _one_enough(joint, list(by_area.values()))})


def _one_enough(joint: Joint, groups: Sequence[Sequence[int]]) -> list[int]:
    """The first group that is enough alone; all when none is, or there are too many to try."""
    every = [row for rows in groups for row in rows]
    if len(groups) > MOST:
        return every
    return list(next((rows for rows in groups if _passes(joint, rows)), every))


def _stands(joint: Joint, cells: Sequence[Cell]) -> ProtectionFailedError:
    names = [
        f"{cube}/{joint.sources[cube].slices[number].key}/{joint.ground.label(area)}"
        for cube, number, area in cells[:SHOWN]
    ]
    more = ["…"] if len(cells) > SHOWN else []
    return ProtectionFailedError(
        _(
            "A small figure cannot be hidden, because figures that were released earlier give it "
            "away: {names}. They are out and cannot be taken back: leave out what was added to "
            "the publication since."
        ).format(names=", ".join([*names, *more]))
    )
