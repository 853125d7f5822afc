"""Blocks from files, cuts to files (the commands ``zoning draw, figures, move``)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import shapely
from pyogrio.raw import write

from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.files import write_bytes
from kreisblick.base.language import translate as _
from kreisblick.territory.areas.files import read_table, write_table
from kreisblick.territory.areas.layers import (
    Layer,
    column_names,
    find_layer,
    metric_zone,
    read_layer,
    reproject,
)
from kreisblick.territory.zoning.errors import ZoningError
from kreisblick.territory.zoning.inspect import inspect
from kreisblick.territory.zoning.model import Blocks, Figures

__all__ = [
    "BlockColumns",
    "figures_path",
    "read_barriers",
    "read_blocks",
    "read_cut",
    "refuse_ending",
    "usual_columns",
    "write_cut",
]

NO_DATE = "2000-01-01T00:00:00.000Z"  # the day of writing would make other bytes every time
TABLES = (".csv", ".parquet")
VECTOR = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".json": "GeoJSON"}


@dataclass(frozen=True, kw_only=True)
class BlockColumns:
    """Which columns of a file with blocks mean what; None: there is none.

    Attributes:
        population: people in a block; without it every block counts as one.
        municipality: key of its municipality; without it there is only one.
        fixed: area that is kept as it is.
        traits: what should be alike inside an area.
        cuts: areas of offices.
    """

    population: str | None = None
    municipality: str | None = None
    fixed: str | None = None
    traits: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()


def read_blocks(path: Path, columns: BlockColumns) -> Blocks:
    """Blocks from a polygon file with the key in column ``block``, brought into metres.

    Raises:
        FaultsFoundError: with everything that is wrong with the blocks.
        LayerNotReadableError, MissingColumnError: when the file is no such file.
    """
    layer = read_layer(path, layer=find_layer(path, "block"))
    crs = metric_zone(layer)
    for name in (*columns.traits, *columns.cuts):
        layer.text(name)
    faults = inspect(layer, columns.population, columns.municipality, columns.fixed)
    if faults or layer.crs is None or crs is None:
        raise FaultsFoundError(path.name, faults)
    geometry = reproject(layer.geometry, source=layer.crs, target=crs)
    order = layer.text("block").arg_sort().to_numpy()
    rows = layer.columns[order]
    return Blocks(
        keys=rows["block"].to_list(),
        polygons=geometry[order],
        population=_numbers(rows, columns.population, layer, 1.0),
        municipality=_texts(rows, columns.municipality),
        traits=_matrix([_numbers(rows, name, layer, 0.0) for name in columns.traits], len(rows)),
        fixed=_texts(rows, columns.fixed),
        cuts=_matrix([_texts(rows, name) for name in columns.cuts], len(rows)),
        crs=crs,
    )


def usual_columns(path: Path) -> BlockColumns:
    """The columns ``population`` and ``municipality`` where the file has them.

    Raises:
        LayerNotReadableError: when the file is no polygon file.
    """
    names = column_names(path, layer=find_layer(path, "block"))
    return BlockColumns(
        population="population" if "population" in names else None,
        municipality="municipality" if "municipality" in names else None,
    )


def read_barriers(path: Path, crs: int) -> np.ndarray:
    """Lines that part what lies on their two sides, in the blocks' system.

    Raises:
        FaultsFoundError: when the file does not say in which system it stands.
        LayerNotReadableError: when the file is no such file.
    """
    layer = read_layer(path, crs=crs)
    if layer.crs is None:
        text = _("The barriers do not say in which coordinate system they stand. Save them again.")
        raise FaultsFoundError(layer.name, [Fault(code="missing_crs", message=text)])
    lines: np.ndarray = layer.geometry[~shapely.is_missing(layer.geometry)]
    return lines


def read_cut(path: Path, blocks: Blocks, *, whole: bool = False) -> np.ndarray:
    """The area of each block from ``block, area``, a table or a map; "" where it has none.

    Args:
        path: as ``write_cut`` writes it.
        blocks: the ground.
        whole: whether every block must have an area.

    Raises:
        ZoningError: when the file names blocks that are not there, or a block twice, or leaves
            blocks out of a whole cut.
    """
    table = read_layer(path).columns if path.suffix in VECTOR else read_table(path)
    for column in ("block", "area"):
        if column not in table.columns:
            raise ZoningError.no_cut(path.name, column)
    pairs = table.select(pl.col("block", "area").cast(pl.String))
    strange = sorted(set(pairs["block"].fill_null("")) - set(blocks.keys))
    if strange:
        raise ZoningError.unknown_blocks(path.name, strange)
    twice = pairs["block"].filter(pairs["block"].is_duplicated()).sort()
    if len(twice):
        raise ZoningError.blocks_twice(path.name, str(twice[0]))
    known = pl.DataFrame({"block": blocks.keys}).join(
        pairs, on="block", how="left", maintain_order="left"
    )
    missing = known.filter(pl.col("area").fill_null("") == "")["block"].to_list()
    if whole and missing:
        raise ZoningError.blocks_missing(path.name, missing)
    return known["area"].fill_null("").to_numpy().astype(object)


def refuse_ending(path: Path) -> None:
    """Refuse what ``write_cut`` cannot write, before anybody works for it.

    Raises:
        ZoningError: when the path's ending stands for neither table nor map.
    """
    if path.suffix not in (*TABLES, *VECTOR):
        raise ZoningError.unknown_ending(path.name)


def write_cut(path: Path, blocks: Blocks, areas: Sequence[str], figures: Figures) -> None:
    """The cut as ``block, area`` and its figures beside it, each in one step.

    CSV and Parquet hold a row per block; GeoPackage and GeoJSON a polygon per block.

    Args:
        path: by its ending.
        blocks: the ground.
        areas: area of each block.
        figures: written to ``figures_path(path)``.

    Raises:
        ZoningError: when the path has another ending.
    """
    refuse_ending(path)
    frame = pl.DataFrame({"block": blocks.keys, "area": list(areas)})
    if path.suffix in VECTOR:
        _write_layer(path, blocks, frame)
    else:
        write_table(frame, path)
    text = json.dumps(asdict(figures), ensure_ascii=False, indent=1)
    write_bytes(figures_path(path), f"{text}\n".encode())


def figures_path(path: Path) -> Path:
    """Where the figures of a cut lie: ``cut.csv`` has ``cut.csv.json``."""
    return path.with_name(f"{path.name}.json")


def _write_layer(path: Path, blocks: Blocks, frame: pl.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.draft{path.suffix}")
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": NO_DATE})
    geometry, crs = blocks.polygons, blocks.crs
    if VECTOR[path.suffix] == "GeoJSON":  # RFC 7946 knows WGS84 only
        geometry, crs = reproject(geometry, source=crs, target=4326), 4326
    try:
        write(
            draft,
            geometry=shapely.to_wkb(geometry),
            field_data=[frame[name].to_numpy().astype(object) for name in frame.columns],
            fields=frame.columns,
            layer=path.stem,
            driver=VECTOR[path.suffix],
            geometry_type="Unknown",
            crs=f"EPSG:{crs}",
        )
        draft.replace(path)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})
        draft.unlink(missing_ok=True)


def _numbers(rows: pl.DataFrame, name: str | None, layer: Layer, instead: float) -> np.ndarray:
    if name is None:
        return np.full(len(rows), instead)
    found = rows[name].cast(pl.Float64, strict=False)
    if found.null_count():
        text = _("'{column}' is not a number in every block. Fill it in, or leave it out.")
        raise FaultsFoundError(
            layer.name, [Fault(code="no_number", message=text.format(column=name))]
        )
    return found.to_numpy().copy()


def _texts(rows: pl.DataFrame, name: str | None) -> np.ndarray:
    if name is None:
        return np.full(len(rows), "", dtype=object)
    return rows[name].fill_null("").to_numpy().astype(object)


def _matrix(columns: list[np.ndarray], count: int) -> np.ndarray:
    return np.column_stack(columns) if columns else np.empty((count, 0))
