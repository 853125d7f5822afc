"""The engine must notice when its own proof does not hold."""

import sys

import pytest

from kreisblick.protection.disclosure import ProtectionFailedError
from kreisblick.protection.suppression import Kind, Need, SystemBuilder, suppress
from kreisblick.protection.suppression.check import check_proofs


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
    pattern.proofs.reverse()
    witness = pattern.witnesses[pattern.proofs[0][0]]
    witness.amounts[:] = -abs(witness.amounts)

    with pytest.raises(ProtectionFailedError):
        check_proofs(system, pattern)


def test_a_need_without_a_proof_is_noticed():
    system = one_row([2, 9, 7])
    pattern = suppress(system)
    pattern.proofs[0] = ()

    with pytest.raises(ProtectionFailedError):
        check_proofs(system, pattern)


def one_of_each(coalition):
    """Three units alone and a cell of nine; their total is shown."""
    builder = SystemBuilder(coalition=coalition)
    for value in (1, 1, 1, 9):
        number = builder.add_variable(value, block=0)
        row = builder.add_row([number], Kind.CELL, value, weight=1.0, hidden=value == 1)
        if value == 1:
            builder.needs.append(Need(row=row, sign=-1, amount=1, strict=False))
    builder.add_row(range(4), Kind.FACT, 12)
    return builder.build()


def test_one_cell_more_is_hidden_when_the_counted_ones_look_themselves():
    assert suppress(one_of_each(0)).hidden.sum() == 3
    assert suppress(one_of_each(1)).hidden.sum() == 3  # each leaves two others
    assert suppress(one_of_each(2)).hidden.sum() == 4


def test_a_proof_that_only_a_stranger_believes_is_noticed():
    system = one_of_each(1)
    pattern = suppress(system)
    pattern.proofs = [proofs[:1] for proofs in pattern.proofs]

    with pytest.raises(ProtectionFailedError):
        check_proofs(system, pattern)


def test_who_is_counted_and_cannot_be_kept_out_stops_the_release():
    builder = SystemBuilder(coalition=1)
    for number in range(2):
        builder.add_variable(1, block=0)
        builder.add_row([number], Kind.CELL, 1, weight=1.0, hidden=True)
        builder.needs.append(Need(row=number, sign=-1, amount=1, strict=False))
    builder.add_row([0, 1], Kind.FACT, 2)

    with pytest.raises(ProtectionFailedError, match="gezählt"):
        suppress(builder.build())


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
