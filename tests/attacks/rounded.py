"""What the attackers of rounded figures share: tables with many small counts, linear programs."""

from itertools import product

import numpy as np
import polars as pl
from scipy.optimize import linprog

SECRET = b"invented secret of thirty-two bytes"
NAMES = ("town", "area", "age", "sex")
DIMENSIONS = {"place": ("town", "area"), "age": ("age",), "sex": ("sex",)}
TABLES = [
    [*place, *age, *sex]
    for place in ([], ["town"], ["town", "area"])
    for age in ([], ["age"])
    for sex in ([], ["sex"])
]


def table(seed: int, towns: int = 4, areas: int = 4, ages: int = 5) -> pl.DataFrame:
    """Atoms of an invented district in the manner of t100: a quarter of all cells are 1 or 2."""
    draw = np.random.default_rng(seed)
    rows = [
        (f"t{town}", f"t{town}a{area}", f"g{age}", sex)
        for town, area, age, sex in product(range(towns), range(areas), range(ages), "fm")
    ]
    counts = draw.negative_binomial(0.9, 0.25, len(rows))
    return pl.DataFrame(rows, schema=list(NAMES), orient="row").with_columns(
        n=pl.Series(counts, dtype=pl.Int64)
    )


def groups(atoms: pl.DataFrame, tables: list[list[str]]) -> np.ndarray:
    """Which atoms are in each cell of the tables: cells x atoms."""
    found = []
    for columns in tables:
        keys = atoms.select(columns).rows() if columns else [()] * atoms.height
        for key in dict.fromkeys(keys):
            found.append([other == key for other in keys])
    return np.array(found, np.float64)


def ends(goal: np.ndarray, rows: np.ndarray, least: np.ndarray, most: np.ndarray) -> list[float]:
    """The least and the largest a sum can be, of all counts that fit the ranges of the rows."""
    found = []
    for sign in (1, -1):
        solved = linprog(
            sign * goal,
            A_ub=np.vstack([rows, -rows]),
            b_ub=np.concatenate([most, -least]),
            bounds=(0, None),
        )
        assert solved.status == 0
        found.append(sign * solved.fun)
    return found
