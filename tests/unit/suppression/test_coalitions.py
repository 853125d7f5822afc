"""Who is left when proofs are put side by side."""

from functools import reduce
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from kreisblick.protection.suppression.coalitions import keep_out, open_coalitions

proofs = st.lists(st.frozensets(st.integers(0, 7), max_size=5), max_size=6)


def by_trying_all(moved, size):
    """Every coalition that takes part in all proofs and has no smaller one inside."""
    units = sorted(set(chain.from_iterable(moved)))
    every = chain.from_iterable(combinations(units, n) for n in range(size + 1))
    taking_part = [c for c in every if all(proof.intersection(c) for proof in moved)]
    return [c for c in taking_part if not any(set(o) < set(c) for o in taking_part)]


@given(proofs, st.integers(0, 2))
def test_one_proof_after_the_other_leaves_those_that_take_part_in_all(moved, size):
    left = reduce(lambda before, proof: keep_out(before, proof, size), moved, [()])

    assert left == sorted(by_trying_all(moved, size))


@given(proofs, st.integers(0, 2))
def test_all_proofs_at_once_miss_no_smallest_coalition(moved, size):
    found = open_coalitions(moved, size)

    assert set(by_trying_all(moved, size)) <= set(found)
    assert bool(found) == bool(by_trying_all(moved, size))
