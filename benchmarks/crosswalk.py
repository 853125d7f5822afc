"""Crosswalks and points: our time beside tobler's and geopandas', in CPU seconds, medians of 3.

Run: ``python benchmarks/crosswalk.py [blocks] [areas] [points]`` (20,000, 500, 1,000,000).
Blocks and areas are Voronoi cells of random points over the same square of 40 km; then Essen's
house coordinates in its nine districts. Memory is what a child process needs beyond what it had.
``crosswalk_truth.py`` asks how right the shares are.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import shapely
from tobler.area_weighted import area_interpolate

from kreisblick.territory.areas import (
    locate_in,
)
from kreisblick.territory.areas.layers import read_layer
from kreisblick.territory.crosswalks import (
    Converter,
    Cut,
    crosswalk_cuts,
)

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.setdefault("KREISBLICK_DATA", str(ROOT.parent / "shared" / "data")))
SIDE_M = 40_000
MEMORY = "--memory"


def cells(number: int, seed: int) -> np.ndarray:
    """A square cut into Voronoi cells."""
    square = shapely.box(0, 0, SIDE_M, SIDE_M)
    points = shapely.multipoints(np.random.default_rng(seed).uniform(0, SIDE_M, (number, 2)))
    parts = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=square))
    return shapely.intersection(parts, square)


def cpu(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Median CPU seconds and the last result."""
    spent, found = [], None
    for _ in range(times):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    return statistics.median(spent), found


def cut(key: str, polygons: np.ndarray) -> Cut:
    """Polygons as a cut with sorted keys."""
    return Cut(key=key, areas=[f"{key}{n:06}" for n in range(len(polygons))], polygons=polygons)


def measure_crosswalk(blocks: np.ndarray, areas: np.ndarray) -> None:
    """Build and apply against tobler, which does both in one step."""
    people = np.random.default_rng(3).integers(0, 400, len(blocks)).astype(float)
    build_s, crosswalk = cpu(lambda: crosswalk_cuts(cut("b", blocks), cut("a", areas)))
    ready = Converter(crosswalk=crosswalk)
    table = np.random.default_rng(4).uniform(0, 400, (len(ready.sources), 100))
    ready.apply(table)
    apply_s, _ = cpu(lambda: ready.apply(table), 9)
    source = gpd.GeoDataFrame({"people": people}, geometry=blocks, crs=25832)
    target = gpd.GeoDataFrame(geometry=areas, crs=25832)
    peer_s, theirs = cpu(lambda: area_interpolate(source, target, extensive_variables=["people"]))
    ours = ready.apply(people)
    rows = pl.Series(ready.targets).str.slice(1)
    inside = (rows != "utside").to_numpy()
    order = rows.filter(pl.Series(inside)).cast(pl.Int64).to_numpy()
    gap = np.abs(ours[inside] - theirs["people"].to_numpy()[order]).max()
    print(f"crosswalk {len(blocks):,} to {len(areas):,}: {build_s:.2f} CPU s, tobler {peer_s:.2f}")
    print(f"  ratio tobler/ours {peer_s / build_s:.2f}; largest difference {gap:.2g} people")
    print(f"  total kept within {abs(ours.sum() / people.sum() - 1):.1e}")
    print(f"  apply 100 variables: {1000 * apply_s:.1f} ms")


def added_mb(way: str, points: int) -> float:
    """Peak memory of one way to locate, beyond what a fresh process with the points had before."""
    words = [sys.executable, __file__, MEMORY, way, str(points)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def tell_memory(way: str, number: int) -> None:
    """Locate once and print the megabytes that were added (in a process of its own)."""
    areas, (x, y) = cells(500, 2), random_points(number)
    work = (lambda: locate_in(x, y, areas)) if way == "ours" else (lambda: join(x, y, areas))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the old peak
    before = memory_kb("VmRSS")
    work()
    print((memory_kb("VmHWM") - before) / 1024)


def random_points(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Points over the square."""
    x, y = np.random.default_rng(5).uniform(0, SIDE_M, (2, number))
    return x, y


def join(x: np.ndarray, y: np.ndarray, areas: np.ndarray) -> Any:
    """What geopandas does."""
    frame = gpd.GeoDataFrame(geometry=areas, crs=25832)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=25832)
    return gpd.sjoin(points, frame, how="left")


def memory_kb(field: str) -> int:
    """A line of the process's own status."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(field)))


def measure_points(name: str, areas: np.ndarray, x: np.ndarray, y: np.ndarray) -> None:
    """Locate points against geopandas.sjoin."""
    ours_s, ours = cpu(lambda: locate_in(x, y, areas))
    peer_s, theirs = cpu(lambda: join(x, y, areas))
    same = theirs[~theirs.index.duplicated()]["index_right"].fillna(-1).to_numpy()
    print(f"{name}, {len(x):,} points in {len(areas)} areas:")
    print(f"  {ours_s:.3f} CPU s, geopandas.sjoin {peer_s:.3f}, ratio {peer_s / ours_s:.1f}")
    print(f"  unassigned {int((ours < 0).sum())}, different {int((same != ours).sum())}")


def essen() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Essen's nine districts and its house coordinates, both in degrees."""
    folder = DATA / "essen-hauskoordinaten"
    districts = read_layer(folder / "stadtbezirke.geojson.gz")
    houses = pl.read_csv(folder / "hauskoordinaten_essen_2022.csv.gz", infer_schema=False)
    x, y = (houses[c].cast(pl.Float64).to_numpy() for c in ("lon", "lat"))
    return districts.geometry, x, y


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == [MEMORY]:
        tell_memory(sys.argv[2], int(sys.argv[3]))
        return
    given = [*map(int, sys.argv[1:])]
    blocks, areas, points = given + [20_000, 500, 1_000_000][len(given) :]
    targets = cells(areas, 2)
    measure_crosswalk(cells(blocks, 1), targets)
    measure_points("Voronoi cells", targets, *random_points(points))
    ours_mb, peer_mb = added_mb("ours", points), added_mb("sjoin", points)
    print(f"  {ours_mb:.0f} MB added, geopandas.sjoin {peer_mb:.0f} (500 areas)")
    if DATA.is_dir():
        measure_points("Essen", *essen())


if __name__ == "__main__":
    main()
