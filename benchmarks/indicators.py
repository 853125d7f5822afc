"""All figures of a large district: intervals, smoothing, significance and findings, in CPU seconds.

Run: ``python benchmarks/indicators.py [areas] [indicators] [dates]`` (542, 60, 3). Goal: 10 s.
Beside us, on the same counts: esda's empirical Bayes, global and by neighbours, and a loop over
statsmodels for intervals, tests and false discovery rate, as an analyst would write it. The loop is
timed on a part of the indicators and multiplied. Findings need no peer: nobody has them.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from esda.smoothing import Empirical_Bayes, Spatial_Empirical_Bayes
from libpysal.weights import W
from scipy.spatial import Delaunay
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.proportion import test_proportions_2indep as compare_shares

from kreisblick.statistics.cube import CubeDefinition
from kreisblick.statistics.findings import FindingsRequest, find
from kreisblick.statistics.indicators import IndicatorDefinition, Request, compute
from kreisblick.statistics.indices import INDEX_COLUMNS

TOWNS = 12
LOOPED = 3  # indicators the slow loop is timed on
TEXT = {"de": "x"}
CELL = {
    "cube": pl.String, "slice": pl.String, "reference_date": pl.Date, "generation": pl.String,
    "level": pl.String, "area": pl.String, "value": pl.Float64, "observation": pl.String,
    "confidentiality": pl.String,
}  # fmt: skip


def indicator(number: int) -> IndicatorDefinition:
    """One of many shares, in one of twelve themes."""
    return IndicatorDefinition.model_validate(
        {
            "title": {"de": f"Anteil {number}"}, "question": TEXT, "theme": f"Thema {number % 12}",
            "kind": "share", "unit": "percent", "reading": "lower_is_better",
            "numerator": {"cube": f"n{number}"}, "denominator": {"cube": "people"},
            "formula": TEXT, "text": TEXT, "limits": ["x"], "definition": "x/1", "sources": ["x"],
            "legal_basis": "x", "rhythm": "yearly", "owner": "x", "sets": ["core"],
            "examples": [{"name": "x", "numerator": 1, "expect": 1.0}],
        }
    )  # fmt: skip


def district(
    areas: int, indicators: int, dates: int
) -> tuple[pl.DataFrame, Request, np.ndarray, np.ndarray, np.ndarray]:
    """Released cells, the request, counts ``dates x indicators x areas``, people, pairs."""
    random = np.random.default_rng(1)
    points = random.uniform(0, 1, (areas, 2))
    edges = Delaunay(points).simplices[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)
    pairs = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0)
    town = (points[:, 0] * TOWNS).astype(int)
    people = random.integers(400, 9000, areas)
    # half of the indicators follow one burden; each has its own lasting spread, and moves a little
    burden = random.normal(0, 0.35, (1, 1, areas)) * (np.arange(indicators) % 2)[None, :, None]
    base = random.uniform(-3.2, -1.2, (1, indicators, 1))
    own = random.normal(0, 0.1, (1, indicators, areas))
    own = own + random.normal(0, 0.03, (dates, indicators, areas))
    counts = random.binomial(people, 1 / (1 + np.exp(-(base + burden + own))))
    days = [date(2024 - 2 * k, 12, 31) for k in range(dates)][::-1]
    keys = [f"A{k:04d}" for k in range(areas)]
    table = {"people": np.broadcast_to(people, (dates, areas))}
    table |= {f"n{i}": counts[:, i] for i in range(indicators)}
    frames = [
        _cells(cube, day, level, places, np.bincount(index, values[d]).astype(float))
        for cube, values in table.items()
        for d, day in enumerate(days)
        for level, places, index in (
            ("planning_area", keys, np.arange(areas)),
            ("municipality", [f"T{k:02d}" for k in range(TOWNS)], town),
            ("district", ["K"], np.zeros(areas, dtype=int)),
        )
    ]
    request = Request(
        definitions={f"i{i}": indicator(i) for i in range(indicators)},
        cubes={
            cube: CubeDefinition.model_validate(
                {"title": TEXT, "counts": "persons", "rules": "residents"}
            )
            for cube in table
        },
        areas=_areas(keys, town),
        coverage=pl.DataFrame(
            [(cube, day, f"T{k:02d}") for cube in table for day in days for k in range(TOWNS)],
            schema={"cube": pl.String, "reference_date": pl.Date, "municipality": pl.String},
            orient="row",
        ),
        dates=days,
        neighbours=pl.DataFrame(
            {"level": "planning_area", "area": [keys[a] for a, _ in pairs],
             "neighbour": [keys[b] for _, b in pairs]}
        ),
    )  # fmt: skip
    return pl.concat(frames), request, counts, people, pairs


def _cells(cube: str, day: date, level: str, keys: list[str], values: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame(
        {"cube": cube, "slice": "all", "reference_date": day, "generation": "g", "level": level,
         "area": keys, "value": values, "observation": "counted", "confidentiality": "free"},
        schema=CELL,
    )  # fmt: skip


def _areas(keys: list[str], town: np.ndarray) -> pl.DataFrame:
    rows = [("g", "K", "K", "district", None)]
    rows += [("g", f"T{k:02d}", f"T{k:02d}", "municipality", "K") for k in range(TOWNS)]
    rows += [
        ("g", key, key, "planning_area", f"T{k:02d}") for key, k in zip(keys, town, strict=True)
    ]
    names = dict.fromkeys(("generation", "area", "name", "level", "parent"), pl.String)
    return pl.DataFrame(rows, schema=names, orient="row")


def by_esda(counts: np.ndarray, people: np.ndarray, pairs: np.ndarray) -> None:
    """Smoothed values of every indicator and date, global and by neighbours."""
    beside: dict[int, list[int]] = {k: [] for k in range(len(people))}
    for a, b in pairs:
        beside[int(a)].append(int(b))
    weights = W(beside, id_order=list(range(len(people))), silence_warnings=True)
    for one in counts.reshape(-1, len(people)):
        Empirical_Bayes(one, people)
        Spatial_Empirical_Bayes(one, people, weights)


def by_statsmodels(counts: np.ndarray, people: np.ndarray) -> None:
    """Interval, test against the rest of the district and false discovery rate, in a loop."""
    for one in counts.reshape(-1, len(people)):
        proportion_confint(one, people, method="wilson")
        total, whole = one.sum(), people.sum()
        p = [
            compare_shares(k, n, total - k, whole - n, method="score").pvalue
            for k, n in zip(one, people, strict=True)
        ]
        multipletests(p, method="fdr_bh")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds and the result."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def main() -> None:
    """Compute, find, and print what the peers need."""
    areas, indicators, dates = (
        int(given) if given else usual
        for given, usual in zip((*sys.argv[1:4], "", "", "")[:3], (542, 60, 3), strict=True)
    )
    cells, request, counts, people, pairs = district(areas, indicators, dates)
    wall = time.perf_counter()
    ours, frame = timed(lambda: compute(cells, request))
    asked = FindingsRequest(
        definitions=request.definitions, areas=request.areas, neighbours=request.neighbours,
        dates=request.dates,
    )  # fmt: skip
    finding, flags = timed(lambda: find(frame, pl.DataFrame(schema=INDEX_COLUMNS), asked))
    wall = time.perf_counter() - wall
    esda, _ = timed(lambda: by_esda(counts, people, pairs))
    part, _ = timed(lambda: by_statsmodels(counts[:, :LOOPED], people))
    loop = part * indicators / LOOPED
    print(f"{areas} areas, {indicators} indicators, {dates} dates: {frame.height} figures")
    print(f"figures with intervals, smoothing, significance   {ours:7.1f} CPU s")
    print(f"findings ({flags.height})                          {finding:7.1f} CPU s")
    print(f"together {ours + finding:7.1f} CPU s, {wall:.1f} s on the clock")
    print(f"esda, smoothing alone                             {esda:7.1f} CPU s")
    print(f"statsmodels, intervals and tests alone            {loop:7.1f} CPU s (from {LOOPED})")
    print(f"peers together: {(esda + loop) / ours:.1f} times our figures")


if __name__ == "__main__":
    main()
