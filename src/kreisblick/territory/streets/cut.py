"""Cuts from files: polygons, or the definition of a generation, in which houses are placed."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from kreisblick.base.definitions import read_definition
from kreisblick.base.errors import Fault, FaultsFoundError
from kreisblick.base.language import translate as _
from kreisblick.territory.areas import (
    AreaLevel,
    Generation,
    GenerationDefinition,
    Territory,
    load_generation,
)
from kreisblick.territory.areas.layers import metric_zone, read_layer, reproject
from kreisblick.territory.streets.errors import StreetColumnError
from kreisblick.territory.streets.headings import known_as

__all__ = ["read_generation", "read_polygons"]


def read_polygons(path: Path, column: str | None = None) -> Territory:
    """A cut from a polygon file.

    Its key is the file's name up to the first point, without ``areas_`` in front.

    Args:
        path: GeoJSON, GeoPackage, Shapefile.
        column: the areas' key; a column with a usual name when None.

    Raises:
        LayerNotReadableError: when the file is no such file.
        StreetColumnError: when no column for the key is known.
        FaultsFoundError: when the file does not say its coordinate system.
    """
    layer = read_layer(path)
    name = column or known_as(layer.columns.columns).get("area")
    if name is None or name not in layer.columns.columns:
        raise StreetColumnError(file=path.name, column=_("the area"), known=layer.columns.columns)
    crs = metric_zone(layer)
    if layer.crs is None or crs is None:
        text = _("The file does not say its coordinate system. Save it with one in a GIS.")
        raise FaultsFoundError(path.name, [Fault(code="no_crs", message=text)])
    order = layer.columns[name].arg_sort().to_numpy()
    geometry: np.ndarray = reproject(layer.geometry[order], source=layer.crs, target=crs)
    text_of = pl.lit(None, pl.String)
    areas = layer.columns[order].select(
        area=pl.col(name), name=text_of, level=pl.lit(AreaLevel.PLANNING_AREA.value),
        parent=text_of, official_code=text_of,
    )  # fmt: skip
    key = path.name.split(".")[0].removeprefix("areas_")
    generation = Generation(key=key, valid_from=date.min)
    return Territory(generation=generation, areas=areas, geometry=geometry, crs=crs)


def read_generation(path: Path) -> Territory:
    """A generation from its definition; its key is the file's name.

    Relative paths start at the workspace when the definition lies in its
    ``catalogue/territory``, else at the definition's folder.

    Raises:
        FaultsFoundError, LayerNotReadableError, MissingColumnError, CorrectionError,
        UnknownVariableError: see ``load_generation``.
    """
    definition = read_definition(path, GenerationDefinition)
    folder = path.resolve().parent
    inside = folder.name == "territory" and folder.parent.name == "catalogue"
    base = folder.parents[1] if inside else folder
    return load_generation(
        definition, key=path.stem, district_key="district", district_name="district", base=base
    )
