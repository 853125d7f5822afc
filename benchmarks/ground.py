"""Invented ground to draw areas on: blocks of a district with ten municipalities.

Voronoi blocks of clustered points, populations of the municipalities like those of a German
district (554,000 in all), lognormal block populations, two patchy traits, three barrier lines that
cross the whole district. Seeds from 101 on were used to fix the parameters in
``catalogue/zoning.yaml``; the benchmark reports seeds 11 to 20.
"""

import numpy as np
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kreisblick.territory.zoning import Blocks

SIDE_M = 27_000
TOWNS = (247_000, 58_000, 56_000, 46_000, 38_000, 33_000, 28_000, 20_378, 19_000, 8_622)
BLOCK_SPREAD = 0.6  # sigma of the logarithm of a block's population
CLUSTERED = 0.7  # share of the points that lie in settlements
PATCHES = 900
TRAIT_NOISE = 0.6  # sigma of a block's own deviation, the patches' being 1


def invent_blocks(number: int, seed: int) -> tuple[Blocks, np.ndarray]:
    """Blocks and three barrier lines."""
    rng = np.random.default_rng(seed)
    centres = _centres(rng)
    points, town = _points(number, centres, rng)
    square = shapely.box(0, 0, SIDE_M, SIDE_M)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=square)
    )
    order = _owners(cells, points)
    polygons = shapely.intersection(cells[order], square)
    town = _whole(polygons, town)
    people = rng.lognormal(0, BLOCK_SPREAD, number)
    for index, size in enumerate(TOWNS):
        people[town == index] *= size / people[town == index].sum()
    return (
        Blocks(
            keys=[f"b{n:06}" for n in range(number)],
            polygons=polygons,
            population=people,
            municipality=np.array([f"{index:02}" for index in town]),
            traits=_traits(points, rng),
            fixed=np.full(number, "", dtype=object),
            cuts=np.empty((number, 0), dtype=object),
            crs=25832,
        ),
        np.array([_meander(rng) for _ in range(3)]),
    )


def _centres(rng: np.random.Generator) -> np.ndarray:
    """Ten town centres that keep a distance."""
    found = [rng.uniform(0.35, 0.65, 2) * SIDE_M]
    while len(found) < len(TOWNS):
        place = rng.uniform(0.08, 0.92, 2) * SIDE_M
        if min(np.linalg.norm(place - other) for other in found) > SIDE_M / 5:
            found.append(place)
    return np.array(found)


def _points(
    number: int, centres: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Points in settlements and between them; each belongs to the town whose centre is nearest."""
    share = np.array(TOWNS) / sum(TOWNS)
    reach = np.sqrt(share) * SIDE_M / 2
    inner = int(number * CLUSTERED)
    which = rng.choice(len(TOWNS), inner, p=share)
    near = centres[which] + rng.normal(0, 1, (inner, 2)) * reach[which, None] * 0.3
    far = rng.uniform(0, SIDE_M, (number - inner, 2))
    points = np.concatenate([near, far])
    lost = ((points < 0) | (points > SIDE_M)).any(axis=1)
    points[lost] = rng.uniform(0, SIDE_M, (lost.sum(), 2))
    gap = np.linalg.norm(points[:, None] - centres[None], axis=2)
    return points, gap.argmin(axis=1)


def _whole(polygons: np.ndarray, town: np.ndarray) -> np.ndarray:
    """Towns that hang together: a splinter goes to the town it borders on most."""
    left, right = shapely.STRtree(polygons).query(polygons, predicate="touches")
    town = town.copy()
    while True:
        same = town[left] == town[right]
        matrix = sparse.coo_array(
            (np.ones(same.sum()), (left[same], right[same])), (len(town),) * 2
        )
        part = connected_components(matrix, directed=False)[1]
        size = np.bincount(part)
        largest = [size[np.unique(part[town == t])].max() for t in range(len(TOWNS))]
        lost = size[part] < np.array(largest)[town]
        if not lost.any():
            return town
        block = int(np.flatnonzero(lost)[0])
        splinter = part == part[block]
        around = town[right[splinter[left] & ~splinter[right]]]
        town[splinter] = np.bincount(around).argmax()


def _owners(cells: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The cell of each point."""
    tree = shapely.STRtree(cells)
    point, cell = tree.query(shapely.points(points), predicate="within")
    order = np.empty(len(points), dtype=np.int64)
    order[point] = cell
    return order


def _traits(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Two traits that change from quarter to quarter."""
    found = []
    for _ in range(2):
        middle = rng.uniform(0, SIDE_M, (PATCHES, 2))
        height, width = rng.normal(0, 1, PATCHES), rng.uniform(0.01, 0.035, PATCHES) * SIDE_M
        gap = np.linalg.norm(points[:, None] - middle[None], axis=2) / width
        field = (np.exp(-(gap**2) / 2) * height).sum(axis=1)
        field = (field - field.mean()) / field.std()
        found.append(field + rng.normal(0, TRAIT_NOISE, len(points)))
    return np.column_stack(found)


def _meander(rng: np.random.Generator) -> shapely.LineString:
    """A river or railway from one side to the other."""
    along = np.linspace(-0.02, 1.02, 60) * SIDE_M
    bends = np.interp(along, np.linspace(0, SIDE_M, 7), rng.normal(0, SIDE_M / 12, 7))
    across = rng.uniform(0.25, 0.75) * SIDE_M + bends
    line = np.column_stack([along, across])
    return shapely.LineString(line if rng.random() < 0.5 else line[:, ::-1])
