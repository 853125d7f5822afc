"""Counting a register: ours against the same SQL typed directly into DuckDB, on the same stream.

Run: ``python benchmarks/counting.py [crowd] [deliveries]`` (``land``, ``nation``, or millions of
residents on the land's ground: 5; deliveries: one per million residents). The residents are
invented, written to a sealed store in a temporary folder, and every step reads the decrypted stream
in a process of its own, so that its memory is its own. Printed are wall and CPU seconds, peak
memory and the ratios; that both sides agree cell by cell is checked.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from kreisblick.base.definitions import read_definition, shipped
from kreisblick.lindenau.crowd import CROWD_SCHEMA, Gathering, gather
from kreisblick.lindenau.files import read_parameters
from kreisblick.sealed.register import (
    RegisterDefinition,
    count_registers,
    needed_fields,
    read_records,
)
from kreisblick.sealed.store import SealedStore
from kreisblick.statistics.cube import CubeDefinition

KEYS = ("residents", "households")
AREA = "area_2023"
AGE = "2024 - birth_year"
AGES = [(0, 2), (3, 5), (6, 9), (10, 14), (15, 17), (18, 24), (25, 44), (45, 64), (65, 79)]
CASES = " ".join(f"WHEN {AGE} BETWEEN {a} AND {b} THEN '{a}-{b}'" for a, b in AGES)
TYPED = {
    "residents": f"""
        SELECT {AREA} AS area, CASE {CASES} WHEN {AGE} BETWEEN 80 AND 130 THEN '80+' END AS age,
               sex, citizenship, migration_narrow, migration_wide, count(*) AS value
        FROM records WHERE main_home = 'yes' AND {AREA} IS NOT NULL GROUP BY ALL""",
    "households": f"""
        SELECT area,
               CASE WHEN adults + children < members THEN 'other'
                    WHEN adults = 1 AND children = 0 THEN 'single'
                    WHEN adults = 1 THEN 'single_parent'
                    WHEN adults = 2 AND children = 0 THEN 'couple_no_children'
                    WHEN adults = 2 THEN 'couple_with_children'
                    ELSE 'other' END AS type,
               CASE WHEN members < 5 THEN members::VARCHAR ELSE '5+' END AS size,
               count(*) AS value
        FROM (SELECT min({AREA}) AS area, count(*) AS members,
                     sum(CASE WHEN {AGE} BETWEEN 18 AND 130 THEN 1 ELSE 0 END) AS adults,
                     sum(CASE WHEN {AGE} BETWEEN 0 AND 17 THEN 1 ELSE 0 END) AS children
              FROM records WHERE main_home = 'yes' AND household IS NOT NULL
              GROUP BY delivery, household)
        WHERE area IS NOT NULL GROUP BY ALL""",
}
STEPS = {
    "decrypting alone": ("read", KEYS),
    "residents, typed into DuckDB": ("typed", KEYS[:1]),
    "residents, kreisblick": ("ours", KEYS[:1]),
    "households, typed into DuckDB": ("typed", KEYS[1:]),
    "households, kreisblick": ("ours", KEYS[1:]),
    "both in one pass, kreisblick": ("ours", KEYS),
}


def crowd_of(name: str) -> Gathering:
    """A crowd by its name or by its millions."""
    parameters = read_parameters()
    if name in parameters.crowds:
        return gather(parameters.crowds[name], 1, parameters)
    residents = int(float(name) * 1_000_000)
    crowd = parameters.crowds["land"].model_copy(update={"residents": residents})
    return gather(crowd, 1, parameters)


def fill(folder: Path, crowd: Gathering, deliveries: int) -> None:
    """The crowd's rows as deliveries in a sealed store."""
    store, most = SealedStore(folder), -(-crowd.residents // deliveries)
    batches, number = crowd.batches(), 0
    waiting: pa.RecordBatch | None = next(batches, None)
    while waiting is not None:
        kept = 0

        def part() -> Iterator[pa.RecordBatch]:
            nonlocal waiting, kept
            while waiting is not None and kept < most:
                kept += waiting.num_rows
                yield waiting
                waiting = next(batches, None)

        store.write_batches(f"d{number:04d}/records", CROWD_SCHEMA, part())
        number += 1


def stream(folder: Path, keys: tuple[str, ...]) -> pa.RecordBatchReader:
    """The decrypted fields that some cubes need."""
    store, fields = SealedStore(folder), {AREA}
    for key in keys:
        register, cubes = group(key)
        fields |= set(needed_fields(cubes[key], register))
    return read_records(store, store.tables(), sorted(fields))


def group(key: str) -> tuple[RegisterDefinition, dict[str, CubeDefinition]]:
    """A shipped cube and its register."""
    cube = read_definition(shipped("catalogue", "cubes", f"{key}.yaml"), CubeDefinition)
    file = shipped("catalogue", "registers", f"{cube.register}.yaml")
    return read_definition(file, RegisterDefinition), {key: cube}


def read(reader: pa.RecordBatchReader, *_: object) -> dict[str, pl.DataFrame]:
    """Nothing but the stream."""
    for _batch in reader:
        pass
    return {}


def typed(
    reader: pa.RecordBatchReader, keys: tuple[str, ...], _crowd: Gathering
) -> dict[str, pl.DataFrame]:
    """What somebody types who knows the answer's form."""
    with duckdb.connect() as connection:
        connection.register("records", reader)
        return {keys[0]: connection.sql(TYPED[keys[0]]).pl()}


def ours(
    reader: pa.RecordBatchReader, keys: tuple[str, ...], crowd: Gathering
) -> dict[str, pl.DataFrame]:
    """The shipped cubes, all their cells included."""
    made = count_registers(
        [group(key) for key in keys],
        records=reader,
        reference_date=crowd.day,
        territory=crowd.territory(),
    )
    return {key: made[key].cube.cells for key in keys}


def step(side: str, keys: tuple[str, ...], folder: Path, crowd: str) -> dict[str, float]:
    """One step in this process; what it counted is written beside the store."""
    sides: dict[str, Callable[..., dict[str, pl.DataFrame]]] = {
        "read": read,
        "typed": typed,
        "ours": ours,
    }
    ground = crowd_of(crowd)
    reader = stream(folder / "store", keys)
    wall, cpu = time.perf_counter(), time.process_time()
    found = sides[side](reader, keys, ground)
    used = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    used["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    for key, cells in found.items():
        names = [name for name in TYPED_COLUMNS[key] if name in cells.columns]
        cells.filter(pl.col("value") > 0).select(*names, pl.col("value").cast(pl.Int64)).sort(
            names
        ).write_parquet(folder / f"{side}_{key}_{len(keys)}.parquet")
    return used


TYPED_COLUMNS = {
    "residents": ("area", "age", "sex", "citizenship", "migration_narrow", "migration_wide"),
    "households": ("area", "type", "size"),
}


def main() -> None:
    """Measure both sides and print."""
    if sys.argv[1:2] == ["--step"]:
        side, keys, folder, crowd = sys.argv[2:]
        print(json.dumps(step(side, tuple(keys.split(",")), Path(folder), crowd)))
        return
    name = sys.argv[1] if len(sys.argv) > 1 else "5"
    crowd = crowd_of(name)
    deliveries = int(sys.argv[2]) if len(sys.argv) > 2 else max(crowd.residents // 1_000_000, 1)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        began = time.perf_counter()
        fill(folder / "store", crowd, deliveries)
        files = list((folder / "store").rglob("*.parquet"))
        size = sum(file.stat().st_size for file in files) / 1024**3
        print(
            f"{crowd.residents:,} residents in {len(crowd.areas):,} areas, {len(files)} deliveries,"
            f" {size:.2f} GB encrypted; made in {time.perf_counter() - began:.0f} s"
        )
        used = {title: measured(*words, folder, name) for title, words in STEPS.items()}
        agree(folder)
    report(used)


def measured(side: str, keys: tuple[str, ...], folder: Path, crowd: str) -> dict[str, float]:
    """A step in a process of its own."""
    words = [sys.executable, __file__, "--step", side, ",".join(keys), str(folder), crowd]
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    used: dict[str, float] = json.loads(done.stdout)
    print(f"    {side} {'+'.join(keys)}: {used['wall']:.1f} s, load {os.getloadavg()[0]:.1f}")
    return used


def agree(folder: Path) -> None:
    """Stop where the two sides count differently."""
    for key in KEYS:
        peer = pl.read_parquet(folder / f"typed_{key}_1.parquet")
        for number in (1, len(KEYS)):
            own = pl.read_parquet(folder / f"ours_{key}_{number}.parquet")
            if not peer.equals(own):
                raise SystemExit(f"{key}: the two sides do not agree")
        people = peer["value"].sum()
        print(f"    {key}: {people:,} in {peer.height:,} cells with somebody, both sides agree")


def report(used: dict[str, dict[str, float]]) -> None:
    """Seconds, memory and ratios."""
    print(f"{'':<34}{'wall s':>8}{'CPU s':>8}{'peak GB':>9}{'ratio wall':>12}{'CPU':>6}")
    peers = {"wall": 0.0, "cpu": 0.0}
    for title, (side, keys) in STEPS.items():
        own = used[title]
        line = f"{title:<34}{own['wall']:>8.1f}{own['cpu']:>8.1f}{own['peak']:>9.2f}"
        if side == "typed":
            last = own
            peers = {name: peers[name] + own[name] for name in peers}
        if side == "ours":
            peer = last if len(keys) == 1 else peers
            line += f"{own['wall'] / peer['wall']:>12.2f}{own['cpu'] / peer['cpu']:>6.2f}"
        print(line)


if __name__ == "__main__":
    main()
