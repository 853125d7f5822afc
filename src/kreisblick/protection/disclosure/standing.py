"""Standing in the way: which earlier figures leave no room for what has to be hidden now.

Figures are kept from insiders as well, where that is possible: a person alone in a cell knows
herself, and a total that its source has published may tell her the rest. What nothing can keep
from her is written down in the sealed record; from strangers everything is kept, or nothing
leaves. Who holds a whole area (a provider) is no such insider: that must hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kreisblick.base.language import translate as _
from kreisblick.protection.disclosure.assemble import Cell, Joint, Record
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import (
    Kind,
    Need,
    Pattern,
    System,
    SystemBuilder,
    attempt,
    suppress,
)

__all__ = ["suppress_beside"]

MOST = 40  # searches are whole solutions; beyond this many candidates all are named together
SHOWN = 8


def suppress_beside(joint: Joint) -> tuple[System, Pattern]:
    """The system and its pattern; when that fails, the earlier figures that are to blame.

    Raises:
        ProtectionFailedError: a need cannot be met. Where it could be met without figures that
            were released earlier, these are named.
    """
    try:
        system, pattern, given_up = _suppressed(joint.builder)
        _write_down(joint, given_up)
        return system, pattern
    except ProtectionFailedError as error:
        if not joint.facts or not _passes(joint, joint.facts):
            raise
        raise _stands(joint, _culprits(joint)) from error


def _suppressed(builder: SystemBuilder) -> tuple[System, Pattern, list[Need]]:
    """The system, its pattern, and what cannot be kept from insiders, however much is withheld."""
    system = builder.build()
    pattern = attempt(system)
    failed = (~pattern.met).nonzero()[0].tolist()
    scenarios = set(builder.scenarios.values())
    needs, given_up = list(system.needs), []
    for place in failed:
        need = needs[place]
        if need.coalition or need.insider in scenarios:
            given_up.append(need)
            outside = 0 if need.insider in scenarios else need.insider
            needs[place] = replace(need, insider=outside, coalition=0, own=())
            pattern.proofs[place] = ()
    eased = replace(system, needs=tuple(needs))
    return eased, suppress(eased, pattern), given_up


def _write_down(joint: Joint, given_up: Sequence[Need]) -> None:
    """Lines of the sealed record, one for each figure; they require nothing."""
    names = {row: cell for cell, row in joint.rows.items()}
    levels = {area: level for level, area in joint.ground.areas}
    for row in sorted({need.row for need in given_up} & names.keys()):
        cube, number, area = names[row]
        value = joint.builder.rows[row][1]
        question = joint.sources[cube].slices[number].key
        place = (levels[area], area, "insider")
        line = Record(cube, question, None, None, *place, value, value, value)
        joint.records += [line] if line not in joint.records else []


def _passes(joint: Joint, without: Collection[int]) -> bool:
    """Whether all needs can be met when these facts were not known."""
    rows, before = joint.builder.rows, {row: joint.builder.rows[row] for row in without}
    for row, (_kind, *rest) in before.items():
        rows[row] = (int(Kind.GUARD), *rest)  # type: ignore[assignment]
    try:
        _suppressed(joint.builder)
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
