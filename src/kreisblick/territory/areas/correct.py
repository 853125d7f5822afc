"""Mend known faults of a publisher's file before it is used."""

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.definition import Correction
from kreisblick.territory.areas.errors import CorrectionError
from kreisblick.territory.areas.layers import WGS84, Layer, reproject

__all__ = ["correct"]


def correct(
    layer: Layer,
    corrections: tuple[Correction, ...],
    *,
    municipalities: dict[str, shapely.Geometry],
) -> Layer:
    """The layer with its corrections applied in the order they stand in the definition.

    Args:
        layer: planning areas as read, in the generation's system.
        corrections: what to mend.
        municipalities: polygon of each municipality, for ``lying_in``.

    Raises:
        CorrectionError: when a correction does not pick exactly one feature.
    """
    columns = layer.columns
    for correction in corrections:
        chosen = _pick(layer, columns, correction, municipalities)
        if chosen.sum() != 1:
            where = ", ".join(f"{name} = {value}" for name, value in correction.where.items())
            raise CorrectionError(where=where, found=int(chosen.sum()))
        columns = columns.with_columns(
            pl.when(pl.Series(chosen)).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in correction.set.items()
        )
    return Layer(name=layer.name, columns=columns, geometry=layer.geometry, crs=layer.crs)


def _pick(
    layer: Layer,
    columns: pl.DataFrame,
    correction: Correction,
    municipalities: dict[str, shapely.Geometry],
) -> np.ndarray:
    """Which features fit a correction."""
    for name in (*correction.where, *correction.set):
        layer.text(name)
    chosen: np.ndarray = (
        columns.select(
            pl.all_horizontal(pl.col(name) == value for name, value in correction.where.items())
        )
        .to_series()
        .fill_null(value=False)
        .to_numpy()
    )
    if correction.lying_in is not None:
        around = municipalities.get(correction.lying_in, shapely.Polygon())
        chosen = chosen & shapely.contains(around, shapely.point_on_surface(layer.geometry))
    if correction.containing is not None:
        point = np.array([shapely.Point(*correction.containing)])
        point = reproject(point, source=WGS84, target=layer.crs or WGS84)
        chosen = chosen & shapely.contains(layer.geometry, point[0])
    return chosen
