"""GeoParquet 1.1: boundaries with all figures of each date, for R, Python and DuckDB."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import shape

from kreisblick.products.exports.areas import said_of_licence
from kreisblick.products.exports.publication import Publication

__all__ = ["PARTS", "geoparquet_bytes"]

PARTS = ("", "_von", "_bis", "_status", "_zeichen")
CORNERS = ("xmin", "ymin", "xmax", "ymax")


def geoparquet_bytes(
    dated: pl.DataFrame, features: Sequence[Mapping[str, Any]], publication: Publication
) -> bytes:
    """One row per area and date: keys, figures, ``geometry`` (WKB, WGS84) and its ``bbox``.

    Args:
        dated: from ``dated_figures``.
        features: of the areas, with ``area, name, level, parent``.
        publication: licence and sources, kept in the file's metadata under ``kreisblick``.
    """
    places = pl.DataFrame(
        [
            {name: one["properties"].get(name) for name in ("area", "name", "level", "parent")}
            for one in features
        ],
        schema=dict.fromkeys(("area", "name", "level", "parent"), pl.String),
    )
    shapes = _multi(features)
    order = {area: place for place, area in enumerate(places["area"])}
    rows = places.join(dated, on="area", how="left").sort("level", "area", "reference_date")
    picked = shapes[[order[area] for area in rows["area"]]]
    table = pa.Table.from_arrays(
        [*(rows[name].to_arrow() for name in rows.columns), _boxes(picked), _wkb(picked)],
        names=[*rows.columns, "bbox", "geometry"],
    )
    said = {"geo": _geo(shapes), "kreisblick": said_of_licence(publication)}
    table = table.replace_schema_metadata(
        {key: json.dumps(value, ensure_ascii=False) for key, value in said.items()}
    )
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd", write_page_index=False)
    return stream.getvalue()


def _multi(features: Sequence[Mapping[str, Any]]) -> np.ndarray:
    shapes = np.array([shape(one["geometry"]) for one in features], dtype=object)
    parts, owner = shapely.get_parts(shapes, return_index=True)
    return np.asarray(shapely.multipolygons(parts, indices=owner))


def _boxes(shapes: np.ndarray) -> pa.StructArray:
    edges = shapely.bounds(shapes)
    return pa.StructArray.from_arrays(
        [pa.array(edges[:, place]) for place in range(len(CORNERS))], names=list(CORNERS)
    )


def _wkb(shapes: np.ndarray) -> pa.Array:
    return pa.array(shapely.to_wkb(shapes, byte_order=1).tolist(), type=pa.binary())


def _geo(shapes: np.ndarray) -> dict[str, Any]:
    """The metadata of GeoParquet 1.1; without ``crs`` coordinates are longitude and latitude."""
    column = {
        "encoding": "WKB",
        "geometry_types": ["MultiPolygon"],
        "bbox": [round(float(edge), 7) for edge in shapely.total_bounds(shapes)],
        "covering": {"bbox": {corner: ["bbox", corner] for corner in CORNERS}},
    }
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
