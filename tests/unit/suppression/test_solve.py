"""The cheapest change that a program finds is the cheapest of all changes there are."""

from itertools import product
from random import Random

import numpy as np
import pytest

from kreisblick.protection.suppression import Kind, Need, SystemBuilder
from kreisblick.protection.suppression.change import Lookup
from kreisblick.protection.suppression.layout import INSIDE
from kreisblick.protection.suppression.program import HIDDEN
from kreisblick.protection.suppression.solve import Model

CELLS = np.arange(6).reshape(2, 3)
ROWS = [*CELLS.reshape(6, 1), *CELLS, *CELLS.T, CELLS.ravel()]
STEPS = range(-3, 4)


def system_of(random):
    """Two rows and three columns with totals; some cells are hidden, one total is fixed."""
    counts = [random.choice([0, 1, 2, 3, 7]) for _ in range(6)]
    builder = SystemBuilder()
    for count in counts:
        builder.add_variable(count, block=0, high=count + 3)
    for number, terms in enumerate(ROWS):
        fixed = number == random.choice([6, 7, 8, 9])
        value = sum(counts[term] for term in terms)
        builder.add_row(
            terms.tolist(),
            Kind.FACT if fixed else Kind.CELL,
            value,
            strict_floor=min(value, 1),
            ceiling=value + random.choice([1, 2, 9]),
            weight=random.choice([1.0, 2.0, 5.0]),
            hidden=random.random() < 0.3,
        )
    return builder.build()


def cheapest(system, hidden, need, still, *, strict):
    """What the cheapest change costs, by trying all of them; None when there is none."""
    changes = np.array(list(product(STEPS, repeat=6)))
    changes = changes[(changes[:, list(still)] == 0).all(axis=1)]
    x = system.x + changes
    moves = changes @ system.matrix.toarray().T
    fits = ((x >= system.low) & (x <= system.high)).all(axis=1)
    fits &= (moves[:, system.kind == Kind.FACT] == 0).all(axis=1)
    value = system.value + moves
    floor = system.strict_floor if strict else system.floor
    fits &= ((value >= floor) & (value <= system.ceiling)).all(axis=1)
    by = moves[:, need.row]
    fits &= (np.abs(by) if need.sign == 0 else need.sign * by) >= need.amount
    costs = INSIDE * np.abs(changes).sum(axis=1)
    cell = system.kind == Kind.CELL
    costs += np.abs(moves)[:, cell] @ np.where(hidden, HIDDEN, system.weight)[cell]
    return costs[fits].min(initial=np.inf)


@pytest.mark.parametrize("seed", range(60))
def test_the_cheapest_change_is_found(seed):
    random = Random(seed)
    system = system_of(random)
    lookup, hidden = Lookup.of(system), system.hidden.copy()
    strict = random.random() < 0.5
    model = Model(lookup, np.arange(6), hidden, strict=strict)
    rows = [row for row in range(len(ROWS)) if model.knows(row)]
    for _turn in range(6):
        need = Need(
            row=random.choice(rows),
            sign=random.choice([-1, 0, 1]),
            amount=random.choice([1, 2]),
            strict=strict,
        )
        shut = random.choice([row for row in rows if row != need.row])
        model.publish(shut)
        still = {int(ROWS[shut][0])} if len(ROWS[shut]) == 1 else set()
        expected = cheapest(system, hidden, need, still, strict=strict)
        if not still:
            model.unpublish(shut)

        found = model.find(need)

        model.unpublish(shut)
        assert (found is None) == np.isinf(expected)
        if found is not None:
            whole = np.zeros(6, np.int64)
            whole[found.columns] = found.amounts
            moves = np.abs(system.matrix @ whole)
            costs = np.where(hidden, HIDDEN, system.weight) * (system.kind == Kind.CELL)
            assert INSIDE * np.abs(whole).sum() + moves @ costs == pytest.approx(expected)
            new = found.rows[~hidden[found.rows]]
            hidden[new] = True
            model.hide(new)
