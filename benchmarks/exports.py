"""The exports of a bundle: seconds, memory, size of every file, and how long others read it.

``python benchmarks/exports.py BUNDLE`` with a bundle's folder, for instance
``demo/bundles/<id>``; ``--areas N`` repeats its figures under new areas until there are N.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import polars as pl

from kreisblick.products.exports import build_exports
from kreisblick.protection.bundle import open_bundle


@dataclass
class Larger:
    """A bundle whose areas stand in it several times, each time further east."""

    bundle: Any
    times: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bundle, name)

    def _many(self, frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        small = frame.filter(level="planning_area")
        copies = [
            small.with_columns(pl.col(name) + f"-{number}" for name in columns)
            for number in range(1, self.times)
        ]
        return pl.concat([frame, *copies])

    @property
    def areas(self) -> pl.DataFrame:
        """Areas under old and new keys."""
        return self._many(self.bundle.areas, "area", "name")

    @property
    def indicators(self) -> pl.DataFrame:
        """Figures of all of them."""
        return self._many(self.bundle.indicators, "area")

    def geometry(self, generation: str) -> dict[str, Any]:
        """Borders, shifted by a degree for every copy."""
        found = self.bundle.geometry(generation)
        small = [one for one in found["features"] if one["properties"]["level"] == "planning_area"]
        for number in range(1, self.times):
            found["features"] += [_shifted(one, number) for one in small]
        return found


def _shifted(feature: dict[str, Any], number: int) -> dict[str, Any]:
    def moved(part: Any) -> Any:
        if isinstance(part[0], float):
            return [part[0] + number, part[1]]
        return [moved(inner) for inner in part]

    own = feature["properties"]
    geometry = feature["geometry"]
    return {
        "type": "Feature",
        "properties": {**own, "area": f"{own['area']}-{number}", "name": f"{own['name']} {number}"},
        "geometry": {**geometry, "coordinates": moved(geometry["coordinates"])},
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--areas", type=int, default=0)
    chosen = parser.parse_args()
    bundle: Any = open_bundle(chosen.bundle)
    own = bundle.areas.filter(level="planning_area").height
    if chosen.areas > own:
        bundle = Larger(bundle, -(-chosen.areas // own))
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        files = build_exports(bundle, Path(folder) / "exports")
        spent = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        everything = [p for p in (Path(folder) / "exports").rglob("*") if p.is_file()]
        total = sum(p.stat().st_size for p in everything) / 1e6
        print(f"{bundle.areas.height} areas, {bundle.indicators.height} figures")
        print(f"{spent:.1f} CPU s, {memory:.0f} MB of memory, {total:.1f} MB in all files")
        for path in files:
            print(f"  {path.stat().st_size / 1e6:6.2f} MB {path.name}")
        for name in ("areas.gpkg", "areas.geojson", "areas.parquet"):
            _read(Path(folder) / "exports" / name)


def _read(path: Path) -> None:
    start = time.process_time()
    if path.suffix == ".parquet":
        frame = geopandas.read_parquet(path)
    else:
        frame = geopandas.read_file(path, layer=0)
    spent = time.process_time() - start
    print(f"geopandas reads {path.name}: {spent:.2f} CPU s, {len(frame)} rows")


if __name__ == "__main__":
    main()
