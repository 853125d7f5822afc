"""Suppression of a nation in blocks: 11,000 municipalities with 60 cells each.

Run: ``python benchmarks/blocks.py [districts] [workers] [coalition]`` (40; 2; 0). The whole nation
has 400 districts; a slice is told with what it means for the whole. Sizes of municipalities are
spread like Germany's (half of them below 1,700 residents, 7,600 on average).

Where the time goes (profile of six districts): most of it in programs of ten municipalities each,
the rest in reading which cells add up to which and in putting the system together.
"""

import resource
import sys
import time

import numpy as np
import polars as pl

from kreisblick.protection.suppression import Spec, protect_blocks

DISTRICTS, MUNICIPALITIES, LAENDER = 400, 11_000, 16
AGES, SEXES, NATIONS = 10, 2, 3
SEED = 5


def nation(districts: int) -> pl.DataFrame:
    """The first districts of an invented nation, one row per finest cell."""
    random = np.random.default_rng(SEED)
    count = districts * MUNICIPALITIES // DISTRICTS
    sizes = random.lognormal(np.log(1700), 1.73, count).clip(50, 3_000_000)
    ages = random.dirichlet(np.full(AGES, 60.0), count)
    nations = random.dirichlet([43.0, 3.0, 4.0], count)
    shares = ages[:, :, None, None] * np.full(SEXES, 0.5)[None, None, :, None]
    counts = random.poisson(sizes[:, None, None, None] * shares * nations[:, None, None, :])
    place, age, sex, nat = np.indices(counts.shape).reshape(4, -1)
    district = place * DISTRICTS // MUNICIPALITIES
    frame = pl.DataFrame({"district": district, "municipality": place, "age": age, "sex": sex})
    frame = frame.with_columns(
        nat=nat, n=counts.ravel(), land=pl.col("district") * LAENDER // DISTRICTS
    )
    return frame.with_columns(
        pl.col(name).cast(pl.String).str.zfill(5)
        for name in ("land", "district", "municipality", "age", "sex", "nat")
    )


def main() -> None:
    """Protect a slice of the nation and print what it took."""
    given = [int(word) for word in sys.argv[1:]]
    districts, workers, coalition = (*given, *(40, 2, 0)[len(given) :])
    frame = nation(districts)
    spec = Spec(
        value="n",
        dimensions={
            "place": ("land", "district", "municipality"),
            "age": ("age",),
            "sex": ("sex",),
            "nat": ("nat",),
        },
        minimum_count=3,
        coalition=coalition,
    )
    clock = time.perf_counter()
    cells = protect_blocks(frame, spec, "district", workers=workers)
    seconds = time.perf_counter() - clock
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in usage)
    peak = max(one.ru_maxrss for one in usage) / 2**20
    hidden = cells.filter(pl.col("status") != "free").height
    primary = cells.filter(pl.col("status") == "primary").height
    print(
        f"{districts} of {DISTRICTS} districts, {frame['municipality'].n_unique()} municipalities, "
        f"{cells.height} cells, {primary} primary, {hidden} suppressed: {seconds:.0f} s, "
        f"{cpu:.0f} CPU s, {peak:.1f} GB in the largest process; "
        f"whole nation about {cpu * DISTRICTS / districts / 60:.0f} CPU minutes"
    )


if __name__ == "__main__":
    main()
