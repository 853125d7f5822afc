"""A chessboard of blocks: small enough to know the answers."""

import numpy as np
import shapely

from kreisblick.territory.zoning import Blocks

SIDE = 100.0


def chessboard(columns, rows, **given):
    """Square blocks, one person each, in one municipality; row by row from the south-west."""
    corners = [(column * SIDE, row * SIDE) for row in range(rows) for column in range(columns)]
    count = len(corners)
    plain = {
        "keys": [f"b{number:04}" for number in range(count)],
        "polygons": np.array([shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners]),
        "population": np.ones(count),
        "municipality": np.full(count, "", dtype=object),
        "traits": np.empty((count, 0)),
        "fixed": np.full(count, "", dtype=object),
        "cuts": np.empty((count, 0), dtype=object),
        "crs": 25832,
    }
    return Blocks(**(plain | given))
