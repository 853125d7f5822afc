"""A1, A2, A26: every table of whole numbers that fits, for a thousand random tables up to 4 x 4."""

import numpy as np
import polars as pl
import pytest
from tests.attacks.enumeration import MARGIN, Enumeration, shown_of, truth_of

from kreisblick.protection.suppression import Spec, protect_frame

K = 3


def random_table(seed):
    random = np.random.default_rng(seed)
    shape = tuple(random.integers(1, 5, size=2))
    return random.poisson(random.choice([0.8, 2.0, 4.0]), size=shape).clip(0, 12)


def protect(table, **more):
    rows = [(f"r{i}", f"c{j}", int(n)) for (i, j), n in np.ndenumerate(table)]
    frame = pl.DataFrame(rows, schema=["row", "column", "n"], orient="row")
    spec = Spec(
        value="n",
        dimensions={"row": ("row",), "column": ("column",)},
        minimum_count=K,
        **more,
    )
    return protect_frame(frame, spec)


def too_close(table, shown, *, known=None):
    """The small cells that an attacker learns more closely than agreed."""
    truth, cap = truth_of(table), int(table.max()) + K
    loose = Enumeration(table.shape, shown, cap=cap, known=known)
    sharp = Enumeration(table.shape, shown, cap=cap, known=known, hidden_is_not_zero=True)
    found = []
    for cell, value in truth.items():
        own = sum(n for place, n in (known or {}).items() if inside(place, cell))
        if not 0 < value < K or value == own:
            continue
        possible = loose.possible(*cell)
        assert value in possible  # the truth always fits
        wide = min(possible) <= own and max(possible) >= K
        if not wide or len(sharp.possible(*cell)) < 2:
            found.append(cell)
    return found


def inside(place, cell):
    return all(c in (MARGIN, p) for p, c in zip(place, cell, strict=True))


def naive(table):
    """Only what is small itself is hidden."""
    return {cell: None if 0 < n < K else n for cell, n in truth_of(table).items()}


def open_tables(seeds):
    return [seed for seed in seeds if too_close(random_table(seed), naive(random_table(seed)))]


@pytest.mark.slow
def test_a_thousand_small_tables_keep_every_small_figure_as_wide_as_agreed():
    broken = []
    for seed in range(1000):
        table = random_table(seed)
        if too_close(table, shown_of(protect(table), table.shape)):
            broken.append(seed)

    assert broken == []


def test_the_attacker_finds_what_a_naive_release_tells():
    small = [s for s in range(150) if any(0 < n < K for n in truth_of(random_table(s)).values())]

    assert len(open_tables(small)) > len(small) / 2  # 98 of 125: many small cells cover each other


@pytest.mark.slow
def test_showing_one_cover_is_found_out():
    """A26: at least 95 of 100 covers are needed; those shown without harm are counted."""
    tried, found = 0, 0
    for seed in range(2000, 2150):
        table = random_table(seed)
        cells, truth = protect(table), truth_of(table)
        shown = shown_of(cells, table.shape)
        covers = cells.with_row_index("place").filter(pl.col("status") == "secondary")
        for place in covers["place"]:
            cell = list(shown)[place]
            tried += 1
            found += bool(too_close(table, {**shown, cell: truth[cell]}))

    assert tried > 100
    assert found >= 0.95 * tried
