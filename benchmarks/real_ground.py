"""Real and invented ground to draw areas on: Essen, the StädteRegion Aachen, Lindenau.

Addresses stand in for residents where nothing finer is public. Needs the open data named by
``KREISBLICK_DATA``; Lindenau is generated.
"""

import os
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.lindenau import Size, generate
from kreisblick.territory.areas import locate_in
from kreisblick.territory.areas.layers import read_layer, reproject
from kreisblick.territory.zoning import BlockColumns, Blocks, read_barriers, read_blocks

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("KREISBLICK_DATA", ROOT.parent / "shared" / "data"))
UTM = 25832
STEP_M = 200  # houses of one square of this side make a block


def essen() -> tuple[Blocks, None]:
    """Blocks of addresses of Essen in its nine districts; addresses stand in for residents."""
    folder = DATA / "essen-hauskoordinaten"
    houses = pl.read_csv(folder / "hauskoordinaten_essen_2022.csv.gz", infer_schema=False)
    degrees = houses.select(pl.col("lon", "lat").cast(pl.Float64)).to_numpy()
    xy = shapely.get_coordinates(reproject(shapely.points(degrees), source=4326, target=UTM))
    districts = read_layer(folder / "stadtbezirke.geojson.gz", crs=UTM)
    town = locate_in(xy[:, 0], xy[:, 1], districts.geometry)
    return _gather(xy[town >= 0], town[town >= 0], districts.geometry), None


def aachen() -> tuple[Blocks, None]:
    """Square kilometres of the StädteRegion Aachen with the residents of the census of 2011."""
    path = DATA / "zensus-2011-gitter-1km" / "zensus2011_1km_nrw.csv.gz"
    cells = pl.read_csv(path, infer_schema=False)
    cells = cells.filter(pl.col("ars_gemeinde_zellmittelpunkt").str.starts_with("05334"))
    x, y = (cells[name].cast(pl.Float64).to_numpy() for name in ("x_mp_1km", "y_mp_1km"))
    squares = shapely.box(x - 500, y - 500, x + 500, y + 500)
    people = cells["Einwohner"].cast(pl.Float64).clip(0).to_numpy()
    return _blocks(
        squares, people, cells["ars_gemeinde_zellmittelpunkt"].to_numpy(), crs=3035
    ), None


def lindenau() -> tuple[Blocks, np.ndarray]:
    """Lindenau's blocks with river and railway; areas should be alike in deprivation."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Size.DISTRICT, 1, Path(folder))
        ground = Path(folder) / "territory"
        columns = BlockColumns(
            population="population", municipality="municipality", traits=("deprivation",)
        )
        blocks = read_blocks(ground / "blocks.gpkg", columns)
        return blocks, read_barriers(ground / "barriers.gpkg", blocks.crs)


def _gather(xy: np.ndarray, town: np.ndarray, outlines: np.ndarray) -> Blocks:
    """Points of one square and town as a block: the Voronoi cell of their middle, in its town."""
    square = np.floor(xy / STEP_M).astype(np.int64)
    key = np.column_stack([town, square])
    groups, number = np.unique(key, axis=0, return_inverse=True)
    number = number.ravel()
    count = np.bincount(number)
    middle = np.column_stack([np.bincount(number, weights=c) / count for c in xy.T])
    whole = shapely.union_all(outlines)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(middle), extend_to=whole)
    )
    point, cell = shapely.STRtree(cells).query(shapely.points(middle), predicate="within")
    owner = np.empty(len(middle), dtype=np.int64)
    owner[point] = cell
    shapes = shapely.intersection(cells[owner], outlines[groups[:, 0]])
    kept = ~shapely.is_empty(shapes) & (shapely.area(shapes) > 0)
    return _blocks(shapes[kept], count[kept].astype(float), groups[kept, 0].astype(str), crs=UTM)


def _blocks(shapes: np.ndarray, people: np.ndarray, town: np.ndarray, *, crs: int) -> Blocks:
    count = len(shapes)
    return Blocks(
        keys=[f"b{n:06}" for n in range(count)],
        polygons=shapes,
        population=people,
        municipality=town.astype(object),
        traits=np.empty((count, 0)),
        fixed=np.full(count, "", dtype=object),
        cuts=np.empty((count, 0), dtype=object),
        crs=crs,
    )
