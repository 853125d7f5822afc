"""Features of a GeoJSON file: one row each; ``x`` and ``y`` are degrees (RFC 7946)."""

import json
from typing import Any

import polars as pl

from kreisblick.base.language import translate as _
from kreisblick.sealed.reading.errors import UnreadableFileError
from kreisblick.sealed.reading.limits import MEGABYTE, ReadingLimits
from kreisblick.sealed.reading.model import Grid
from kreisblick.sealed.reading.tidy import tidy

__all__ = ["read_points"]


def read_points(content: bytes, name: str, limits: ReadingLimits) -> Grid:
    """The features' properties and places as text.

    Raises:
        UnreadableFileError: when it is no GeoJSON of points, or too large.
    """
    if len(content) > limits.json_mb * MEGABYTE:
        raise _no_points(name)
    try:
        features = json.loads(content)["features"]
        rows = [_feature(feature) for feature in features]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise _no_points(name) from None
    names = list(dict.fromkeys(name for row in rows for name in row))
    if len(names) > limits.columns or len(names) * len(rows) > limits.text_cells:
        raise _no_points(name)
    texts = {
        str(number): pl.Series([_as_text(row.get(name)) for row in rows], dtype=pl.String)
        for number, name in enumerate(names, start=1)
    }
    named = {str(number): name for number, name in enumerate(names, start=1)}
    return Grid(cells=tidy(pl.DataFrame(texts)), named=named)


def _no_points(name: str) -> UnreadableFileError:
    message = _("'{name}' is no GeoJSON file of points. Export it again.")
    return UnreadableFileError(message.format(name=name))


def _feature(feature: dict[str, Any]) -> dict[str, Any]:
    geometry = feature["geometry"]
    point = geometry["coordinates"] if geometry and geometry["type"] == "Point" else (None, None)
    return {**feature["properties"], "x": point[0], "y": point[1]}


def _as_text(value: Any) -> str | None:
    """A property as it is written; 12.0 is 12."""
    if value is None or isinstance(value, str):
        return None if value is None else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
