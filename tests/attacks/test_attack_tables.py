"""A1, A2: an adversary with pencil and paper, every table of whole numbers that fits.

The attacker shares no code with the engine: it enumerates all tables.
"""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.protection.suppression import Spec, protect_frame

K = 3


def protect_table(table, **more):
    rows = [
        {"row": f"r{i}", "column": f"c{j}", "n": float(value)}
        for (i, j), value in np.ndenumerate(np.atleast_2d(table))
    ]
    spec = Spec(
        value="n",
        dimensions={"row": ("row",), "column": ("column",)},
        minimum_count=K,
        **more,
    )
    return protect_frame(pl.DataFrame(rows), spec)


def mask_of(table, cell):
    mask = np.zeros(np.atleast_2d(table).shape, bool)
    rows = slice(None) if cell["row"] is None else int(cell["row"][1:])
    columns = slice(None) if cell["column"] is None else int(cell["column"][1:])
    mask[rows, columns] = True
    return mask.ravel()


def every_table(table, cells, *, knows_hidden_is_not_zero):
    """All tables of whole numbers that agree with the shown cells."""
    size = np.atleast_2d(table).size
    cap = int(np.max(table)) + 2 * K
    candidates = np.zeros((1, 0), np.int16)
    masks = [(mask_of(table, cell), cell["value"]) for cell in cells]
    for column in range(size):  # one cell more at a time, dropping what cannot fit any more
        steps = np.arange(cap + 1, dtype=np.int16)
        candidates = np.column_stack(
            [np.repeat(candidates, len(steps), axis=0), np.tile(steps, len(candidates))]
        )
        for mask, value in masks:
            if value is None or not mask[: column + 1].any():
                continue
            sums = candidates[:, mask[: column + 1]].sum(axis=1)
            whole = not mask[column + 1 :].any()
            candidates = candidates[sums == value] if whole else candidates[sums <= value]
    if knows_hidden_is_not_zero:
        for mask, value in masks:
            if value is None:
                candidates = candidates[candidates[:, mask].sum(axis=1) >= 1]
    return candidates


def ways_in(table, cells):
    """Small figures that the attacker learns too closely."""
    loose = every_table(table, cells, knows_hidden_is_not_zero=False)
    sharp = every_table(table, cells, knows_hidden_is_not_zero=True)
    found = []
    for cell in cells:
        mask = mask_of(table, cell)
        truth = int(np.ravel(table)[mask].sum())
        if not 0 < truth < K:
            continue
        possible = loose[:, mask].sum(axis=1)
        exact = len(np.unique(sharp[:, mask].sum(axis=1))) < 2
        if cell["value"] is not None or possible.min() > 0 or possible.max() < K or exact:
            found.append(cell)
    return found


def shown(cells):
    return cells.to_dicts()


@pytest.mark.parametrize(
    "table",
    [
        [[10, 3, 1, 1]],  # S1: what is hidden is no zero, so both must be 1
        [[10, 5, 0, 0]],  # S2: zeros are shown first, they cover nothing
        [[10, 2, 0, 0]],  # a zero must never be the only cover
        [[5, 4, 1], [7, 0, 8]],
        [[1, 1, 7, 1, 0]],  # three singletons
        [[1, 2], [2, 1]],
        [[2, 0], [0, 9]],
    ],
)
def test_the_parts_cannot_be_subtracted_from_the_total(table):
    cells = shown(protect_table(np.array(table)))

    assert ways_in(np.array(table), cells) == []


def test_the_attacker_of_these_tests_finds_an_unprotected_figure():
    table = np.array([[10, 3, 1, 1]])
    cells = shown(protect_table(table))

    for cell in cells:  # show everything but the two ones
        if mask_of(table, cell).sum() != 1 or np.ravel(table)[mask_of(table, cell)].sum() > 1:
            cell["value"] = int(np.ravel(table)[mask_of(table, cell)].sum())

    assert len(ways_in(table, cells)) > 0


def test_zeros_are_shown_and_cover_nothing():
    cells = protect_table(np.array([[10, 2, 0, 0], [4, 6, 0, 5]]))

    zeros = cells.filter(pl.col("value") == 0)
    assert zeros.height == 4
    assert zeros["status"].unique().to_list() == ["free"]


small_tables = st.sampled_from([(2, 2), (2, 3), (1, 4), (1, 5)]).flatmap(
    lambda shape: st.lists(
        st.integers(0, 6), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    ).map(lambda values: np.array(values).reshape(shape))
)


@settings(max_examples=40, deadline=None)
@given(small_tables)
def test_no_small_table_gives_a_small_figure_away(table):
    assert ways_in(table, shown(protect_table(table))) == []


@settings(max_examples=15, deadline=None)
@given(small_tables)
def test_showing_any_single_cover_opens_a_way_in(table):
    cells = shown(protect_table(table))

    for cell in [c for c in cells if c["status"] == "secondary"]:
        opened = [dict(c) for c in cells]
        truth = int(np.ravel(table)[mask_of(table, cell)].sum())
        opened[cells.index(cell)]["value"] = truth
        assert ways_in(table, opened), (table, cell)


def test_overlapping_regions_are_protected_together():
    """A county and a city that overlap: a difference of two published sums is one small part."""
    parts = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
    frame = pl.DataFrame(
        {
            "part": list(parts),
            "county": ["one" if p in "ABIJ" else "two" for p in parts],
            "city": ["big" if p in "LM" else "rest" for p in parts],
            "n": [float(value) for value in parts.values()],
        }
    )
    spec = Spec(
        value="n",
        dimensions={"part": ("part",), "county": ("county",), "city": ("city",)},
        tables=(("part",), ("county",), ("city",), ()),
        minimum_count=4,
    )

    cells = protect_frame(frame, spec)

    hidden = cells.filter(pl.col("status") != "free")
    assert set(hidden["part"].drop_nulls()) >= {"A", "B", "K", "L", "M"}
    for county, members in (("one", "ABIJ"), ("two", "KLMN")):
        total = cells.filter(pl.col("county") == county)["value"].item()
        closed = [p for p in members if p in set(hidden["part"].drop_nulls())]
        rest = sum(parts[p] for p in closed)
        assert total is None or (len(closed) > 1 and rest >= 4)


def test_three_dimensions_leave_no_way_in():
    counts = dict(zip(itertools.product("ab", "xy", "mf"), [1, 4, 2, 0, 5, 3, 1, 6], strict=True))
    frame = pl.DataFrame(
        [{"p": p, "q": q, "s": s, "n": float(n)} for (p, q, s), n in counts.items()]
    )
    spec = Spec(value="n", dimensions={d: (d,) for d in "pqs"}, minimum_count=K)

    cells = protect_frame(frame, spec)

    atoms = list(counts)
    tables = np.indices((8,) * 8, dtype=np.int8).reshape(8, -1)
    for cell in cells.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        inside = [i for i, atom in enumerate(atoms) if fits(atom, cell)]
        tables = tables[:, tables[inside].sum(axis=0) == cell["value"]]
    for cell in cells.filter(pl.col("status") == "primary").iter_rows(named=True):
        inside = [i for i, atom in enumerate(atoms) if fits(atom, cell)]
        possible = tables[inside].sum(axis=0)
        assert possible.min() == 0
        assert possible.max() >= K


def fits(atom, cell):
    return all(cell[d] in (None, code) for d, code in zip("pqs", atom, strict=True))
