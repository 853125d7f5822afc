"""Vector layers: attributes as text, geometry as shapely arrays, in the system asked for."""

import os
import string
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer

from kreisblick.base.language import translate as _
from kreisblick.territory.areas.errors import (
    LayerNotReadableError,
    MissingColumnError,
    UnknownVariableError,
)

__all__ = [
    "Layer",
    "column_names",
    "fill_in",
    "find_layer",
    "metric_zone",
    "read_layer",
    "reproject",
]

WGS84 = 4326
FIRST_ZONE, LAST_ZONE = 28, 38  # EPSG:25828 to 25838


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of a file.

    Attributes:
        name: the file's name, for messages.
        columns: attributes, all text (keys keep their leading zeros).
        geometry: shapely geometries in row order.
        crs: EPSG code, or None when the file does not say.
    """

    name: str
    columns: pl.DataFrame = field(repr=False)
    geometry: np.ndarray = field(repr=False)
    crs: int | None

    def text(self, column: str) -> pl.Series:
        """One attribute.

        Raises:
            MissingColumnError: when the layer does not have it.
        """
        if column not in self.columns.columns:
            raise MissingColumnError(file=self.name, column=column, known=self.columns.columns)
        return self.columns[column]


def fill_in(path: str, base: Path) -> Path:
    """A path with its ``${VARIABLES}`` filled in; relative paths start at ``base``.

    Raises:
        UnknownVariableError: when a variable is not set.
    """
    try:
        return base / string.Template(path).substitute(os.environ)
    except KeyError as error:
        raise UnknownVariableError(path=path, variable=str(error.args[0])) from None


def read_layer(path: Path, *, layer: str | None = None, crs: int | None = None) -> Layer:
    """A layer of GeoJSON (also ``.gz``), GeoPackage or Shapefile.

    Args:
        path: the file.
        layer: layer of a GeoPackage; the first when None.
        crs: EPSG code to bring the geometry into; None leaves it as it is.

    Raises:
        LayerNotReadableError: when the file is missing or no vector file.
    """
    if not path.is_file():
        raise LayerNotReadableError(file=str(path), reason=_("not found"))
    place = f"/vsigzip/{path.resolve()}" if path.suffix == ".gz" else path
    try:
        name = layer or str(pyogrio.list_layers(place)[0][0])
        meta, _fids, wkb, fields = pyogrio.raw.read(place, layer=name, force_2d=True)
    except DataLayerError:
        raise LayerNotReadableError(file=str(path), reason=_("no such layer")) from None
    except (DataSourceError, ValueError, IndexError):
        raise LayerNotReadableError(file=str(path), reason=_("it is no map")) from None
    if wkb is None:
        raise LayerNotReadableError(file=str(path), reason=_("it holds no outlines"))
    found = CRS.from_user_input(meta["crs"]).to_epsg() if meta["crs"] else None
    geometry = shapely.from_wkb(wkb)
    if crs is not None and found is not None:
        geometry, found = reproject(geometry, source=found, target=crs), crs
    columns = {name: _as_text(values) for name, values in zip(meta["fields"], fields, strict=True)}
    return Layer(name=path.name, columns=pl.DataFrame(columns), geometry=geometry, crs=found)


def find_layer(path: Path, column: str) -> str | None:
    """The first layer of a file that has a column; None where none has it.

    Raises:
        LayerNotReadableError: when the file is missing or no vector file.
    """
    if not path.is_file():
        raise LayerNotReadableError(file=str(path), reason=_("not found"))
    place = f"/vsigzip/{path.resolve()}" if path.suffix == ".gz" else path
    try:
        names = [str(name) for name in pyogrio.list_layers(place)[:, 0]]
        return next(
            (n for n in names if column in pyogrio.read_info(place, layer=n)["fields"]), None
        )
    except (DataSourceError, ValueError):
        raise LayerNotReadableError(file=str(path), reason=_("it is no map")) from None


def column_names(path: Path, *, layer: str | None = None) -> list[str]:
    """The attributes of a layer (the first when None), without reading it.

    Raises:
        LayerNotReadableError: when the file is missing or no vector file.
    """
    if not path.is_file():
        raise LayerNotReadableError(file=str(path), reason=_("not found"))
    place = f"/vsigzip/{path.resolve()}" if path.suffix == ".gz" else path
    try:
        return [str(name) for name in pyogrio.read_info(place, layer=layer)["fields"]]
    except (DataSourceError, ValueError):
        raise LayerNotReadableError(file=str(path), reason=_("it is no map")) from None


def reproject(geometry: np.ndarray, *, source: int, target: int) -> np.ndarray:
    """Geometries brought from one EPSG system into another (x east, y north)."""
    if source == target:
        return geometry
    turn = Transformer.from_crs(source, target, always_xy=True)

    def turned(points: np.ndarray) -> np.ndarray:
        return np.column_stack(turn.transform(points[:, 0], points[:, 1]))

    moved: np.ndarray = shapely.transform(geometry, turned)
    return moved


def metric_zone(layer: Layer) -> int | None:
    """The system to measure areas of a layer in: its own, or the UTM zone (ETRS89) it lies in.

    None where neither is known.
    """
    if layer.crs is None or not CRS.from_epsg(layer.crs).is_geographic:
        return layer.crs
    west, _south, east, _north = shapely.total_bounds(layer.geometry)
    zone = (((west + east) / 2 + 180) // 6) + 1
    return 25800 + int(zone) if FIRST_ZONE <= zone <= LAST_ZONE else None


def _as_text(values: np.ndarray) -> pl.Series:
    """Attribute values as text; whole numbers without a decimal point, missing ones as null."""
    if values.dtype.kind == "f":
        whole = np.isfinite(values) & (values == np.floor(values))
        text = [
            None if np.isnan(v) else (str(int(v)) if w else str(v))
            for v, w in zip(values, whole, strict=True)
        ]
        return pl.Series(text, dtype=pl.String)
    return pl.Series([None if v is None else str(v) for v in values], dtype=pl.String)
