"""Address assignment on a second kind of dirt, by another hand: what offices' programs do to names.

Run: ``python benchmarks/offices.py [rows] [seeds...]`` (30,000; 7 23 2024). ``dirt_of_offices.py``
says what the dirt is; the matcher's rules were not fixed on it. Beside us in the same run:
rapidfuzz inside the postcode, on 2,000 rows.
"""

import statistics
import sys

import polars as pl
from addresses import PEER_ROWS, Result, by_error, lower_bound, run
from dirt import berlin
from dirt_of_offices import LOST, office_sample
from peers import by_rapidfuzz

from kreisblick.territory.addresses import make_reference


def told(result: Result) -> None:
    """One line about a run."""
    lost = result.found.filter(pl.col("error").is_in(list(LOST)))
    taken = lost.filter(pl.col("decision").is_in(["match", "area_only"])).height
    bound = lower_bound(result.precision, result.matched.height)
    print(
        f"  {result.found.height / result.seconds:,.0f} rows/s"
        f" ({result.found.height / result.cpu:,.0f} per CPU s), precision"
        f" {100 * result.precision:.3f} % (at least {100 * bound:.3f}), recall"
        f" {100 * result.recall:.2f} %, without a place but placed {taken} of {lost.height:,}"
    )


def main() -> None:
    """Measure and print."""
    given = [*map(int, sys.argv[1:])]
    rows, seeds = given[0] if given else 30_000, given[1:] or [7, 23, 2024]
    results, ratios = [], []
    for seed in seeds:
        inside, table = office_sample(berlin(), rows, seed)
        results.append(run(table, make_reference(inside)))
        print(f"seed {seed}: {inside.height:,} addresses, {table.height:,} rows")
        told(results[-1])
        ours = table.height / results[-1].cpu
        ratios.append(ours / by_rapidfuzz(inside, table.head(PEER_ROWS)))
    print("all seeds:")
    by_error(results)
    print(f"  rapidfuzz, ratio of rows per CPU second: {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
