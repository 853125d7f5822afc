"""The last look says of every spoilt proof what a slow look at whole tables says."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Kind, Need, SystemBuilder, suppress
from kreisblick.protection.suppression.check import check_proofs


def table(random, coalition):
    """Three rows and four columns with totals; small counts need room up and down."""
    counts = np.array([[random.choice([1, 2, 4, 6, 9]) for _ in range(4)] for _ in range(3)])
    builder = SystemBuilder(coalition=coalition)
    for count in counts.ravel().tolist():
        builder.add_variable(count, block=0, high=count + 4)
    cells = np.arange(12).reshape(3, 4)
    for terms in (*cells.reshape(12, 1), *cells, *cells.T, cells.ravel()):
        value = int(counts.ravel()[terms].sum())
        small = value < 3
        weight = float(value)
        row = builder.add_row(
            terms.tolist(),
            Kind.CELL,
            value,
            strict_floor=1,
            ceiling=value + 5,
            weight=weight,
            hidden=small,
        )
        if small:
            builder.needs.append(Need(row=row, sign=1, amount=3 - value, strict=False))
            builder.needs.append(Need(row=row, sign=0, amount=1, strict=True))
            builder.needs.append(Need(row=row, sign=-1, amount=value, strict=False))
    return builder.build()


def stands(system, pattern):
    """Every proof as a whole table, looked at cell by cell."""
    for need, numbers in zip(system.needs, pattern.proofs, strict=True):
        moved_by = []
        for number in numbers:
            witness = pattern.witnesses[number]
            x = system.x.copy()
            x[witness.columns] += witness.amounts
            value = system.matrix @ x
            move = value - system.value
            shown = (system.kind == Kind.CELL) & ~pattern.hidden | (system.kind == Kind.FACT)
            far = abs(move[need.row]) if need.sign == 0 else need.sign * move[need.row]
            unknown = set((x != system.x).nonzero()[0]).isdisjoint(system.insiders[need.insider])
            fits = (x >= 0).all() and (x <= system.high).all() and not move[shown].any()
            fits &= (value >= system.floor).all() and (value <= system.ceiling).all()
            strict = (value >= system.strict_floor).all()
            if not (fits and unknown and far >= need.amount and (strict or not need.strict)):
                return False
            moved_by.append(set(system.unit[x != system.x]) - {-1} - set(need.own))
        if not numbers or any(
            all({one, other} & moved for moved in moved_by)
            for one in system.unit
            for other in (system.unit if need.coalition > 1 else [one])
            if need.coalition
        ):
            return False
    return True


def spoil(random, system, pattern):
    """One thing that is wrong, or looks so."""
    witness = random.choice(pattern.witnesses)
    place = random.randrange(len(system.needs))
    needs, insiders = list(system.needs), list(system.insiders)
    match random.randrange(8):
        case 0:
            pattern.hidden[random.choice(pattern.hidden.nonzero()[0])] = False
        case 1:
            witness.amounts[random.randrange(len(witness.amounts))] += random.choice([-1, 1])
        case 2:
            witness.amounts[:] *= random.choice([-1, 2])
        case 3:
            pattern.proofs[place] = pattern.proofs[random.randrange(len(system.needs))]
        case 4:
            pattern.proofs[place] = pattern.proofs[place][1:]
        case 5:
            needs[place] = replace(needs[place], strict=True, amount=random.choice([1, 2]))
        case 6:
            insiders.append(np.array([random.randrange(12)]))
            needs[place] = replace(needs[place], insider=len(insiders) - 1)
        case 7:
            tight = {name: getattr(system, name).copy() for name in ("high", "ceiling")}
            tight[random.choice(list(tight))][random.randrange(12)] -= 4
            system = replace(system, **tight)
    return replace(system, needs=tuple(needs), insiders=tuple(insiders))


@pytest.mark.parametrize("coalition", [0, 1, 2])
def test_a_spoilt_proof_is_noticed_exactly_when_it_does_not_stand(coalition):
    seen = {True: 0, False: 0}
    for seed in range(120):
        random = Random(seed)
        system = table(random, coalition)
        try:
            pattern = suppress(system)
        except ProtectionFailedError:
            continue
        if not pattern.witnesses:
            continue
        system = spoil(random, system, pattern)
        expected = stands(system, pattern)
        seen[expected] += 1

        if expected:
            check_proofs(system, pattern)
        else:
            with pytest.raises(ProtectionFailedError):
                check_proofs(system, pattern)

    assert min(seen.values()) > 10
