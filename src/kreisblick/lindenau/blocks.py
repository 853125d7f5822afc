"""Lays out the land: blocks around the towns, as Voronoi cells with exactly shared corners."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import Voronoi

from kreisblick.lindenau.definitions import Floats, Integers, Space
from kreisblick.lindenau.graph import tidy

__all__ = ["Blocks", "curve_order", "lay_out"]

GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
ORIGIN = (452_000.0, 5_748_000.0)  # somewhere in zone 32; whole kilometres
CURVE_BITS = 12
ANGLES = 180  # places tried around each town
NEARLY = 0.999  # towns may touch


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """Blocks with their towns, neighbours and shapes.

    Attributes:
        points: generators, metres.
        shapes: polygons; neighbours share corners exactly.
        town: index of the town.
        pairs: neighbouring blocks, one row per common edge.
        centre: distance to the town's centre in radii of the town.
    """

    points: Floats
    shapes: npt.NDArray[np.object_]
    town: Integers
    pairs: Integers
    centre: Floats


def lay_out(
    areas_of_towns: list[int], blocks_per_area: int, space: Space, rng: np.random.Generator
) -> Blocks:
    """All blocks of a district with as many towns as the list is long."""
    radii = space.area_radius_m * np.sqrt(np.array(areas_of_towns, dtype=np.float64))
    centres = _place_towns(radii, rng)
    inner = [
        _spiral(centre, radius, count * blocks_per_area, space.centre_density, rng)
        for centre, radius, count in zip(centres, radii, areas_of_towns, strict=True)
    ]
    outer = _countryside(centres, radii, space.area_radius_m * space.field_size, rng)
    points = np.round(np.concatenate([*inner, outer]) + ORIGIN, 1)
    diagram = Voronoi(points)
    town = _towns_of(points - ORIGIN, centres, radii, space.reach)
    town[: sum(map(len, inner))] = np.repeat(np.arange(len(inner)), [len(p) for p in inner])
    town[_endless(diagram)] = -1
    pairs = np.asarray(diagram.ridge_points, dtype=np.int64)
    town = tidy(town, pairs, np.zeros(len(town), dtype=np.int64))
    return _cut(diagram, points, town, pairs, centres + ORIGIN, radii)


def curve_order(points: Floats) -> Integers:
    """The rank of each point on a Hilbert curve over their bounding square."""
    low = points.min(axis=0)
    span = max(float((points - low).max()), 1.0)
    x, y = ((points - low) / span * (2**CURVE_BITS - 1)).astype(np.int64).T
    distance = np.zeros(len(points), dtype=np.int64)
    for bit in range(CURVE_BITS - 1, -1, -1):
        step = 1 << bit
        right, upper = (x & step) > 0, (y & step) > 0
        distance += step * step * ((3 * right) ^ upper)
        flip = right & ~upper
        x, y = np.where(flip, step - 1 - x, x), np.where(flip, step - 1 - y, y)
        x, y = np.where(upper, x, y), np.where(upper, y, x)
    ranks = np.empty(len(points), dtype=np.int64)
    ranks[np.argsort(distance, kind="stable")] = np.arange(len(points))
    return ranks


def _place_towns(radii: Floats, rng: np.random.Generator) -> Floats:
    """Towns side by side, the first in the middle, each as near to it as there is room."""
    placed = np.zeros((1, 2))
    for index in range(1, len(radii)):
        angle = rng.random((index, ANGLES)) * 2 * np.pi
        apart = (radii[:index] + radii[index])[:, None, None]  # touching one that is there
        ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * apart
        tries = (placed[:, None] + ring).reshape(-1, 2)
        gaps = np.linalg.norm(tries[:, None] - placed[None], axis=2)
        free = (gaps >= (radii[:index] + radii[index])[None] * NEARLY).all(axis=1)
        away = np.where(free, np.linalg.norm(tries, axis=1), np.inf)
        placed = np.vstack([placed, tries[np.argmin(away)]])
    return placed


def _spiral(
    centre: Floats, radius: float, count: int, density: float, rng: np.random.Generator
) -> Floats:
    """Points like the seeds of a sunflower, denser in the middle, slightly shaken."""
    steps = np.arange(count) + 0.5
    distance = radius * (steps / count) ** density
    angle = steps * GOLDEN_ANGLE
    spread = 0.22 * radius / np.sqrt(count)
    flower = np.column_stack([np.cos(angle), np.sin(angle)]) * distance[:, None]
    return np.asarray(centre + flower + rng.normal(0, spread, flower.shape))


def _countryside(centres: Floats, radii: Floats, step: float, rng: np.random.Generator) -> Floats:
    """A shaken grid around and between the towns."""
    reach = radii.max() + 4 * step
    low, high = centres.min(axis=0) - reach, centres.max(axis=0) + reach
    grid = np.stack(
        np.meshgrid(np.arange(low[0], high[0], step), np.arange(low[1], high[1], step)), axis=-1
    ).reshape(-1, 2)
    shaken = grid + rng.uniform(-0.32, 0.32, grid.shape) * step
    apart = np.linalg.norm(shaken[:, None] - centres[None], axis=2) / radii[None]
    return np.asarray(shaken[apart.min(axis=1) > 1.08])


def _towns_of(points: Floats, centres: Floats, radii: Floats, reach: float) -> Integers:
    apart = np.linalg.norm(points[:, None] - centres[None], axis=2) / radii[None]
    nearest = apart.argmin(axis=1)
    return np.where(apart.min(axis=1) <= reach, nearest, -1).astype(np.int64)


def _endless(diagram: Voronoi) -> npt.NDArray[np.bool_]:
    """Which blocks lie at the rim of the drawing and have no outline."""
    regions = [diagram.regions[index] for index in diagram.point_region]
    return np.array([-1 in region or len(region) < 3 for region in regions])


def _cut(
    diagram: Voronoi,
    points: Floats,
    town: Integers,
    pairs: Integers,
    centres: Floats,
    radii: Floats,
) -> Blocks:
    """Drop what belongs to no town and number the rest anew."""
    kept = np.flatnonzero(town >= 0)
    number = np.full(len(town), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    corners = np.round(diagram.vertices, 2)
    shapes = np.empty(len(kept), dtype=np.object_)
    shapes[:] = [_outline(corners, diagram, index) for index in kept.tolist()]
    inside = number[pairs]
    distance = np.linalg.norm(points[kept] - centres[town[kept]], axis=1)
    return Blocks(
        points=points[kept],
        shapes=shapes,
        town=town[kept],
        pairs=inside[(inside >= 0).all(axis=1)],
        centre=distance / radii[town[kept]],
    )


def _outline(corners: Floats, diagram: Voronoi, index: int) -> shapely.Polygon:
    ring = corners[diagram.regions[diagram.point_region[index]]]
    middle = ring.mean(axis=0)
    turn = np.arctan2(*(ring - middle).T[::-1])
    return shapely.Polygon(ring[np.argsort(turn)])
