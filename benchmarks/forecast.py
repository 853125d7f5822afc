"""Forecast: a district of 91 areas, 15 years, 500 draws; CPU seconds and what intervals cover.

Run: ``python benchmarks/forecast.py [histories]`` (3). The invented history of the tests: people
drawn one by one by rates that differ between areas and years. Beside it the two simpler methods;
no peer draws ranges for areas of a district, so there is no ratio of times. Seeds from 101 on,
which no test uses.
"""

import resource
import sys
import time
from pathlib import Path

import polars as pl

from kreisblick.statistics.forecast.backtest import backtest, summarise
from kreisblick.statistics.forecast.model import standard_definition
from kreisblick.statistics.forecast.project import Course, project
from kreisblick.statistics.forecast.rates import estimate_rates
from kreisblick.statistics.forecast.settings import reading_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "forecast"))
from history import Truth, live

YEARS, DRAWS = 15, 500
FIRST = 101


def main(histories: int) -> None:
    """Measure once and try ``histories`` times."""
    definition = standard_definition()
    base = definition.variants["base"]
    steady = base.factors.model_copy(update={"died_yearly": 1.0})  # this district knows no trend
    variants = {"base": base.model_copy(update={"factors": steady})}
    definition = definition.model_copy(update={"variants": variants})
    stocks, flows = live(Truth(), FIRST)
    start = time.process_time()
    course = Course(
        origin=stocks.counts[-1],
        year=stocks.years[-1],
        rates=estimate_rates(stocks, flows, {}, definition),
        definition=definition,
        variant=variants["base"],
    )
    project(course, YEARS, reading_of(definition), DRAWS)
    used = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"91 areas, {YEARS} years, {DRAWS} draws: {used:.1f} CPU s, {peak:.0f} MB at the peak")
    trials = []
    for seed in range(FIRST, FIRST + histories):
        truth = Truth(own_years=0.05, whole_years=0.02)
        trials += backtest(*live(truth, seed), {}, definition)
    table = summarise(trials).filter(pl.col("group").is_in(["total", "groups"]))
    for row in table.rows(named=True):
        covered = [row["coverage_80"], row["coverage_95"]]
        told = "" if None in covered else f", in 80/95 %: {covered[0]:.3f} / {covered[1]:.3f}"
        print(f"{row['method']:15} {row['group']:7} MAPE {row['mape']:.2f} %, "
              f"MALPE {row['malpe']:+.2f} %{told}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
