"""A26: show any single withheld cell of a protected table, and the audit says so.

On tables up to 4 × 4 a full enumeration of all whole-number tables tells the truth about what can
be computed; the audit must never pass where the enumeration finds a cell exactly.
"""

from itertools import product

import numpy as np
import polars as pl
import pytest
from tests.attacks.finished_tables import finished_table

from kreisblick.protection.audit import attack, check_certificates
from kreisblick.protection.rules import ProtectionFailedError
from kreisblick.protection.suppression import Spec, protect_frame

K = 3


def table(seed, towns, areas, ages):
    """A table of the kind of t100: many small counts."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"M{t}", f"A{t}{a}", f"g{g}", s, int(rng.poisson(rng.choice([1, 3, 9]))))
        for t, a, g, s in product(range(towns), range(areas), range(ages), ("f", "m"))
    ]
    return pl.DataFrame(rows, schema=["town", "area", "age", "sex", "freq"], orient="row")


def protected(records, dimensions):
    """The cells with their status, and the true value of each, withheld or not."""
    spec = Spec(value="freq", dimensions=dimensions, minimum_count=K, hidden_is_not_zero=False)
    cells = protect_frame(records, spec).with_row_index("row")
    columns = [column for names in dimensions.values() for column in names]
    values = []
    for cell in cells.select(columns).iter_rows(named=True):
        codes = {column: code for column, code in cell.items() if code is not None}
        here = records.filter(**codes) if codes else records
        values.append(float(here["freq"].sum()))
    return cells.with_columns(value=pl.Series(values))


def with_shown(cells, row):
    """The same cells, one of the withheld ones shown."""
    status = pl.when(pl.col("row") == row).then(pl.lit("free")).otherwise("status")
    return cells.with_columns(status=status).drop("row")


@pytest.mark.parametrize("seed", [1])
def test_any_single_withheld_cell_that_is_shown_is_told(seed, tmp_path):
    dimensions = {"place": ("town", "area"), "age": ("age",), "sex": ("sex",)}
    cells = protected(table(seed, towns=3, areas=5, ages=3), dimensions)
    folder = tmp_path / "table"
    rest = cells.drop("row")
    needs = finished_table(rest, folder, levels=("town", "area"), required=(0, K))
    verdict = attack(folder, targets=needs, minimum=K)
    assert verdict.passed
    assert check_certificates(folder, verdict.certificates, needs, minimum=K).passed
    hidden = cells.filter(pl.col("status") != "free")["row"].to_list()
    assert len(hidden) > 40

    told = 0
    for row in hidden:
        finished_table(with_shown(cells, row), folder, levels=("town", "area"), required=(0, K))
        told += not attack(folder, targets=needs, minimum=K, files=False).passed

    assert told >= 0.95 * len(hidden)


def small_table(rng):
    height, width = rng.integers(2, 5, 2)
    values = rng.poisson(rng.choice([0.8, 2.0, 4.0]), (height, width))
    rows = [(f"A{i}", f"g{j}", int(values[i, j])) for i in range(height) for j in range(width)]
    return pl.DataFrame(rows, schema=["area", "age", "freq"], orient="row")


def fitting_tables(shown, height, width):
    """All whole-number tables that agree with the shown cells, as an array; None if too many.

    ``shown``: (i, j) → value, i or j −1 for a total over it.
    """
    tables = np.zeros((1, 0), dtype=int)
    for position, (i, j) in enumerate(product(range(height), range(width))):
        around = [shown[key] for key in ((i, -1), (-1, j), (-1, -1)) if key in shown]
        known = shown.get((i, j))
        choices = [known] if known is not None else list(range(min(around, default=9) + 1))
        tables = np.concatenate([np.insert(tables, position, c, axis=1) for c in choices])
        grid = np.full((len(tables), height * width), -1)
        grid[:, : position + 1] = tables
        tables = tables[_possible(grid.reshape(-1, height, width), shown)]
        if len(tables) > 20_000:
            return None
    return tables.reshape(-1, height, width)


def _possible(grid, shown):
    """Tables (−1: still open) whose sums do not exceed, and where complete equal, the totals."""
    good = np.ones(len(grid), dtype=bool)
    for (i, j), value in shown.items():
        part = grid if (i, j) == (-1, -1) else grid[:, i : i + 1] if j == -1 else grid
        part = part[:, :, j : j + 1] if j != -1 and i == -1 else part
        if i != -1 and j != -1:
            continue
        total = np.where(part < 0, 0, part).sum(axis=(1, 2))
        done = (part >= 0).all(axis=(1, 2))
        good &= np.where(done, total == value, total <= value)
    return good


def sum_of(tables, i, j):
    if i == -1 and j == -1:
        return tables.sum(axis=(1, 2))
    if j == -1:
        return tables[:, i].sum(axis=1)
    if i == -1:
        return tables[:, :, j].sum(axis=1)
    return tables[:, i, j]


def number_of(name):
    return -1 if name is None else int(name[1:])


def test_the_audit_never_passes_what_enumeration_finds_out(tmp_path):
    rng = np.random.default_rng(7)
    judged = exact = 0
    while judged < 40:
        records = small_table(rng)
        try:
            cells = protected(records, {"place": ("area",), "age": ("age",)})
        except ProtectionFailedError:  # a table that cannot be protected is not the matter
            continue
        hidden = cells.filter(pl.col("status") != "free")["row"].to_list()
        if not hidden:
            continue
        row = int(rng.choice(hidden))
        shown = with_shown(cells, row)
        places = shown.with_columns(
            i=pl.col("area").map_elements(number_of, pl.Int64, skip_nulls=False),
            j=pl.col("age").map_elements(number_of, pl.Int64, skip_nulls=False),
        )
        facts = {
            (i, j): int(value)
            for i, j, value in places.filter(status="free").select("i", "j", "value").rows()
        }
        height, width = records["area"].n_unique(), records["age"].n_unique()
        tables = fitting_tables(facts, height, width)
        if tables is None:
            continue
        judged += 1
        small = places.filter(pl.col("status") == "primary").select("i", "j").rows()
        ends = [(sum_of(tables, i, j).min(), sum_of(tables, i, j).max()) for i, j in small]
        needs = finished_table(shown, tmp_path, levels=("area",), required=(0, K))
        passed = attack(tmp_path, targets=needs, minimum=K, files=False).passed
        assert passed == all(low <= 0 and high >= K for low, high in ends)
        exact += any(low == high for low, high in ends)

    assert exact > 10
