"""Crosswalks and points: our time beside tobler's and geopandas', in CPU seconds, medians of 3.

Run: ``python benchmarks/crosswalk.py [blocks] [areas] [points]`` (20,000, 500, 1,000,000).
Blocks and areas are Voronoi cells of random points over the same square of 40 km.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import shapely
from tobler.area_weighted import area_interpolate

from kreisblick.territory.areas import locate_in
from kreisblick.territory.crosswalks import Converter
from kreisblick.territory.crosswalks.build import Cut, crosswalk_cuts

SIDE_M = 40_000


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


def measure_points(areas: np.ndarray, number: int) -> None:
    """Locate points against geopandas.sjoin."""
    x, y = np.random.default_rng(5).uniform(0, SIDE_M, (2, number))
    ours_s, ours = cpu(lambda: locate_in(x, y, areas))
    frame = gpd.GeoDataFrame(geometry=areas, crs=25832)

    def join() -> Any:
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=25832)
        return gpd.sjoin(points, frame, how="left")

    peer_s, theirs = cpu(join)
    same = theirs[~theirs.index.duplicated()]["index_right"].fillna(-1).to_numpy()
    print(f"{number:,} points in {len(areas)}: {ours_s:.2f} CPU s, geopandas.sjoin {peer_s:.2f}")
    print(f"  ratio sjoin/ours {peer_s / ours_s:.1f}; different {int((same != ours).sum())}")


def main() -> None:
    """Measure and print."""
    given = [*map(int, sys.argv[1:])]
    blocks, areas, points = given + [20_000, 500, 1_000_000][len(given) :]
    targets = cells(areas, 2)
    measure_crosswalk(cells(blocks, 1), targets)
    measure_points(targets, points)


if __name__ == "__main__":
    main()
