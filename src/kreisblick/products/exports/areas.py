"""Areas for the web: GeoJSON with the latest figures, licence and sources."""

import copy
import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from kreisblick.products.exports.publication import Publication
from kreisblick.products.model import BundleLike

__all__ = ["areas_geojson", "geojson_bytes", "said_of_licence"]


def areas_geojson(
    bundle: BundleLike, latest: pl.DataFrame, publication: Publication
) -> dict[str, Any]:
    """The bundle's areas with the columns of ``latest_figures`` as properties.

    Beside the features stand ``license``, ``attribution`` and ``sources`` (RFC 7946 allows members
    of one's own).
    """
    collection = copy.deepcopy(bundle.geometry(str(bundle.report["generation"])))
    values = {row["area"]: row for row in latest.iter_rows(named=True)}
    for feature in collection["features"]:
        feature["properties"] |= values.get(feature["properties"]["area"], {})
    return said_of_licence(publication) | collection


def said_of_licence(publication: Publication) -> dict[str, Any]:
    """Licence, note to print and sources, as members of a JSON file."""
    return {
        "license": publication.licence.page if publication.licence else None,
        "licenseTitle": publication.licence_title,
        "attribution": publication.attribution,
        "sources": [one.words for one in publication.credits],
    }


def geojson_bytes(collection: Mapping[str, Any]) -> bytes:
    """A collection as compact UTF-8 text."""
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
