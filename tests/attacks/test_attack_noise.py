"""Attacks on the cell key method: averaging, adding up, asking again, small counts (A23)."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import chisquare

from kreisblick.base.errors import WrongUseError
from kreisblick.protection.perturbation import NoiseSpec, perturb_frame
from kreisblick.protection.perturbation.noise import noise_table

TABLES = [(5, 3.0, 2), (4, 2.5, 2), (3, 2.0, 0), (10, 5.0, 0), (2, 1.0, 0)]
DRAWS = 1_000_000


@pytest.mark.parametrize(("deviation", "variance", "unpublished"), TABLES)
def test_every_row_keeps_mean_and_variance_and_shows_no_small_count(
    deviation: int, variance: float, unpublished: int
) -> None:
    table = noise_table(deviation, variance, unpublished)
    changes, rows = table.changes, table.probabilities

    assert np.allclose(rows.sum(axis=1), 1)
    assert np.allclose(rows @ changes, 0, atol=1e-6)
    assert np.allclose(rows[1:] @ changes**2, variance, atol=1e-6)
    assert rows[0][changes == 0] == 1
    for count, row in enumerate(rows):
        shown = count + changes[row > 0]
        assert shown.min() >= 0
        assert not ((shown >= 1) & (shown <= unpublished)).any()
        assert np.abs(changes).max() == deviation


@pytest.mark.parametrize("count", [1, 2, 3, 7, 500])
def test_changes_are_as_frequent_as_the_table_says(count: int) -> None:
    table = noise_table(5, 3.0, 2)
    keys = np.random.default_rng(count).random(DRAWS)

    found = table.change(np.full(DRAWS, count), keys)

    expected = table.probabilities[min(count, len(table.probabilities) - 1)]
    seen = np.array([(found == change).sum() for change in table.changes])
    possible = expected > 0
    assert seen[~possible].sum() == 0
    assert chisquare(seen[possible], expected[possible] * DRAWS).pvalue > 1e-4


def test_a_variance_that_no_noise_can_have_is_refused() -> None:
    with pytest.raises(WrongUseError, match="2,0"):
        noise_table(5, 1.5, 2)


def people(seed: int, number: int, towns: int = 6) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    return pl.DataFrame(
        {
            "town": draw.integers(0, towns, number).astype(str),
            "age": draw.integers(0, 4, number).astype(str),
            "sex": draw.integers(0, 2, number).astype(str),
            "key": draw.integers(0, 2**32, number, dtype=np.uint64),
        }
    )


def spec(**changes: object) -> NoiseSpec:
    plain = {
        "record_key": "key",
        "dimensions": {"town": ("town",), "age": ("age",), "sex": ("sex",)},
        "deviation": 5,
        "variance": 3.0,
        "unpublished": 2,
    }
    return NoiseSpec.model_validate({**plain, **changes})


def test_the_same_people_get_the_same_answer_under_any_name_and_order() -> None:
    units = people(1, 400)
    again = units.sample(fraction=1.0, shuffle=True, seed=9)
    renamed = units.with_columns(("region " + pl.col("town")).alias("region"))
    other = spec(dimensions={"region": ("region",), "age": ("age",)})

    first = perturb_frame(units, spec())
    second = perturb_frame(again, spec())
    third = perturb_frame(renamed, other)

    assert first.equals(second)
    named = first.filter(pl.col("table") == "town+age").select("town", "age", "value")
    same = third.filter(pl.col("table") == "region+age").select(
        pl.col("region").str.strip_prefix("region ").alias("town"), "age", "value"
    )
    assert named.equals(same)


def test_nobody_is_nobody_and_has_a_row_like_others() -> None:
    units = people(2, 30)

    cells = perturb_frame(units, spec())

    finest = cells.filter(pl.col("table") == "town+age+sex")
    true = units.group_by("town", "age", "sex").len()
    absent = finest.join(true, on=["town", "age", "sex"], how="anti")
    assert finest.height == 6 * 4 * 2
    assert absent.height > 0
    assert (absent["value"] == 0).all()
    # zero is shown for some who are there, too: it does not tell them from nobody
    assert finest.filter(pl.col("value") == 0).height > absent.height


def test_more_queries_about_the_same_people_do_not_narrow_them() -> None:
    """The noise of a set of people is one draw, so the mean over many re-exports is that draw."""
    units = people(3, 300)
    answers = [perturb_frame(units, spec(tables=(("town",),)))["value"] for _ in range(5)]

    assert all(answer.equals(answers[0]) for answer in answers)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_all_tables_together_recover_no_small_count(seed: int) -> None:
    """A linear program knows every published cell, the deviation, and that zero stays zero.

    That somebody is there can be known (zeros are true); how many cannot.
    """
    units = people(seed, 60, towns=4)
    truth = units.group_by("town", "age", "sex").len().sort("town", "age", "sex")
    every = perturb_frame(units, spec())
    finest = every.filter(pl.col("table") == "town+age+sex").sort("town", "age", "sex")
    true = finest.join(truth, on=["town", "age", "sex"], how="left")["len"].fill_null(0)
    rows, low, high = [], [], []
    for cell in every.iter_rows(named=True):
        fits = np.ones(finest.height)
        for name in ("town", "age", "sex"):
            if cell[name] is not None:
                fits *= (finest[name] == cell[name]).to_numpy()
        rows.append(fits)
        low.append(max(int(cell["value"] > 0), cell["value"] - 5))
        high.append(cell["value"] + 5)
    matrix = np.array(rows)

    for place in (true.is_between(1, 2)).arg_true()[:6]:
        goal = np.zeros(finest.height)
        goal[place] = 1
        ends = [
            sign
            * linprog(
                sign * goal,
                A_ub=np.vstack([matrix, -matrix]),
                b_ub=np.concatenate([high, -np.array(low)]),
            ).fun
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] >= 2 - 1e-9  # at least three counts fit
