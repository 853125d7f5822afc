"""Drawing areas: time and figures beside METIS and spopt, medians over seeds, in CPU seconds.

Run: ``python benchmarks/zoning.py [seeds] [sizes...]`` (10; 1,000 5,000 20,000). Invented ground as
``ground.py`` describes it, seeds 11 to 20 (the rules were fixed on seeds from 101 on), 93 areas.
Peers draw the whole district at once, without municipalities or barriers, which they do not know;
their balance is measured against the district's mean, ours against each municipality's. spopt runs
in a process of its own and is stopped after a minute of CPU time. Then real ground: Essen, the
StädteRegion Aachen, Lindenau.
"""

import pickle
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pymetis
from ground import invent_blocks

from kreisblick.territory.zoning import (
    Blocks,
    Figures,
    Neighbours,
    draw,
    find_neighbours,
    measure,
    quotas_of,
)
from kreisblick.territory.zoning.graph import rows

AREAS = 93
FIRST = 11  # nobody looked at these while weights were chosen
LIMIT_S = 60
SHIFTED, SHIFT = 0.2, 0.1  # a fifth of the blocks grow or shrink by a tenth
MEMORY = """
import sys
from pathlib import Path
from kreisblick.territory.zoning import Blocks, draw, find_neighbours, measure
def held():  # the peak of this process alone; getrusage would count that of its parent
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
imports = held()
import pickle
blocks, barriers = pickle.load(open(sys.argv[1], "rb"))
near = find_neighbours(blocks, barriers)
measure(blocks, near, draw(blocks, near, areas=93))
print(imports, held())
"""
PEER = """
import resource, sys, time, warnings
resource.setrlimit(resource.RLIMIT_CPU, ({limit}, {limit}))
warnings.simplefilter("ignore")
sys.path.insert(0, {folder!r})
import geopandas, libpysal, numpy
from ground import invent_blocks
from kreisblick.territory.zoning import find_neighbours, measure
blocks, barriers = invent_blocks({blocks}, {seed})
near = find_neighbours(blocks, barriers)
frame = geopandas.GeoDataFrame({{"p": blocks.population, "a": blocks.traits[:, 0],
    "b": blocks.traits[:, 1]}}, geometry=blocks.polygons)
frame["a"], frame["b"] = frame["a"] - frame["a"].min(), frame["b"] - frame["b"].min()
weights = libpysal.weights.Rook.from_dataframe(frame, use_index=False, silence_warnings=True)
numpy.random.seed({seed})
start = time.process_time()
{call}
model.solve()
spent = time.process_time() - start
label = numpy.unique(numpy.asarray(model.labels_), return_inverse=True)[1]
f = measure(blocks, near, label)
print(spent, f.areas, f.cv_district, f.max_district, f.parts_not_contiguous,
    f.areas_across_municipalities, f.polsby_popper, f.homogeneity, f.barrier_crossings)
"""
CALLS = {
    "spopt Ward": "from spopt.region import WardSpatial\n"
    "model = WardSpatial(frame, weights, ['a', 'b'], n_clusters=93)",
    "spopt RegionKMeans": "from spopt.region import RegionKMeansHeuristic\n"
    "model = RegionKMeansHeuristic(frame[['a', 'b']].values, 93, weights)",
    "spopt MaxP": "from spopt.region import MaxPHeuristic\n"
    "model = MaxPHeuristic(frame, weights, ['a', 'b'], 'p', 5500, 2,\n"
    "    max_iterations_construction=5, max_iterations_sa=5)",
}


def main() -> None:
    """Measure and print."""
    given = [*map(int, sys.argv[1:])]
    seeds = range(FIRST, FIRST + (given[0] if given else 10))
    warm_up()
    for size in given[1:] or [1_000, 5_000, 20_000]:
        invented(size, seeds)
    continued(given[1] if len(given) > 1 else 5_000, seeds)
    print("\n" + memory())
    real()


def warm_up() -> None:
    """The first call of a computer compiles; say how long that takes."""
    start = time.process_time()
    blocks, barriers = invent_blocks(300, 99)
    draw(blocks, find_neighbours(blocks, barriers), areas=20)
    print(
        f"first call (compiles unless the cache is warm): {time.process_time() - start:.1f} CPU s"
    )


def invented(size: int, seeds: range) -> None:
    """Ours and METIS over all seeds, spopt on the first."""
    print(f"\n{size:,} blocks, {AREAS} areas, {len(seeds)} seeds, medians")
    ours, metis, spent, near_s, metis_s = [], [], [], [], []
    for seed in seeds:
        blocks, barriers = invent_blocks(size, seed)
        start = time.process_time()
        near = find_neighbours(blocks, barriers)
        near_s.append(time.process_time() - start)
        start = time.process_time()
        cut = draw(blocks, near, areas=AREAS)
        spent.append(time.process_time() - start)
        ours.append(measure(blocks, near, cut))
        start = time.process_time()
        metis.append(measure(blocks, near, by_metis(blocks, near)))
        metis_s.append(time.process_time() - start)
    whole = [a + b for a, b in zip(spent, near_s, strict=True)]
    print(f"  {'ours':<20} {statistics.median(whole):6.2f} s  {told(ours, own=True)}")
    print(
        f"  {'METIS (pymetis)':<20} {statistics.median(metis_s):6.2f} s  {told(metis, own=False)}"
    )
    for name, call in CALLS.items():
        print(f"  {name:<20} {by_spopt(size, seeds[0], call, statistics.median(whole))}")


