"""Findings of 542 areas and 60 indicators at three dates: time, and local Moran beside esda.

    python benchmarks/findings.py

The figures of the indicators are made beforehand and are not timed. A third of the areas is
burdened in one corner of the grid, so that there is something to find. The peer computes only the
clusters of one indicator, with the same number of draws.
"""

import sys
import time
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.unit.findings.world import DAY, NO_INDEX, World, even

from kreisblick.statistics.estimation import eb_standardised_rates
from kreisblick.statistics.findings import find
from kreisblick.statistics.findings.lisa import local_moran

TOWNS, SIZE, FIELDS, INDICATORS, DRAWS = 27, 20, 12, 60, 999  # 540 areas, nearly Berlin's 542


def world() -> World:
    """Burdens in a corner, people of uneven number."""
    themes = tuple(f"Feld {place % FIELDS}" for place in range(INDICATORS))
    plain = even(themes, towns=TOWNS, size=SIZE)
    rates = plain.rates.copy()
    corner = [t * SIZE + p for t in range(TOWNS // 2) for p in range(SIZE // 2)]
    rates[:, corner, ::3] = 0.16
    people = np.random.default_rng(1).integers(600, 12_000, TOWNS * SIZE)
    return World(towns=TOWNS, size=SIZE, themes=themes, rates=rates, people=people)


def seconds(function: object) -> float:
    """CPU seconds of one call."""
    began = time.process_time()
    function()  # type: ignore[operator]
    return time.process_time() - began


def main() -> None:
    """Print one line per measure."""
    district = world()
    figures, request = district.indicators(1), district.request()
    found = find(figures, NO_INDEX, request)
    print(f"{figures.height} figures, {found.height} findings")
    taken = min(seconds(lambda: find(figures, NO_INDEX, request)) for _ in range(3))
    print(f"findings of 540 areas and 60 indicators: {taken:.2f} CPU s (goal: 4)")

    own = figures.filter(indicator="i0", level="planning_area", reference_date=DAY).sort("area")
    cases, people = (own[name].to_numpy().astype(float) for name in ("numerator", "denominator"))
    place = {area: i for i, area in enumerate(own["area"])}
    near: list[list[int]] = [[] for _ in place]
    for area, other in request.neighbours.select("area", "neighbour").iter_rows():
        near[place[area]].append(place[other])
    places = [np.array(one) for one in near]
    values = eb_standardised_rates(cases, people)
    ours = min(
        seconds(lambda: local_moran(values, places, permutations=DRAWS, refined=DRAWS, seed=1))
        for _ in range(3)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from esda import Moran_Local_Rate  # noqa: PLC0415
        from libpysal.weights import W  # noqa: PLC0415

        beside = W(dict(enumerate(near)))
        Moran_Local_Rate(cases, people, beside, permutations=DRAWS, seed=1, n_jobs=1)  # compiles
        theirs = min(
            seconds(
                lambda: Moran_Local_Rate(
                    cases, people, beside, permutations=DRAWS, seed=1, n_jobs=1
                )
            )
            for _ in range(3)
        )
    print(f"clusters of one indicator: {ours:.3f} CPU s, esda {theirs:.3f}: {theirs / ours:.1f} ×")


if __name__ == "__main__":
    main()
