"""Cuts compared: our time beside geopandas', in CPU seconds, medians of 3.

Run: ``python benchmarks/cuts.py``. Berlin's planning areas until 2020 and from 2021 (448 and 542).
The peer is ``geopandas.overlay``: with ``intersection`` it gives the area per pair, with ``union``
also the ground that only one cut knows, as we do; both keep the slivers that we leave out, and give
no measure of agreement. Then the same for the addresses of Berlin against a grouping in polars, the
common refinement, and the chance part of the agreement for a whole city's residents.
"""

import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

from kreisblick.base.definitions import read_definition
from kreisblick.territory.areas import GenerationDefinition, load_generation
from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts import compare, compare_list, nest, refine
from kreisblick.territory.cuts.chance import expected_information

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.setdefault("KREISBLICK_DATA", str(ROOT.parent / "shared" / "data")))
RESIDENTS = 3_769_962  # Berlin, 31.12.2020
CRS = 25833


def cpu(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Median CPU seconds and the last result."""
    spent, found = [], None
    for _ in range(times):
        start = time.process_time()
        found = work()
        spent.append(time.process_time() - start)
    return statistics.median(spent), found


def berlin() -> list[Cut]:
    """The old cut, with its publisher's fault mended, and the new one."""
    base = ROOT / "examples" / "berlin"
    found = []
    for key in ("2020", "2021"):
        path = base / "catalogue" / "territory" / f"{key}.yaml"
        definition = read_definition(path, GenerationDefinition)
        names = {"district_key": "11000", "district_name": "Berlin"}
        found.append(Cut.of(load_generation(definition, key=key, base=base, **names)))
    return found


def measure_compare(old: Cut, new: Cut) -> None:
    """Area per pair, against both ways of the peer."""
    ours_s, ours = cpu(lambda: compare(old, new))
    left, right = (
        gpd.GeoDataFrame({side: cut.areas}, geometry=cut.polygons, crs=CRS)
        for side, cut in (("left", old), ("right", new))
    )
    agreement = ours.agreement
    print(f"compare {len(old.areas)} with {len(new.areas)} areas: {ours_s:.2f} CPU s")
    print(
        f"  {ours.pairs.height} pairs, {ours.differences.height} real differences, agreement"
        f" {agreement.adjusted_mutual_information:.3f}, variation of information"
        f" {agreement.variation_of_information:.2f} bits"
    )
    for how in ("intersection", "union"):
        peer_s, pieces = cpu(lambda how=how: gpd.overlay(left, right, how=how), 3)
        theirs = pieces.assign(m2=pieces.area).groupby(["left", "right"])["m2"].sum()
        gap = largest_gap(ours.pairs, theirs.to_dict())
        print(
            f"  geopandas.overlay ({how}): {peer_s:.2f} CPU s, ratio geopandas/ours"
            f" {peer_s / ours_s:.2f}; {len(theirs):,} pairs; largest gap of our pairs {gap:.1e} m²"
        )


def largest_gap(pairs: pl.DataFrame, theirs: dict[tuple[str, str], float]) -> float:
    """How far our square metres are from the peer's, in pairs that both have."""
    rows = pairs.select("left", "right", "amount").iter_rows()
    return max(abs(m2 - theirs[a, b]) for a, b, m2 in rows if (a, b) in theirs)


def measure_list() -> None:
    """Planning areas against postcodes by addresses."""
    path = DATA / "berlin-adressen-plr" / "adressen_plr_2023_06.csv.gz"
    rows = pl.read_csv(path, infer_schema=False)
    ours_s, ours = cpu(lambda: compare_list(rows, left="PLR_ID", right="plz"))
    group_s, _ = cpu(lambda: rows.group_by("PLR_ID", "plz").len())
    print(
        f"compare {rows.height:,} addresses by two keys: {ours_s:.2f} CPU s (grouping alone"
        f" {group_s:.2f}); {ours.pairs.height} pairs, agreement"
        f" {ours.agreement.adjusted_mutual_information:.3f}"
    )


def measure_refine(old: Cut, new: Cut) -> None:
    """The common refinement and the nesting."""
    ours_s, found = cpu(lambda: refine(old, new, crs=CRS))
    ground = shapely.union_all(np.concatenate([old.polygons, new.polygons])).area
    gap = abs(shapely.area(found.polygons).sum() - ground)
    print(
        f"refine: {ours_s:.2f} CPU s; {found.blocks.height} blocks, {found.slivers:,} slivers"
        f" ({found.slivers_m2 / 1e4:.1f} ha) given away; area kept within {gap:.1e} m²;"
        f" no gaps or overlaps: {shapely.coverage_is_valid(found.polygons)}"
    )
    nest_s, nesting = cpu(lambda: nest(old, new))
    across = sum(fault.code == "cell_crosses" for fault in nesting.faults)
    print(f"nest: {nest_s:.2f} CPU s; {across} of {len(old.areas)} old areas are not nested")


def measure_chance(old: Cut, new: Cut) -> None:
    """Expected information for residents; scikit-learn's sum has a term for every person."""
    rng = np.random.default_rng(1)
    sides = [
        rng.multinomial(RESIDENTS, rng.dirichlet(np.full(len(cut.areas), 3.0)))
        for cut in (old, new)
    ]
    ours_s, value = cpu(lambda: expected_information(*sides))
    print(f"chance for {RESIDENTS:,} residents: {ours_s:.2f} CPU s, {value:.5f} nats")


def main() -> None:
    """Measure and print."""
    if not DATA.is_dir():
        sys.exit("Berlin left out: no open data")
    warnings.filterwarnings("ignore", message=".*keep_geom_type.*")
    old, new = berlin()
    measure_compare(old, new)
    measure_list()
    measure_refine(old, new)
    measure_chance(old, new)


if __name__ == "__main__":
    main()
