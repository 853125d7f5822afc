"""Suppress: hide cells until for every need another table fits all that is still published.

Each solution of the linear program *is* that other table. It is rounded to whole numbers and
checked in exact integer arithmetic, so the proof does not rest on the solver's tolerances. A
table found for one need often proves others too; those are not solved again.
"""

from collections.abc import Iterator

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.change import Change, Lookup
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.pattern import Pattern, accept, open_of
from kreisblick.protection.suppression.solve import Model
from kreisblick.protection.suppression.system import ENDLESS, Ints, System

__all__ = ["attempt", "pieces_of", "prove", "suppress"]

PIECE = 600  # variables in a program; a larger municipality is worked on in pieces first
WIDTHS = (1, 3)  # municipalities at once; the whole system comes last


def attempt(system: System, before: Pattern | None = None) -> Pattern:
    """The pattern when as many needs are met as can be; ``met`` tells which.

    Args:
        system: the joint system.
        before: the pattern of the same system with fewer rows and needs at the end, to go on from.

    Raises:
        ProtectionFailedError: the solver gives no answer.
    """
    pattern, lookup = Pattern.of(system, before), Lookup.of(system)
    for strict in (True, False):
        for columns, needs in _parts(lookup, strict=strict):
            _work_on(lookup, pattern, columns, needs, strict=strict)
    return pattern


def suppress(system: System, before: Pattern | None = None) -> Pattern:
    """Hide as few and as cheap cells as the method finds, until every need is met.

    Args:
        system: the joint system.
        before: as for ``attempt``.

    Raises:
        ProtectionFailedError: when a need cannot be met, or the solver gives no answer.
    """
    pattern = attempt(system, before)
    failed = (~pattern.met).nonzero()[0].tolist()
    if failed:
        strangers = any(
            not (system.needs[place].insider or pattern.proofs[place]) for place in failed
        )
        raise _cannot_hide(strangers=strangers)
    return pattern


def _cannot_hide(*, strangers: bool) -> ProtectionFailedError:
    if not strangers:
        return ProtectionFailedError(
            _(
                "At least one small figure cannot be kept from somebody who is counted in the "
                "table. Publish fewer attributes, or do without fixed figures."
            )
        )
    return ProtectionFailedError(
        _(
            "At least one small figure cannot be hidden, because figures that are fixed "
            "give it away. Take the fixed figures out of the publication."
        )
    )


def _parts(lookup: Lookup, *, strict: bool) -> Iterator[tuple[Ints, Ints]]:
    """Columns and needs: what reaches over municipalities, each, neighbours, the rest."""
    system = lookup.system
    needs = (lookup.strict == strict).nonzero()[0]
    everything = np.arange(len(system.x))
    home = _home(system, system.block)[lookup.row[needs]]
    yield everything, needs[home < 0]
    blocks = np.unique(system.block)
    pieces = pieces_of(system)
    inside = _home(system, pieces)[lookup.row[needs]]
    for block in blocks:
        columns = (system.block == block).nonzero()[0]
        of_block = home == block
        parts = np.unique(pieces[columns])
        if len(parts) > 1:
            yield columns, needs[of_block & (inside < 0)]
            for part in parts:
                yield (pieces == part).nonzero()[0], needs[of_block & (inside == part)]
    for width in WIDTHS:
        for place, block in enumerate(blocks):
            group = np.take(blocks, range(place, place + width), mode="wrap")
            yield np.isin(system.block, group).nonzero()[0], needs[home == block]
    yield everything, needs


def pieces_of(system: System) -> Ints:
    """Municipalities cut into pieces of neighbouring variables."""
    pieces = np.zeros(len(system.x), np.int64)
    first = 0
    for block in np.unique(system.block):
        columns = (system.block == block).nonzero()[0]
        count = -(-len(columns) // PIECE)
        pieces[columns] = first + np.arange(len(columns)) * count // len(columns)
        first += count
    return pieces


def _home(system: System, block: Ints) -> Ints:
    """The block that holds all changeable variables of a row; -1 for rows that reach far."""
    live = (system.low < system.high).nonzero()[0]
    found = np.full(len(system.value), -1, np.int64)
    part = system.matrix[:, live].tocoo()
    first, last = np.full(len(found), ENDLESS), np.full(len(found), -1)
    np.minimum.at(first, part.row, block[live][part.col])
    np.maximum.at(last, part.row, block[live][part.col])
    one = first == last
    found[one] = first[one]
    return found


def _work_on(lookup: Lookup, pattern: Pattern, columns: Ints, needs: Ints, *, strict: bool) -> None:
    needs = needs[~pattern.met[needs]]
    if not len(needs):
        return
    model = Model(lookup, columns, pattern.hidden, strict=strict)
    order = np.lexsort((needs, lookup.system.value[lookup.row[needs]], -lookup.amount[needs]))
    for need in needs[order].tolist():
        if not pattern.met[need] and model.knows(int(lookup.row[need])):
            prove(model, pattern, lookup, need)


def prove(model: Model, pattern: Pattern, lookup: Lookup, place: int) -> Ints:
    """Look for tables until a need is met, or none is left; gives the newly hidden cells."""
    need, new = lookup.system.needs[place], [np.empty(0, np.int64)]
    while not pattern.met[place]:
        before = len(pattern.proofs[place])
        change = _next(model, pattern, need, open_of(pattern, need, place))
        if change is None:
            break
        new.append(accept(pattern, lookup, change))
        model.hide(new[-1])
        if len(pattern.proofs[place]) == before:
            break
    return np.concatenate(new)


def _next(
    model: Model, pattern: Pattern, need: Need, coalitions: list[tuple[int, ...]]
) -> Change | None:
    """A table that leaves alone what all open coalitions know, or what the first of them know."""
    everybody = tuple(sorted({unit for coalition in coalitions for unit in coalition}))
    for known in [everybody, *coalitions] if len(coalitions) > 1 else coalitions:
        pattern.programs += 1
        change = model.find(need, known)
        if change is not None:
            return change
    return None
