"""Crosswalks and conversions from file to file (the commands ``territory crosswalk, convert``)."""

from pathlib import Path

import numpy as np
import polars as pl
import shapely

from kreisblick.base.language import translate as _
from kreisblick.territory.areas.errors import MissingColumnError
from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.areas.layers import Layer, metric_zone, read_layer, reproject
from kreisblick.territory.crosswalks.build import Cut, crosswalk_cuts, crosswalk_from_pairs
from kreisblick.territory.crosswalks.convert import convert
from kreisblick.territory.crosswalks.errors import CrosswalkInputError, UnknownWayError
from kreisblick.territory.crosswalks.model import Crosswalk

__all__ = ["convert_file", "crosswalk_files", "read_crosswalk"]

_VECTOR = (".geojson", ".geojson.gz", ".json", ".json.gz", ".gpkg", ".shp")
_NOT_TEXT = {"share": pl.Float64, "weight_n": pl.Int64}


def read_crosswalk(path: Path) -> Crosswalk:
    """A crosswalk as ``crosswalk_files`` wrote it; generations are named by the file.

    Raises:
        MissingColumnError: when it is no crosswalk.
    """
    frame = read_table(path)
    for column in ("source", "target", "share"):
        if column not in frame.columns:
            raise MissingColumnError(file=path.name, column=column, known=frame.columns)
    frame = frame.with_columns(
        pl.col(name).cast(kind) for name, kind in _NOT_TEXT.items() if name in frame.columns
    )
    return Crosswalk(source_generation=path.stem, target_generation=path.stem, shares=frame)


def crosswalk_files(
    source: str, target: str, out: Path, *, weights: Path | None = None
) -> Crosswalk:
    """Build a crosswalk from two files and write it.

    Args:
        source: polygon file with the key in column ``area``, or an address list and its column as
            ``FILE:COLUMN``.
        target: likewise; with an address list the same file and another column.
        out: CSV or Parquet: ``source, target, share, basis, weight_n``.
        weights: points for the weights: a point layer, or a table ``x, y`` in the system of the
            source; both may have ``weight``.

    Raises:
        UnknownWayError: when the two cannot be put together.
    """
    if _is_vector(source) and _is_vector(target):
        found = _from_polygons(Path(source), Path(target), weights)
    else:
        found = _from_list(source, target)
    write_table(found.shares, out)
    return found


def convert_file(
    values: Path, crosswalk: Path, out: Path, *, whole_numbers: bool = False
) -> pl.DataFrame:
    """Convert a table of counts (``area`` and counts) by a crosswalk's file and write the result.

    Args:
        values: CSV or Parquet, ``area`` and counts.
        crosswalk: CSV or Parquet, as ``crosswalk_files`` wrote it.
        out: CSV or Parquet, as ``convert`` gives it.
        whole_numbers: by largest remainder.
    """
    moved = convert(
        read_table(values, numbers=True), read_crosswalk(crosswalk), whole_numbers=whole_numbers
    )
    write_table(moved, out)
    return moved


def _is_vector(name: str) -> bool:
    return name.lower().endswith(_VECTOR)


def _from_list(source: str, target: str) -> Crosswalk:
    """From an address list that carries both cuts."""
    (left, source_column), (right, target_column) = _split(source), _split(target)
    if not source_column or not target_column or Path(left) != Path(right):
        raise UnknownWayError(source=source, target=target)
    frame = read_table(Path(left))
    for column in (source_column, target_column):
        if column not in frame.columns:
            raise MissingColumnError(file=Path(left).name, column=column, known=frame.columns)
    empty = [pl.col(c).replace("", None) for c in {source_column, target_column}]
    return crosswalk_from_pairs(
        frame.with_columns(empty), source=source_column, target=target_column
    )


def _split(name: str) -> tuple[str, str]:
    file, _colon, column = name.rpartition(":")
    return (file, column) if file else (name, "")


def _from_polygons(source: Path, target: Path, weights: Path | None) -> Crosswalk:
    left, right = read_layer(source), read_layer(target)
    crs = metric_zone(left) or metric_zone(right)
    cuts = [_as_cut(layer, path.stem, crs) for layer, path in ((left, source), (right, target))]
    points = None if weights is None else _read_points(weights, left.crs, crs)
    return crosswalk_cuts(*cuts, weights=points)


def _as_cut(layer: Layer, key: str, crs: int | None) -> Cut:
    areas = layer.text("area")
    if areas.is_duplicated().any() or areas.null_count():
        raise CrosswalkInputError(
            _(
                "In '{file}' an 'area' is empty or stands twice. Correct the keys, or unite the "
                "polygons of an area to one."
            ).format(file=layer.name)
        )
    geometry = layer.geometry
    if layer.crs is not None and crs is not None:
        geometry = reproject(geometry, source=layer.crs, target=crs)
    order = areas.arg_sort().to_numpy()
    return Cut(key=key, areas=areas[order].to_list(), polygons=geometry[order])


def _read_points(path: Path, source_crs: int | None, crs: int | None) -> pl.DataFrame:
    """Weights as ``x, y`` and ``weight`` where given, in the system the areas are measured in."""
    if _is_vector(str(path)):
        layer = read_layer(path, crs=crs)
        return _with_weight(layer.columns, layer.geometry)
    table = read_table(path)
    for column in ("x", "y"):
        if column not in table.columns:
            raise MissingColumnError(file=path.name, column=column, known=table.columns)
    xy = table.select(pl.col("x", "y").cast(pl.Float64)).to_numpy()
    points = shapely.points(xy)
    if source_crs is not None and crs is not None:
        points = reproject(points, source=source_crs, target=crs)
    return _with_weight(table, points)


def _with_weight(columns: pl.DataFrame, points: np.ndarray) -> pl.DataFrame:
    frame = pl.DataFrame({"x": shapely.get_x(points), "y": shapely.get_y(points)})
    if "weight" in columns.columns:
        frame = frame.with_columns(columns["weight"].cast(pl.Float64))
    return frame
