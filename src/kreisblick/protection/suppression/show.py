"""Show: take back covers that turned out not to be needed.

A cover may be shown when every proof that moves it can be replaced by one that does not.
"""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from kreisblick.protection.suppression.change import Lookup
from kreisblick.protection.suppression.check import check_proofs
from kreisblick.protection.suppression.pattern import Pattern, add_proof
from kreisblick.protection.suppression.solve import Model
from kreisblick.protection.suppression.suppress import pieces_of, prove
from kreisblick.protection.suppression.system import Ints, Kind, System

__all__ = ["EFFORT", "show_again"]

EFFORT = 400_000  # simplex steps in all; counted, not timed, so that results repeat
MOST = 40_000  # simplex steps per part; more show hardly anything more


def show_again(system: System, pattern: Pattern, effort: int = EFFORT) -> None:
    """Show covers again, the dearest first, as long as every need keeps a proof.

    Args:
        system: the joint system.
        pattern: what is hidden, with a proof for every need.
        effort: simplex steps that it may take; what is not tried stays hidden.
    """
    if not len(system.needs):
        return
    covers = pattern.hidden & ~system.hidden & (system.kind == Kind.CELL)
    pieces = pieces_of(system)
    parts = np.unique(pieces)
    trial = _Trial(Lookup.of(system), pattern, min(MOST, effort // len(parts)))
    for part in parts:
        columns = (pieces == part).nonzero()[0]
        inside = np.unique(system.matrix[:, columns].nonzero()[0])
        trial.work_on(columns, [int(row) for row in inside if covers[row]])
    check_proofs(system, pattern)


@dataclass
class _Trial:
    """The search for covers that can be shown.

    Attributes:
        effort: simplex steps for each part.
        movers: per cell the witnesses that move it.
        proofs: per need the witnesses that meet it, those first that the fewest know of.
        fallen: witnesses that move a shown cell.
        tight: per need how often it stood in the way; these are asked first.
        seen: so many witnesses are sorted in.
    """

    lookup: Lookup
    pattern: Pattern
    effort: int
    movers: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    proofs: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    fallen: set[int] = field(default_factory=set)
    tight: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    seen: int = 0

    def work_on(self, columns: Ints, rows: Iterable[int]) -> None:
        """Try every cover of one part."""
        self._learn()
        models = {
            strict: Model(self.lookup, columns, self.pattern.hidden, strict=strict, frozen=True)
            for strict in (True, False)
        }
        weight = self.lookup.system.weight
        for row in sorted(rows, key=lambda r: (-weight[r], r)):
            if sum(model.effort for model in models.values()) > self.effort:
                break  # what is left stays hidden: less to see, never less safe
            if self.pattern.hidden[row] and models[True].knows(row):
                self._try(models, row)

    def _learn(self) -> None:
        for number, witness in enumerate(self.pattern.witnesses[self.seen :], self.seen):
            if not self.pattern.hidden[witness.moved].all():
                continue
            for row in witness.moved.tolist():
                self.movers[row].append(number)
            for need in witness.proves.tolist():
                insort(self.proofs[need], number, key=self._knowing)
        self.seen = len(self.pattern.witnesses)

    def _knowing(self, number: int) -> int:
        return len(self.pattern.witnesses[number].units)

    def _try(self, models: dict[bool, Model], row: int) -> None:
        for model in models.values():
            model.publish(row)
        self.pattern.hidden[row] = False
        falls = set(self.movers[row]) - self.fallen
        self.fallen |= falls
        before = {need: self.pattern.proofs[need] for need in self._affected(falls)}
        open_ = [need for need in before if not self._proved_already(need)]
        open_.sort(key=lambda need: (-self.tight[need], len(self.pattern.proofs[need]), need))
        if all(self._prove_again(models, need) for need in open_):
            return
        self.pattern.hidden[row] = True
        self.fallen -= falls
        for need, proofs in before.items():
            self.pattern.proofs[need] = proofs
            self.pattern.met[need] = True
        for model in models.values():
            model.unpublish(row)

    def _affected(self, falls: set[int]) -> list[int]:
        """The needs that lose a proof when some witnesses fall."""
        proofs = self.pattern.proofs
        needs = {n for number in falls for n in self.pattern.witnesses[number].proves.tolist()}
        return [need for need in sorted(needs) if not falls.isdisjoint(proofs[need])]

    def _proved_already(self, place: int) -> bool:
        """Whether tables found for other needs are proof enough."""
        pattern, need = self.pattern, self.lookup.system.needs[place]
        kept = [n for n in pattern.proofs[place] if n not in self.fallen]
        pattern.proofs[place], pattern.met[place] = (), False
        for number in chain(kept, self.proofs[place]):
            if pattern.met[place]:
                break
            if number not in self.fallen:
                add_proof(pattern, need, place, number)
        return bool(pattern.met[place])

    def _prove_again(self, models: dict[bool, Model], place: int) -> bool:
        pattern, need = self.pattern, self.lookup.system.needs[place]
        model = models[need.strict]
        if not pattern.met[place] and model.knows(need.row):
            prove(model, pattern, self.lookup, place)
            self._learn()
        self.tight[place] += not pattern.met[place]
        return bool(pattern.met[place])
