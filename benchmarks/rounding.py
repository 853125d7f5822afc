"""Controlled rounding of the open test tables and of a nation, beside conventional rounding.

Run: ``python benchmarks/rounding.py [t100] [t600] [nation] [whole]``; t100 and t600 by default;
needs the folder named by KREISBLICK_DATA (default ``../shared/data``). Prints seconds, the mean and
largest deviation of atoms and margins, the share of atoms that keep their figure though a twentieth
of the counts change, and for t100 how many of some small counts an attacker recovers from all
margins: rounded each by itself to the nearest multiple, and from the protected cube. ``whole`` adds
one program over a whole table as the peer, stopped after five minutes.
"""

import gzip
import os
import sys
import time
from pathlib import Path

import highspy
import numpy as np
import polars as pl
from noise import nation
from scipy.sparse import coo_array, csr_array, vstack

from kreisblick.protection.perturbation import ProtectedCube, RoundingSpec, round_frame
from kreisblick.protection.perturbation.axes import gather, labels_of

DATA = Path(os.environ.get("KREISBLICK_DATA", Path(__file__).parents[2] / "shared" / "data"))
SECRET = b"invented secret of thirty-two bytes"
ATTACKED = 40
PATIENCE = 300.0


def read(name: str) -> tuple[pl.DataFrame, dict[str, tuple[str, ...]]]:
    """The atoms of a table and its dimensions."""
    dimensions: dict[str, tuple[str, ...]]
    if name == "nation":
        names = ["land", "district", "town", "age", "sex", "nationality"]
        dimensions = {"place": tuple(names[:3]), **{n: (n,) for n in names[3:]}}
        return nation(12_000_000).group_by(names).len().rename({"len": "freq"}), dimensions
    with gzip.open(DATA / "disclosure-tables" / f"{name}.csv.gz") as stream:
        table = pl.read_csv(stream.read())
    dimensions = {"place": ("muni", "area"), "age": ("age",), "sex": ("sex",)}
    if table["nat"].n_unique() > 1:
        dimensions["nat"] = ("nat",)
    return table, dimensions


def measure(name: str, base: int, *, whole: bool) -> None:
    """Round a table once and print what came of it."""
    table, dimensions = read(name)
    spec = RoundingSpec(
        counted="residents", value="freq", dimensions=dimensions, base=base, minimum_count=3
    )
    clock, cpu = time.perf_counter(), time.process_time()
    made = round_frame(table, spec, SECRET)
    seconds, work = time.perf_counter() - clock, time.process_time() - cpu
    columns = [column for names in dimensions.values() for column in names]
    frame = table.select(*[pl.col(c).cast(pl.String) for c in columns], count="freq")
    true = gather(frame, made.cube.axes)
    atoms = np.abs(made.cube.values - true)
    rows = _rows(made.cube) if name != "nation" else None
    print(
        f"{name}, base {base}: {true.size:,} atoms in {seconds:.1f} s ({work:.1f} CPU s); atoms "
        f"{atoms.mean():.2f} off on average, {atoms.max()} at most; all sums "
        f"{made.mean_tables:.2f}, {made.cube.closeness} at most"
    )
    if rows is None:
        return
    keep(table, spec, made.cube)
    if name == "t100":
        attack(true, made.cube, rows, base)
    if whole:
        peer(true.ravel(), rows, base)


def _rows(cube: ProtectedCube) -> csr_array:
    """All cells as sums of atoms."""
    found = []
    for depths in cube.tables:
        label = labels_of(cube.axes, depths)
        shape = (int(label.max()) + 1, label.size)
        found.append(coo_array((np.ones(label.size), (label, np.arange(label.size))), shape))
    return csr_array(vstack(found))


def keep(table: pl.DataFrame, spec: RoundingSpec, cube: ProtectedCube) -> None:
    """How many unchanged atoms keep their figure without and with the record of choices."""
    draw = np.random.default_rng(5)
    changed = pl.Series("changed", draw.random(table.height) < 0.05)
    later = table.with_columns(freq=pl.col("freq") + changed.cast(pl.Int64))
    first = round_frame(table, spec, SECRET)
    names = cube.atoms().columns[:-1]
    steady = later.filter(~changed & (pl.col("freq") % spec.base > 0)).select(names)
    told = []
    for choices in (None, first.choices):
        second = round_frame(later, spec, SECRET, choices=choices).cube
        both = steady.join(cube.atoms(), on=names).join(second.atoms(), on=names)
        told.append((float((both["value"] == both["value_right"]).mean()), second.closeness))
    print(
        f"  after a twentieth of the counts grew, {told[0][0]:.0%} of the other rounded atoms keep "
        f"their figure (sums {told[0][1]} at most); with the record of choices {told[1][0]:.0%} "
        f"({told[1][1]} at most)"
    )


