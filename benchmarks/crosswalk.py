"""Crosswalks and points: our time beside tobler's and geopandas', in CPU seconds, medians of 3.

Run: ``python benchmarks/crosswalk.py [blocks] [areas] [points]`` (20,000, 500, 1,000,000).
Blocks and areas are Voronoi cells of random points over the same square of 40 km. Then the truth:
Berlin's residents of 31.12.2020 from the old cut to the new one (published on both), and all counts
of residents of Lindenau, seeds 1 and 2 (the rules were fixed on Berlin's districts 01 to 06 and on
Lindenau's seeds from 101 on). How often the 90 % interval holds the truth is told for areas that
are divided; the others are certain.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import shapely
from tobler.area_weighted import area_interpolate

from kreisblick.base.definitions import read_definition
from kreisblick.lindenau import Size, generate
from kreisblick.territory.areas import (
    GenerationDefinition,
    Territory,
    load_generation,
    locate_in,
)
from kreisblick.territory.crosswalks import (
    Converter,
    Crosswalk,
    build_crosswalk,
    convert,
    crosswalk_error,
    crosswalk_from_pairs,
)
from kreisblick.territory.crosswalks.build import Cut, crosswalk_cuts

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.setdefault("KREISBLICK_DATA", str(ROOT.parent / "shared" / "data")))
FEWEST = 2_000  # counts of fewer people in the whole district are not looked at

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


def measure_truth() -> None:
    """Errors and the coverage of intervals where the truth is known."""
    for seed in (1, 2):
        told(f"Lindenau, seed {seed}, by addresses", *lindenau(seed))
    if not DATA.is_dir():
        print("Berlin left out: no open data")
        return
    cuts, old, new, density = berlin()
    for name, weights in (("area", None), ("area and addresses of the new cut", density)):
        crosswalk = build_crosswalk(*cuts, target_density=weights)
        told(f"Berlin by {name}", [(old, new)], crosswalk)


def told(name: str, tables: list[tuple[pl.DataFrame, pl.DataFrame]], crosswalk: Crosswalk) -> None:
    """One line about errors and coverage."""
    divided = crosswalk.shares.filter(pl.col("share") < 1)["target"].unique()
    inside, areas, worse = 0, 0, 0
    for values, truth in tables:
        found = convert(values, crosswalk).join(truth, on="area", suffix="_true")
        some = found.filter(pl.col("area").is_in(divided.implode()))
        true = pl.col("n_true")
        inside += some.filter(true.is_between(pl.col("lower") - 0.5, pl.col("upper") + 0.5)).height
        areas += some.height
        worse += found.filter((pl.col("n") - true).abs() > 0.1 * true).height
    values, truth = max(tables, key=lambda pair: pair[0]["n"].sum())
    error = crosswalk_error(convert(values, crosswalk).select("area", "n"), truth)
    print(
        f"{name}: sum of errors {100 * error.share:.2f} %, median {100 * error.median:.2f} %, p90 "
        f"{100 * error.p90:.1f} %; off by more than 10 %: {worse}; 90 % intervals hold"
        f" {100 * inside / areas:.1f} % of {areas:,} counts of divided areas"
    )


def lindenau(seed: int) -> tuple[list[tuple[pl.DataFrame, pl.DataFrame]], Crosswalk]:
    """Residents by age and date on both cuts, and the crosswalk by addresses."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Size.DISTRICT, seed, Path(folder))
        houses = Path(folder) / "territory" / "house_coordinates.csv"
        pairs = pl.read_csv(houses, separator=";", infer_schema=False)
        truth = pl.read_parquet(Path(folder) / "truth" / "counts.parquet")
    truth = truth.filter(cube="residents", level="planning_area").select(
        "slice", "reference_date", "generation", "area", n="value"
    )
    tables = []
    for _key, part in truth.group_by("slice", "reference_date", maintain_order=True):
        old, new = (part.filter(generation=g).select("area", "n") for g in ("2019", "2023"))
        if old["n"].sum() >= FEWEST:
            tables.append((old, new))
    return tables, crosswalk_from_pairs(pairs, source="area_2019", target="area_2023")


def berlin() -> tuple[tuple[Territory, Territory], pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Both cuts, residents on the old and the new one, addresses of the new one."""
    base = ROOT / "examples" / "berlin"
    cuts = []
    for key in ("2020", "2021"):
        definition = read_definition(
            base / "catalogue" / "territory" / f"{key}.yaml", GenerationDefinition
        )
        cuts.append(
            load_generation(
                definition, key=key, district_key="11000", district_name="Berlin", base=base
            )
        )
    old = pl.read_csv(
        DATA / "berlin-lor-population/population_2020-02_t1_planning_areas.csv.gz",
        schema_overrides={"id": pl.String},
    ).select(area="id", n="inhabitants")
    new = pl.read_csv(
        DATA / "berlin-mss-2021/mss_2021_wfs.csv.gz", schema_overrides={"PLR_ID": pl.String}
    ).select(area="PLR_ID", n=pl.col("EW").cast(pl.Int64).fill_null(0))
    addresses = pl.read_csv(
        DATA / "berlin-adressen-plr/adressen_plr_2023_06.csv.gz", infer_schema=False
    )
    density = addresses.group_by(area="PLR_ID").agg(weight=pl.len())
    return (cuts[0], cuts[1]), old, new, density


def main() -> None:
    """Measure and print."""
    given = [*map(int, sys.argv[1:])]
    blocks, areas, points = given + [20_000, 500, 1_000_000][len(given) :]
    targets = cells(areas, 2)
    measure_crosswalk(cells(blocks, 1), targets)
    measure_points(targets, points)
    measure_truth()


if __name__ == "__main__":
    main()
