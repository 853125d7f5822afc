"""Areas for the web: GeoJSON with the latest figures, licence and sources."""

import copy
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
import pyproj
import shapely
from shapely.geometry import mapping, shape

from kreisblick.products.exports.publication import Publication
from kreisblick.products.model import BundleLike

__all__ = ["areas_geojson", "geojson_bytes", "said_of_licence", "simplified"]

METRES = "EPSG:25832"  # of all German districts near enough for borders that move by metres
DEGREES = "EPSG:4326"
PLACES = 6  # decimals of a degree that are written: a tenth of a metre


def areas_geojson(
    bundle: BundleLike, latest: pl.DataFrame, publication: Publication
) -> dict[str, Any]:
    """The bundle's areas with the columns of ``latest_figures`` as properties.

    A feature's ``id`` is the key of its area. Beside the features stand ``license``,
    ``attribution`` and ``sources`` (RFC 7946 allows members of one's own).
    """
    collection = copy.deepcopy(bundle.geometry(str(bundle.report["generation"])))
    values = {row["area"]: row for row in latest.iter_rows(named=True)}
    for feature in collection["features"]:
        feature["id"] = feature["properties"]["area"]
        feature["properties"] |= values.get(feature["id"], {})
    return said_of_licence(publication) | collection


def said_of_licence(publication: Publication) -> dict[str, Any]:
    """Licence, note to print and sources, as members of a JSON file."""
    return {
        "license": publication.licence.page if publication.licence else None,
        "licenseTitle": publication.licence_title,
        "attribution": publication.attribution,
        "sources": [one.words for one in publication.credits],
    }


def simplified(features: Sequence[Mapping[str, Any]], tolerance_m: float) -> list[dict[str, Any]]:
    """The areas with fewer corners; neighbours of one level keep their common border.

    Args:
        features: of every level, in WGS84.
        tolerance_m: side of the corners that are cut off (square root of their area).
    """
    found = {str(one["properties"]["area"]): dict(one) for one in features}
    there = pyproj.Transformer.from_crs(DEGREES, METRES, always_xy=True)
    back = pyproj.Transformer.from_crs(METRES, DEGREES, always_xy=True)
    for level in dict.fromkeys(one["properties"]["level"] for one in features):
        keys = [key for key, one in found.items() if one["properties"]["level"] == level]
        shapes = np.array([shape(found[key]["geometry"]) for key in keys], dtype=object)
        flat = shapely.transform(shapes, there.transform, interleaved=False)
        drawn = shapely.coverage_simplify(flat, tolerance_m)
        round_ = shapely.transform(drawn, back.transform, interleaved=False)
        for key, before, after in zip(keys, shapes, round_, strict=True):
            fit = not after.is_empty and after.is_valid
            found[key]["geometry"] = _geometry(after if fit else before)
    return list(found.values())


def _geometry(drawn: Any) -> dict[str, Any]:
    """A geometry as plain values with no more decimals than it can carry."""
    found: dict[str, Any] = mapping(
        shapely.transform(drawn, lambda corners: np.round(corners, PLACES))
    )
    return found


def geojson_bytes(collection: Mapping[str, Any]) -> bytes:
    """A collection as compact UTF-8 text."""
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
