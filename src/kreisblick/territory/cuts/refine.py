"""Refine: the common refinement of several cuts, as blocks to draw areas from."""

from collections.abc import Sequence

import numpy as np
import polars as pl
import shapely

from kreisblick.territory.areas.definition import TerritoryChecks, shipped_checks
from kreisblick.territory.areas.locate import locate_in
from kreisblick.territory.crosswalks import OUTSIDE, Cut
from kreisblick.territory.cuts.errors import CutInputError
from kreisblick.territory.cuts.faces import common_borders, find_faces
from kreisblick.territory.cuts.model import Refinement
from kreisblick.territory.cuts.slivers import is_narrow, is_small

__all__ = ["refine"]


def refine(
    *cuts: Cut,
    crs: int,
    points: pl.DataFrame | None = None,
    checks: TerritoryChecks | None = None,
) -> Refinement:
    """The pieces that no border of any cut crosses, each with its key in every cut.

    A piece is a sliver when it is below ``sliver_share`` of the areas it lies in, and narrower
    than ``sliver_width_m`` or no larger than ``gap_m2``. Slivers, and gaps as small, go to the
    neighbour with the longest common border; the ground as a whole stays as large as it is.

    Args:
        cuts: two or more, in the same metric system.
        crs: EPSG code of that system.
        points: ``x, y`` and optionally ``weight``: people (else addresses) of the blocks.
        checks: what counts as a sliver; the shipped tolerances when None.

    Raises:
        CutInputError: for fewer than two cuts.
    """
    if len(cuts) < 2:
        raise CutInputError.too_few()
    checks = checks or shipped_checks()
    faces, places = find_faces(cuts)
    sliver = _slivers(faces, places, cuts, checks)
    ground = (places >= 0).any(axis=1) | sliver
    faces, places, sliver = faces[ground], places[ground], sliver[ground]
    group = _give_away(faces, sliver)
    kept = np.unique(group)
    polygons = _unite(faces, group, kept)
    keys = [_keys(cut, places[kept, n]) for n, cut in enumerate(cuts)]
    frame = pl.DataFrame(dict(zip(_names(cuts), keys, strict=True)))
    frame, polygons = _name_blocks(frame, polygons)
    frame, nowhere = _people(frame, polygons, points)
    given = group != np.arange(len(group))
    return Refinement(
        cuts=tuple(_names(cuts)),
        blocks=frame,
        polygons=polygons,
        crs=crs,
        slivers=int(given.sum()),
        slivers_m2=float(shapely.area(faces[given]).sum()),
        nowhere=nowhere,
    )


def _slivers(
    faces: np.ndarray, places: np.ndarray, cuts: Sequence[Cut], checks: TerritoryChecks
) -> np.ndarray:
    """Which faces are slivers of the areas they lie in, or gaps as small."""
    size = shapely.area(faces)
    thin = is_narrow(size, shapely.length(faces), checks) | (size <= checks.gap_m2)
    homes = [
        np.append(shapely.area(cut.polygons), np.inf)[place]
        for cut, place in zip(cuts, places.T, strict=True)
    ]
    small = is_small(size, np.min(homes, axis=0), checks)
    nowhere = (places < 0).all(axis=1)
    return np.asarray(thin & np.where(nowhere, size <= checks.gap_m2, small))


def _give_away(faces: np.ndarray, sliver: np.ndarray) -> np.ndarray:
    """For each face the face it becomes part of; what has no whole neighbour stays alone.

    Slivers at whole faces are given first, then those at slivers that found a home.
    """
    pairs, metres = common_borders(faces, sliver)
    ends, border = np.concatenate([pairs, pairs[:, ::-1]]), np.tile(metres, 2)
    group = np.where(sliver, -1, np.arange(len(faces)))
    while True:
        open_ = (group[ends[:, 0]] < 0) & (group[ends[:, 1]] >= 0)
        if not open_.any():
            break
        asks = pl.DataFrame(
            {"sliver": ends[open_, 0], "home": group[ends[open_, 1]], "m": border[open_]}
        )
        best = (
            asks.group_by("sliver", "home")
            .agg(pl.col("m").sum())
            .sort(["sliver", "m", "home"], descending=[False, True, False])
            .unique("sliver", keep="first", maintain_order=True)
        )
        group[best["sliver"].to_numpy()] = best["home"].to_numpy()
    return np.where(group < 0, np.arange(len(faces)), group)


def _unite(faces: np.ndarray, group: np.ndarray, kept: np.ndarray) -> np.ndarray:
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.cumsum(np.bincount(group)[kept])[:-1])
    whole = [
        faces[part[0]] if len(part) == 1 else shapely.coverage_union_all(faces[part])
        for part in parts
    ]
    return np.array(whole, dtype=object)


def _names(cuts: Sequence[Cut]) -> list[str]:
    """Names of the columns; a second cut of the same name gets a number."""
    taken: list[str] = ["block", "area_m2", "population"]
    for cut in cuts:
        name, number = cut.key, 1
        while name in taken:
            number += 1
            name = f"{cut.key}_{number}"
        taken.append(name)
    return taken[3:]


def _keys(cut: Cut, place: np.ndarray) -> pl.Series:
    names = pl.Series([*cut.areas, None], dtype=pl.String)
    return names.gather(np.where(place < 0, len(cut.areas), place))


def _name_blocks(frame: pl.DataFrame, polygons: np.ndarray) -> tuple[pl.DataFrame, np.ndarray]:
    """Blocks by their keys in all cuts; further parts of the same keys get a number by size."""
    size = shapely.area(polygons)
    west, south, *_rest = shapely.bounds(polygons).T
    base = frame.select(pl.concat_str(pl.all().fill_null(OUTSIDE), separator="/")).to_series()
    order = np.lexsort((south, west, -size))
    number = pl.DataFrame({"base": base[order]}).select(
        pl.int_range(pl.len()).over("base", mapping_strategy="group_to_rows") + 1
    )
    part = np.empty(len(size), dtype=np.int64)
    part[order] = number.to_series().to_numpy()
    block = pl.Series(
        [key if n == 1 else f"{key}#{n}" for key, n in zip(base, part.tolist(), strict=True)],
        dtype=pl.String,
    )
    rows = block.arg_sort().to_numpy()
    named = frame.with_columns(block=block, area_m2=pl.Series(size))
    return named.select("block", *frame.columns, "area_m2")[rows], polygons[rows]


def _people(
    frame: pl.DataFrame, polygons: np.ndarray, points: pl.DataFrame | None
) -> tuple[pl.DataFrame, float]:
    if points is None:
        return frame, 0.0
    place = locate_in(points["x"].to_numpy(), points["y"].to_numpy(), polygons)
    load = points["weight"].to_numpy() if "weight" in points.columns else np.ones(len(place))
    inside = place >= 0
    people = np.bincount(place[inside], weights=load[inside], minlength=len(polygons))
    return frame.with_columns(population=pl.Series(people)), float(load[~inside].sum())
