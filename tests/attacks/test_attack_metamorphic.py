"""A25, S3, S5: other names, other cuts, more tables: the verdict stays, nothing gets wider."""

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from kreisblick.protection.suppression import Spec, protect_frame

K = 3
AGES = ("young", "mid", "old")


def table(seed, areas=5):
    random = np.random.default_rng(seed)
    rows = [
        (f"a{i}", age, int(n))
        for i in range(areas)
        for age, n in zip(AGES, random.poisson(3.0, 3), strict=True)
    ]
    return pl.DataFrame(rows, schema=["area", "age", "n"], orient="row")


def protect(frame, dimensions=("area", "age"), **more):
    spec = Spec(
        value="n",
        dimensions={name: (name,) for name in dimensions},
        minimum_count=K,
        **more,
    )
    return protect_frame(frame, spec)


def interval(frame, cells, terms):
    """What an attacker with a solver for whole numbers learns of a sum of atoms."""
    columns = {name: frame[name].to_numpy() for name in frame.columns[:-1]}
    rows, values = [], []
    for cell in cells.filter(pl.col("value").is_not_null()).iter_rows(named=True):
        asked = {name: cell[name] for name in columns if cell.get(name) is not None}
        inside = np.ones(frame.height, bool)
        for name, code in asked.items():
            inside &= columns[name] == code
        rows.append(inside)
        values.append(cell["value"])
    matrix = np.array(rows, float)
    exact = LinearConstraint(matrix, values, values)
    ends = []
    for sign in (1, -1):
        goal = sign * terms.astype(float)
        found = milp(
            goal,
            constraints=exact,
            integrality=np.ones(frame.height),
            bounds=Bounds(0, 200),
        )
        ends.append(round(sign * found.fun))
    return tuple(ends)


def narrow(frame, cells, groups):
    """Small sums of atoms that stay narrower than agreed, with their interval."""
    found = {}
    for name, terms in groups.items():
        value = int(frame["n"].to_numpy()[terms].sum())
        if 0 < value < K:
            low, high = interval(frame, cells, terms)
            if low > 0 or high < K:
                found[name] = (low, high)
    return found


def atoms(frame):
    return {i: np.arange(frame.height) == i for i in range(frame.height)}


@pytest.mark.parametrize("seed", range(12))
def test_other_names_keep_every_small_figure(seed):
    frame = table(seed)
    renamed = frame.with_columns(area="z" + pl.col("area").str.reverse(), age=pl.col("age") + "x")

    before, after = protect(frame), protect(renamed)

    assert narrow(frame, before, atoms(frame)) == {}
    assert narrow(renamed, after, atoms(renamed)) == {}
    primary = [c.filter(pl.col("status") == "primary").height for c in (before, after)]
    assert primary[0] == primary[1]


@pytest.mark.parametrize("seed", range(12))
def test_an_empty_category_changes_nothing(seed):
    frame = table(seed)
    empty = frame.select("area").unique().with_columns(age=pl.lit("none"), n=pl.lit(0))
    more = pl.concat([frame, empty.cast({"n": pl.Int64})])

    before, after = protect(frame), protect(more)

    both = before.join(after, on=["area", "age"], nulls_equal=True, suffix="_more")
    assert both.height == before.height
    assert (both["status"] == "primary").equals(both["status_more"] == "primary")
    assert narrow(more, after, atoms(more)) == {}


@pytest.mark.parametrize("seed", range(8))
def test_an_area_parted_and_put_together_again_gives_the_same_cells(seed):
    frame = table(seed)
    half = pl.col("n") // 2
    parted = pl.concat([frame.with_columns(n=half), frame.with_columns(n=pl.col("n") - half)])

    assert protect(parted).equals(protect(frame))


@pytest.mark.parametrize("seed", range(6))
def test_one_table_more_never_widens_what_is_known(seed):
    frame = table(seed)
    few = protect(frame, tables=(("area",), ("age",), ()))
    more = pl.concat([few, protect(frame, tables=(("area", "age"),))], how="diagonal")

    for terms in atoms(frame).values():
        low, high = interval(frame, few, terms)
        low_more, high_more = interval(frame, more, terms)
        assert low <= low_more
        assert high_more <= high


def test_a_county_and_a_city_that_overlap_tell_nothing():
    """S3: eight regions, a county and a big city; their crossings are small."""
    parts = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
    frame = pl.DataFrame(
        {
            "region": list(parts),
            "county": ["one" if p in "ABIJ" else "two" for p in parts],
            "city": ["big" if p in "LM" else "rest" for p in parts],
            "n": list(parts.values()),
        }
    )
    spec = Spec(
        value="n",
        dimensions={name: (name,) for name in ("region", "county", "city")},
        tables=(("region",), ("county",), ("city",), ()),
        minimum_count=4,
    )

    cells = protect_frame(frame, spec)

    for number, value in enumerate(frame["n"]):
        if value < 4:
            low, high = interval(frame, cells, atoms(frame)[number])
            assert low == 0
            assert high >= 4


GRID = [("g1", "in", 4), ("g1", "out", 1), ("g2", "in", 4), ("g3", "in", 4), ("g4", "in", 4)]


def test_a_grid_against_a_municipality_does_not_tell_the_one_outside():
    """S5: squares of 5, 4, 4, 4 against a municipality of 16: one person lives outside."""
    frame = pl.DataFrame(GRID, schema=["square", "place", "n"], orient="row")
    outside = np.array([place == "out" for _s, place, _n in GRID])
    tables = (("square",), ("place",), ())
    naive = pl.DataFrame(
        {"square": ["g1", "g2", "g3", "g4", None], "place": [None] * 4 + ["in"]}
        | {"value": [5, 4, 4, 4, 16]}
    )

    spec = Spec(
        value="n",
        dimensions={"square": ("square",), "place": ("place",)},
        tables=tables,
        minimum_count=K,
    )
    cells = protect_frame(frame, spec)

    assert interval(frame, naive, outside) == (1, 1)
    low, high = interval(frame, cells, outside)
    assert low == 0
    assert high >= K
