"""Pattern: which cells are hidden, and the tables that prove every need."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.change import Change, Lookup
from kreisblick.protection.suppression.coalitions import Known, keep_out
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.system import Ints, Kind, System

__all__ = ["Bools", "Pattern", "Witness", "accept", "add_proof", "open_of"]

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Witness:
    """Another table that fits: its difference from the true one.

    Attributes:
        columns, amounts: the variables that differ and by how much.
        moved: the cells that differ; all of them must be hidden.
        units: those who know of variables that differ.
        proves: the needs that it meets.
    """

    columns: Ints = field(repr=False)
    amounts: Ints = field(repr=False)
    moved: Ints = field(repr=False)
    units: frozenset[int] = field(repr=False)
    proves: Ints = field(repr=False)


@dataclass
class Pattern:
    """Which cells are hidden, and the proofs for every need.

    Attributes:
        hidden: per row; true for cells that are not published.
        met: per need; true when its proofs are enough.
        proofs: per need the numbers of the witnesses that prove it together.
        witnesses: all tables found.
        programs: how many programs were solved.
        left: per need some of its proofs and the coalitions that these leave open.
    """

    hidden: Bools
    met: Bools
    proofs: list[tuple[int, ...]]
    witnesses: list[Witness] = field(default_factory=list)
    programs: int = 0
    left: dict[int, tuple[tuple[int, ...], list[Known]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, system: System, before: "Pattern | None" = None) -> "Pattern":
        """Nothing proved, nothing hidden but what must be; or what was so before."""
        size = len(system.needs)
        pattern = cls(system.hidden.copy(), np.zeros(size, np.bool_), [()] * size)
        if before is not None:
            pattern.hidden[: len(before.hidden)] |= before.hidden
            pattern.met[: len(before.met)] = before.met
            pattern.proofs[: len(before.proofs)] = before.proofs
            pattern.witnesses, pattern.programs = before.witnesses, before.programs
        return pattern


def accept(pattern: Pattern, lookup: Lookup, change: Change) -> Ints:
    """Record a change as witness, hide what it moves; gives the newly hidden cells."""
    _check(lookup, change)
    moved = lookup.moved(change)
    new = moved[~pattern.hidden[moved]]
    pattern.hidden[new] = True
    for sign in (1, -1):
        way = change.times(sign)
        times = min(lookup.room(way, strict=False), lookup.most)
        if times:
            _prove(pattern, lookup, way.times(times))
        fewer = min(lookup.room(way, strict=True), lookup.most)
        if fewer and fewer != times:
            _prove(pattern, lookup, way.times(fewer))
    return new


def _prove(pattern: Pattern, lookup: Lookup, change: Change) -> None:
    needs = _met_by(lookup, change)
    if pattern.met[needs].all():
        return
    system = lookup.system
    units = _units(system, change.columns)
    witness = Witness(change.columns, change.amounts, lookup.moved(change), units, needs)
    pattern.witnesses.append(witness)
    number, used = len(pattern.witnesses) - 1, False
    for place in needs[~pattern.met[needs]].tolist():
        used |= add_proof(pattern, system.needs[place], place, number)
    if not used:
        pattern.witnesses.pop()


def _met_by(lookup: Lookup, change: Change) -> Ints:
    """The needs that a change meets."""
    needs = lookup.needs_of(change.rows)
    by = change.moves[np.searchsorted(change.rows, lookup.row[needs])]
    sign = lookup.sign[needs]
    met = np.where(sign == 0, np.abs(by), sign * by) >= lookup.amount[needs]
    if not lookup.is_strict(change):
        met &= ~lookup.strict[needs]
    needs = needs[met]
    changed = set(change.columns.tolist())
    known = [lookup.known[lookup.system.needs[need].insider] for need in needs.tolist()]
    return needs[[changed.isdisjoint(one) for one in known]] if len(needs) else needs


def add_proof(pattern: Pattern, need: Need, place: int, number: int) -> bool:
    """Add a witness to the proofs of a need, if it leaves fewer coalitions open."""
    before = open_of(pattern, need, place)
    units = _strangers(pattern.witnesses[number], need)
    if before and not any(units.isdisjoint(coalition) for coalition in before):
        return False
    pattern.proofs[place] += (number,)
    pattern.met[place] = not open_of(pattern, need, place)
    return True


def open_of(pattern: Pattern, need: Need, place: int) -> list[Known]:
    """The coalitions that a need's proofs do not keep out."""
    proofs = pattern.proofs[place]
    seen, left = pattern.left.get(place, ((), [()]))
    if proofs[: len(seen)] != seen:
        seen, left = (), [()]
    for number in proofs[len(seen) :]:
        left = keep_out(left, _strangers(pattern.witnesses[number], need), need.coalition)
    pattern.left[place] = (proofs, left)
    return left


def _strangers(witness: Witness, need: Need) -> frozenset[int]:
    return witness.units.difference(need.own) if need.own else witness.units


def _check(lookup: Lookup, change: Change) -> None:
    """A witness that is not exactly one is a fault of ours; then nothing may leave."""
    still = bool((lookup.system.kind[change.rows] != Kind.FACT).all())
    if not still or not lookup.room(change, strict=False):
        raise _did_not_stand()


def _units(system: System, columns: Ints) -> frozenset[int]:
    known = system.unit[columns]
    return frozenset(known[known >= 0].tolist())


def _did_not_stand() -> ProtectionFailedError:
    return ProtectionFailedError(
        _("The solver's answer did not stand the exact check. Please report this.")
    )
