"""Show: take back covers that turned out not to be needed.

A cover may be shown when every proof that moves it can be replaced by one that does not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from kreisblick.protection.suppression.solve import Model
from kreisblick.protection.suppression.suppress import NeedIndex, Pattern, accept, check_proofs
from kreisblick.protection.suppression.system import Ints, Kind, System

__all__ = ["show_again"]

EFFORT = 15_000  # simplex steps per municipality; counted, not timed, so that results repeat


def show_again(system: System, pattern: Pattern) -> None:
    """Show covers again, the dearest first, as long as every need keeps a proof."""
    if not len(system.needs):
        return
    trial = _Trial(system, pattern, NeedIndex.of(system))
    covers = pattern.hidden & ~system.hidden & (system.kind == Kind.CELL)
    for block in np.unique(system.block):
        columns = (system.block == block).nonzero()[0]
        inside = np.unique(system.matrix[:, columns].nonzero()[0])
        trial.work_on(columns, [int(row) for row in inside if covers[row]])
    check_proofs(system, pattern)


@dataclass
class _Trial:
    """The search for covers that can be shown.

    Attributes:
        movers: per cell the witnesses that move it.
        proofs: per need the witnesses that meet it.
    """

    system: System
    pattern: Pattern
    index: NeedIndex
    movers: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    proofs: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    def work_on(self, columns: Ints, rows: Iterable[int]) -> None:
        """Try every cover of one part."""
        self._learn()
        models = {
            strict: Model(self.system, columns, self.pattern.hidden, strict=strict, frozen=True)
            for strict in (True, False)
        }
        for row in sorted(rows, key=lambda r: (-self.system.weight[r], r)):
            if sum(model.effort for model in models.values()) > EFFORT:
                break  # what is left stays hidden: less to see, never less safe
            if self.pattern.hidden[row] and models[True].knows(row):
                self._try(models, row)

    def _learn(self) -> None:
        for number, witness in enumerate(self.pattern.witnesses[self.seen :], self.seen):
            for row in witness.moved:
                self.movers[int(row)].add(number)
            for need in witness.proves:
                self.proofs[int(need)].append(number)
        self.seen = len(self.pattern.witnesses)

    def _try(self, models: dict[bool, Model], row: int) -> None:
        before = self.pattern.proof.copy()
        for model in models.values():
            model.publish(row)
        self.pattern.hidden[row] = False
        affected = np.isin(before, np.array(sorted(self.movers[row]), np.int64)).nonzero()[0]
        if all(self._prove_again(models, int(need), row) for need in affected):
            return
        self.pattern.hidden[row] = True
        self.pattern.proof[:] = before
        for model in models.values():
            model.unpublish(row)

    def _prove_again(self, models: dict[bool, Model], need: int, row: int) -> bool:
        for number in self.proofs[need]:
            moved = self.pattern.witnesses[number].moved
            if self.pattern.hidden[moved].all():
                self.pattern.proof[need] = number
                return True
        model = models[self.system.needs[need].strict]
        if not model.knows(self.system.needs[need].row):
            return False
        self.pattern.programs += 1
        change = model.find(self.system.needs[need])
        if change is None:
            return False
        self.pattern.proof[need] = -1
        accept(self.system, self.pattern, self.index, change)
        self._learn()
        return bool(self.pattern.proof[need] >= 0)
