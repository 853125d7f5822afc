"""Residual: what is left of a published total when its shown parts are taken off.

Anybody can compute this sum of the hidden parts. It must keep all rules that a published figure
keeps, with everybody who stands behind the parts pooled; else one cell more has to be hidden.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kreisblick.base.language import translate as _
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression.check import check_proofs
from kreisblick.protection.suppression.need import Need
from kreisblick.protection.suppression.pattern import Bools, Pattern
from kreisblick.protection.suppression.show import EFFORT, show_again
from kreisblick.protection.suppression.suppress import suppress
from kreisblick.protection.suppression.system import Ints, Kind, System, SystemBuilder

__all__ = ["Relation", "Room", "protect_residuals"]

ROUNDS = 8  # the last one shows nothing again, so that it cannot open a new one


@dataclass(frozen=True)
class Relation:
    """A row that is the sum of other rows."""

    whole: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Room:
    """How far a sum must be able to move."""

    up: int
    down: int
    relative: bool = False


def protect_residuals(
    builder: SystemBuilder,
    relations: Sequence[Relation],
    room: Callable[[Ints], Room | None],
    effort: int = EFFORT,
) -> tuple[System, Pattern]:
    """Suppress, show covers again, and protect the sums that are left over.

    Args:
        builder: the system; guards for sums that are left over are added to it.
        relations: which rows add up to which.
        room: how far a sum of variables must be able to move; None when it may be known.
        effort: as for ``show_again``.

    Raises:
        ProtectionFailedError: when a need cannot be met, or new sums stay open in every round.
    """
    pattern: Pattern | None = None
    for number in range(ROUNDS):
        system = builder.build()
        pattern = suppress(system, pattern)
        if number < ROUNDS - 1:
            show_again(system, pattern, effort)
        else:
            check_proofs(system, pattern)
        if not _guard(builder, system, pattern.hidden, relations, room):
            return system, pattern
    raise ProtectionFailedError(
        _("What is left of a total keeps telling too much. Publish fewer slices.")
    )


def _guard(
    builder: SystemBuilder,
    system: System,
    hidden: Bools,
    relations: Sequence[Relation],
    room: Callable[[Ints], Room | None],
) -> bool:
    """Add a guard for every open sum; whether there was one."""
    found = False
    for terms in _left_over(system, hidden, relations):
        asked = room(terms)
        if asked is None or asked.up + asked.down == 0:
            continue
        found = True
        value = int(system.x[terms].sum())
        row = builder.add_row(terms.tolist(), Kind.GUARD, value)
        for sign, amount in ((1, asked.up), (-1, asked.down)):
            if amount:
                need = Need(
                    row=row, sign=sign, amount=amount, strict=False, relative=asked.relative
                )
                builder.needs.append(need)
    return found


def _left_over(system: System, hidden: Bools, relations: Sequence[Relation]) -> Iterator[Ints]:
    """The variables of the hidden parts of every shown whole; each sum once."""
    seen = set()
    matrix = system.matrix
    for relation in relations:
        closed = [part for part in relation.parts if hidden[part]]
        if hidden[relation.whole] or not closed or len(closed) == len(relation.parts):
            continue
        inside = [matrix.indices[matrix.indptr[p] : matrix.indptr[p + 1]] for p in closed]
        terms = np.unique(np.concatenate(inside)).astype(np.int64)
        if terms.tobytes() not in seen:
            seen.add(terms.tobytes())
            yield terms
