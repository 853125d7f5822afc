"""Quarters that a town cut itself, long before the district drew planning areas."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import shapely

from kreisblick.lindenau.definitions import Floats, Integers, Names, Space
from kreisblick.lindenau.errors import TooFewNamesError
from kreisblick.lindenau.model import Land, Town
from kreisblick.lindenau.randomness import stream
from kreisblick.territory.cuts import write_polygons

__all__ = ["write_own_areas"]

METRIC = 25832
ROUNDS = 6
FORMS = {"stadtteile": ".gpkg", "bezirke": ".geojson"}  # every town delivers in its own way


def write_own_areas(
    folder: Path, seed: int, land: Land, space: Space, names: Names, stamp: str
) -> None:
    """One file of boundaries for each town with quarters of its own: ``nummer, name``.

    They are made of the same blocks as the planning areas, but cut without looking at them.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        titles = stream(seed, "names of own areas").permutation(np.array(names.own_areas)).tolist()
        for town, called in _with_own_areas(land):
            shapes = _quarters(seed, land, town, space)
            if len(shapes) > len(titles):
                raise TooFewNamesError(wanted=len(shapes), known=len(titles))
            numbers = [f"{n:02d}" for n in range(1, len(shapes) + 1)]
            frame = pl.DataFrame({"nummer": numbers, "name": titles[: len(shapes)]})
            titles = titles[len(shapes) :]  # no two towns share a name
            path = folder / f"{called}_{town.name.lower()}{FORMS[called]}"
            write_polygons(path, frame, shapes, METRIC)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _with_own_areas(land: Land) -> Iterator[tuple[Town, str]]:
    for town in land.towns:
        if town.parameters.own_areas is not None:
            yield town, town.parameters.own_areas


def _quarters(seed: int, land: Land, town: Town, space: Space) -> np.ndarray:
    mine = np.flatnonzero(land.town == town.index)
    planned = next(iter(land.areas.values()))
    wanted = int((planned["town"] == town.index).sum())
    count = max(space.fewest_own_areas, round(wanted * space.own_areas_per_area))
    label = _nearest(
        land.points[mine], land.weight[mine], count, stream(seed, "own areas", town.ags)
    )
    shapes = [shapely.coverage_union_all(land.shapes[mine[label == n]]) for n in range(count)]
    return np.array(shapes, dtype=object)


def _nearest(points: Floats, weight: Floats, count: int, rng: np.random.Generator) -> Integers:
    """The nearest of as many middles as are wanted; a few rounds move them to where people live."""
    middles = points[_far_apart(points, count, rng)]
    for _ in range(ROUNDS):
        label = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(axis=1)
        total = np.maximum(np.bincount(label, weight, count), 1e-12)
        middles = np.column_stack(
            [np.bincount(label, weight * points[:, axis], count) / total for axis in (0, 1)]
        )
    return np.asarray(label, dtype=np.int64)


def _far_apart(points: Floats, count: int, rng: np.random.Generator) -> list[int]:
    chosen = [int(rng.integers(len(points)))]
    while len(chosen) < count:
        away = np.linalg.norm(points[:, None] - points[chosen][None], axis=2).min(axis=1)
        chosen.append(int(away.argmax()))
    return chosen
