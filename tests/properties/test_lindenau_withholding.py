"""What always holds for the agency's asterisks and for shared-out totals."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.lindenau.randomness import share_out
from kreisblick.lindenau.withhold import with_sums, withhold


@st.composite
def tables(draw):
    towns = draw(st.integers(1, 3))
    town = np.array(sorted([*range(towns), *draw(st.lists(st.integers(0, towns - 1), max_size=6))]))
    width = draw(st.integers(1, 3))
    cells = draw(
        st.lists(st.integers(0, 40), min_size=len(town) * width, max_size=len(town) * width)
    )
    return np.array(cells).reshape(len(town), width), town, towns


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_small_count_is_shown_and_none_stands_alone_in_its_sum(case):
    parts, town, towns = case
    table = with_sums(parts, town, towns)

    hidden = withhold(table, town, towns, 10)

    assert hidden[(table > 0) & (table < 10)].all()
    assert not (hidden.sum(axis=1) == 1).any()
    for index in range(towns):
        lines = np.r_[np.flatnonzero(town == index), len(town) + index]
        assert not (hidden[lines].sum(axis=0) == 1).any()


@given(tables())
@settings(max_examples=60, deadline=None)
def test_towns_add_up_to_the_district(case):
    parts, town, towns = case

    table = with_sums(parts, town, towns)

    assert (table[len(town) : -1].sum(axis=0) == table[-1]).all()
    assert (table[:, :-1].sum(axis=1) == table[:, -1]).all()


@given(
    st.integers(0, 10_000),
    st.lists(st.floats(0.01, 100), min_size=1, max_size=30),
)
def test_shares_add_up_to_the_total_and_lie_next_to_the_exact_share(total, weights):
    array = np.array(weights)

    shares = share_out(total, array)

    assert shares.sum() == total
    assert np.abs(shares - total * array / array.sum()).max() <= 1 + 1e-9
