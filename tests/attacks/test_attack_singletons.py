"""A3: who is counted in the table and takes himself off; alone, and two together."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from tests.attacks.enumeration import shown_of, truth_of
from tests.attacks.test_attack_brute_force import protect, random_table, too_close

from kreisblick.protection.suppression import Spec, protect_frame


def insiders(table, shown, size):
    """Coalitions of units that are each alone in a hidden finest cell."""
    alone = [
        (int(r), int(c))
        for r, c in zip(*np.nonzero(table == 1), strict=True)
        if shown[int(r), int(c)] is None
    ]
    return [dict.fromkeys(group, 1) for group in combinations(alone, size)]


def learned(table, shown, size):
    return [known for known in insiders(table, shown, size) if too_close(table, shown, known=known)]


def test_the_attack_works_where_nobody_thought_of_those_who_are_counted():
    broken = 0
    for seed in range(40):
        table = random_table(seed)
        broken += bool(learned(table, shown_of(protect(table), table.shape), 1))

    assert broken > 3


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2])
def test_who_is_alone_in_a_cell_learns_nothing_of_others(size):
    broken = []
    for seed in range(120):
        table = random_table(seed)
        shown = shown_of(protect(table, coalition=size), table.shape)
        if any(learned(table, shown, n) for n in range(size + 1)):
            broken.append(seed)

    assert broken == []


def test_three_who_are_alone_in_a_row_of_five():
    """S4: A1, B1, H7, M1, W0 above 1, 0, 0, 2, 8."""
    table = np.array([[1, 1, 7, 1, 0], [1, 0, 0, 2, 8]])
    naive = {cell: None if 0 < n < 3 else n for cell, n in truth_of(table).items()}

    assert learned(table, naive, 1)
    for size in (1, 2):
        shown = shown_of(protect(table, coalition=size), table.shape)
        assert [known for n in range(size + 1) for known in learned(table, shown, n)] == []


PLACES = [
    ("north", "a", "Anker", 60),
    ("north", "b", "Bund", 25),
    ("north", "c", "Anker", 40),
    ("north", "c", "Bund", 35),
    ("north", "c", "Caritas", 30),
    ("south", "d", "Anker", 20),
    ("south", "d", "Bund", 22),
    ("south", "d", "Caritas", 21),
    ("south", "e", "Caritas", 45),
    ("south", "e", "Bund", 50),
    ("south", "e", "Anker", 55),
]


def places(**more):
    frame = pl.DataFrame(PLACES, schema=["town", "area", "provider", "places"], orient="row")
    spec = Spec(
        value="places",
        dimensions={"place": ("town", "area")},
        contributors=({"column": "provider", "minimum": 3, "dominance": {"p_percent": 10}},),
        **more,
    )
    return protect_frame(frame, spec)


def test_a_provider_cannot_take_himself_off_to_learn_of_the_other():
    """Were only a and b hidden, one provider each, Anker would know the figure of Bund."""
    cells = places()

    hidden = set(cells.filter(pl.col("status") != "free")["area"].drop_nulls())
    assert hidden >= {"a", "b"}
    assert len(hidden) > 2 or cells.filter(pl.col("area").is_null())["value"].null_count() > 0


def test_homes_of_one_holding_count_once():
    cells = places()

    assert cells.filter(pl.col("area") == "a")["status"].item() == "primary"
    assert cells.filter(pl.col("area") == "e")["status"].item() != "primary"