def continued(size: int, seeds: range) -> None:
    """A cut continued after the population shifted, beside drawing anew: who changes area?"""
    print(
        f"\n{size:,} blocks, a cut continued after {SHIFTED:.0%} of the blocks changed by a tenth"
    )
    rows: dict[str, list[tuple[Figures, float]]] = {"as it was": [], "continued": [], "anew": []}
    for seed in seeds:
        blocks, barriers = invent_blocks(size, seed)
        near = find_neighbours(blocks, barriers)
        old = draw(blocks, near, areas=AREAS)
        keys = old.astype(str).astype(object)
        rng = np.random.default_rng(seed)
        factor = 1 + SHIFT * rng.choice([-1, 1], size) * (rng.random(size) < SHIFTED)
        later = replace(blocks, population=blocks.population * factor)
        quotas = quotas_of(blocks, AREAS)
        for name, start in (("continued", keys), ("anew", None)):
            begin = time.process_time()
            cut = draw(later, near, areas=AREAS, seed=seed, start=start, quotas=quotas)
            spent = time.process_time() - begin
            rows[name].append((measure(later, near, cut, start=keys), spent))
        rows["as it was"].append((measure(later, near, old, start=keys), 0.0))
    for name, found in rows.items():
        moved = statistics.median(
            (f.residents_moved or 0.0) / later.population.sum() for f, _spent in found
        )
        cv, most, shape = (
            statistics.median(getattr(f, key) for f, _spent in found)
            for key in ("cv_own_target", "max_own_target", "polsby_popper")
        )
        spent = statistics.median(s for _f, s in found)
        print(
            f"  {name:<10} {spent:5.2f} s  people who change area {moved:6.1%}, CV {cv:.2%}, "
            f"max {most:.1%}, PP {shape:.3f}"
        )


def memory() -> str:
    """Peak of a process that draws 20,000 blocks, and what the imports alone take."""
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        pickle.dump(invent_blocks(20_000, 1), file)
        file.flush()
        words = [sys.executable, "-c", MEMORY, file.name]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    imports, peak = map(float, done.stdout.split())
    return f"peak memory at 20,000 blocks {peak:,.0f} MB, of which the imports {imports:,.0f} MB"


def by_metis(blocks: Blocks, near: Neighbours) -> np.ndarray:
    """A k-way partition of the whole district."""
    start, other, _border, _joined = rows(
        near.pairs, near.border_m, near.border_m, len(blocks.keys)
    )
    graph = pymetis.CSRAdjacency(start.astype(np.int32), other.astype(np.int32))
    people = np.maximum(1, np.round(blocks.population)).astype(int).tolist()
    _cut, part = pymetis.part_graph(AREAS, adjacency=graph, vweights=people, recursive=False)
    return np.unique(np.array(part), return_inverse=True)[1]


def by_spopt(size: int, seed: int, call: str, ours_s: float) -> str:
    """One run in a process of its own, stopped after a minute of CPU time."""
    folder = str(Path(__file__).parent)
    text = PEER.format(limit=LIMIT_S, folder=folder, blocks=size, seed=seed, call=call)
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["stopped"]
        stopped = done.returncode < 0
        return f"> {LIMIT_S} s, stopped" if stopped else f"failed: {reason[0][:80]}"
    spent, areas, cv, most, torn, mixed, compact, alike, barred = map(float, done.stdout.split())
    return (
        f"{spent:6.2f} s  {areas:.0f} areas, CV {100 * cv:.1f} %, max {100 * most:.0f} %, torn "
        f"{torn:.0f}, mixed {mixed:.0f}, PP {compact:.3f}, alike {alike:.3f}, barriers "
        f"{barred:.0f}; time ratio {spent / ours_s:.1f}"
    )


def told(found: list[Figures], *, own: bool) -> str:
    """Medians of what is compared; the worst where nothing but zero is right."""

    def median(name: str) -> float:
        return statistics.median(getattr(f, name) or 0.0 for f in found)

    cv, most = ("cv_own_target", "max_own_target") if own else ("cv_district", "max_district")
    return (
        f"CV {100 * median(cv):.2f} %, max {100 * median(most):.1f} %, "
        f"torn {max(f.parts_not_contiguous for f in found)}, "
        f"mixed {max(f.areas_across_municipalities for f in found)}, "
        f"PP {median('polsby_popper'):.3f} (lowest {median('polsby_popper_lowest'):.2f}), "
        f"alike {median('homogeneity'):.3f}, barriers {median('barrier_crossings'):.0f}"
    )


def real() -> None:
    """Ground that nobody invented for us, and Lindenau."""
    from real_ground import DATA, aachen, essen, lindenau  # noqa: PLC0415  only when asked

    cases = [("Essen, addresses", essen, 50), ("StädteRegion Aachen, 1 km cells", aachen, 93)]
    if not DATA.is_dir():
        print("\nreal ground left out: no open data")
        cases = []
    for name, load, areas in [*cases, ("Lindenau, houses, river and railway", lindenau, 90)]:
        blocks, barriers = load()
        start = time.process_time()
        near = find_neighbours(blocks, barriers)
        cut = draw(blocks, near, areas=areas)
        spent = time.process_time() - start
        f = measure(blocks, near, cut)
        target = blocks.population.sum() / areas
        print(f"\n{name}: {len(blocks.keys):,} blocks, {areas} areas, {spent:.2f} CPU s")
        print(f"  {told([f], own=True)}")
        print(
            f"  against the district's mean CV {100 * f.cv_district:.1f} %, of which "
            f"{100 * f.cv_floor:.1f} % no cut can avoid; barrier pairs {near.barrier.sum()}; "
            f"blocks larger than an area {(blocks.population > target).sum()}"
        )


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
