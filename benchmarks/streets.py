"""Lists of streets: reading beside plain read_csv, Berlin's raster. CPU seconds, medians of 3.

Run: ``python benchmarks/streets.py``. Berlin's addresses are written as house coordinates of
version 4 (points are invented: the list has none) and as a plain list with our columns. Beside us
stand ``polars.read_csv`` and ``pandas.read_csv``, which know nothing of what the columns mean.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from kreisblick.territory.streets import (
    Streets,
    compare,
    place_in_ranges,
    read_streets,
    write_raster,
)

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("KREISBLICK_DATA", str(ROOT.parent / "shared" / "data")))
ESSEN = DATA / "essen-hauskoordinaten/hauskoordinaten_essen_2022.csv.gz"
BERLIN = DATA / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz"


def cpu(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Median CPU seconds and the last result."""
    spent, found = [], None
    for _ in range(times):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    return statistics.median(spent), found


def write_coordinates(berlin: Streets, path: Path) -> None:
    """Berlin's addresses as 18 fields, as the surveying offices send them."""
    rows = berlin.houses.with_row_index("i")
    text = pl.lit("")
    table = rows.select(
        nba=pl.lit("N"),
        oi=pl.format("DEBE{}", pl.col("i").cast(pl.String).str.zfill(12)),
        qua=pl.lit("A"),
        lan=pl.lit("11"),
        rbz=pl.lit("0"),
        krs=pl.lit("00"),
        gmd=pl.lit("000"),
        ott=pl.lit("0000"),
        sss=pl.lit("00001"),
        hnr=pl.col("number"),
        adz=pl.col("suffix"),
        east=pl.format("33{},500", 370_000 + pl.col("i") % 40_000),
        north=pl.format("{},250", 5_800_000 + pl.col("i") // 20),
        stn=pl.col("street"),
        plz=pl.col("postcode"),
        onm=pl.lit("Berlin"),
        zon=text,
        pot=pl.col("place"),
    )
    table.write_csv(path, separator=";", include_header=False, quote_style="never")


def measure_reading(name: str, path: Path, rows: int, separator: str) -> None:
    """One file by us, by polars and by pandas."""
    ours, found = cpu(lambda: read_streets(path))
    assert found.houses.height == rows
    head = "infer" if separator == "," else None
    plain, _ = cpu(
        lambda: pl.read_csv(
            path, separator=separator, has_header=head is not None, infer_schema=False
        )
    )
    pandas, _ = cpu(lambda: pd.read_csv(path, sep=separator, header=head, dtype=str))
    print(
        f"{name}: {rows:,} rows as {found.format} in {ours:.2f} CPU s; polars {plain:.2f}, pandas "
        f"{pandas:.2f}; ratio pandas/ours {pandas / ours:.1f}, polars/ours {plain / ours:.2f}"
    )


def measure_raster(berlin: Streets, folder: Path) -> None:
    """Berlin's raster: how long, how many rows, whether every house lies where it lay."""
    areas = berlin.houses.select("area").unique().sort("area")
    areas = areas.with_columns(raster_key=pl.col("area") + "0")
    path = folder / "11000000-ra.csv"
    write_s, raster = cpu(lambda: write_raster(berlin, path, areas=areas))
    read_s, read = cpu(lambda: read_streets(path))
    place_s, placed = cpu(lambda: place_in_ranges(berlin.houses, read.ranges))
    same = int((placed == berlin.houses["area"] + "0").sum() or 0)
    streets = berlin.houses.select("street", "postcode").unique().height
    print(
        f"raster of Berlin: {raster.rows.height:,} rows for {streets:,} streets by postcode, "
        f"{write_s:.2f} CPU s (checked and proved); read again {read_s:.2f} s, houses placed "
        f"{place_s:.2f} s; {same:,} of {berlin.houses.height:,} houses in their area"
    )
    compare_s, changes = cpu(lambda: compare(read, _under_keys(berlin)))
    print(f"raster against addresses: {changes.height} changes in {compare_s:.2f} CPU s")


def _under_keys(berlin: Streets) -> Streets:
    return Streets(houses=berlin.houses.with_columns(pl.col("area") + "0"), format="addresses")


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        print("streets left out: no open data")
        return
    berlin = read_streets(BERLIN)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_coordinates(berlin, folder / "hk.txt")
        plain = folder / "plain.csv"
        berlin.houses.select("street", "number", "suffix", "postcode", "place", "area").write_csv(
            plain
        )
        measure_reading("Essen, published list (gz)", ESSEN, 102_981, ",")
        measure_reading("Berlin as house coordinates", folder / "hk.txt", 401_032, ";")
        measure_reading("Berlin, our own columns", plain, 401_032, ",")
        measure_raster(berlin, folder)


if __name__ == "__main__":
    main()
