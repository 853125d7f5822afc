"""Suppression of the open test tables: covers needed, and what an own check finds open.

Run: ``python benchmarks/disclosure.py [t100|t600|random:AREAS:SEED] [coalitions]`` (t100; 012): the
last word lists the sizes of coalitions to keep figures from. The open tables need the folder named
by KREISBLICK_DATA (default ``../shared/data``). Recorded for R GaussSuppression 1.2.3 on t100:
1,405 cells suppressed, 4 failing; no result on t600 in 1,100 s. These are figures only: the
pattern of R does not lie with the open data, and R is needed to make it again, so it cannot be
audited beside ours here.

Where the time goes (profile of t100 with coalitions of two): half of it in 7,200 warm programs of
about 20 simplex steps each, a fifth in asking which coalitions are still open, the rest in looking
for proofs among the tables found so far. Four of five tries to show a cover again fail. Tried and
left: other pricing, no cost perturbation, no scaling, primal simplex (none faster), every program
from the slack basis (a quarter faster on a nation's blocks, slower on t100, about 1 % more covers),
municipalities in pieces of 300 variables instead of 600 (a third faster, a fifth more covers).
"""

import gzip
import os
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.protection.suppression import Spec, protect_frame

DATA = Path(os.environ.get("KREISBLICK_DATA", Path(__file__).parents[2] / "shared" / "data"))
RECORDED = 1405


def read(name: str) -> pl.DataFrame:
    """The atoms of a table; ``random:100:7`` invents one of the same kind."""
    if name.startswith("random:"):
        _kind, areas, seed = name.split(":")
        return invent(int(areas), int(seed))
    with gzip.open(DATA / "disclosure-tables" / f"{name}.csv.gz") as stream:
        return pl.read_csv(stream.read())


def invent(areas: int, seed: int) -> pl.DataFrame:
    """Areas in municipalities of ten, ten ages and two sexes; sparse like t100."""
    random = np.random.default_rng(seed)
    level = random.lognormal(0.9, 0.8, areas)
    ages = random.dirichlet(np.full(10, 3.0), areas) * 10
    counts = random.poisson(level[:, None, None] * ages[:, :, None] * np.ones(2))
    area, age, sex = np.indices(counts.shape).reshape(3, -1)
    return pl.DataFrame(
        {"muni": area // 10, "area": area, "age": age, "sex": sex, "freq": counts.ravel()}
    ).with_columns(nat=pl.lit(0))


def measure(name: str, *, hidden_is_not_zero: bool, coalition: int) -> None:
    """Protect a table once and print cells, covers and CPU seconds."""
    table = read(name)
    dimensions = {"place": ("muni", "area"), "age": ("age",), "sex": ("sex",)}
    if table["nat"].n_unique() > 1:
        dimensions["nat"] = ("nat",)
    spec = Spec(
        value="freq",
        dimensions=dimensions,
        minimum_count=3,
        hidden_is_not_zero=hidden_is_not_zero,
        coalition=coalition,
    )
    clock, cpu = time.perf_counter(), time.process_time()
    cells = protect_frame(table, spec)  # raises unless every quantity has its proof
    seconds, work = time.perf_counter() - clock, time.process_time() - cpu
    hidden = cells.filter(pl.col("status") != "free").height
    primary = cells.filter(pl.col("status") == "primary").height
    ratio = f" ({hidden / RECORDED:.2f} x {RECORDED})" if name == "t100" else ""
    readers = "know that hidden is no zero" if hidden_is_not_zero else "know only what is shown"
    print(
        f"{name}, readers {readers}, coalitions of {coalition}: "
        f"{cells.height} cells, {primary} primary, {hidden} suppressed{ratio}, "
        f"0 failing, {seconds:.1f} s, {work:.1f} CPU s"
    )


def main() -> None:
    """Measure the tables named on the command line, t100 by default."""
    if not (DATA / "disclosure-tables").is_dir():
        print("skipped: the open data are not here (set KREISBLICK_DATA)")
        return
    words = sys.argv[1:]
    sizes = words.pop() if words and words[-1].isdigit() else "012"
    for name in words or ["t100"]:
        for size in map(int, sizes):
            for sharp in (False, True):
                measure(name, hidden_is_not_zero=sharp, coalition=size)


if __name__ == "__main__":
    main()
