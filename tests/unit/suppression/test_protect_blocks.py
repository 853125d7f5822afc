"""A nation district by district: nothing shown may narrow what the whole would keep."""

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from kreisblick.base.errors import WrongUseError
from kreisblick.protection.suppression import Spec, protect_blocks, protect_frame

K = 3
SPEC = Spec(
    value="n",
    dimensions={"place": ("land", "district", "town"), "age": ("age",)},
    minimum_count=K,
)


def nation(seed, mean=6.0):
    random = np.random.default_rng(seed)
    rows = [
        (f"l{district // 2}", f"d{district}", f"t{district}{town}", age, int(random.poisson(mean)))
        for district in range(4)
        for town in range(4)
        for age in ("young", "mid", "old")
    ]
    return pl.DataFrame(rows, schema=["land", "district", "town", "age", "n"], orient="row")


def narrow(frame, cells):
    """Small cells that an attacker with all published cells of the nation narrows down."""
    columns = [frame[name].to_numpy() for name in SPEC.columns]

    def inside(cell):
        codes = zip(columns, (cell[name] for name in SPEC.columns), strict=True)
        return np.logical_and.reduce(
            [np.ones(frame.height, bool)] + [c == k for c, k in codes if k]
        )

    shown = cells.filter(pl.col("value").is_not_null()).to_dicts()
    rows = np.array([inside(cell) for cell in shown], float)
    values = [cell["value"] for cell in shown]
    found = []
    for cell in cells.filter(pl.col("status") == "primary").to_dicts():
        goal = inside(cell).astype(float)
        ends = [
            sign
            * milp(
                sign * goal,
                constraints=LinearConstraint(rows, values, values),
                integrality=np.ones(frame.height),
                bounds=Bounds(0, 500),
            ).fun
            for sign in (1, -1)
        ]
        if ends[0] > 0.5 or ends[1] < K - 0.5:
            found.append((cell["table"], ends))
    return found


@pytest.mark.parametrize(("seed", "mean"), [(1, 6.0), (2, 6.0), (3, 2.0), (4, 1.0)])
def test_blocks_keep_every_small_figure_as_the_whole_does(seed, mean):
    frame = nation(seed, mean)

    cells = protect_blocks(frame, SPEC, "district")

    whole = protect_frame(frame, SPEC)
    assert cells.height == whole.height
    keys = ["table", *SPEC.columns]
    both = cells.join(whole, on=keys, nulls_equal=True, suffix="_whole")
    assert both.height == cells.height
    assert (both["status"] == "primary").equals(both["status_whole"] == "primary")
    assert narrow(frame, cells) == []


def test_two_processes_give_the_same():
    frame = nation(5)

    assert protect_blocks(frame, SPEC, "district", workers=2).equals(
        protect_blocks(frame, SPEC, "district")
    )


@pytest.mark.parametrize("by", ["town", "age", "street"])
def test_blocks_need_a_column_above_the_finest(by):
    with pytest.raises(WrongUseError):
        protect_blocks(nation(1), SPEC, by)
