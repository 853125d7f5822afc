"""Areas with their latest figures, for maps: GeoJSON and GeoPackage."""

import copy
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import shapely
from pyogrio.raw import write as write_layer
from shapely.geometry import shape

from kreisblick.products.exports.definition import ExportWords
from kreisblick.products.exports.describe import Described
from kreisblick.products.exports.table import DIGITS
from kreisblick.products.model import BundleLike

__all__ = ["areas_geojson", "latest_figures", "write_geopackage"]

LAYERS = {
    "planning_area": "planungsraeume",
    "municipality": "gemeinden",
    "district": "kreis",
}
CRS = "EPSG:4326"  # as in the bundle (RFC 7946)


def latest_figures(
    figures: pl.DataFrame, described: Mapping[str, Described], words: ExportWords
) -> pl.DataFrame:
    """One row per area, per indicator its latest value and state.

    Returns:
        ``area``, then ``<slug>`` (number or null), ``<slug>_status`` (word) and
        ``<slug>_stichtag`` (ISO text) per indicator, in the order of the catalogue.
    """
    wide = figures.select("area").unique().sort("area")
    states = {state.value: word for state, word in words.states.items()}
    for key, one in described.items():
        own = figures.filter(indicator=key)
        latest = own.filter(pl.col("reference_date") == pl.col("reference_date").max())
        columns = latest.select(
            "area",
            pl.col("value").round(DIGITS).alias(one.slug),
            pl.col("state").replace_strict(states).alias(f"{one.slug}_status"),
            pl.col("reference_date").dt.to_string("iso").alias(f"{one.slug}_stichtag"),
        )
        wide = wide.join(columns, on="area", how="left", maintain_order="left")
    return wide


def areas_geojson(bundle: BundleLike, latest: pl.DataFrame) -> dict[str, Any]:
    """The bundle's areas with the columns of ``latest_figures`` as properties."""
    collection = copy.deepcopy(bundle.geometry(str(bundle.report["generation"])))
    values = {row["area"]: row for row in latest.iter_rows(named=True)}
    for feature in collection["features"]:
        feature["properties"] |= values.get(feature["properties"]["area"], {})
    return collection


def write_geopackage(
    path: Path, geojson: Mapping[str, Any], described: Mapping[str, Described], edition: date
) -> None:
    """One layer per level and a table ``kennzahlen`` that explains the columns.

    The file's own time stamps are the edition's day, so the same figures give the same bytes.

    Args:
        path: where to write; an existing file is replaced.
        geojson: from ``areas_geojson``.
        described: for the explaining table.
        edition: day of the edition.
    """
    path.unlink(missing_ok=True)
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{edition}T00:00:00.000Z"})
    try:
        for level, layer in LAYERS.items():
            own = [f for f in geojson["features"] if f["properties"]["level"] == level]
            if own:
                _write_areas(path, layer, own)
        _write_columns(path, described)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _write_areas(path: Path, layer: str, features: list[dict[str, Any]]) -> None:
    shapes = np.array([shape(feature["geometry"]) for feature in features])
    parts, owner = shapely.get_parts(shapes, return_index=True)
    table = pl.DataFrame([f["properties"] for f in features], infer_schema_length=None)
    typed = [
        pl.col(name).cast(pl.Float64) if kind.is_numeric() else pl.col(name).cast(pl.String)
        for name, kind in table.schema.items()
    ]
    table = table.select(typed)
    write_layer(
        path,
        shapely.to_wkb(shapely.multipolygons(parts, indices=owner)),
        [_field(table[name]) for name in table.columns],
        table.columns,
        field_mask=[table[name].is_null().to_numpy() for name in table.columns],
        layer=layer,
        driver="GPKG",
        geometry_type="MultiPolygon",
        crs=CRS,
        append=path.exists(),
    )


def _field(column: pl.Series) -> np.ndarray:
    if column.dtype.is_float():
        return column.fill_null(0.0).to_numpy()
    return np.array(column.fill_null("").to_list(), dtype=object)


def _write_columns(path: Path, described: Mapping[str, Described]) -> None:
    rows = [
        (one.slug, one.title, one.unit, one.theme, "; ".join(one.sources), " ".join(one.limits))
        for one in described.values()
    ]
    names = ["spalte", "kennzahl", "einheit", "thema", "quelle", "grenzen"]
    fields = [np.array([row[i] for row in rows], dtype=object) for i in range(len(names))]
    write_layer(
        path,
        None,
        fields,
        names,
        layer="kennzahlen",
        driver="GPKG",
        geometry_type=None,
        append=path.exists(),
    )
