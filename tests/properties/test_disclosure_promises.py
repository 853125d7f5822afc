"""What must always hold of protected tables."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kreisblick.protection.suppression import Spec, protect_frame

KEYS = ["table", "town", "area", "age"]


def frame_of(values):
    places = [("t1", "a"), ("t1", "b"), ("t2", "c"), ("t2", "d")]
    rows = [(town, area, age) for town, area in places for age in ("young", "old")]
    return pl.DataFrame(
        [(*row, value) for row, value in zip(rows, values, strict=True)],
        schema=["town", "area", "age", "n"],
        orient="row",
    )


def spec(minimum=3, **more):
    return Spec(
        value="n",
        dimensions={"place": ("town", "area"), "age": ("age",)},
        minimum_count=minimum,
        **more,
    )


tables = st.lists(st.integers(0, 9), min_size=8, max_size=8).map(frame_of)
some = settings(max_examples=25, deadline=None)


@some
@given(tables)
def test_protecting_twice_gives_the_same(table):
    assert protect_frame(table, spec()).equals(protect_frame(table, spec()))


@some
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(table, random):
    order = list(range(table.height))
    random.shuffle(order)

    assert protect_frame(table[order], spec()).equals(protect_frame(table, spec()))


@some
@given(tables)
def test_what_a_rule_hides_for_its_own_sake_a_stricter_rule_hides_as_well(table):
    mild, strict = protect_frame(table, spec(3)), protect_frame(table, spec(5))

    both = mild.join(strict, on=KEYS, nulls_equal=True, suffix="_strict")
    assert both.height == mild.height
    hidden = both.filter(pl.col("status") == "primary")
    assert set(hidden["status_strict"]) <= {"primary"}


@some
@given(tables)
def test_what_is_shown_is_true_and_never_small(table):
    cells = protect_frame(table, spec(zeros="sensitive"))

    for cell in cells.filter(pl.col("status") == "free").iter_rows(named=True):
        wanted = [pl.col(k) == cell[k] for k in ("town", "area", "age") if cell[k] is not None]
        assert cell["value"] == table.filter(*wanted)["n"].sum()
        assert cell["value"] >= 3


@some
@given(tables)
def test_zeros_are_always_shown_when_they_are_free(table):
    cells = protect_frame(table, spec())
    atoms = cells.filter(pl.col("area").is_not_null() & pl.col("age").is_not_null())

    zeros = atoms.join(table.filter(pl.col("n") == 0), on=["town", "area", "age"])
    assert zeros["value"].to_list() == [0] * table.filter(pl.col("n") == 0).height
