"""Cuts from files, results to files (the commands ``cuts compare, refine, nest``)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from pyogrio import list_layers, read_info
from pyogrio.errors import DataSourceError
from pyogrio.raw import write

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.territory.areas.errors import MissingColumnError
from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.areas.inspect import inspect
from kreisblick.territory.areas.layers import Layer, metric_zone, read_layer, reproject
from kreisblick.territory.crosswalks import Cut
from kreisblick.territory.cuts.compare import compare, compare_list
from kreisblick.territory.cuts.errors import CutInputError, UnlikeCutsError
from kreisblick.territory.cuts.model import Comparison, Nesting, Refinement
from kreisblick.territory.cuts.nest import nest, nest_list
from kreisblick.territory.cuts.refine import refine
from kreisblick.territory.cuts.rules import shipped_cut_rules

__all__ = [
    "compare_files",
    "is_drawn",
    "nest_files",
    "read_cuts",
    "read_points",
    "refine_files",
    "refuse_ending",
    "write_blocks",
    "write_polygons",
]

READ = (".geojson", ".geojson.gz", ".json", ".json.gz", ".gpkg", ".shp")
WRITE = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON"}
KEY = "area"
WEIGHT = "weight"


def compare_files(left: str, right: str, *, weights: Path | None = None) -> Comparison:
    """Compare two cuts in files.

    Args:
        left: polygons as ``FILE`` (key in column ``area``) or ``FILE:COLUMN``, or an address list
            and its column as ``FILE:COLUMN``; a list may have a column ``weight``.
        right: likewise; of an address list another column.
        weights: points for polygons, see ``read_points``.

    Raises:
        UnlikeCutsError: when the two cannot be compared.
        FaultsFoundError: with everything that is wrong with the polygons.
    """
    if is_drawn(left) and is_drawn(right):
        (one, two), crs = read_cuts([left, right])
        points = None if weights is None else read_points(weights, crs)
        return compare(one, two, weights=points)
    rows, columns = _read_list(left, right)
    load = WEIGHT if WEIGHT in rows.columns else None
    return compare_list(rows, left=columns[0], right=columns[1], weight=load)


def refine_files(cuts: Sequence[str], out: Path, *, population: Path | None = None) -> Refinement:
    """The common refinement of cuts in files, written as blocks for ``zoning draw``.

    Args:
        cuts: polygons as ``FILE`` or ``FILE:COLUMN``, two or more.
        out: GeoPackage or GeoJSON.
        population: points for the people of the blocks, see ``read_points``.

    Raises:
        CutInputError: for fewer than two cuts, or an ending that cannot be written.
        FaultsFoundError: with everything that is wrong with the polygons.
    """
    _driver(out)
    read, crs = read_cuts(cuts)
    points = None if population is None else read_points(population, crs)
    found = refine(*read, crs=crs, points=points)
    write_blocks(out, found)
    return found


def nest_files(cells: str, areas: str, out: Path | None = None) -> Nesting:
    """Whether cells are nested in areas; writes ``cell, area`` when they are.

    Args:
        cells: as in ``compare_files``.
        areas: likewise.
        out: CSV or Parquet; nothing is written when a cell does not lie in one area.

    Raises:
        UnlikeCutsError: when the two cannot be compared.
        FaultsFoundError: with everything that is wrong with the polygons, or all cells that do
            not lie in one area.
        CutInputError: for an ending that cannot be written.
    """
    refuse_ending(out)
    if is_drawn(cells) and is_drawn(areas):
        (small, large), _crs = read_cuts([cells, areas])
        found = nest(small, large)
    else:
        rows, columns = _read_list(cells, areas)
        found = nest_list(rows, cells=columns[0], areas=columns[1])
    if not found.nested:
        raise FaultsFoundError(Path(cells).name, [f for f in found.faults if f.hard])
    if out is not None:
        write_table(found.hierarchy, out)
    return found


def is_drawn(name: str) -> bool:
    """Whether a name means polygons, not an address list."""
    return _split(name)[0].lower().endswith(READ)


def read_cuts(names: Sequence[str]) -> tuple[list[Cut], int]:
    """Cuts from polygon files in one metric system, and its EPSG code.

    Args:
        names: ``FILE`` (key in column ``area``) or ``FILE:COLUMN``. A cut is called like its
            file. Polygons of a key are united where the column groups them (``CutRules``).

    Raises:
        FaultsFoundError: with everything that is wrong in any of the files.
    """
    layers, faults = [], []
    for name in names:
        file, column = _split(name)
        if not is_drawn(name):
            raise UnlikeCutsError(left=names[0], right=name)
        layer = read_layer(Path(file), layer=_layer_with(Path(file), column or KEY))
        layers.append((layer, column or KEY))
        found = inspect(layer, column or KEY, grouped_share=shipped_cut_rules().grouped_share)
        faults += [_in_file(layer.name, fault) for fault in found]
    crs = next((zone for layer, _column in layers if (zone := metric_zone(layer))), None)
    if faults or crs is None:
        raise FaultsFoundError(", ".join(dict.fromkeys(layer.name for layer, _ in layers)), faults)
    return [_as_cut(layer, column, crs) for layer, column in layers], crs


def _layer_with(path: Path, column: str) -> str | None:
    """Of several layers the first with the key; None where there is nothing to choose."""
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return None
    try:
        names = [str(name) for name, _kind in list_layers(path)]
        found = (n for n in names if column in read_info(path, layer=n)["fields"])
        return next(found, None) if len(names) > 1 else None
    except DataSourceError:
        return None  # reading the layer says what is wrong


def _in_file(name: str, fault: Fault) -> Fault:
    where = f"{name}/{fault.where}" if fault.where else name
    return Fault(code=fault.code, message=fault.message, where=where)


def _as_cut(layer: Layer, column: str, crs: int) -> Cut:
    geometry = reproject(layer.geometry, source=layer.crs or crs, target=crs)
    areas = layer.text(column).str.strip_chars()
    rows = pl.DataFrame({"area": areas}).with_row_index("row")
    groups = rows.group_by("area").agg("row").sort("area")
    shapes = [
        geometry[parts[0]] if len(parts) == 1 else shapely.union_all(geometry[sorted(parts)])
        for parts in groups["row"].to_list()
    ]
    name = layer.name.split(".")[0]
    return Cut(key=name, areas=groups["area"].to_list(), polygons=np.array(shapes, dtype=object))


def read_points(path: Path, crs: int) -> pl.DataFrame:
    """People or addresses as ``x, y`` and ``weight`` where the file has it.

    Args:
        path: a point layer, or a table with ``x, y`` in the system of the cuts.
        crs: that system's EPSG code.

    Raises:
        CutInputError: when it holds something else.
    """
    if is_drawn(str(path)):
        layer = read_layer(path, crs=crs)
        if (shapely.get_type_id(layer.geometry) != 0).any():
            raise CutInputError.no_points(path.name)
        x, y, table = shapely.get_x(layer.geometry), shapely.get_y(layer.geometry), layer.columns
        frame = pl.DataFrame({"x": x, "y": y})
    else:
        table = read_table(path)
        for column in ("x", "y"):
            if column not in table.columns:
                raise MissingColumnError(file=path.name, column=column, known=table.columns)
        frame = table.select(_number(table[column]) for column in ("x", "y"))
    if frame.select(~pl.all().is_finite().fill_null(value=False)).to_numpy().any():
        raise CutInputError.no_coordinates(path.name)
    return frame.with_columns(_weights(table, path.name)) if WEIGHT in table.columns else frame


def _weights(table: pl.DataFrame, file: str) -> pl.Series:
    found = _number(table[WEIGHT])
    if not (found.is_finite() & (found >= 0)).fill_null(value=False).all():
        raise CutInputError.no_weight(file)
    return found


def _number(column: pl.Series) -> pl.Series:
    """Numbers, with a point or a comma before the decimals; null where there is none."""
    text = column.cast(pl.String).str.strip_chars().str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False)


def _read_list(left: str, right: str) -> tuple[pl.DataFrame, list[str]]:
    """One address list and its two columns."""
    (one, first), (two, second) = _split(left), _split(right)
    if not first or not second or Path(one) != Path(two) or first == second:
        raise UnlikeCutsError(left=left, right=right)
    rows = read_table(Path(one))
    for column in (first, second):
        if column not in rows.columns:
            raise MissingColumnError(file=Path(one).name, column=column, known=rows.columns)
    if WEIGHT in rows.columns:
        rows = rows.with_columns(_weights(rows, Path(one).name))
    return rows, [first, second]


def refuse_ending(out: Path | None, *, drawn: bool = False) -> None:
    """Say at once, before anything is done, that a file cannot be written.

    Args:
        out: the file, if any.
        drawn: whether it shows the differences (page or pieces) and is no table.

    Raises:
        CutInputError: when the ending is no such file's.
    """
    known = [".html", *WRITE] if drawn else [".csv", ".parquet"]
    if out is not None and out.suffix not in known:
        raise CutInputError.unknown_format(out.name, known)


def _split(name: str) -> tuple[str, str]:
    """File and column of ``FILE:COLUMN``; a drive letter is no file."""
    file, _colon, column = name.rpartition(":")
    return (file, column) if len(file) > 1 else (name, "")


def write_blocks(out: Path, found: Refinement) -> None:
    """Blocks as a polygon file in one step.

    Raises:
        CutInputError: when the ending is no such file's.
    """
    write_polygons(out, found.blocks, found.polygons, found.crs)


def write_polygons(out: Path, frame: pl.DataFrame, polygons: np.ndarray, crs: int) -> None:
    """Polygons with their columns in one step; GeoJSON in WGS84 (RFC 7946).

    Raises:
        CutInputError: when the ending is no such file's.
    """
    driver = _driver(out)
    if driver == "GeoJSON":
        polygons, crs = reproject(polygons, source=crs, target=4326), 4326
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.stem}.draft{out.suffix}")
    try:
        write(
            draft,
            geometry=shapely.to_wkb(polygons),
            field_data=[_values(frame[name]) for name in frame.columns],
            fields=frame.columns,
            layer=out.stem,
            driver=driver,
            geometry_type="Unknown",
            crs=f"EPSG:{crs}",
        )
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _values(column: pl.Series) -> np.ndarray:
    return column.to_numpy() if column.dtype.is_numeric() else column.to_numpy().astype(object)


def _driver(out: Path) -> str:
    if out.suffix not in WRITE:
        raise CutInputError.unknown_format(out.name, list(WRITE))
    return WRITE[out.suffix]
