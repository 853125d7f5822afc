"""Cell key on a nation: 11,000 municipalities, 12 million units, beside plain counts.

Run: ``python benchmarks/noise.py [million units]`` (12 by default). Prints cells, seconds and the
ratio to counting the same tables in DuckDB without any protection.
"""

import resource
import sys
import time

import duckdb
import numpy as np
import polars as pl

from kreisblick.protection.perturbation import NoiseSpec, perturb_frame

TOWNS, AGES = 11_000, 15
SPEC = NoiseSpec(
    record_key="key",
    dimensions={
        "place": ("land", "district", "town"),
        "age": ("age",),
        "sex": ("sex",),
        "nationality": ("nationality",),
    },
    deviation=5,
    variance=3.0,
    unpublished=2,
)


def nation(units: int, seed: int = 1) -> pl.DataFrame:
    """Units in towns of very different size, each with a permanent key."""
    draw = np.random.default_rng(seed)
    size = draw.pareto(1.2, TOWNS) + 1
    town = draw.choice(TOWNS, units, p=size / size.sum())
    return pl.DataFrame(
        {
            "land": pl.Series(town // 700, dtype=pl.UInt8),
            "district": pl.Series(town // 27, dtype=pl.UInt16),
            "town": pl.Series(town, dtype=pl.UInt16),
            "age": pl.Series(draw.integers(0, AGES, units), dtype=pl.UInt8),
            "sex": pl.Series(draw.integers(0, 2, units), dtype=pl.UInt8),
            "nationality": pl.Series(draw.integers(0, 2, units), dtype=pl.UInt8),
            "key": pl.Series(draw.integers(0, 2**32, units, dtype=np.uint64)),
        }
    )


def plain(units: pl.DataFrame) -> int:
    """The same tables, only counted."""
    query = """
        select land, district, town, age, sex, nationality, count(*)
        from units
        group by rollup (land, district, town), cube (age, sex, nationality)
    """
    return duckdb.connect().register("units", units).sql(query).to_arrow_table().num_rows


def main() -> None:
    """Measure once."""
    units = nation(int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 12_000_000)
    clock, cpu = time.perf_counter(), time.process_time()
    counted = plain(units)
    peer, peer_work = time.perf_counter() - clock, time.process_time() - cpu
    clock, cpu = time.perf_counter(), time.process_time()
    cells = perturb_frame(units, SPEC)
    seconds, work = time.perf_counter() - clock, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{units.height:,} units: {cells.height:,} cells in {seconds:.1f} s, {work:.1f} CPU s")
    print(f"only counted by DuckDB: {counted:,} cells in {peer:.1f} s, {peer_work:.1f} CPU s")
    print(f"ratio of CPU seconds {work / peer_work:.2f}; largest memory {memory:.2f} GB")


if __name__ == "__main__":
    main()