def attack(true: np.ndarray, cube: ProtectedCube, rows: csr_array, base: int) -> None:
    """Exact recoveries by linear programs over the ranges of all margins."""
    counts = rows @ true.ravel()
    nearest = base * np.rint(counts / base)
    figures = rows @ cube.values.ravel()
    reach = np.minimum(cube.closeness, np.asarray(rows.sum(axis=1)).ravel() * (base - 1))
    small = ((counts > 0) & (counts < 3)).nonzero()[0]
    chosen = np.random.default_rng(1).choice(small, ATTACKED, replace=False)
    for words, middle, width in (
        ("nearest multiple, each cell by itself", nearest, np.full(len(counts), base // 2)),
        ("protected cube", figures, reach),
    ):
        exact, widths = _attacked(rows, chosen, np.maximum(middle - width, 0), middle + width)
        print(f"  {words}: {exact} of {ATTACKED} small counts recovered, mean width {widths:.2f}")


def _attacked(
    rows: csr_array, chosen: np.ndarray, least: np.ndarray, most: np.ndarray
) -> tuple[int, float]:
    solver = _program(rows, least, most)
    found = []
    for cell in chosen:
        places = rows[[cell], :].indices.astype(np.int32)
        ends = []
        for sign in (1.0, -1.0):
            solver.changeColsCost(len(places), places, np.full(len(places), sign))
            solver.run()
            ends.append(sign * solver.getInfo().objective_function_value)
        solver.changeColsCost(len(places), places, np.zeros(len(places)))
        found.append(np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6))
    return int(np.sum(np.array(found) == 0)), float(np.mean(found))


def _program(rows: csr_array, least: np.ndarray, most: np.ndarray) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows.shape
    lp.col_cost_, lp.col_lower_ = np.zeros(lp.num_col_), np.zeros(lp.num_col_)
    lp.col_upper_ = np.full(lp.num_col_, np.inf)
    lp.row_lower_, lp.row_upper_ = least.astype(float), most.astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = rows.indptr.astype(np.int32)
    lp.a_matrix_.index_ = rows.indices.astype(np.int32)
    lp.a_matrix_.value_ = rows.data
    solver.passModel(lp)
    return solver


def peer(true: np.ndarray, rows: csr_array, base: int) -> None:
    """One program over the whole table: nearest figures, all sums closer than the base."""
    floor = true // base
    sums = rows @ true
    solver = _program(rows, np.ceil((sums - base + 1) / base), np.floor((sums + base - 1) / base))
    everything = np.arange(len(true), dtype=np.int32)
    kinds = np.array([highspy.HighsVarType.kInteger] * len(true))
    solver.changeColsIntegrality(len(true), everything, kinds)
    low, high = floor.astype(float), (-(-true // base)).astype(float)
    solver.changeColsBounds(len(true), everything, low, high)
    cost = (base - 2 * (true % base)).astype(float)
    solver.changeColsCost(len(true), everything, cost)
    for option, value in {"mip_rel_gap": 0.02, "time_limit": PATIENCE}.items():
        solver.setOptionValue(option, value)
    clock = time.perf_counter()
    solver.run()
    seconds, status = time.perf_counter() - clock, solver.getModelStatus()
    if solver.getInfo().primal_solution_status != highspy.kSolutionStatusFeasible:
        print(f"  one program over the whole table: no result in {seconds:.0f} s")
        return
    off = np.abs(base * np.rint(solver.getSolution().col_value) - true)
    print(f"  one program over the whole table: {seconds:.1f} s ({status.name}), {off.mean():.2f}")


def main() -> None:
    """Measure the tables named on the command line."""
    names = [name for name in sys.argv[1:] if name != "whole"] or ["t100", "t600"]
    if not (DATA / "disclosure-tables").is_dir() and names != ["nation"]:
        print("skipped: the open data are not here (set KREISBLICK_DATA)")
        return
    for name in names:
        for base in (3, 5) if name != "nation" else (3,):
            measure(name, base, whole="whole" in sys.argv[1:])


if __name__ == "__main__":
    main()
