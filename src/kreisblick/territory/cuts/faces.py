"""Faces: the pieces of ground that the borders of several cuts make together."""

from collections.abc import Sequence

import numpy as np
import shapely

from kreisblick.territory.areas.locate import locate_in
from kreisblick.territory.areas.overlay import usable
from kreisblick.territory.crosswalks import Cut

__all__ = ["common_borders", "find_faces"]


def find_faces(cuts: Sequence[Cut]) -> tuple[np.ndarray, np.ndarray]:
    """Polygons that no border crosses, without gaps or overlaps, and where they lie.

    Args:
        cuts: in the same metric system.

    Returns:
        Polygons of shape (n,), and of shape (n, cuts) the number of the area in each cut, -1
        where it has none. Faces that lie in no cut are holes of the ground.
    """
    grounds = [usable(cut.polygons) for cut in cuts]
    lines = shapely.union_all(shapely.boundary(np.concatenate(grounds)))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    faces = faces[_steady(faces)]
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    places = [locate_in(inner[:, 0], inner[:, 1], ground) for ground in grounds]
    return faces, np.column_stack(places)


def _steady(faces: np.ndarray) -> np.ndarray:
    """An order that depends on the ground only: from west to east."""
    west, south, east, north = shapely.bounds(faces).T
    return np.lexsort((shapely.area(faces), north, east, south, west))


def common_borders(faces: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of faces with a common border, at least one of each pair wanted.

    Faces of one mosaic have the same points on both sides of a border, so that its straight
    pieces are found by their two ends.

    Args:
        faces: of ``find_faces``.
        wanted: which of them are asked for, shape (n,).

    Returns:
        Row numbers of shape (m, 2), each pair once, and the length of the border.
    """
    rings, of_ring = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    corner = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)[1]
    start = np.flatnonzero(ring[1:] == ring[:-1])
    ends = np.sort(np.column_stack([corner[start], corner[start + 1]]), axis=1)
    key = ends[:, 0] * np.int64(len(xy)) + ends[:, 1]
    owner, length = of_ring[ring[start]], np.hypot(*(xy[start + 1] - xy[start]).T)
    order = np.lexsort((owner, key))
    key, owner, length = key[order], owner[order], length[order]
    same = np.flatnonzero((key[1:] == key[:-1]) & (owner[1:] != owner[:-1]))
    same = same[wanted[owner[same]] | wanted[owner[same + 1]]]
    joint = owner[same].astype(np.int64) * len(faces) + owner[same + 1]
    found, place = np.unique(joint, return_inverse=True)
    metres = np.bincount(place, weights=length[same], minlength=len(found))
    return np.column_stack([found // len(faces), found % len(faces)]), metres
