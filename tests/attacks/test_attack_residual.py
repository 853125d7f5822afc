"""A5: total minus what is shown of it, with everybody who stands behind the rest pooled."""

from random import Random

import polars as pl
import pytest

from kreisblick.protection.suppression import Spec, protect_frame
from kreisblick.protection.suppression import residual as engine

P = 10

# One holding stands alone in a; the cheapest cover c has enough others of its own, but not
# enough for both together: 30 + 100 of Anker against 40 of Bund, and 11 of the rest.
ROWS = [
    ("a", "Anker", 30),
    ("b", "Bund", 300),
    ("b", "Caritas", 290),
    ("b", "Diakonie", 280),
    ("c", "Anker", 100),
    ("c", "Bund", 40),
    ("c", "Caritas", 11),
    ("d", "Bund", 900),
    ("d", "Caritas", 800),
    ("d", "Diakonie", 700),
]


def table():
    return pl.DataFrame(ROWS, schema=["area", "provider", "n"], orient="row")


def protect():
    spec = Spec(
        value="n",
        dimensions={"area": ("area",)},
        contributors=({"column": "provider", "dominance": {"p_percent": P}},),
    )
    return protect_frame(table(), spec)


def left_over(cells):
    """What anybody computes: total minus shown areas, by provider for the judge."""
    total = cells.filter(pl.col("area").is_null())["value"].item()
    if total is None:
        return None
    closed = cells.filter(pl.col("area").is_not_null() & pl.col("value").is_null())["area"]
    return table().filter(pl.col("area").is_in(closed.to_list()))


def dominated(rows):
    """Whether the second largest estimates the largest closer than P percent."""
    parts = rows.group_by("provider").agg(pl.col("n").sum())["n"].sort(descending=True).to_list()
    return sum(parts[2:]) * 100 < P * parts[0]


def test_what_is_left_over_is_not_dominated():
    rest = left_over(protect())

    assert rest is None or not dominated(rest)


def test_the_attack_works_on_an_engine_that_judges_cells_one_by_one(monkeypatch):
    monkeypatch.setattr(engine, "_guard", lambda *_: False)

    rest = left_over(protect())

    assert rest is not None
    assert dominated(rest)


@pytest.mark.parametrize("seed", range(30))
def test_no_sum_that_is_left_over_is_small_or_dominated(seed):
    random = Random(seed)
    rows = [
        (town, f"{town}{area}", provider, random.choice([0, 1, 3, 8, 20, 60]))
        for town in "xyz"
        for area in range(4)
        for provider in random.sample(["A", "B", "C", "D", "E"], random.randint(1, 4))
    ]
    frame = pl.DataFrame(rows, schema=["town", "area", "provider", "n"], orient="row")
    spec = Spec(
        value="n",
        dimensions={"place": ("town", "area")},
        minimum_count=3,
        contributors=({"column": "provider", "minimum": 3, "dominance": {"p_percent": P}},),
    )

    cells = protect_frame(frame, spec)

    wholes = [(None, "town"), *((town, "area") for town in "xyz"), (None, "area")]
    for town, part in wholes:
        inside = cells.filter(pl.col("town") == town) if town else cells
        total = inside.filter(pl.col("area").is_null() & pl.col("town").eq_missing(pl.lit(town)))
        depth = pl.col("area").is_null() if part == "town" else pl.col("area").is_not_null()
        parts = inside.filter(pl.col("town").is_not_null() & depth)
        closed = parts.filter(pl.col("value").is_null())[part]
        if total["value"].item() is None or closed.is_empty():
            continue
        rest = frame.filter(pl.col(part).is_in(closed.to_list()))
        assert rest["n"].sum() >= 3
        assert rest.filter(pl.col("n") > 0)["provider"].n_unique() >= 3
        assert not dominated(rest)
