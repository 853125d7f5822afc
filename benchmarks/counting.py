"""Counting a register: ours against the same SQL typed directly into DuckDB, on the same stream.

    python benchmarks/counting.py [million rows] [--encrypted]

The residents are invented batch by batch and never lie in a file; with ``--encrypted`` they are
written to a sealed store in a temporary folder first, and both sides read the decrypted stream.
Wall and CPU seconds, peak memory of the process, and the ratio of medians of three are printed.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.sealed.register import RegisterDefinition, count_all, read_records
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition
from kreisblick.territory.areas.model import Generation, Territory

AREAS, BATCH, DAY, ROUNDS = 500, 500_000, date(2024, 12, 31), 3
TOWNS = 50
CODES = {
    "sex": ["female", "male", "diverse"],
    "citizenship": ["german", "foreign"],
    "migration_narrow": ["yes", "no"],
    "migration_wide": ["yes", "no"],
    "main_home": ["yes", "no"],
    "area_2023": [f"{number:04d}" for number in range(AREAS)],
}
AGES = [
    (0, 2),
    (3, 5),
    (6, 9),
    (10, 14),
    (15, 17),
    (18, 24),
    (25, 44),
    (45, 64),
    (65, 79),
    (80, 130),
]


def batches(rows: int) -> Iterator[pa.RecordBatch]:
    """Residents, the same for both sides: a few different batches, again and again."""
    kinds = [_batch(seed) for seed in range(4)]
    for number in range(max(rows // BATCH, 1)):
        yield kinds[number % len(kinds)]


def _batch(seed: int) -> pa.RecordBatch:
    random = np.random.default_rng(seed)
    columns: dict[str, pa.Array] = {"birth_year": pa.array(random.integers(1930, 2025, BATCH))}
    for name, codes in CODES.items():
        columns[name] = pa.array(codes).take(pa.array(random.integers(0, len(codes), BATCH)))
    return pa.RecordBatch.from_pydict(columns)


def territory() -> Territory:
    """Areas in towns in a district, without boundaries."""
    names = ["area", "name", "level", "parent", "official_code"]
    towns = [f"t{number:02d}" for number in range(TOWNS)]
    rows = [
        *[
            (a, a, "planning_area", towns[i % TOWNS], None)
            for i, a in enumerate(CODES["area_2023"])
        ],
        *[(town, town, "municipality", "d", None) for town in towns],
        ("d", "d", "district", None, None),
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    generation = Generation(key="2023", valid_from=date(2023, 1, 1))
    return Territory(generation=generation, areas=frame, geometry=np.full(len(rows), None))


def ours(reader: pa.RecordBatchReader) -> int:
    """All cubes of the residents' register."""
    cube = read_definition(shipped("catalogue", "cubes", "residents.yaml"), CubeDefinition)
    register = read_definition(
        shipped("catalogue", "registers", "residents.yaml"), RegisterDefinition
    )
    made = count_all(
        {"residents": cube},
        register=register,
        records=reader,
        reference_date=DAY,
        territory=territory(),
    )
    return int(made["residents"].cube.cells["value"].sum())


def typed(reader: pa.RecordBatchReader) -> int:
    """What somebody types who knows the answer's form."""
    cases = " ".join(f"WHEN 2024 - birth_year BETWEEN {a} AND {b} THEN '{a}-{b}'" for a, b in AGES)
    sql = f"""
        SELECT area_2023, CASE {cases} END AS age, sex, citizenship, migration_narrow,
               migration_wide, count(*) AS value
        FROM records WHERE main_home = 'yes' GROUP BY ALL
    """
    with duckdb.connect() as connection:
        connection.register("records", reader)
        return int(connection.sql(sql).pl()["value"].sum())


def measure(
    count: Callable[[pa.RecordBatchReader], int], stream: Callable[[], pa.RecordBatchReader]
) -> tuple[float, float, int]:
    """Wall and CPU seconds, and the answer."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = count(stream())
    return time.perf_counter() - wall, time.process_time() - cpu, answer


def main() -> None:
    """Measure both sides in turns and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("million", type=float, nargs="?", default=5.0)
    parser.add_argument("--encrypted", action="store_true")
    given = parser.parse_args()
    rows = int(given.million * 1_000_000)
    schema = _batch(0).schema
    with tempfile.TemporaryDirectory() as folder:
        store = SealedStore(Path(folder))
        if given.encrypted:
            store.write_batches("residents/records", schema, batches(rows))

        def stream() -> pa.RecordBatchReader:
            if given.encrypted:
                return read_records(store, ["residents/records"], schema.names)
            return pa.RecordBatchReader.from_batches(schema, batches(rows))

        report(rows, [(measure(typed, stream), measure(ours, stream)) for _ in range(ROUNDS)])


def report(
    rows: int, rounds: list[tuple[tuple[float, float, int], tuple[float, float, int]]]
) -> None:
    """Medians, ratio, and whether both sides agree."""
    peer, own = ([side[number] for side in rounds] for number in (0, 1))
    if {item[2] for item in peer} != {item[2] for item in own}:
        raise SystemExit("the two sides do not agree")
    wall = {name: statistics.median(i[0] for i in side) for name, side in (("p", peer), ("o", own))}
    cpu = {name: statistics.median(i[1] for i in side) for name, side in (("p", peer), ("o", own))}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{rows:,} residents into the residents cube, {AREAS} areas, {ROUNDS} rounds in turns")
    print(f"typed into DuckDB   wall {wall['p']:6.2f} s   CPU {cpu['p']:6.2f} s")
    print(f"kreisblick          wall {wall['o']:6.2f} s   CPU {cpu['o']:6.2f} s")
    print(
        f"ratio               wall {wall['o'] / wall['p']:6.2f}     CPU {cpu['o'] / cpu['p']:6.2f}"
    )
    print(f"peak memory of the process {peak:.2f} GB")


if __name__ == "__main__":
    main()
