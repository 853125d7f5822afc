"""How long class and rank stability take: 150 areas, 1,000 draws, Sobol's effects.

Beside it the same sensitivities as one would type them with SALib: its sample, and the index
scored run by run. Usage: python benchmarks/indices.py
"""

import time

import numpy as np
from SALib.analyze import sobol as salib_analyze
from SALib.sample import sobol as salib_sample
from scipy.stats import rankdata

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.statistics.indicators import standard_method
from kreisblick.statistics.indices import IndexDefinition
from kreisblick.statistics.indices.draw import Counts
from kreisblick.statistics.indices.score import fit, score
from kreisblick.statistics.indices.sensitivity import ASSUMPTIONS, sensitivity
from kreisblick.statistics.indices.stability import stability, varied
from kreisblick.statistics.indices.vary import standard_variation

AREAS, GOAL = 150, 60.0
METHOD, VARIATION = standard_method(), standard_variation()


def district(indicators: int) -> tuple[np.ndarray, Counts]:
    """Shares of small areas and the counts behind them."""
    random = np.random.default_rng(1)
    people = np.exp(random.normal(7.5, 0.6, (AREAS, indicators))).round()
    shares = 1 / (1 + np.exp(2.2 - 0.4 * random.normal(size=(AREAS, indicators))))
    cases = random.binomial(people.astype(int), shares).astype(float)
    return 100 * cases / people, Counts(above=cases, below=people)


def ours(key: str) -> float:
    """Seconds for stability and sensitivity of a shipped index."""
    path = shipped("catalogue", "indices", f"{key}.yaml")
    part = read_definition(path, IndexDefinition).status
    values, counts = district(len(part.indicators))
    start = time.perf_counter()
    fitted = fit(values, part)
    scores = score(values, part, fitted)
    variety = varied(values, counts, part, fitted, METHOD, VARIATION)
    stability(variety, counts, scores.place, part, METHOD)
    moved = sensitivity(variety, scores.index, VARIATION, seed=1)
    seconds = time.perf_counter() - start
    said = dict(zip(ASSUMPTIONS, moved.total.round(2).tolist(), strict=True)) if moved else {}
    print(f"{key}: {len(part.indicators)} indicators, {seconds:.1f} s, total effects {said}")
    return seconds


def naive() -> float:
    """Seconds for the sensitivities of three indicators, SALib and a loop."""
    values, counts = district(3)
    random = np.random.default_rng(2)
    draws = random.beta(
        counts.above + 1, counts.below - counts.above + 1, (METHOD.draws, *values.shape)
    )
    weights = random.dirichlet([3, 3, 3], METHOD.draws)
    problem = {"num_vars": 4, "names": list(ASSUMPTIONS), "bounds": [[0, 1]] * 4}
    start = time.perf_counter()
    points = salib_sample.sample(problem, VARIATION.sobol_points, calc_second_order=False, seed=1)
    published = one_run(values / 100, np.ones(3) / 3, 0, 0)
    shifts = np.array(
        [
            np.abs(
                one_run(
                    draws[int(a * METHOD.draws)],
                    weights[int(b * METHOD.draws)],
                    int(3 * c),
                    int(2 * d),
                )
                - published
            ).mean()
            for a, b, c, d in np.minimum(points, 1 - 1e-9)
        ]
    )
    salib_analyze.analyze(problem, shifts, calc_second_order=False, seed=1)
    seconds = time.perf_counter() - start
    print(f"SALib, run by run: 3 indicators, {seconds:.1f} s")
    return seconds


def one_run(values: np.ndarray, weights: np.ndarray, normal: int, together: int) -> np.ndarray:
    """Ranks of one run."""
    if normal == 0:
        entries = (values - values.mean(axis=0)) / values.std(axis=0)
    elif normal == 1:
        entries = rankdata(values, axis=0) / len(values)
    else:
        entries = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    if together == 1:
        entries = 1 + 99 * (entries - entries.min(axis=0)) / np.ptp(entries, axis=0)
        return rankdata(-np.exp(np.log(entries) @ weights), method="min")
    return rankdata(-(entries @ weights), method="min")


def main() -> None:
    """Print seconds and the ratio."""
    small, large = ours("social_index"), ours("teilhabeindex")
    peer = naive()
    print(f"goal {GOAL:.0f} s: {'met' if max(small, large) <= GOAL else 'missed'}")
    print(f"SALib run by run takes {peer / small:.1f} times as long for sensitivities alone")


if __name__ == "__main__":
    main()
