"""The engine must notice when its own proof does not hold."""

import sys

import pytest

from kreisblick.protection.disclosure import ProtectionFailedError
from kreisblick.protection.suppression.suppress import check_proofs, suppress
from kreisblick.protection.suppression.system import Kind, Need, SystemBuilder


def one_row(values, *, total=Kind.CELL):
    """A row of cells with their total; the first cell must be able to be 0 or 5."""
    builder = SystemBuilder()
    for value in values:
        builder.add_variable(value, block=0)
    for number, value in enumerate(values):
        builder.add_row([number], Kind.CELL, value, weight=1.0, hidden=number == 0)
    builder.add_row(range(len(values)), total, sum(values), weight=100.0)
    builder.needs.append(Need(row=0, sign=1, amount=5 - values[0], strict=False))
    builder.needs.append(Need(row=0, sign=-1, amount=values[0], strict=False))
    return builder.build()


def test_the_cheapest_cover_is_taken():
    pattern = suppress(one_row([2, 9, 7]))

    assert pattern.hidden.sum() == 2
    assert pattern.hidden[0]
    assert not pattern.hidden[3]


def test_a_proof_that_moves_a_shown_cell_is_noticed():
    system = one_row([2, 9, 7])
    pattern = suppress(system)
    pattern.hidden[:] = False

    with pytest.raises(ProtectionFailedError):
        check_proofs(system, pattern)


def test_a_proof_that_moves_too_little_is_noticed():
    system = one_row([2, 9, 7])
    pattern = suppress(system)
    pattern.proof[0], pattern.proof[1] = pattern.proof[1], pattern.proof[0]
    witness = pattern.witnesses[int(pattern.proof[0])]
    witness.amounts[:] = -abs(witness.amounts)

    with pytest.raises(ProtectionFailedError):
        check_proofs(system, pattern)


def test_what_fixed_figures_give_away_stops_the_release():
    builder = SystemBuilder()
    builder.add_variable(2, block=0)
    builder.add_row([0], Kind.CELL, 2, weight=1.0, hidden=True)
    builder.add_row([0], Kind.FACT, 2)
    builder.needs.append(Need(row=0, sign=1, amount=3, strict=False))

    with pytest.raises(ProtectionFailedError):
        suppress(builder.build())


def test_a_solver_that_runs_out_of_time_stops_the_release(monkeypatch):
    solve = sys.modules["kreisblick.protection.suppression.solve"]
    monkeypatch.setattr(solve, "SECONDS_PER_PROGRAM", 0.0)

    with pytest.raises(ProtectionFailedError):
        suppress(one_row([2, 9, 7]))
