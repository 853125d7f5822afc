"""Writes the territory: boundaries, house coordinates, the offices' own names of areas."""

from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import shapely
from pyogrio.raw import write

from kreisblick.lindenau.barriers import lay_barriers
from kreisblick.lindenau.definitions import Generation
from kreisblick.lindenau.model import Land
from kreisblick.lindenau.offices.agency import agency_keys
from kreisblick.lindenau.offices.benefits import jobcenter_name, social_office_name

__all__ = ["HOUSE_COLUMNS", "house_lines", "write_areas", "write_ground", "write_names"]

CRS = "EPSG:25832"
HOUSE_COLUMNS = "street;number;suffix;postcode;place;x;y;area_2019;area_2023;municipality\n"


def write_areas(folder: Path, land: Land, generation: Generation) -> None:
    """One GeoPackage with the layers ``areas`` and ``municipalities``."""
    path = folder / f"areas_{generation.key}.gpkg"
    areas, outlines = land.areas[generation.key], land.outlines[generation.key]
    stamp = f"{generation.valid_from}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        _layer(path, "areas", outlines, areas.select("area", "name", "municipality"))
        shapes = [
            shapely.coverage_union_all(outlines[(areas["town"] == town.index).to_numpy()])
            for town in land.towns
        ]
        towns = pl.DataFrame(
            {"ags": [t.ags for t in land.towns], "name": [t.name for t in land.towns]}
        )
        _layer(path, "municipalities", np.array(shapes, dtype=object), towns)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_ground(folder: Path, seed: int, land: Land, residents: int, stamp: str) -> None:
    """What areas are drawn from: ``blocks.gpkg`` and ``barriers.gpkg`` (river and railway).

    A block's population is its latent share of the residents, not a count.
    """
    blocks = pl.DataFrame(
        {
            "block": [f"b{number:05}" for number in range(len(land.shapes))],
            "municipality": [land.towns[town].ags for town in land.town.tolist()],
            "population": np.round(land.weight * residents, 1),
            "deprivation": np.round(land.deprivation, 3),
        }
    )
    lines = lay_barriers(seed, land)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        _layer(folder / "blocks.gpkg", "blocks", land.shapes, blocks)
        _layer(
            folder / "barriers.gpkg",
            "barriers",
            np.array(list(lines.values()), dtype=object),
            pl.DataFrame({"kind": list(lines)}),
            kind="LineString",
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _layer(
    path: Path, layer: str, shapes: np.ndarray, table: pl.DataFrame, kind: str = "Polygon"
) -> None:
    order = np.argsort(table.to_series(0).to_numpy().astype(str), kind="stable")
    write(
        path,
        geometry=shapely.to_wkb(shapes[order]),
        field_data=[_values(table[name])[order] for name in table.columns],
        fields=table.columns,
        layer=layer,
        driver="GPKG",
        geometry_type=kind,
        crs=CRS,
    )


def _values(column: pl.Series) -> np.ndarray:
    """Numbers as numbers, all else as text."""
    values = column.to_numpy()
    return values if column.dtype.is_numeric() else values.astype(object)


def house_lines(houses: pl.DataFrame, land: Land, ags: str) -> bytes:
    """One town's house coordinates as lines of the cadastre's list."""
    keys = {g: frame["area"].to_numpy() for g, frame in land.areas.items()}
    plain = houses.select("street", "number", "suffix", "postcode", "place", "x", "y").with_columns(
        *[
            pl.Series(f"area_{g}", names[houses[f"area_{g}"].to_numpy()])
            for g, names in keys.items()
        ],
        municipality=pl.lit(ags),
    )
    return plain.write_csv(
        separator=";", include_header=False, quote_style="never", float_precision=2
    ).encode()


def write_names(folder: Path, land: Land, generation: Generation) -> None:
    """How agency, job centre and social office call our areas."""
    areas = land.areas[generation.key].select("area", "name").sort("area")
    keys = agency_keys(land, generation.key).sort("agency_key")
    _csv(folder / f"employment_agency_areas_{generation.key}.csv", keys)
    for office, spell in (("jobcenter", jobcenter_name), ("social_office", social_office_name)):
        own = areas.select(
            own_name=pl.Series([spell(name) for name in areas["name"].to_list()]),
            area=pl.col("area"),
        )
        _csv(folder / f"{office}_areas_{generation.key}.csv", own)


def _csv(path: Path, frame: pl.DataFrame) -> None:
    path.write_bytes(frame.write_csv(separator=";").encode())
